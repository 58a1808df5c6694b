"""Pages at sittings of real sessions, and the same sitting alone, for comparison.

A page sends without waiting, remembers what it has no answer to, and sends that again where its connection
was lost. What it asked for, in order, is its log; `alone` carries a log out in a session of its own.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from learnscope.data.arrays import from_arrays
from learnscope.experiment import Experiment
from learnscope.run import Tree
from learnscope.scene.frames import Receiver
from learnscope.scene.schema import AnyIntent, Reply
from learnscope.session import Session, decode
from learnscope.session.snapshot import read_snapshot
from learnscope.sittings.folder import Store
from learnscope.sittings.model import Make
from learnscope.sittings.names import new_name
from learnscope.sittings.outbox import Outbox
from learnscope.sittings.processes.order import Order
from learnscope.sittings.processes.spread import Spread
from learnscope.sittings.reader import End, Reader
from learnscope.sittings.sittings import Sittings
from learnscope.store.autosave import Autosave

READER = "ada"
PATIENCE = 60.0  # seconds for what has to come, on a busy machine as well
DATA = from_arrays(
    np.random.default_rng(5).normal(size=(12, 2)).round(2), ["no", "yes", "yes"] * 4, name="dozen"
)
RECIPE = Experiment(
    data=DATA, hidden=(2,), activation="tanh", batch_size=3, split=(1.0, 0.0, 0.0), learning_rate=0.1,
    schedule="constant", seed=3,
)  # fmt: skip


@dataclass(frozen=True)
class SmallMaker:
    """Makes sessions with a small network, which keep their runs in a folder."""

    runs: Path

    def __call__(self, snapshot: bytes | None) -> Session:
        return Session(
            seeds=lambda: 100, experiment=None if snapshot else RECIPE, snapshot=snapshot,
            autosave=Autosave(self.runs, gap=0.05), engine="plain",
        )  # fmt: skip


Begin = Callable[[Make, Store], Sittings | Spread]


class Hall:
    """Many sittings in a folder, which end and begin again from there; `make_sittings` makes them."""

    def __init__(self, folder: Path, make_sittings: Begin) -> None:
        self._begin = lambda: make_sittings(SmallMaker(folder / "runs"), Store(folder / "sittings"))
        self.folder = folder
        self.sittings = self._begin()

    async def again(self) -> None:
        """End all of them as a host does, and begin again."""
        await self.end()
        self.sittings = self._begin()

    async def end(self) -> None:
        """End all of them."""
        await self.sittings.close()
        await asyncio.to_thread(self.sittings.end)


def in_memory(make: Make, store: Store) -> Sittings:
    """Sittings of this process."""
    return Sittings(make, decode, store=store)


def few_in_memory(make: Make, store: Store) -> Sittings:
    """Of which none stays in memory when nobody looks."""
    return Sittings(make, decode, store=store, kept=0)


def elsewhere(make: Make, store: Store) -> Spread:
    """Of which all but one are in two other processes."""
    return Spread(in_memory(make, store), Order(make, decode, store), most=2, few=1)


@dataclass
class Asked:
    """An intent of a log, and how many before it were answered when it was made."""

    serial: int
    kind: str
    fields: dict[str, Any]
    seen: int
    message: bytes = field(default=b"", repr=False)


@dataclass
class PlayedTo:
    """It has played to this step, and shows this sample of its batch: which, depends on where frames fell."""

    step: int
    sample: int


@dataclass
class Anew:
    """The sitting has left memory and went on from the disk."""


Entry = Asked | PlayedTo | Anew


@dataclass
class Page:
    """A page at a sitting, whose connection may be lost and comes again."""

    hall: Hall
    name: str = field(default_factory=new_name)
    log: list[Entry] = field(default_factory=list)
    scene: dict[str, Any] = field(default_factory=dict)  # as shown last
    replies: dict[int, dict[str, Any]] = field(default_factory=dict)  # problems and answers, by serial
    open: list[Asked] = field(default_factory=list)  # what has no answer
    plays: bool = False  # until it is paused
    _serial: int = 0
    _held: bool = False  # whether the sitting was in memory when this connection came
    _lost: asyncio.Event | None = None
    _carried: "asyncio.Task[None] | None" = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _queue: "asyncio.Queue[bytes]" = field(default_factory=asyncio.Queue)

    @property
    def connected(self) -> bool:
        """Whether there is a connection."""
        return self._carried is not None

    @property
    def answered(self) -> int:
        """The serial of the last intent that was answered."""
        return int(self.scene.get("answered", {}).get(READER, 0))

    async def come(self) -> None:
        """Connect, see what is there, and send again what has no answer."""
        self._lost, self._queue = asyncio.Event(), asyncio.Queue()
        there = asyncio.get_running_loop().create_future()
        self._carried = asyncio.create_task(self._carry(self._lost, self._queue, there))
        await asyncio.wait_for(there, PATIENCE)
        if not self._held and self.log:
            self._anew()
        for asked in self.open:
            self._queue.put_nowait(asked.message)

    def _anew(self) -> None:
        """The sitting comes from the disk, with what was answered till then."""
        later = [entry for entry in self.log if isinstance(entry, Asked) and entry.serial > self.answered]
        before = [entry for entry in self.log if entry not in later]
        if self.plays and before and isinstance(before[-1], Asked) and is_free_play(before[-1]):
            assert not self.scene["run"]["playing"]
            self.plays = False
            before.append(PlayedTo(self.scene["moment"]["step"], self.scene["moment"]["sample"]))
        self.log = [*before, Anew(), *later]

    async def leave(self) -> None:
        """Lose the connection, at once."""
        assert self._lost is not None
        assert self._carried is not None
        self._lost.set()
        await self._carried
        self._carried = None

    def ask(self, kind: str, **fields: Any) -> int:
        """Send an intent and do not wait; its serial."""
        self._serial += 2  # who is alone says more
        intent = {"type": kind, "at": self.scene["moment"], "serial": self._serial, "reader": READER}
        message = msgspec.msgpack.encode(intent | fields)
        asked = Asked(self._serial, kind, fields, self.answered, message)
        self.open.append(asked)
        self._queue.put_nowait(message)
        return self._serial

    def intend(self, kind: str, **fields: Any) -> None:
        """Send an intent that belongs into the log."""
        self.ask(kind, **fields)
        self.log.append(self.open[-1])

    async def rest(self) -> None:
        """Wait until all is answered and nothing plays; what plays without end is paused."""
        if not self.connected:
            await self.come()
        if self.plays:
            self.ask("pause")
        await self.until(lambda: not self.open and not self.scene["run"]["playing"])
        if self.plays:
            self.plays = False
            self.log.append(PlayedTo(self.scene["moment"]["step"], self.scene["moment"]["sample"]))

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait for something to be so; a connection that ended by a fault raises it."""
        async with asyncio.timeout(PATIENCE):
            while not met():
                self._changed.clear()
                assert self._carried is not None
                changed = asyncio.create_task(self._changed.wait())
                await asyncio.wait([changed, self._carried], return_when=asyncio.FIRST_COMPLETED)
                changed.cancel()
                if self._carried.done():
                    self._carried.result()
                    raise ConnectionError("the connection has ended")

    async def _carry(
        self, lost: asyncio.Event, queue: "asyncio.Queue[bytes]", there: "asyncio.Future[None]"
    ) -> None:
        """Be the connection: what a host does with one, until it is lost."""
        receive = Receiver()

        async def take(message: bytes) -> None:
            self._take(receive(message))
            if not there.done():
                there.set_result(None)

        async def close(end: End) -> None:
            lost.set()

        reader = Reader(Outbox(take), close)
        self._held = self.hall.sittings.find(self.name) is not None
        with self.hall.sittings.attend(self.name, reader) as sitting:
            ends, told = asyncio.create_task(lost.wait()), asyncio.create_task(reader.outbox.run())
            await sitting.show(reader)
            while not (lost.is_set() or told.done()):  # what is under way is carried out to its end
                comes = asyncio.create_task(queue.get())
                await asyncio.wait([ends, comes, told], return_when=asyncio.FIRST_COMPLETED)
                if comes.done() and not lost.is_set():
                    await sitting.answer(comes.result(), reader)
                comes.cancel()
            told.cancel()
            ends.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await told

    def _take(self, message: dict[str, Any]) -> None:
        """See what came."""
        if message["type"] == "scene":
            assert message["answered"].get(READER, 0) >= self.answered
            self.scene = message
        else:
            assert message["serial"] > 0, message
            self.replies[message["serial"]] = message
        self.open = [
            asked
            for asked in self.open
            if asked.serial not in self.replies and (is_question(asked) or asked.serial > self.answered)
        ]
        self._changed.set()


