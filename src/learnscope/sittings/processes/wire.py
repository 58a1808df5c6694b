"""What a host and its workshops say to each other, and the channel between them.

A message is one of the records below, as MessagePack, with its length before it. Each end says what it has to
say in one turn of its event loop in one piece. What readers send and are sent goes through as it is.
"""

import asyncio
import io
import pickle
import socket
import struct
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal

import msgspec

LENGTH = struct.Struct("<Q")
REST = 2**16  # bytes that may have been read and lie before what is still to be read
LATER = 0.005  # seconds until what is said without haste


class Begin(msgspec.Struct, tag=0, array_like=True):
    """To a workshop, first: its order, pickled."""

    order: bytes


class Attend(msgspec.Struct, tag=7, array_like=True):
    """To a workshop: a reader begins to look at a sitting, which is begun by `make` (pickled) if need be.

    Whether they only look is in `looks`.
    """

    reader: int
    name: str
    make: bytes
    news: bytes
    looks: bool


class Heard(msgspec.Struct, tag=1, array_like=True):
    """To a workshop: a reader has sent that."""

    reader: int
    message: bytes


class Took(msgspec.Struct, tag=2, array_like=True):
    """To a workshop: the connection of a reader has taken the last message."""

    reader: int


class Left(msgspec.Struct, tag=3, array_like=True):
    """To a workshop: a reader has left."""

    reader: int


class Renew(msgspec.Struct, tag=4, array_like=True):
    """To a workshop: these sittings are to be shown anew, by what is new to each."""

    news: dict[str, bytes]


class Call(msgspec.Struct, tag=5, array_like=True):
    """To a workshop: something that is answered by a Return of that number; `given` is pickled."""

    number: int
    what: Literal["adopt", "question", "figures"]
    name: str
    given: bytes


class Forget(msgspec.Struct, tag=6, array_like=True):
    """To a workshop: that sitting, which nobody looks at, is to leave memory once it is on disk."""

    name: str


class Crowded(msgspec.Struct, tag=8, array_like=True):
    """To a workshop: so many sittings play in other processes, and all share so many cores."""

    elsewhere: int
    cores: int


class Say(msgspec.Struct, tag=10, array_like=True):
    """To the host: send this to a reader, and say when it was taken."""

    reader: int
    message: bytes


class Done(msgspec.Struct, tag=11, array_like=True):
    """To the host: the next message of a reader may come."""

    reader: int


class Broken(msgspec.Struct, tag=12, array_like=True):
    """To the host: a reader is not answered any more; what went wrong is logged."""

    reader: int


class Noted(msgspec.Struct, tag=13, array_like=True):
    """To the host: what a model reports to whoever gave its maker."""

    name: str
    report: bytes


class Return(msgspec.Struct, tag=14, array_like=True):
    """To the host: what a call came to, pickled; nothing where it failed."""

    number: int
    found: bytes


class Forgot(msgspec.Struct, tag=15, array_like=True):
    """To the host: a sitting, of which that reader was the last to come, has left memory."""

    name: str
    reader: int


class Plays(msgspec.Struct, tag=16, array_like=True):
    """To the host: so many sittings play here now."""

    here: int


ToWorkshop = Begin | Attend | Heard | Took | Left | Renew | Call | Forget | Crowded
ToHost = Say | Done | Broken | Noted | Return | Forgot | Plays


class Channel(asyncio.Protocol):
    """One end. `heard` is called with each message, `lost` once, when the other end has gone."""

    def __init__(self, kind: Any, heard: Callable[[Any], None], lost: Callable[[], None]) -> None:
        self._decode = msgspec.msgpack.Decoder(kind).decode
        self._encode = msgspec.msgpack.Encoder().encode
        self._heard = heard
        self._lost = lost
        self._transport: asyncio.Transport | None = None
        self._said: list[bytes] = []  # what waits
        self._due: asyncio.Handle | None = None  # when it is said
        self._hasty = False  # whether that is in this turn of the loop
        self._buffer = bytearray()
        self._read = 0  # bytes of it
        self._over = False
        self._told = False  # whether `lost` was called

    async def open(self, end: socket.socket) -> None:
        """Speak over that socket, which is connected."""
        await asyncio.get_running_loop().create_connection(lambda: self, sock=end)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say what waits."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._flush()

    def say(self, message: Any, *, haste: bool = True) -> None:
        """Say it in this turn of the loop, or without haste a little later, with what is said until then.

        To an end that has gone, nothing is said.
        """
        if self._over:
            return
        if self._transport is not None:
            self._hasten(haste=haste)
        encoded = self._encode(message)
        self._said += (LENGTH.pack(len(encoded)), encoded)

    def close(self) -> None:
        """Say what waits, and nothing more."""
        self._flush()
        self._over = True
        if self._transport is not None:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        """Take what has come in whole messages."""
        self._buffer += data
        while len(self._buffer) - self._read >= LENGTH.size:
            begin = self._read + LENGTH.size
            end = begin + LENGTH.unpack_from(self._buffer, self._read)[0]
            if end > len(self._buffer):
                break
            self._read = end
            with memoryview(self._buffer) as whole:
                message = self._decode(whole[begin:end])
            self._heard(message)
        if self._read > REST or self._read == len(self._buffer):
            del self._buffer[: self._read]
            self._read = 0

    def eof_received(self) -> None:
        """The other end has gone."""
        self._end()

    def connection_lost(self, error: Exception | None) -> None:
        """The other end has gone, or this one was closed."""
        self._transport = None
        self._end()

    def _end(self) -> None:
        self._over, self._said = True, []
        if not self._told:
            self._told = True
            self._lost()

    def _hasten(self, *, haste: bool) -> None:
        """See that what waits is said in time."""
        if self._due is not None and (self._hasty or not haste):
            return
        if self._due is not None:
            self._due.cancel()
        loop = asyncio.get_running_loop()
        self._hasty = haste
        self._due = loop.call_soon(self._flush) if haste else loop.call_later(LATER, self._flush)

    def _flush(self) -> None:
        self._due = None
        if self._said and self._transport is not None:
            self._transport.writelines(self._said)
            self._said = []


class _Pickler(pickle.Pickler):
    """Names what both ends have instead of writing it."""

    def __init__(self, file: Any, shared: Iterable[Any]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._places = {id(one): place for place, one in enumerate(shared)}

    def persistent_id(self, obj: Any) -> int | None:
        return self._places.get(id(obj))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: Any, shared: tuple[Any, ...]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, place: int) -> Any:
        return self._shared[place]


def packed(value: Any, shared: tuple[Any, ...] = ()) -> bytes:
    """`value` for the other end; of what is `shared` only which it is."""
    file = io.BytesIO()
    _Pickler(file, shared).dump(value)
    return file.getvalue()


def unpacked(data: bytes, shared: tuple[Any, ...] = ()) -> Any:
    """What was packed by the other end, which has the same `shared`."""
    return _Unpickler(io.BytesIO(data), shared).load()


def write(path: Path, value: Any) -> None:
    """Leave something large in a file, for the other end to `read`."""
    with path.open("wb") as file:
        _Pickler(file, ()).dump(value)


def read(path: Path) -> Any:
    """What the other end has left there."""
    with path.open("rb") as file:
        return _Unpickler(file, ()).load()
