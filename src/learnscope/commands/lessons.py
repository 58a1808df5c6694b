"""`learnscope lesson`: open a lesson of one's own, check it, or write a first one."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from learnscope.commands.page import open_page, page_options
from learnscope.errors import ArgumentError, DataError

if TYPE_CHECKING:
    from learnscope.lessons.shelf import Shelf

FAULTY = 1


class _Opening(click.Group):
    """A group whose command `open` is meant where its first word is the name of none."""

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = arguments and (arguments[0] in self.commands or arguments[0].startswith("-"))
        return super().resolve_command(context, arguments if known else ["open", *arguments])


@click.group("lesson", cls=_Opening)
def lesson_command() -> None:
    """Open a lesson of one's own: `learnscope lesson FILE_OR_FOLDER`; check it; write a first one."""


@lesson_command.command("open")
@click.argument("place", metavar="FILE_OR_FOLDER")  # beside the option --path
@page_options
def open_command(place: str, **options: Any) -> None:
    """Open the first lesson of FILE_OR_FOLDER on the page, which follows as the file is edited."""
    from learnscope.lessons.faults import told

    shelf = _shelf(place)
    files = shelf.files()
    for name, reading in shelf.read().items():
        if reading.faults:
            print(told(str(files[name]), reading.faults), file=sys.stderr)
    first = next(iter(shelf.lessons()), None)
    open_page(shelf=shelf, place="" if first is None else f"#lesson/{first.name}/1", **options)


@lesson_command.command("check")
@click.argument("path", metavar="FILE_OR_FOLDER")
@click.pass_context
def check_command(context: click.Context, path: str) -> None:
    """List every fault of a lesson, or of a folder of them, with file and line; status 1 if there is one."""
    from learnscope import words
    from learnscope.lessons.faults import told
    from learnscope.session.rehearsal import rehearse

    shelf = _shelf(path)
    files, found = shelf.files(), 0
    readings = shelf.read()
    for name, reading in readings.items():
        faults = reading.faults if reading.lesson is None else rehearse(reading.lesson)
        found += len(faults)
        if faults:
            print(told(str(files[name]), faults))
    if found:
        context.exit(FAULTY)
    print(f"{words.count(len(readings), 'lesson')} checked: every page, question and goal is sound.")


@lesson_command.command("new")
@click.argument("path", metavar="FILE")
def new_command(path: str) -> None:
    """Write a first lesson to FILE, with one of each block that most lessons need."""
    from learnscope.lessons.first import FIRST

    file = Path(path if path.endswith(".md") else f"{path}.md")
    if file.exists():
        raise ArgumentError(f"FILE must be a new one, got {str(file)!r}, which is there; give another name")
    if not file.parent.is_dir():
        raise DataError(
            f"FILE must be in a folder that is there, got {str(file)!r}; make {str(file.parent)!r} first"
        )
    file.write_text(FIRST, encoding="utf-8")
    print(f"{file} is written. Check it: learnscope lesson check {file}")


@lesson_command.command("blocks")
def blocks_command() -> None:
    """List the blocks of a lesson and their fields."""
    from learnscope.lessons.blocks import table

    sys.stdout.write(table())


def _shelf(path: str) -> "Shelf":
    from learnscope.lessons.shelf import Shelf

    return Shelf(Path(path))
