"""Numbers as bytes, and rows of tables with a seal.

raw      little-endian numbers, row by row
packed   the same with their bytes sorted (all first bytes, then all second …), by zlib: neighbours are alike,
         so that this takes less
sealed   a row of a table, and last the CRC-32 of what is before it: a row that was changed is told from one
         that was written
"""

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from learnscope.core.arrays import frozen

Array = NDArray[Any]
LEVEL = 1  # of zlib: higher ones take several times as long for a few percent


def raw(array: Array) -> bytes:
    """The numbers of an array."""
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()


def numbers(data: bytes, *shape: int, dtype: Any = np.float64) -> Array:
    """What `raw` wrote, read-only. Raises ValueError where it does not have that shape."""
    array = np.frombuffer(data, dtype=np.dtype(dtype).newbyteorder("<")).astype(dtype).reshape(shape)
    return frozen(array)


def packed(array: Array, *, level: int = LEVEL) -> bytes:
    """The numbers of an array, in less room; as much as before at level 0, which takes no time."""
    bytes_of = np.frombuffer(raw(array), dtype=np.uint8).reshape(-1, array.dtype.itemsize)
    return zlib.compress(bytes_of.T.tobytes(), level)


def unpacked(data: bytes, *shape: int, dtype: Any = np.float64) -> Array:
    """What `packed` wrote, read-only. Raises ValueError or zlib.error where it is not of that shape."""
    size = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(data, size + 1)
    if len(plain) != size or not unpacker.eof:
        raise ValueError(f"an array has {len(plain)} of {size} bytes")
    sorted_bytes = np.frombuffer(plain, dtype=np.uint8).reshape(np.dtype(dtype).itemsize, -1)
    return numbers(np.ascontiguousarray(sorted_bytes.T).tobytes(), *shape, dtype=dtype)


def sealed(*row: Any) -> tuple[Any, ...]:
    """The row and its seal."""
    return (*row, _seal(row))


def unsealed(row: Sequence[Any]) -> tuple[Any, ...]:
    """The row without its seal. Raises ValueError where they do not belong together."""
    if row[-1] != _seal(row[:-1]):
        raise ValueError("numbers are not those that were written")
    return tuple(row[:-1])


def _seal(row: Sequence[Any]) -> int:
    seal = 0
    for value in row:
        seal = zlib.crc32(value if isinstance(value, bytes) else repr(value).encode(), seal)
    return seal
