"""The text of a CSV file: its bytes checked and translated to UTF-8, in blocks of whole rows.

A row ends at a line end outside quotation marks, that is, after an even number of them.
"""

import codecs
import contextlib
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from learnscope.errors import DataError

BLOCK = 2**23  # bytes read at a time: large enough that Polars is busy, small beside any data that matters
LONGEST = 2**26  # bytes that a row may have; a longer one has an open quotation mark in it


def blocks(path: Path, encoding: str) -> Iterator[bytes]:
    """The file as UTF-8, cut where rows end. Raises DataError where it is no text of that encoding."""
    rest = b""
    for piece in _utf8(path, encoding):
        rest += piece
        end = _last_row_end(rest)
        if end:
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > LONGEST:
            yield rest  # which cannot be parsed; the fault is found there
            return
    if rest:
        yield rest


def records(block: bytes, separator: str) -> Iterator[list[str]]:
    """The rows of a block that hold something, as far as Python's reader understands them."""
    text = io.StringIO(block.decode(), newline="")
    with contextlib.suppress(csv.Error):
        yield from (cells for cells in csv.reader(text, delimiter=separator) if any(cells))


def without_first_record(block: bytes, separator: str) -> bytes:
    """The block without the lines that its first record and blank lines before it take."""
    reader = csv.reader(io.StringIO(block.decode(), newline=""), delimiter=separator)
    while not any(next(reader)):
        pass
    for _ in range(reader.line_num):
        block = block.partition(b"\n")[2]
    return block


def stray_quote(block: bytes, separator: str) -> int | None:
    """Where the first row begins that has a quotation mark inside a bare cell or an open one, if any.

    Every other mark opens: it stands behind a separator, a line end or a mark. The rest close: they stand
    before one. A mark written twice is a close and an open.
    """
    text = np.frombuffer(block, dtype=np.uint8)
    quotes = np.flatnonzero(text == ord('"'))
    border = np.zeros(256, dtype=bool)
    border[list(b'\r\n"' + separator.encode())] = True
    edges = np.concatenate([[True], border[text], [True]])  # edges[k + 1] is that of byte k
    wrong = ~np.where(np.arange(len(quotes)) % 2 == 0, edges[quotes], edges[quotes + 2])
    if not wrong.any() and len(quotes) % 2 == 0:
        return None
    first = quotes[wrong.argmax()] if wrong.any() else quotes[-1]
    lines = np.flatnonzero(text[:first] == ord("\n"))
    outside = lines[np.searchsorted(quotes, lines) % 2 == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def _last_row_end(block: bytes) -> int:
    """Behind the last line end that has an even number of quotation marks before it; 0 without one."""
    quotes = block.count(b'"')
    end = len(block)
    while (line := block.rfind(b"\n", 0, end)) >= 0:
        quotes -= block.count(b'"', line, end)
        if quotes % 2 == 0:
            return line + 1
        end = line
    return 0


def _utf8(path: Path, encoding: str) -> Iterator[bytes]:
    """The text as UTF-8, without a byte order mark and with a line feed at the end of each line."""
    plain = codecs.lookup(encoding).name == "utf-8"
    decoder = codecs.getincrementaldecoder("utf-8-sig" if plain else encoding)()
    lone = None
    for number, raw in enumerate(_pieces(path)):
        if number == 0 and plain and raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise DataError(f"{path.name} is UTF-16; save it as UTF-8 or pass encoding='utf-16'")
        try:
            piece = decoder.decode(raw, not raw).encode()
        except UnicodeDecodeError as error:
            line = _line(path, number, error.object[: error.start])
            raise DataError(
                f"{path.name} line {line} holds the byte 0x{error.object[error.start]:02x}, which is not "
                f"{'UTF-8' if plain else encoding}; save it as UTF-8 or pass its encoding, such as 'cp1252'"
            ) from None
        if b"\0" in piece:
            line = _line(path, number, piece[: piece.index(b"\0")])
            raise DataError(f"{path.name} line {line} holds a zero byte, so it is no text; save it as CSV")
        if lone is None and (b"\r" in piece or b"\n" in piece):
            lone = b"\n" not in piece  # as on the Macintosh before 2001
        yield piece.replace(b"\r", b"\n") if lone else piece


def _line(path: Path, number: int, before: bytes) -> int:
    """The line, from 1, that follows the file's first `number` pieces and the bytes `before`."""
    return 1 + before.count(b"\n") + sum(piece.count(b"\n") for piece in islice(_pieces(path), number))


def _pieces(path: Path) -> Iterator[bytes]:
    """The file's bytes, unpacked where its name ends in .gz, and at last nothing."""
    with gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb") as file:
        try:
            while piece := file.read(BLOCK):
                yield piece
        except (EOFError, OSError, zlib.error) as error:
            raise DataError(
                f"{path.name} cannot be unpacked ({error}); make or fetch the archive again"
            ) from None
    yield b""
