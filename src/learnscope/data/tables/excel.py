"""Excel workbooks, where `fastexcel` is installed: a sheet as text, to be read as any other text."""

import importlib.util

import polars as pl

from learnscope.data.decisions import Decision
from learnscope.data.remedies import RefusedError, Remedy
from learnscope.data.stored import Stored
from learnscope.data.tables.source import FAILURES
from learnscope.errors import DataError, FormatError

NEEDED = "fastexcel"


def sheet_text(stored: Stored, wanted: str | None) -> tuple[Stored, list[Decision]]:
    """The sheet that is wanted, or the first that holds something, as CSV.

    Raises DataError where `fastexcel` is missing, FormatError for a broken workbook.
    """
    if importlib.util.find_spec(NEEDED) is None:
        raise DataError(
            f"{stored.name} is an Excel workbook, and reading it needs {NEEDED}; "
            f"pip install {NEEDED}, or save the sheet as CSV"
        )
    import fastexcel

    try:
        book = fastexcel.read_excel(stored.read())
        names = list(book.sheet_names)
        if wanted is not None and wanted not in names:
            raise RefusedError(f"{stored.name} holds no sheet {wanted!r}; it holds {', '.join(names[:10])}")
        for name in [wanted] if wanted is not None else names:
            frame = _texts(book.load_sheet(name, header_row=None, dtypes="string").to_polars())
            if frame.height and frame.width:
                break
        else:
            raise DataError(f"{stored.name} holds empty sheets only; a table has a line per sample")
    except (fastexcel.FastExcelError, *FAILURES) as error:
        reason = str(error).partition("\n")[0]
        raise FormatError(
            f"{stored.name} is no workbook that can be read ({reason}); save it again"
        ) from None
    decisions = []
    if len(names) > 1 and wanted is None:
        other = next(each for each in names if each != name)
        words = f"of {len(names)} sheets, {name!r} is read"
        decisions.append(Decision(words, Remedy("table", other, f"Read {other!r}"), "reads that one"))
    text = frame.write_csv(include_header=False).encode()
    return Stored.of(stored.name, text), decisions


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    """The cells as text."""
    return frame.select(pl.all().cast(pl.String))
