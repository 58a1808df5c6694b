"""`learnscope lesson`: what it prints, and its status."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from learnscope.commands.lessons import lesson_command
from learnscope.lessons.blocks import table
from learnscope.lessons.shelf import SHIPPED
from tests.lessons.lesson import page


def said(*arguments: str) -> tuple[int, str]:
    """Status and output."""
    result = CliRunner().invoke(lesson_command, list(arguments), catch_exceptions=False)
    return result.exit_code, result.output


def test_a_new_lesson_is_sound(tmp_path: Path) -> None:
    """It is written, and checked without a fault."""
    file = tmp_path / "mine.md"

    assert said("new", str(tmp_path / "mine")) == (
        0,
        f"{file} is written. Check it: learnscope lesson check {file}\n",
    )
    assert said("check", str(file)) == (0, "one lesson checked: every page, question and goal is sound.\n")


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    """And a folder that is not there is not made."""
    file = tmp_path / "mine.md"
    file.write_text("mine")

    with pytest.raises(ValueError, match="FILE") as there:
        said("new", str(file))
    with pytest.raises(ValueError, match="FILE") as nowhere:
        said("new", str(tmp_path / "no" / "mine.md"))

    assert str(there.value) == f"FILE must be a new one, got {str(file)!r}, which is there; give another name"
    assert str(nowhere.value) == (
        f"FILE must be in a folder that is there, got {str(tmp_path / 'no' / 'mine.md')!r}; "
        f"make {str(tmp_path / 'no')!r} first"
    )
    assert file.read_text() == "mine"


def test_faults_are_told_as_compilers_do(tmp_path: Path) -> None:
    """file:line: message, of every file, and status 1; faults of form before those of a rehearsal."""
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_text(page(":::{paly}\n:::"))
    two.write_text(page("It is {number}`value.1.7`.").replace("order: 1", "order: 2"))

    status, output = said("check", str(tmp_path))

    assert status == 1
    assert output == (
        f"{one}:10: unknown block 'paly'; did you mean 'play'? (ask-change, ask-choice, ask-number, "
        "ask-point, ask-sign, ask-weight, ask-words, deeper, goal, hint, panel, play, reply, state, "
        "summary, why)\n"
        f"{two}:10: neuron must be a whole number from 0 to 1, got 7; did you mean 'value.1.1'?\n"
    )


def test_the_shipped_lessons_are_checked() -> None:
    """As anybody's."""
    status, output = said("check", str(SHIPPED))

    assert (status, output.endswith("lessons checked: every page, question and goal is sound.\n")) == (
        0,
        True,
    )


def test_blocks_are_listed_and_documented() -> None:
    """The table of the documentation is that of the records."""
    documented = (Path(__file__).parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")

    assert said("blocks") == (0, table())
    assert table() in documented


def test_no_command_has_two_parameters_of_one_name() -> None:
    """One would overwrite the other."""
    for name, command in lesson_command.commands.items():
        names = [parameter.name for parameter in command.params]
        assert len(set(names)) == len(names), name
