"""How the text of a table is laid out, found in its first lines.

    separator   the one of , ; | and tab that cuts the lines into the same number of cells; blanks where none
                does
    quote       " as a rule, ' where cells begin and end with it
    head        lines that are no data, recognised by their shape: comments, a title, the line of names, units
    columns     their names: those of the line of names, or made up where the first line is a sample

The first line is a sample where its cells look like what stands below them: numbers on numbers, words that
come again. A word on a column of numbers is a name.
"""

import contextlib
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import polars as pl

from learnscope.data.decisions import Decision
from learnscope.data.remedies import Remedy, counted, listed
from learnscope.data.tables.cells import MISSING
from learnscope.data.tables.numerals import Evidence, is_numeral
from learnscope.errors import shown

SEPARATORS = (",", ";", "\t", "|")
LOOKED_AT = 200  # records
STEADY = 0.9  # share of the records that must be cut alike
COMMENTS = ("#", "%", "//")
UNIT = re.compile(r"^[(\[].{0,20}[)\]]$|^[^\d\s]{1,3}([/·^*-]?[^\s]{1,6}){0,3}$|^[%°$€£¥].{0,3}$")
PRESET = re.compile(r"^sep=(.)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """Where the cells of a table begin and end, and what its columns are called."""

    separator: str
    quote: str = '"'
    blanks: bool = False  # whether runs of blanks separate; they are read as tabs
    escaped: bool = False  # whether a quotation mark in a cell is written \"
    start: int = 0  # bytes of text before the first sample
    columns: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    commas: bool = False  # whether its numbers seem to have decimal commas, as far as the first lines show


def find_layout(head: str, *, separator: str | None, header: bool | None, tabs: bool) -> Layout:
    """The layout of a text that begins with the whole lines `head`; what is given is not looked for.

    `tabs` says that the name of the file speaks for tabs.
    """
    lines = head.splitlines(keepends=True)
    skipped, decisions = 0, []
    while skipped < len(lines) and not lines[skipped].strip():
        skipped += 1
    preset = PRESET.match(lines[skipped]) if skipped < len(lines) else None
    if preset:
        separator, skipped = separator or preset[1], skipped + 1
    comments = [k for k in range(skipped, len(lines)) if lines[k].startswith(COMMENTS)]
    last = _comments_end(lines, skipped)
    names_in_comment = ""
    if last > skipped:
        said = listed([shown(lines[k].strip()) for k in comments[:2] if k < last], most=2)
        decisions.append(Decision(f"{counted(last - skipped, 'line')} of comment left out ({said})"))
        names_in_comment = lines[last - 1].strip().lstrip("#%/ ")
        skipped = last
    body = "".join(lines[skipped:])
    layout = _cut(body, separator, tabs)
    rows = records(body, layout, most=LOOKED_AT)
    before = sum(len(line.encode()) for line in lines[:skipped])
    named = _named(layout, rows, header, names_in_comment)
    taken = named.start
    return replace(
        named,
        commas=layout.separator != "," and _shows_commas(rows),
        start=before + _bytes_of(body, layout, taken),
        decisions=(*decisions, *named.decisions),
    )


def _shows_commas(rows: list[list[str]]) -> bool:
    """Whether some cells have decimal commas, and none a decimal point."""
    seen = Evidence()
    cells = pl.Series([cell.strip() for row in rows for cell in row], dtype=pl.String)
    seen.add(cells, pl.ones(len(cells), dtype=pl.Int64, eager=True))
    return seen.comma > 0 and not seen.point


def records(text: str, layout: Layout, *, most: int | None = None) -> list[list[str]]:
    """The records of `text` that hold something, as far as Python's reader understands them."""
    found: list[list[str]] = []
    if layout.blanks:
        text = "".join(line.strip() + "\n" for line in text.splitlines())
    reader = _reader(text, layout)
    with contextlib.suppress(csv.Error):
        for cells in reader:
            if any(cells):
                found.append(cells)
                if len(found) == most:
                    break
    return found


def _reader(text: str, layout: Layout) -> Any:
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=" " if layout.blanks else layout.separator,
        quotechar=layout.quote,
        escapechar="\\" if layout.escaped else None,
        skipinitialspace=layout.blanks,
    )


def _bytes_of(text: str, layout: Layout, count: int) -> int:
    """Bytes of the lines that the first `count` records and blank ones before them take."""
    reader, lines = _reader(text, layout), 0
    with contextlib.suppress(csv.Error, StopIteration):
        while count:
            count -= any(next(reader))
            lines = reader.line_num
    return len("".join(text.splitlines(keepends=True)[:lines]).encode())


def _comments_end(lines: list[str], start: int) -> int:
    """Behind the comment lines, which begin alike and stand before a line that does not."""
    mark = next((mark for mark in COMMENTS if start < len(lines) and lines[start].startswith(mark)), None)
    end = start
    while mark and end < len(lines) and (lines[end].startswith(mark) or not lines[end].strip()):
        end += 1
    return end if end < len(lines) else start


