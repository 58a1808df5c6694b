"""A session that can be told how to behave, and a server on a free port of this machine."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import httpx
import msgspec
from websockets.sync.client import ClientConnection, connect

from learnscope.data.dataset import Dataset
from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.listener import listen
from learnscope.hosts.server.serve import Server, make_server
from learnscope.scene.frames import Receiver
from learnscope.scene.schema import (
    PROTOCOL,
    AnyIntent,
    Configure,
    Moment,
    NewStart,
    Pause,
    Play,
    Problem,
    Reset,
    Rest,
    Scene,
    ShowSample,
)
from learnscope.sittings.sittings import Sitting, Sittings, new_name

NAME = "abcdefghijkl"
LOOPBACK = Rules()
AT = Moment("run", 0, 0, 0.0, 0)
PAGE_FILES = {
    "index.html": "<!doctype html><title>Learnscope</title>" + "<!-- calm -->" * 100,
    "assets/index-1a2b.js": "console.log(1);" * 100,
    "icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}


class FakeSession:
    """Its scenes say which change they show; the learning rate is counted, the rest misbehaves as asked.

    Its scenes tell of data it was given; such as is called "refused" it refuses, and "fault" is too much.
    Playing, it counts bursts until paused; at a pace below 0 it fails.
    """

    def __init__(self, snapshot: bytes | None = None, *, said: str = "", filling: str = "") -> None:
        self.revision = 0
        self.said = said
        self._filling = filling  # of its scenes, each of which has another
        self.going = False
        self._pace = 0.0

    def snapshot(self, *, settle: bool = False) -> bytes:
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
            pictures=None,
            undo=self._filling and f"{self.revision}{self._filling}",
            redo="",
            said=self.said,
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

    def tick(self) -> Scene | None:
        if self._pace < 0:
            raise RuntimeError("a fault of the session")
        self.revision += 1
        return self.scene()

    def pause(self) -> None:
        self.going = False

    def release(self) -> None:
        pass

    def handle(self, intent: AnyIntent) -> Scene | Problem:
        match intent:
            case Play(pace=pace):
                self.going, self._pace = True, pace
            case Pause():
                self.pause()
            case Configure():
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


def build_page(folder: Path) -> Path:
    """A built page in `folder`."""
    for name, text in PAGE_FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


class Running:
    """A server that runs in another thread, and a sitting that nobody has attended yet."""

    def __init__(self, server: Server, port: int, sittings: Sittings) -> None:
        self.server = server
        self.port = port
        self.name = new_name()
        self.sittings = sittings

    @property
    def sitting(self) -> Sitting:
        """That sitting, once it has been attended."""
        sitting = self.sittings.find(self.name)
        assert sitting is not None
        return sitting

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Answer to a plain request, redirects not followed."""
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", **options)

    @contextlib.contextmanager
    def connect(self, name: str = "", *, query: str = "", **options: Any) -> Iterator[ClientConnection]:
        """A WebSocket to a sitting, as a browser would open it unless told otherwise."""
        options.setdefault("origin", f"http://127.0.0.1:{self.port}")
        options.setdefault("max_size", None)
        with connect(f"ws://127.0.0.1:{self.port}/s/{name or self.name}/ws{query}", **options) as connection:
            yield connection


@contextlib.contextmanager
def running(
    folder: Path,
    *,
    rules: Rules = LOOPBACK,
    sittings: Sittings | None = None,
) -> Iterator[Running]:
    """A server of fake sessions; it is ended, and waited for, at the end."""
    listener = listen("127.0.0.1", 0)
    ready = threading.Event()
    sittings = fake_sittings() if sittings is None else sittings
    server = make_server(sittings, rules=rules, ready=ready.set, folder=folder)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        assert ready.wait(10)
        yield Running(server, listener.getsockname()[1], sittings)
    finally:
        server.end()
        thread.join(10)
        listener.close()
        assert not thread.is_alive()


def intent(kind: type[AnyIntent], serial: int = 0, **fields: Any) -> bytes:
    """An encoded intent."""
    return msgspec.msgpack.encode(kind(at=AT, serial=serial, **fields))


def change(serial: int = 0) -> bytes:
    """An intent that every fake session accepts and counts."""
    return intent(Configure, serial, name="l2", value=0.1)


def look() -> bytes:
    """An intent that changes nothing and is answered with the present scene."""
    return intent(Rest)


RECEIVERS: WeakKeyDictionary[ClientConnection, Receiver] = WeakKeyDictionary()


def read(connection: ClientConnection) -> dict[str, Any]:
    """The next message, decoded; a frame as the scene it makes."""
    message = connection.recv(timeout=10)
    assert isinstance(message, bytes)
    return RECEIVERS.setdefault(connection, Receiver())(message)


def revision(connection: ClientConnection) -> int:
    """The revision of the next scene."""
    scene = read(connection)
    assert scene["type"] == "scene"
    number: int = scene["moment"]["revision"]
    return number
