"""A session that can be told how to behave, and a connection that is made of nothing but memory."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from learnscope.data.dataset import Dataset
from learnscope.errors import FormatError
from learnscope.scene.frames import Receiver
from learnscope.scene.schema import (
    PROTOCOL,
    AnyIntent,
    Configure,
    Intent,
    ListRuns,
    Moment,
    NewStart,
    Pause,
    Play,
    Problem,
    Question,
    Reply,
    Reset,
    Rest,
    SavedRuns,
    Scene,
    Seek,
    ShowSample,
)
from learnscope.sittings.outbox import Outbox
from learnscope.sittings.reader import End, Reader
from learnscope.sittings.sittings import Sittings
from learnscope.sittings.talk import AnySitting, AnySittings

NAME = "abcdefghijkl"
AT = Moment("run", 0, 0, 0.0, 0)


class FakeSession:
    """Its scenes say which change they show; settings are counted, the rest misbehaves as asked.

    Its scenes tell of data it was given; such as is called "refused" it refuses, and "fault" is too much.
    Playing, it counts bursts until paused; at a pace below 0 it fails.
    """

    def __init__(self, snapshot: bytes | None = None, *, said: str = "", filling: str = "") -> None:
        self.revision = 0
        self.said = said
        self._filling = filling  # of its scenes, each of which has another
        self.going = False
        self.asked = threading.Semaphore()  # questions are answered while it is free
        self.called: list[str] = []  # what it was told, but for scenes and ticks
        self._pace = 0.0
        if snapshot is not None:
            try:
                self.revision = int(snapshot)
            except ValueError:
                raise FormatError("a kept sitting cannot be read: it is broken") from None

    def snapshot(self, *, settle: bool = False) -> bytes:
        self.called.append("settled" if settle else "snapshot")
        return b"%d" % self.revision

    def scene(self) -> Scene:
        nothing: Any = None
        return Scene(
            protocol=PROTOCOL,
            moment=Moment("run", 0, self.revision, 0.0, 0),
            experiment=nothing,
            stage=nothing,
            outcome=nothing,
            check=None,
            training=None,
            diagnoses=(),
            selection=None,
            run=None,
            lesson=None,
            opened=(),
            openable=(),
            undo=self._filling and f"{self.revision}{self._filling}",
            redo="",
            said=self.said,
            welcome=None,
        )

    def adopt(self, dataset: Dataset) -> Scene | Problem:
        if dataset.name == "refused":
            return Problem("refused", "data", "no network fits these data", -1)
        if dataset.name == "fault":
            raise RuntimeError("a fault of the session")
        self.revision += 1
        inputs, outputs = ", ".join(dataset.input_names[:3]), ", ".join(dataset.output_names)
        self.said = f"{dataset.name}: {len(dataset)} samples, {inputs} → {outputs}"
        return self.scene()

    def tick(self, seconds: float = 0.01) -> Scene | None:
        if self._pace < 0:
            raise RuntimeError("a fault of the session")
        self.revision += 1
        return self.scene()

    def pause(self) -> None:
        self.called.append("pause")
        self.going = False

    def release(self) -> None:
        self.called.append("release")

    def look(self, question: Question) -> Reply:
        self.called.append("look")
        return self.handle(question)

    def handle(self, intent: Intent) -> Reply:
        match intent:
            case ListRuns(serial=serial):
                with self.asked:
                    return SavedRuns(serial, "", ())
            case Play(pace=pace):
                self.going, self._pace = True, pace
            case Pause():
                self.pause()
            case Configure() | Seek():
                self.revision += 1
            case ShowSample(number=number):
                return Problem("refused", "number", f"no sample {number}", intent.serial)
            case NewStart():
                raise RuntimeError("a fault of the session")
            case Reset():
                self.revision = 0
        return self.scene()


def decode(message: bytes) -> AnyIntent | Problem:
    """As a session's: what is no intent is a problem."""
    try:
        return msgspec.msgpack.decode(message, type=AnyIntent)
    except msgspec.DecodeError as fault:
        return Problem("malformed", "", str(fault), -1)


def fake_sittings(*, kept: int = 200) -> Sittings:
    """Sittings of fake sessions."""
    return Sittings(FakeSession, decode, kept=kept)


def intent(kind: type[AnyIntent], serial: int = 0, **fields: Any) -> bytes:
    """An encoded intent."""
    return msgspec.msgpack.encode(kind(at=AT, serial=serial, **fields))


def change(serial: int = 0) -> bytes:
    """An intent that every fake session accepts and counts."""
    return intent(Configure, serial, name="l2", value=0.1)


def look() -> bytes:
    """An intent that changes nothing and is answered with the present scene."""
    return intent(Rest)


class Wire:
    """The far end of a connection: it takes messages while `free`, as slowly as they are read."""

    sitting: AnySitting

    def __init__(self, *, looks: bool = False) -> None:
        self.free = asyncio.Event()
        self.free.set()
        self.closed: End | None = None  # by the host, and what has ended
        self.reader = Reader(Outbox(self._take), self._close, looks)
        self._came: asyncio.Queue[bytes] = asyncio.Queue()
        self._receive = Receiver()

    async def send(self, *messages: bytes) -> None:
        """Say something, message after message."""
        for message in messages:
            await self.sitting.answer(message, self.reader)

    async def read(self) -> dict[str, Any]:
        """The next message, decoded; a frame as the scene it makes."""
        return self._receive(await asyncio.wait_for(self._came.get(), 60))

    async def revision(self) -> int:
        """The revision of the next scene, and nothing else may come."""
        message = await self.read()
        assert message["type"] == "scene", message
        number: int = message["moment"]["revision"]
        return number

    @property
    def waits(self) -> int:
        """How many messages came and were not read."""
        return self._came.qsize()

    async def _take(self, message: bytes) -> None:
        await self.free.wait()
        self._came.put_nowait(message)

    async def _close(self, end: End) -> None:
        self.closed = end


@contextlib.asynccontextmanager
async def connected(sittings: AnySittings, name: str = NAME, *, looks: bool = False) -> AsyncIterator[Wire]:
    """A connection to a sitting, which has shown what there is, of one who perhaps only `looks`."""
    wire = Wire(looks=looks)
    with sittings.attend(name, wire.reader) as wire.sitting:
        sending = asyncio.create_task(wire.reader.outbox.run())
        try:
            await wire.sitting.show(wire.reader)
            yield wire
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