# Where cells begin and end


def _cut(text: str, separator: str | None, tabs: bool) -> Layout:
    """The separator, quotation mark and escape that cut the text most evenly."""
    quotes = [quote for quote in ('"', "'") if quote == '"' or _wrapped(text, separator)]
    if separator is not None:
        tries = [Layout(separator, quote) for quote in quotes]
    else:
        order = ("\t", *SEPARATORS) if tabs else SEPARATORS
        tries = [Layout(each, quote) for quote in quotes for each in dict.fromkeys(order)]
    if '\\"' in text:
        tries += [replace(layout, escaped=True) for layout in tries if layout.quote == '"']
    first = _first_line(text)
    counts = Counter(re.sub(r'"[^"]*"', "", first))

    def evenness(layout: Layout) -> tuple[float, ...]:
        rows = records(text, layout, most=LOOKED_AT)
        widths = Counter(map(len, rows))
        width, times = widths.most_common(1)[0] if widths else (1, 0)
        share = times / max(len(rows), 1)
        stray = sum(_is_torn(cell, layout) for row in rows for cell in row) / max(len(rows), 1)
        steady = width > 1 and share >= STEADY
        return (
            steady and not stray,
            (tabs and layout.separator == "\t") and steady,
            layout.quote == "'" and steady,
            counts[layout.separator] > 0,
            steady,
            round(share, 1) if width > 1 else 0,
            counts[layout.separator],
        )

    best = max(tries, key=evenness)
    if separator is None and _by_blanks(text, best):
        return Layout("\t", '"', blanks=True)
    return best


def _is_torn(cell: str, layout: Layout) -> bool:
    """Whether a cell is part of what stood between quotation marks."""
    if layout.quote == "'":
        return False
    return '"' in cell and not layout.escaped and "\\" in cell


def _wrapped(text: str, separator: str | None) -> bool:
    """Whether ' wraps cells: it stands at both ends of them, and " nowhere."""
    if '"' in text or "'" not in text:
        return False
    edge = re.escape(separator) if separator else r",;\t|"
    opening = len(re.findall(rf"(?m)(?:^|[{edge}])\s*'", text))
    closing = len(re.findall(rf"(?m)'\s*(?:$|[{edge}])", text))
    return opening == closing > 0 and 2 * opening == text.count("'") and opening >= _first_lines(text)


def _first_lines(text: str) -> float:
    """Half of the lines: so many cells between single marks are no accident."""
    return 0.5 * text.count("\n")


def _by_blanks(text: str, best: Layout) -> bool:
    """Whether blanks cut the text evenly, into more cells than `best` does."""
    found = records(text, Layout(" ", blanks=True), most=LOOKED_AT)
    rows = [[cell for cell in row if cell] for row in found]
    widths = Counter(map(len, rows))
    if not widths:
        return False
    width, times = widths.most_common(1)[0]
    if width < 2 or times < STEADY * len(rows):
        return False
    others = records(text, best, most=LOOKED_AT)
    if Counter(map(len, others)).most_common(1)[0][0] == 1:
        return len(rows) > 1
    # A tab before a last column of words, say, while blanks part the numbers before it.
    inner = [row[0].split() for row in others[1:]]
    return bool(inner) and all(len(parts) > 1 and all(map(is_numeral, parts)) for parts in inner)


def _first_line(text: str) -> str:
    return text.lstrip("\r\n").partition("\n")[0]


# What the columns are called


def _named(layout: Layout, rows: list[list[str]], header: bool | None, comment: str) -> Layout:
    """The layout with names; its `start` counts records that hold no sample."""
    decisions: list[Decision] = []
    titles = _titles(rows) if header is not False else 0
    if titles:
        said = listed([shown(" ".join(filter(None, row))) for row in rows[:titles]], most=2)
        decisions.append(Decision(f"{counted(titles, 'line')} above the names left out ({said})"))
    rows = rows[titles:]
    widths = Counter(len(row) for row in rows[1:] or rows)
    width = max(widths, key=lambda each: (widths[each], each)) if widths else 0
    if header is None and comment and rows and _is_sample(rows, width):
        names = next(iter(records(comment + "\n", layout)), [])
        if len(names) == width and not any(map(is_numeral, names)):
            decisions.append(Decision("the names of the columns are those of the last comment"))
            return _with_columns(layout, names, width, titles, decisions)
    sample = header is False or (header is None and bool(rows) and _is_sample(rows, width))
    if sample:
        if header is None:
            words = f"the first line ({_excerpt(rows[0])}) is a sample, so the columns are called by number"
            remedy = Remedy("header", True, "The first line names the columns")
            decisions.append(Decision(words, remedy, "takes it for names"))
        return replace(
            layout,
            start=titles,
            columns=tuple(f"column {number}" for number in range(1, width + 1)),
            units=("",) * width,
            decisions=tuple(decisions),
        )
    names = rows[0] if rows else []
    if len(rows) > 1 and len(names) + 1 == width and all(len(row) == width and row[-1] for row in rows[1:]):
        names = ["", *names]  # as R writes them, without a name for the names of rows
    units = _units(rows)
    if units:
        said = ", ".join(filter(None, units))
        decisions.append(Decision(f"the line below the names holds units ({shown(said)[1:-1]})"))
    return _with_columns(layout, names, width, titles + 1 + bool(units), decisions, units)


