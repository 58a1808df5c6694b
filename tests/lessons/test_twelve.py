"""The tests before and after the lessons: two forms of the same twelve questions, and their key."""

from pathlib import Path

import pytest

from learnscope.core.compiled import PLAIN
from learnscope.lessons import answers
from learnscope.lessons.shelf import Shelf
from learnscope.session.stand import put

KEY = (Path(__file__).parents[2] / "docs" / "test-of-twelve.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.split("|")[1:-1]] for line in KEY.splitlines() if line[2:3].isdigit()]
FORMS = {name: Shelf().lesson(name) for name in ("before", "after")}


@pytest.mark.parametrize(("form", "column"), [("before", 2), ("after", 3)])
def test_the_key_is_what_the_engine_says(form: str, column: int) -> None:
    """Twelve rows, each with the right answer of its question."""
    lesson = FORMS[form]
    there = put(lesson, 1, run="key", engine=PLAIN).quantities()
    right = [answers.judge(ask, "", there).result for ask in lesson.pages[1].asks]

    assert [row[column] for row in ROWS] == right
    assert len(right) == 12


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_told_before_the_end(form: str) -> None:
    """All twelve stand on one page, which has no hint, no reply and no play."""
    (_, page) = FORMS[form].pages

    assert page.play is None
    assert [ask for ask in page.asks if ask.hints or ask.replies] == []


def test_both_forms_ask_alike() -> None:
    """Question by question of one kind, with as many choices."""
    one, other = (
        [(type(ask), sum(text.item for text in ask.text)) for ask in lesson.pages[1].asks]
        for lesson in FORMS.values()
    )

    assert one == other


def test_they_stand_apart() -> None:
    """Neither is counted among the lessons, nor leads on to one."""
    assert all(lesson.front.apart for lesson in FORMS.values())
