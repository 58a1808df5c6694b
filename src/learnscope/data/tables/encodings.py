"""The encoding of a text: given, found in its first bytes, or asked for."""

import codecs
from dataclasses import dataclass
from typing import Any

from learnscope.data.decisions import Decision
from learnscope.data.remedies import RefusedError, Remedy
from learnscope.data.stored import Stored
from learnscope.errors import ArgumentError, shown

MARKS = (  # the longer first, since UTF-32 begins as UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
OFFERED = {  # what a text that is no UTF-8 may be
    "cp1252": "Western European Windows text",
    "cp1250": "Central European Windows text",
    "cp1251": "Cyrillic Windows text",
    "shift_jis": "Japanese text",
    "gb18030": "Chinese text",
}
RUN = 3  # bytes beyond ASCII in a row: letters of another alphabet
TRIED = 2**24  # bytes of a text that are read to see what it may be


@dataclass(frozen=True)
class Encoding:
    """A codec of Python, what people call it, and whether it was given."""

    codec: str
    name: str
    given: bool = False

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """That it was found, if it was and is not the usual one."""
        return () if self.given or self.name == "UTF-8" else (Decision(f"the text is {self.name}"),)


def check_encoding(encoding: Any) -> str | None:
    """`encoding` if it is the name of a text's encoding, or None. Raises ArgumentError otherwise."""
    if encoding is None:
        return None
    try:
        found = codecs.lookup(encoding)
        text = found._is_text_encoding and found.incrementaldecoder is not None
        if text:
            codecs.getincrementaldecoder(encoding)().decode(b"", True)
    except (LookupError, TypeError, ValueError, AttributeError):
        text = False
    if not text:
        raise ArgumentError(
            f"unknown encoding {shown(encoding)}; 'utf-8', 'cp1252' and 'utf-16' are usual"
        ) from None
    return str(encoding)


def encoding_of(head: bytes, given: str | None) -> Encoding:
    """The encoding of a text that begins with `head`."""
    if given is not None:
        plain = codecs.lookup(given).name == "utf-8"
        return Encoding("utf-8-sig" if plain else given, "UTF-8" if plain else given, given=True)
    for mark, codec, name in MARKS:
        if head.startswith(mark):
            return Encoding(codec, name)
    if len(head) >= 4 and b"\0" in head[:64]:
        even, odd = head[0:64:2].count(0), head[1:64:2].count(0)
        half = len(head[:64]) // 2
        if not even and 2 * odd > half:
            return Encoding("utf-16-le", "UTF-16")
        if not odd and 2 * even > half:
            return Encoding("utf-16-be", "UTF-16")
    return Encoding("utf-8-sig", "UTF-8")


def encoding_fault(stored: Stored, line: int, byte: int, encoding: Encoding) -> RefusedError:
    """A byte is not of the encoding; what it may be, with what would then be read."""
    problem = f"{stored.name} line {line} holds the byte 0x{byte:02x}, which is not {encoding.name}"
    raw = b"".join(_within(stored))
    row = _strange_line(raw)
    runs = max((len(part) for part in bytes(b if b > 127 else 32 for b in row).split()), default=0)
    likely = list(OFFERED) if runs < RUN else ["cp1251", "shift_jis", "gb18030", "cp1252"]
    found = []
    for codec in likely:
        word = _read_as(raw, row, codec)
        if word and codecs.lookup(codec).name != codecs.lookup(encoding.codec).name:
            found.append(Remedy("encoding", codec, f"Read it as {OFFERED[codec]}", f"reads {word!r}"))
    most = 1 if runs < RUN else 3
    return RefusedError(
        problem,
        remedies=found[:most],
        by_hand="save it as UTF-8" if found else "save it as UTF-8, or pass its encoding",
    )


def _within(stored: Stored) -> list[bytes]:
    with stored.open() as file:
        return [file.read(TRIED)]


def _strange_line(raw: bytes) -> bytes:
    """The first line with a byte that is no ASCII."""
    return next((line for line in raw.splitlines() if not line.isascii()), b"")


def _read_as(raw: bytes, row: bytes, codec: str) -> str:
    """The first strange word as `codec` reads it; "" where it cannot read the text."""
    try:
        decoder = codecs.getincrementaldecoder(codec)()
        decoder.decode(raw)
        words = (
            row.decode(codec, errors="ignore").replace('"', " ").replace(",", " ").replace(";", " ").split()
        )
    except UnicodeDecodeError:
        return ""
    strange = [word for word in words if not word.isascii()]
    return strange[0][:20] if strange and strange[0].isprintable() else ""
