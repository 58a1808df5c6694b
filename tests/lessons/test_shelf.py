"""Lessons among each other: order, needs, folders; and how they are found."""

from pathlib import Path

import pytest

from learnscope.errors import ArgumentError, DataError, FormatError
from learnscope.lessons.shelf import Shelf
from tests.lessons.lesson import page


def shelf(folder: Path, **files: str) -> Shelf:
    """A folder of lessons."""
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return Shelf(folder)


def front(order: int, needs: str = "") -> str:
    """A lesson with that order and those needs."""
    return page("Hello.").replace("order: 1", f"order: {order}\nneeds: {needs}")


def test_lessons_stand_in_their_order(tmp_path: Path) -> None:
    """By `order`, whatever the files are called."""
    found = shelf(tmp_path, one=front(2), two=front(1, "one"))

    assert [lesson.name for lesson in found.lessons()] == ["two", "one"]
    assert found.own


@pytest.mark.parametrize(
    ("files", "name", "message"),
    [
        (
            {"one": front(1), "two": front(1)},
            "two",
            "two.md:1: order must be its own, got 1, which one has; number them anew",
        ),
        (
            {"one": front(1, "twi"), "two": front(2)},
            "one",
            "one.md:1: unknown lesson 'twi'; did you mean 'two'? (one, two)",
        ),
        (
            {"one": front(1, "two"), "two": front(2, "one")},
            "one",
            "one.md:1: needs must not lead back to a lesson, got one → two → one; leave one out",
        ),
        (
            {"one": front(1) + "\nNext is {lesson}`tow`.\n", "two": front(2)},
            "one",
            "one.md:13: unknown lesson 'tow'; did you mean 'two'? (one, two)",
        ),
    ],
)
def test_faults_among_lessons_are_told(
    tmp_path: Path, files: dict[str, str], name: str, message: str
) -> None:
    """Two of one order, one that is not there, a circle, a link to none."""
    with pytest.raises(FormatError) as caught:
        shelf(tmp_path, **files).lesson(name)

    assert str(caught.value) == message


def test_a_faulty_lesson_does_not_keep_the_others_away(tmp_path: Path) -> None:
    """They are there without it."""
    found = shelf(tmp_path, one="nothing", two=front(2))

    assert [lesson.name for lesson in found.lessons()] == ["two"]


def test_one_file_is_a_shelf(tmp_path: Path) -> None:
    """What it needs may be elsewhere."""
    (tmp_path / "one.md").write_text(front(1, "two"), encoding="utf-8")

    assert Shelf(tmp_path / "one.md").lesson("one").front.needs == ("two",)


def test_what_is_no_text_is_told_with_its_line(tmp_path: Path) -> None:
    """Bytes that are not UTF-8."""
    (tmp_path / "one.md").write_bytes(page("Hello.").encode() + b"\xff")

    assert (
        Shelf(tmp_path).read()["one"].faults[0].message == "a lesson must be text in UTF-8; save it as that"
    )


def test_a_mark_of_the_encoding_is_no_part_of_the_text(tmp_path: Path) -> None:
    """Some editors begin a file with it."""
    (tmp_path / "one.md").write_bytes(b"\xef\xbb\xbf" + front(1).encode())

    assert Shelf(tmp_path).read()["one"].faults == ()


def test_a_file_has_a_name_that_an_address_can_have(tmp_path: Path) -> None:
    """Its pages and other lessons name it."""
    found = shelf(tmp_path, **{"My Lesson": front(1)}).read()["My Lesson"]

    assert [fault.message for fault in found.faults] == [
        "a lesson's file must be named in small letters, digits and hyphens, as its address has it, got "
        "'My Lesson'; rename it"
    ]


def test_what_cannot_be_read_is_a_fault_of_its_own_file(tmp_path: Path) -> None:
    """A link to nothing keeps no other lesson away, and a folder with such a name is none."""
    found = shelf(tmp_path, one=front(1))
    (tmp_path / "two.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "three.md").mkdir()

    assert {name: [fault.message for fault in each.faults] for name, each in found.read().items()} == {
        "one": [],
        "two": ["a lesson must be a file that can be read: No such file or directory"],
    }
    assert found.stamp() == (tmp_path / "one.md").stat().st_mtime


def test_a_folder_without_lessons_is_refused(tmp_path: Path) -> None:
    """And so is a path where nothing is."""
    with pytest.raises(DataError) as empty:
        Shelf(tmp_path).files()
    with pytest.raises(DataError) as gone:
        Shelf(tmp_path / "x").files()
    with pytest.raises(ArgumentError) as unknown:
        shelf(tmp_path, one=front(1)).lesson("on")

    assert str(empty.value) == f"a folder of lessons must hold files like blame.md, got none in {tmp_path}"
    assert str(gone.value) == (
        f"a lesson must be a file or a folder, got {str(tmp_path / 'x')!r}, which is not there"
    )
    assert str(unknown.value) == "unknown lesson 'on'; did you mean 'one'? (one)"
