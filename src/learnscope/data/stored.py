"""Bytes that can be read again and again, told by their first ones and not by their name.

Packed files (gzip, bzip2, xz) are unpacked on the way, one in another if need be.
"""

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from learnscope.errors import FormatError, LearnscopeError

HEAD = 512  # bytes in which every kind is told
DEEP = 3  # packings within packings
BROKEN = (EOFError, OSError, RuntimeError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
Opener = Callable[[ExitStack], IO[bytes]]  # what it opens on the way is closed with the stack
PACKED: dict[bytes, tuple[Callable[[Any], Any], str]] = {
    b"\x1f\x8b": (lambda file: gzip.GzipFile(fileobj=file, mode="rb"), ".gz"),
    b"BZh": (bz2.BZ2File, ".bz2"),
    b"\xfd7zXZ\x00": (lzma.LZMAFile, ".xz"),
}


@dataclass(frozen=True)
class Stored:
    """Something with a name that can be opened."""

    name: str
    opener: Opener
    path: Path | None = None  # where it lies as it is, if it does

    @classmethod
    def at(cls, path: Path) -> "Stored":
        """The file at `path`, unpacked as often as it is packed. Raises FormatError for a broken packing."""
        return cls(path.name, lambda stack: stack.enter_context(path.open("rb")), path).unpacked()

    @classmethod
    def of(cls, name: str, content: bytes) -> "Stored":
        """Bytes in memory."""
        return cls(name, lambda _: io.BytesIO(content))

    def unpacked(self) -> "Stored":
        """Itself, unpacked as often as it is packed."""
        stored = self
        for _ in range(DEEP):
            head = stored.head
            packing = next((mark for mark in PACKED if head.startswith(mark)), None)
            if packing is None:
                break
            stored = stored._unpacked(packing)
        return stored

    @property
    def head(self) -> bytes:
        """Its first bytes."""
        with self.open() as file:
            return file.read(HEAD)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """A context with the file. Raises FormatError where it cannot be unpacked."""
        try:
            with ExitStack() as stack:
                yield self.opener(stack)
        except BROKEN as error:
            if isinstance(error, LearnscopeError) or (self.path is not None and isinstance(error, OSError)):
                raise
            raise FormatError(
                f"{self.name} cannot be unpacked ({error}); make or fetch the archive again"
            ) from None

    def read(self) -> bytes:
        """All its bytes."""
        with self.open() as file:
            return file.read()

    def pieces(self, size: int) -> Iterator[bytes]:
        """Its bytes, so many at a time, and at last nothing."""
        with self.open() as file:
            while piece := file.read(size):
                yield piece
        yield b""

    def _unpacked(self, mark: bytes) -> "Stored":
        unpack, _ = PACKED[mark]
        return Stored(self.name, lambda stack: stack.enter_context(unpack(self.opener(stack))))


def plain_name(name: str) -> str:
    """A name without the endings of packings: t.csv for t.csv.gz."""
    for _, ending in PACKED.values():
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name