def is_question(asked: Asked) -> bool:
    """Whether it is answered by itself, and not by a scene."""
    return asked.kind.startswith("ask_")


def is_free_play(asked: Asked) -> bool:
    """Whether it plays until it is paused or stopped, and nobody knows at which step that is."""
    return asked.kind == "play" and asked.fields["until"] != "step"


class Alone:
    """A log carried out in a session that has nobody beside it."""

    def __init__(self, folder: Path, log: list[Entry]) -> None:
        self._make = SmallMaker(folder)
        self.session = self._make(None)
        self._scenes = {0: self.session.scene()}  # that were shown at last, by the serial they answer
        self._play: Asked | None = None  # that was asked for last
        for entry in log:
            self._carry_out(entry)
            while self.session.going:
                self.session.tick()
            self._scenes[max(self._scenes)] = self.session.scene()

    def _carry_out(self, entry: Entry) -> None:
        if isinstance(entry, Anew):
            snapshot = self.session.snapshot(settle=True)
            self.session.release()
            self.session = self._make(snapshot)
        elif isinstance(entry, PlayedTo):
            assert self._play is not None
            self._play_to(self._play, entry)
        elif is_free_play(entry):
            self._play = entry
        else:
            self._send(entry, entry.fields)

    def _play_to(self, play: Asked, there: PlayedTo) -> None:
        """Play so far, in one go; where no step was made, begin and pause."""
        steps = there.step - self.session.scene().moment.step
        if steps:
            self._send(play, {"pace": 0.0, "until": "step", "steps": steps})
        else:
            self._send(play, {"pace": 1e-9, "until": "paused"})
            self._send(Asked(play.serial + 1, "pause", {}, play.serial), {})
        now = self.session._now
        if now.state.sample != there.sample:
            self.session._stand(replace(now, state=replace(now.state, sample=there.sample)))

    def _send(self, asked: Asked, fields: dict[str, Any]) -> None:
        seen = self._scenes[max(serial for serial in self._scenes if serial <= asked.seen)]
        intent = {"type": asked.kind, "at": seen.moment, "serial": asked.serial, "reader": READER} | fields
        self.session.handle(msgspec.msgpack.decode(msgspec.msgpack.encode(intent), type=AnyIntent))
        self._scenes[asked.serial] = self.session.scene()

    @property
    def tree(self) -> Tree:
        """Its run."""
        return self.session._now.state.tree

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The answer to a question."""
        intent = {"type": kind, "at": self.session.scene().moment, "serial": 0, "reader": READER} | fields
        return plain(
            self.session.handle(msgspec.msgpack.decode(msgspec.msgpack.encode(intent), type=AnyIntent))
        )


def plain(reply: Reply) -> dict[str, Any]:
    """As a page reads it."""
    found: dict[str, Any] = msgspec.msgpack.decode(msgspec.msgpack.encode(reply))
    return found


HOW = ("said", "answered", "revision", "file", "seconds", "stopped", "breakpoints", "marks")


def drawn(scene: dict[str, Any]) -> dict[str, Any]:
    """All of a scene but what tells how one came there, and where breakpoints would have hit."""
    parts = {
        name: _without(scene[name]) if scene[name] else scene[name] for name in ("moment", "run", "training")
    }
    return _without(scene) | parts


def _without(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in HOW}


def differing(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Where two scenes differ, and how."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from differing(one.get(key), other.get(key), f"{path}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from differing(a, b, f"{path}[{place}]")
    elif one != other and not (one != one and other != other):
        yield f"{path}: {one!r:.80} and alone {other!r:.80}"


def kept_tree(hall: Hall, name: str) -> Tree:
    """The run of a sitting, from the disk; where nothing was kept, as a sitting begins."""
    data = Store(hall.folder / "sittings").load(name)
    if data is None:
        return Alone(hall.folder / "runs", []).tree
    return read_snapshot(data, Autosave(hall.folder / "runs"))[1].tree


def kept_file(hall: Hall, name: str) -> str:
    """The name of the file that holds the run of a sitting, as the disk says."""
    data = Store(hall.folder / "sittings").load(name)
    assert data is not None
    file = read_snapshot(data, Autosave(hall.folder / "runs"))[0].file
    assert file is not None
    return file.name
