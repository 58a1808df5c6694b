"""A server of fake sessions on a free port of this machine."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import httpx
from websockets.sync.client import ClientConnection, connect

from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.listener import listen
from learnscope.hosts.server.seats import Seats
from learnscope.hosts.server.serve import Server, make_server
from learnscope.scene.frames import Receiver
from learnscope.sittings.names import new_name
from learnscope.sittings.talk import AnySitting, AnySittings
from tests import waiting
from tests.sittings.fakes import fake_sittings

LOOPBACK = Rules()
PAGE_FILES = {
    "index.html": "<!doctype html><title>Learnscope</title>" + "<!-- calm -->" * 100,
    "assets/index-1a2b.js": "console.log(1);" * 100,
    "icon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}


def build_page(folder: Path) -> Path:
    """A built page in `folder`."""
    for name, text in PAGE_FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


class Running:
    """A server that runs in another thread, and a sitting that nobody has attended yet."""

    def __init__(self, server: Server, port: int, sittings: AnySittings) -> None:
        self.server = server
        self.port = port
        self.name = new_name()
        self.sittings = sittings
        self.below = ""  # the path before all of its addresses

    @property
    def sitting(self) -> AnySitting:
        """That sitting, once it has been attended."""
        sitting = self.sittings.find(self.name)
        assert sitting is not None
        return sitting

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Answer to a plain request, redirects not followed."""
        return waiting.get(f"http://127.0.0.1:{self.port}{path}", **options)

    @contextlib.contextmanager
    def connect(self, name: str = "", *, query: str = "", **options: Any) -> Iterator[ClientConnection]:
        """A WebSocket to a sitting, as a browser would open it unless told otherwise."""
        options.setdefault("origin", f"http://127.0.0.1:{self.port}")
        options.setdefault("max_size", None)
        with connect(
            f"ws://127.0.0.1:{self.port}{self.below}/s/{name or self.name}/ws{query}", **options
        ) as connection:
            yield connection


@contextlib.contextmanager
def running(
    folder: Path,
    *,
    rules: Rules = LOOPBACK,
    sittings: AnySittings | None = None,
    path: str = "",
    seats: Seats | None = None,
) -> Iterator[Running]:
    """A server of fake sessions; it is ended, and waited for, at the end."""
    listener = listen("127.0.0.1", 0)
    ready = threading.Event()
    sittings = fake_sittings() if sittings is None else sittings
    server = make_server(sittings, rules=rules, ready=ready.set, folder=folder, path=path, seats=seats)
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


RECEIVERS: WeakKeyDictionary[ClientConnection, Receiver] = WeakKeyDictionary()


def read(connection: ClientConnection) -> dict[str, Any]:
    """The next message, decoded; a frame as the scene it makes."""
    message = connection.recv(timeout=60)
    assert isinstance(message, bytes)
    return RECEIVERS.setdefault(connection, Receiver())(message)


def revision(connection: ClientConnection) -> int:
    """The revision of the next scene."""
    scene = read(connection)
    assert scene["type"] == "scene"
    number: int = scene["moment"]["revision"]
    return number
