"""The file that is left of a class: all answers, a line each, as CSV.

Spreadsheets take a cell that begins with = + - @, a tab or a line's end for a formula, whoever typed it. Such
cells are written with an apostrophe before them, which shows as text. In many countries a spreadsheet parts
the lines of such a file at semicolons instead, whatever is quoted: so the same holds within a cell, after a
semicolon, a tab or a line's end.
"""

import contextlib
import csv
import io
import re
import unicodedata
from datetime import datetime
from pathlib import Path

from learnscope.classroom.classroom import Classroom
from learnscope.classroom.tally import told

HEAD = (
    "name",
    "student",
    "lesson",
    "page",
    "question",
    "asked",
    "exercise",
    "attempt",
    "answer",
    "right",
    "correct",
    "when",
    "removed",
)
FORMULA = r"[=+\-@\t\r\n|%＝＋－＠−]"  # full-width ones count too
_BEGINS = re.compile(rf"(?:^|(?<=[;\t\r\n]))(?=[\s\"\u00a0\ufeff]*{FORMULA})")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
DASHES = dict.fromkeys(
    map(ord, "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{MINUS SIGN}"), "-"
)
RIGHT = {True: "yes", False: "no", None: ""}


def harmless(cell: str) -> str:
    """`cell` as no spreadsheet takes it for a formula; a number is none.

    >>> harmless("=1+1"), harmless("Ada"), harmless("Ada;=1+1"), harmless("-0.5")
    ("'=1+1", 'Ada', "Ada;'=1+1", '-0.5')
    """
    return cell if NUMBER.fullmatch(cell) else _BEGINS.sub("'", cell.replace("\0", ""))


def typed(text: str) -> str:
    """`text` with the minus sign that is on keyboards, and a number as programs know one.

    >>> typed("−0.1128"), typed("–0.5"), typed("１２"), typed("x − 1")
    ('-0.1128', '-0.5', '12', 'x - 1')
    """
    plain = unicodedata.normalize("NFKC", text).translate(DASHES).strip()
    return plain if NUMBER.fullmatch(plain) else text.replace("\N{MINUS SIGN}", "-")


def table(classroom: Classroom) -> str:
    """All answers as CSV (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for asked, given in classroom.answers:
        cells = (
            given.student.name,
            str(given.student.number),
            asked.title,
            str(given.key.page),
            str(given.key.number + 1),
            told(asked.ask.texts),
            str(given.seed) if given.seed else "",
            str(given.attempt),
            typed(given.said.said) if given.said.given else "(asked to be shown)",
            RIGHT[given.said.right],
            typed(given.result),
            datetime.fromtimestamp(given.when).astimezone().isoformat(timespec="seconds"),
            "yes" if given.student.removed else "",
        )
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue()


def write(classroom: Classroom, folder: Path) -> Path | None:
    """Write the answers to a new file in `folder`; None where there are none. Raises OSError."""
    if not classroom.answers:
        return None
    stem = f"class-{datetime.now().astimezone():%Y-%m-%d-%H%M}"
    content = table(classroom).encode("utf-8-sig")  # by which spreadsheets tell UTF-8
    number = 1
    while True:
        file = folder / (f"{stem}.csv" if number == 1 else f"{stem}-{number}.csv")
        try:
            opened = file.open("xb")
        except FileExistsError:
            number += 1
            continue
        try:
            with opened:
                opened.write(content)
        except OSError:
            with contextlib.suppress(OSError):
                file.unlink()  # a part of it would pass for all
            raise
        return file.resolve()