def _with_columns(
    layout: Layout,
    names: list[str],
    width: int,
    start: int,
    decisions: list[Decision],
    units: list[str] | None = None,
) -> Layout:
    """The layout with names that differ from each other."""
    columns, renamed = _distinct([name.strip() for name in names])
    if renamed:
        words = f"names made up: {listed([shown(name) for name in renamed], most=4)}"
        decisions.append(Decision(words))
    found = [*(units or []), *[""] * len(columns)][: len(columns)]
    return replace(
        layout, start=start, columns=columns, units=tuple(found), decisions=(*layout.decisions, *decisions)
    )


def _distinct(names: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The names, each made different from those before it, and those made up for cells of the line."""
    taken, given, made = set(names), [], []
    seen: set[str] = set()
    tried: dict[str, int] = {}  # the last number that was put behind a name
    for number, name in enumerate(names, start=1):
        wanted = name or f"unnamed {number}"
        again = tried.get(wanted, 1) + 1
        first = wanted
        while wanted in seen or (wanted != name and wanted in taken):
            wanted = f"{first} {again}"
            tried[first], again = again, again + 1
        if name and wanted != name:
            made.append(wanted)
        seen.add(wanted)
        given.append(wanted)
    return tuple(given), made


def _titles(rows: list[list[str]]) -> int:
    """How many records at the top hold a single cell where those below hold several, names first."""
    count = 0
    while count < len(rows) - 2 and _filled(rows[count]) == 1 and len(rows[count]) <= len(rows[count + 1]):
        count += 1
    if not count or count > 10:
        return 0
    below = rows[count:]
    return count if _filled(below[0]) > 1 and _filled(below[0]) >= _filled(below[1]) - 1 else 0


def _units(rows: list[list[str]]) -> list[str] | None:
    """The units in the second record: words on all columns of numbers, none on others. None without."""
    if len(rows) < 3 or len(rows[1]) != len(rows[0]):
        return None
    numbers = [
        _is_column_of_numbers([row[k] for row in rows[2:] if k < len(row)]) for k in range(len(rows[0]))
    ]
    if not any(numbers):
        return None
    units = [cell.strip() for cell in rows[1]]
    for unit, number in zip(units, numbers, strict=True):
        plain = unit in MISSING or unit == "-"
        if number and (plain or is_numeral(unit) or not UNIT.match(unit)):
            return None
        if not number and not (plain or unit[:1] in "(["):
            return None
    return [unit.strip("()[]") if unit not in MISSING and unit != "-" else "" for unit in units]


def _is_sample(rows: list[list[str]], width: int) -> bool:
    """Whether the first record looks like those below it."""
    first, below = rows[0], rows[1:]
    if len(first) < width or not below:
        return bool(first) and all(is_numeral(cell) for cell in first if cell)
    cells = [cell.strip() for cell in first]
    if all(is_numeral(cell) for cell in cells if cell) and any(cells):
        return not _counts_up(cells)
    votes = 0
    for k, cell in enumerate(cells):
        column = [row[k].strip() for row in below if k < len(row)]
        if cell in MISSING or not column:
            continue
        if _is_column_of_numbers(column):
            if not is_numeral(cell):
                if cell in column:  # a stray word, not a name
                    continue
                return False
            numbers = [float(each) for each in column if _plain(each)]
            inside = not numbers or (_plain(cell) and min(numbers) <= float(cell) <= max(numbers))
            votes += 1 if inside or not cell.isdigit() else -1
        elif cell in column:
            votes += 1
        elif is_numeral(cell):
            votes -= 1
    return votes > 0 and not _counts_up([cell for cell in cells if is_numeral(cell)])


def _counts_up(cells: list[str]) -> bool:
    """Whether three or more whole numbers follow each other, as the names of years or pixels do."""
    if len(cells) < 3 or not all(cell.isdigit() for cell in cells):
        return False
    return all(int(b) - int(a) == 1 for a, b in pairwise(cells))


def _is_column_of_numbers(column: list[str]) -> bool:
    present = [cell for cell in column if cell.strip() not in MISSING]
    return 2 * sum(map(is_numeral, present)) > len(present)


def _plain(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _filled(row: list[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _excerpt(row: list[str]) -> str:
    return ", ".join(row[:3]) + (", …" if len(row) > 3 else "")
