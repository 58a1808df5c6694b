"""An address as a QR code (ISO/IEC 18004), for cameras of phones, as it is drawn."""

from functools import lru_cache
from itertools import accumulate, groupby

from learnscope.scene.schema import ClassCode


@lru_cache(maxsize=4)
def code_of(address: str) -> ClassCode | None:
    """The code of an address; None where there is none, or it is too long for a code.

    Of the correction of errors it has the second level, 15 %: a wall is easily read.
    """
    import segno

    if not address:
        return None
    try:
        rows = segno.make(address, micro=False, error="m", boost_error=False).matrix
    except segno.DataOverflowError:
        return None
    return ClassCode(len(rows), "".join(_drawn(y, row) for y, row in enumerate(rows)))


def _drawn(y: int, row: bytearray) -> str:
    """The dark stretches of a row."""
    found = [(dark, len(list(group))) for dark, group in groupby(row)]
    starts = accumulate((length for _, length in found), initial=0)
    return "".join(f"M{x} {y}h{n}v1h-{n}z" for (dark, n), x in zip(found, starts, strict=False) if dark)
