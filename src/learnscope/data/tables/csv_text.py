"""The text of a CSV file: its bytes checked and translated to UTF-8, in blocks of whole rows.

A row ends at a line end outside quotation marks, that is, after an even number of them.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import islice

import numpy as np

from learnscope.data.remedies import RefusedError
from learnscope.data.stored import Stored
from learnscope.data.tables.encodings import Encoding, encoding_fault
from learnscope.data.tables.layout import Layout

BLOCK = 2**23  # bytes read at a time: large enough that Polars is busy, small beside any data that matters
LONGEST = 2**26  # bytes that a row may have; a longer one has an open quotation mark in it
HEAD = 2**18  # bytes in which the layout is looked for, and more where they hold few lines
LINES = 12


def blocks(stored: Stored, encoding: Encoding, layout: Layout) -> Iterator[bytes]:
    """The file as UTF-8, cut where rows end, from the first sample on.

    Quotation marks in cells are written twice. Raises DataError where it is no text of that encoding.
    """
    rest, skip = b"", layout.start
    for piece in _plain(utf8(stored, encoding), layout):
        skipped = min(skip, len(piece))
        skip -= skipped
        rest += piece[skipped:]
        end = _last_row_end(rest, layout.quote.encode())
        if end:
            yield _cut_at_blanks(rest[:end], layout)
            rest = rest[end:]
        elif len(rest) > LONGEST:
            yield rest  # which cannot be parsed; the fault is found there
            return
    if rest:
        yield _cut_at_blanks(rest, layout)


def head_of(stored: Stored, encoding: Encoding) -> str:
    """The first lines of the file, whole ones unless it has no more."""
    found = b""
    for piece in utf8(stored, encoding):
        found += piece
        if (len(found) >= HEAD and found.count(b"\n") >= LINES) or len(found) > LONGEST:
            found = found[: found.rindex(b"\n") + 1] if b"\n" in found else found
            return _some_lines(found).decode()
    return _some_lines(found).decode(errors="replace")


def _some_lines(text: bytes) -> bytes:
    """At least HEAD bytes and LINES lines of a text, if it has them."""
    place = text.find(b"\n", HEAD)
    for _ in range(LINES - text.count(b"\n", 0, max(place, 0))):
        place = text.find(b"\n", place + 1) if place >= 0 else place
    return text if place < 0 else text[: place + 1]


def stray_quote(block: bytes, separator: str, quote: str = '"') -> int | None:
    """Where the first row begins that has a quotation mark inside a bare cell or an open one, if any.

    Every other mark opens: it stands behind a separator, a line end or a mark. The rest close: they stand
    before one. A mark written twice is a close and an open.
    """
    text = np.frombuffer(block, dtype=np.uint8)
    quotes = np.flatnonzero(text == ord(quote))
    border = np.zeros(256, dtype=bool)
    border[list(b"\r\n" + quote.encode() + separator.encode())] = True
    edges = np.concatenate([[True], border[text], [True]])  # edges[k + 1] is that of byte k
    wrong = ~np.where(np.arange(len(quotes)) % 2 == 0, edges[quotes], edges[quotes + 2])
    if not wrong.any() and len(quotes) % 2 == 0:
        return None
    first = quotes[wrong.argmax()] if wrong.any() else quotes[-1]
    lines = np.flatnonzero(text[:first] == ord("\n"))
    outside = lines[np.searchsorted(quotes, lines) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def leading_zeros(block: bytes, separator: str) -> bool:
    """Whether a cell begins with a zero and a digit, as codes do."""
    text = np.frombuffer(block, dtype=np.uint8)
    zeros = np.flatnonzero(text[:-1] == ord("0"))
    digits = text[zeros + 1]
    zeros = zeros[(digits >= ord("0")) & (digits <= ord("9"))]
    if not len(zeros):
        return False
    border = np.zeros(256, dtype=bool)
    border[list(b"\r\n\"' " + separator.encode())] = True
    return bool(zeros[0] == 0 or border[text[zeros - 1]].any())


def _last_row_end(block: bytes, quote: bytes) -> int:
    """Behind the last line end that has an even number of quotation marks before it; 0 without one."""
    quotes = block.count(quote)
    end = len(block)
    while (line := block.rfind(b"\n", 0, end)) >= 0:
        quotes -= block.count(quote, line, end)
        if quotes % 2 == 0:
            return line + 1
        end = line
    return 0


def _plain(pieces: Iterator[bytes], layout: Layout) -> Iterator[bytes]:
    r"""The text with quotation marks in cells written twice, where it writes them \"."""
    if not layout.escaped:
        yield from pieces
        return
    rest = b""
    for piece in pieces:
        text = rest + piece
        ends = len(text) - len(text.rstrip(b"\\"))
        whole = len(text) - ends % 2 if piece else len(text)
        rest = text[whole:]
        yield re.sub(rb'\\(["\\])', lambda found: b'""' if found[1] == b'"' else b"\\", text[:whole])


def _cut_at_blanks(block: bytes, layout: Layout) -> bytes:
    """The block with a tab for each run of blanks outside quotation marks, where blanks separate."""
    if not layout.blanks:
        return block
    if b'"' in block:
        block = re.sub(
            rb'("[^"\n]*")|[ \t]+', lambda found: found[1] if found[1] is not None else b"\t", block
        )
    else:
        block = re.sub(rb"[ \t]+", b"\t", block)
    return re.sub(rb"(?m)^\t|\t(?=\r?$)", b"", block)


def utf8(stored: Stored, encoding: Encoding) -> Iterator[bytes]:
    """The text as UTF-8, without a byte order mark and with a line feed at the end of each line."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    lone = None
    for number, raw in enumerate(stored.pieces(BLOCK)):
        try:
            piece = decoder.decode(raw, not raw).encode()
        except UnicodeDecodeError as error:
            line = _line(stored, number, error.object[: error.start])
            raise encoding_fault(stored, line, error.object[error.start], encoding) from None
        except UnicodeError as error:
            raise RefusedError(f"{stored.name} is no {encoding.name} ({error}); pass its encoding") from None
        if b"\0" in piece:
            line = _line(stored, number, piece[: piece.index(b"\0")])
            raise RefusedError(
                f"{stored.name} line {line} holds a zero byte, so it is no text; save it as CSV"
            )
        if lone is None and (b"\r" in piece or b"\n" in piece):
            lone = b"\n" not in piece  # as on the Macintosh before 2001
        yield piece.replace(b"\r", b"\n") if lone else piece


def _line(stored: Stored, number: int, before: bytes) -> int:
    """The line, from 1, that follows the file's first `number` pieces and the bytes `before`."""
    return 1 + before.count(b"\n") + sum(piece.count(b"\n") for piece in islice(stored.pieces(BLOCK), number))
