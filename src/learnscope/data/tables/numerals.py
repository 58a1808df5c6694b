"""How numbers are written, and which way a column writes them.

    1234.5   1,234.5   1 234.5   1'234.5     a decimal point; commas, blanks or apostrophes part thousands
    1234,5   1.234,5   1 234,5   1'234,5     a decimal comma; points, blanks or apostrophes part thousands

Each may bear a sign (− as well as -), an exponent, and a % or a sign of money, which is then the column's
unit. Where every comma of a column is followed by groups of three digits, as in 1,935 beside 105, nothing
but the rest of the file says whether it parts thousands; a decimal comma is never guessed from such cells.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from learnscope.data.dataset import LARGEST

MINUS = "−–‐‑﹣－"  # what is printed for a minus sign
BLANKS = " \u00a0\u202f\u2009"  # within numbers: also no-break, narrow no-break and thin ones
MONEY = "$€£¥"
DIGITS = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
NUMERAL = re.compile(
    rf"[+{MINUS}-]?\s?[{MONEY}]?\s?"
    rf"(?:{DIGITS}|\d+,\d+|[1-9]\d{{0,2}}(?:[,. \u00a0\u202f\u2009'’]\d{{2,3}})+(?:[.,]\d+)?)"
    rf"\s?[%{MONEY}]?"
)

PLAIN = r"^[+-]?\d+$"
# What a cell says of the way it is written, by form. None of them is a whole number in plain digits.
FORMS = {
    "comma": r"^[+-]?\d*,\d+$",  # 1,5
    "comma_or_thousands": r"^[+-]?[1-9]\d{0,2},\d{3}$",  # 1,935
    "thousands_by_comma": (
        r"^[+-]?[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}\.\d+$|^[+-]?[1-9]\d{0,2}(?:,\d{2,3})+,\d{3}$"
    ),
    "point": r"^[+-]?\d*\.\d+(?:[eE][+-]?\d+)?$",  # 1.5
    "point_or_thousands": r"^[+-]?[1-9]\d{0,2}\.\d{3}$",  # 1.935
    "thousands_by_point": r"^[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d+$|^[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}$",
}


@dataclass(frozen=True)
class Numerals:
    """How the numbers of a column are written; `thousands` are the characters that may part them."""

    decimal: str = "."
    thousands: str = "," + BLANKS + "'’"

    @classmethod
    def of(cls, decimal: str, thousands: str | None) -> "Numerals":
        """With that decimal sign, and all that may then part thousands unless it is given."""
        usual = ("," if decimal == "." else ".") + BLANKS + "'’"
        return cls(decimal, usual if thousands is None else BLANKS if thousands == " " else thousands)


USUAL = Numerals()


@dataclass
class Evidence:
    """How many cells of a column, or of a file, are written in each form."""

    counts: Counter[str] = field(default_factory=Counter)
    plain: int = 0  # cells of digits only, thousands parted by blanks or not

    def add(self, words: pl.Series, times: pl.Series) -> None:
        """Count the forms of different `words`, each of which stands so many `times`."""
        separated = words.str.contains(r"[.,]\d").fill_null(False)
        if not separated.any():
            self.plain += int(times.filter(words.str.contains(PLAIN)).sum())
            return
        words = bare(words).str.replace_all(rf"(\d)[{BLANKS}'’](\d)", "$1$2")
        self.plain += int(times.filter(words.str.contains(PLAIN)).sum())
        words, times = words.filter(separated), times.filter(separated)
        for form, pattern in FORMS.items():
            self.counts[form] += int(times.filter(words.str.contains(pattern)).sum())

    @property
    def comma(self) -> int:
        """Cells in which the comma can only be a decimal sign, or the point only part thousands."""
        return self.counts["comma"] - self.counts["comma_or_thousands"] + self.counts["thousands_by_point"]

    @property
    def point(self) -> int:
        """Cells in which the point can only be a decimal sign, or the comma only part thousands."""
        return self.counts["point"] - self.counts["point_or_thousands"] + self.counts["thousands_by_comma"]

    @property
    def open(self) -> int:
        """Cells with a comma that leave both readings."""
        return self.counts["comma_or_thousands"]

    @property
    def open_point(self) -> int:
        """Cells with a point that leave both readings."""
        return self.counts["point_or_thousands"]


def decimal_of(column: Evidence, comma: bool, point: bool) -> str | None:
    """The decimal sign of a column in a file where others prove a `comma` or a `point`; None for both."""
    if column.comma or column.point:
        return "," if column.comma > column.point else "."
    if comma and point and (column.open or column.open_point):
        return None
    return "," if comma and not point else "."


def parsed(words: pl.Series, numerals: Numerals = USUAL) -> pl.Series:
    """The numbers that cells of words stand for; null where they stand for none within ±1e150."""
    if numerals.decimal == ".":
        numbers = words.cast(pl.Float64, strict=False)
    else:
        pointed = words.str.contains(".", literal=True)
        plain = pl.select(pl.when(~pointed).then(words.str.replace(",", ".", literal=True))).to_series()
        numbers = plain.cast(pl.Float64, strict=False)
    left = numbers.is_null() & words.str.contains(r"\d").fill_null(False)
    if left.any():
        others = _written_out(words.filter(left), numerals).cast(pl.Float64, strict=False)
        numbers = numbers.scatter(left.arg_true(), others)
    return pl.select(pl.when(numbers.abs() <= LARGEST).then(numbers)).to_series()


def affix_of(word: str) -> str:
    """The % or sign of money at either end of a number, "" where there is none."""
    return next(
        (
            sign
            for sign in "%" + MONEY
            if word.endswith(sign) or word.lstrip("+-" + MINUS + " ").startswith(sign)
        ),
        "",
    )


def is_numeral(cell: str) -> bool:
    """Whether a cell of text can be read as a number, in whatever way it is written."""
    return NUMERAL.fullmatch(cell.strip()) is not None


def bare(words: pl.Series) -> pl.Series:
    """Words with a plain minus sign, and without % or money at their ends."""
    return (
        words.str.replace(rf"^[{MINUS}]", "-")
        .str.replace(rf"^([+-]?)\s*[{MONEY}]\s*", "$1")
        .str.replace(rf"\s*[%{MONEY}]$", "")
    )


def _written_out(words: pl.Series, numerals: Numerals) -> pl.Series:
    """Words as the parser wants them: a plain minus sign, no thousands, a decimal point; null where none."""
    plain = bare(words)
    if numerals.thousands:
        sign, decimal = f"[{re.escape(numerals.thousands)}]", re.escape(numerals.decimal)
        grouped = plain.str.contains(
            rf"^[+-]?[1-9]\d{{0,2}}(?:{sign}\d{{2,3}})*{sign}\d{{3}}(?:{decimal}\d+)?$"
        )
        plain = pl.select(pl.when(grouped).then(plain.str.replace_all(sign, "")).otherwise(plain)).to_series()
    if numerals.decimal == ",":
        strange = plain.str.contains(".", literal=True)
        plain = pl.select(pl.when(~strange).then(plain.str.replace(",", ".", literal=True))).to_series()
    return plain
