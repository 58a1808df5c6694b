"""How much is taken in, and where words are told from numbers and classes from values."""

from learnscope.errors import DataError

NUMBERS = 250_000_000  # inputs, or outputs, of a data set: 2 GB of float64
CLASSES = 1000  # of a target
WHOLE_CLASSES = 20  # whole numbers with at most so many different values are class numbers
CATEGORIES = 50  # different words of an input column, each of which becomes a column
WORDS = 200  # of a text column, the commonest, each of which becomes a column
PIXELS = 64_000_000  # of one image file, before it is made smaller


def check_size(name: str, rows: int, columns: int, *, what: str = "inputs") -> None:
    """Raise DataError where `rows` × `columns` are more numbers than are held at once."""
    if rows * columns > NUMBERS:
        raise DataError(
            f"{name}: {spaced(rows)} rows of {spaced(columns)} {what} are {spaced(rows * columns)} numbers, "
            f"more than the {spaced(NUMBERS)} (2 GB) held at once; take fewer rows or columns"
        )


def spaced(number: int) -> str:
    """`number` in groups of three: 1 797."""
    return f"{number:,}".replace(",", " ")
