"""Some bytes on disk that change often, so that whoever dies while writing leaves the last whole ones.

To make a file whole and to move it into its place takes a good part of what an answer does. So what is small
has two places in its file, and what comes next is written into the one that holds the older:

    MAGIC, room             how many bytes each place takes
    number, length, CRC-32  of the first place, and of the second: the higher number is the newer;
                            CRC-32 is of both numbers and the bytes
    two places

The bytes of a place come before its line. A process that dies in between leaves a place that is not what its
line says, and beside it the one before. A file that begins otherwise is what earlier versions wrote, the
bytes themselves; so is one whose bytes are many.
"""

import contextlib
import os
import secrets
import struct
import zlib
from pathlib import Path

MAGIC = b"\x93LSkept\n"  # no map of MessagePack begins so
HEAD = struct.Struct("<8sQ")
LINE = struct.Struct("<QQI")
FIRST = HEAD.size + 2 * LINE.size  # where the first place begins
SPARE = 1024  # bytes of room for what comes next, and as many again as there are
BINARY = getattr(os, "O_BINARY", 0)  # which Windows has
MOST = 2**16  # bytes that have two places


def write(path: Path, data: bytes) -> None:
    """Have the file hold `data`. Raises OSError where that fails, and what was there is there then."""
    if len(data) > MOST or not _into_a_place(path, data):
        _whole(path, data)


def read(path: Path) -> bytes:
    """What was written last, whole; nothing where the file is damaged. Raises OSError."""
    found = path.read_bytes()
    if not found.startswith(MAGIC):
        return found
    if len(found) < FIRST:
        return b""
    room = HEAD.unpack_from(found)[1]
    held = []
    for place in range(2):
        number, length, seal = LINE.unpack_from(found, HEAD.size + place * LINE.size)
        data = found[FIRST + place * room :][:length]
        if number and len(data) == length <= room and _seal(number, data) == seal:
            held.append((number, data))
    return max(held, default=(0, b""))[1]


def _into_a_place(path: Path, data: bytes) -> bool:
    """Write into the place of the older bytes; False where the file has none that fits."""
    with contextlib.suppress(FileNotFoundError, PermissionError):
        file = os.open(path, os.O_RDWR | BINARY)
        try:
            head = os.read(file, FIRST)
            if not head.startswith(MAGIC) or len(head) < FIRST or HEAD.unpack_from(head)[1] < len(data):
                return False
            room = HEAD.unpack_from(head)[1]
            numbers = [LINE.unpack_from(head, HEAD.size + place * LINE.size)[0] for place in range(2)]
            place = numbers.index(min(numbers))
            _put(file, FIRST + place * room, data)
            _put(file, HEAD.size + place * LINE.size, _line(max(numbers) + 1, data))
            return True
        finally:
            os.close(file)
    return False


def _put(file: int, start: int, data: bytes) -> None:
    os.lseek(file, start, os.SEEK_SET)
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def _line(number: int, data: bytes) -> bytes:
    return LINE.pack(number, len(data), _seal(number, data))


def _seal(number: int, data: bytes) -> int:
    """It is of the line as well: a line of which a part was written is none."""
    return zlib.crc32(data, zlib.crc32(LINE.pack(number, len(data), 0)))


def _whole(path: Path, data: bytes) -> None:
    """Make a new file, and move it into its place."""
    made = path.with_name(f".{secrets.token_hex(8)}")
    try:
        handle = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY | BINARY, 0o600)
        with os.fdopen(handle, "wb") as file:
            if len(data) <= MOST:
                room = 2 * len(data) + SPARE
                file.write(HEAD.pack(MAGIC, room) + _line(1, data) + _line(0, b""))
            file.write(data)
        made.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            made.unlink(missing_ok=True)
        raise
