"""What DATA on the command line means, and the options that say how it is read.

DATA is the name of a built-in data set, or a path. Each option is an argument of the function that reads such
data, and messages name the options.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from learnscope.errors import ArgumentError, DataError

if TYPE_CHECKING:
    from learnscope.data.dataset import Dataset

Command = TypeVar("Command", bound=Callable[..., Any])

SEVERAL = {  # options that may be given again, by the argument they are
    "target": ("--target", "NAME", "Column to learn, by name or place; the last unless given; repeatable."),
    "ignore": ("--ignore", "NAME", "Column to leave out; repeatable."),
    "keep": ("--keep", "NAME", "Column to keep that would be left out; repeatable."),
    "missing_markers": (
        "--missing-marker",
        "TEXT",
        "What stands for a missing value, such as -999; repeatable.",
    ),
}
ONCE = {
    "kind": ("--kind", "KIND", "classes, labels or values, where the target says otherwise."),
    "missing": ("--missing", "HOW", "What becomes of missing values: drop (the row) or mean (fill it in)."),
    "separator": ("--separator", "SIGN", "What separates cells: ',', ';', '|', tab or another character."),
    "decimal": ("--decimal", "SIGN", "The decimal sign of numbers: '.' or ','."),
    "thousands": ("--thousands", "SIGN", "What parts thousands: ',', '.', ' ', \"'\" or '' for nothing."),
    "encoding": ("--encoding", "NAME", "Encoding of a text: utf-8, cp1252, …"),
    "ragged": ("--ragged", "HOW", "drop leaves out rows with too many cells."),
    "table": ("--table", "NAME", "The sheet of a workbook, or the file of a ZIP archive."),
    "test": ("--test-file", "PATH", "A table with the same columns to test with; DATA is to train with."),
    "broken": ("--broken", "HOW", "drop leaves out of a folder what is no image."),
    "classes": ("--classes", "HOW", "names takes classes of images from their names: cat.1.png is a cat."),
    "size": (
        "--size",
        "HxW",
        "Pixels that images are brought to, 28x28 unless given; own takes them as they are.",
    ),
    "color": ("--color", "NAME", "grey or rgb, of images."),
    "categories": (
        "--categories",
        "N",
        "The most different words of a column that is no text; 50 unless given.",
    ),
    "words": ("--words", "N", "The most words that are counted of a column of text; 200 unless given."),
}
WHOLE = ("categories", "words")
TAB = ("tab", "\\t")  # as a shell can write it


def data_options(command: Command) -> Command:
    """Add to a command the options of reading data; they arrive as one argument, `reading`."""

    def collect(**options: Any) -> Any:
        reading = {name: options.pop(name) for name in (*SEVERAL, *ONCE, "header")}
        return command(reading=_given(reading), **options)

    collect.__doc__, collect.__name__ = command.__doc__, command.__name__
    collect.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]  # click's own
    made: Any = collect
    header = click.option(
        "--header/--no-header", "header", default=None, help="Whether the first line names the columns."
    )
    made = header(made)
    for name, (option, holds, means) in reversed(ONCE.items()):
        made = click.option(option, name, metavar=holds, help=means)(made)
    for name, (option, holds, means) in reversed(SEVERAL.items()):
        made = click.option(option, name, multiple=True, metavar=holds, help=means)(made)
    return made  # type: ignore[no-any-return]  # whatever click makes of it


def data_of(text: str, reading: Mapping[str, Any]) -> "str | Dataset":
    """A built-in name as it is, or the data set that is at a path. Raises DataError or FormatError."""
    from learnscope.data.remedies import RefusedError

    try:
        return read_data(text, reading)
    except RefusedError as error:
        raise DataError(error.told("option")) from None


def read_data(text: str, reading: Mapping[str, Any]) -> "str | Dataset":
    """The same, with a RefusedError where there is something to be asked."""
    from learnscope.data.builtin import datasets
    from learnscope.data.opening import open_data

    if text in [record.name for record in datasets()]:
        if reading:
            raise ArgumentError(
                f"{_option(next(iter(reading)))} is for data in files, and {text} is built in"
            )
        return text
    try:
        return open_data(text, **reading)
    except ArgumentError as error:
        raise ArgumentError(_in_options(str(error))) from None


def print_decisions(data: "str | Dataset", file: TextIO | None = None) -> None:
    """Print what was decided about data from a file, a line each; nothing for what is built in."""
    if isinstance(data, str):
        return
    from learnscope.data.remedies import counted

    inputs = counted(data.inputs.shape[1], "input")
    print(f"{data.source}: {counted(len(data), 'sample')} of {inputs}", file=file, flush=True)
    for decision in data.decisions:
        print(f"  {decision.told('option')}", file=file, flush=True)


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given, as arguments of a reader."""
    given: dict[str, Any] = {name: value for name, value in options.items() if value not in (None, ())}
    if given.get("separator") in TAB:
        given["separator"] = "\t"
    for name in WHOLE:
        if name in given and given[name].isascii() and given[name].isdigit() and len(given[name]) < 20:
            given[name] = int(given[name])
    return given


def _option(argument: str) -> str:
    return {**SEVERAL, **ONCE}.get(argument, ("--header",))[0]


def _in_options(message: str) -> str:
    """A message about an argument, about the option."""
    for argument in (*SEVERAL, *ONCE, "header"):
        for begins in (f"{argument} must", f"unknown {argument} ", f"{argument} and "):
            if message.startswith(begins):
                told = message.replace(argument, _option(argument), 1)
                return told.replace("and decimal must", "and --decimal must", 1)
    unknown = message.partition("unknown option of ")[2]
    for argument in (*SEVERAL, *ONCE, "header"):
        if f" '{argument}'" in unknown:
            return f"{_option(argument)} does not apply to such data, which {unknown.partition(' ')[0]} reads"
    return message
