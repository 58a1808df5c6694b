"""A server of a class, and its students as browsers and programs would be."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection

from learnscope.classroom.classroom import Classroom, Student
from learnscope.classroom.lines import DeskMaker, Here
from learnscope.classroom.places import Podium
from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.guesses import Guesses
from learnscope.hosts.server.seats import Seats
from learnscope.session import decode as decode_session
from learnscope.session.making import SessionMaker
from learnscope.sittings.folder import Store
from learnscope.sittings.model import Make
from learnscope.sittings.processes.order import Order
from learnscope.sittings.processes.spread import Spread
from learnscope.sittings.sittings import Sittings
from tests import waiting
from tests.hosts.server.fakes import Running, build_page, running
from tests.sittings.fakes import FakeSession, decode

TOKEN = "t" * 22
COOKIE = "learnscope_test"


@dataclass
class Class:
    """A class that is served."""

    server: Running
    room: Classroom

    def join(self, name: str) -> "Visitor":
        """Somebody comes by the address that all have."""
        came = self.server.get("/", params={"token": self.room.word, "name": name})
        assert came.status_code == 303, came.text
        secret = came.headers["set-cookie"].partition(";")[0]
        return Visitor(self, secret, came.headers["location"].split("/")[1])

    def teacher(self) -> "Visitor":
        """Who has the token."""
        cookie = f"{COOKIE}={TOKEN}"
        begun = self.server.get("/", headers={"Cookie": cookie})
        return Visitor(self, cookie, begun.headers["location"].split("/")[1])


@dataclass
class Visitor:
    """A browser with its cookie, and the name of its sitting."""

    at: Class
    cookie: str
    sitting: str

    def get(self, path: str, **options: Any) -> httpx.Response:
        """What it is answered."""
        headers = {"Cookie": self.cookie, **options.pop("headers", {})}
        return waiting.request(
            options.pop("method", "GET"),
            f"http://127.0.0.1:{self.at.server.port}{path}",
            headers=headers,
            **options,
        )

    @contextlib.contextmanager
    def connect(self, sitting: str = "", **options: Any) -> Iterator[ClientConnection]:
        """A WebSocket to a sitting, its own unless another is named."""
        headers = {"Cookie": self.cookie}
        with self.at.server.connect(
            sitting or self.sitting, additional_headers=headers, **options
        ) as connection:
            yield connection


def _fake(snapshot: bytes | None) -> FakeSession:
    return FakeSession(snapshot)


@contextlib.contextmanager
def class_of(
    folder: Path,
    kept: Path,
    *,
    room: Classroom | None = None,
    make: Callable[[Student | None], Make] = lambda student: _fake,
    decoded: Any = decode,
    guesses: Guesses | None = None,
    processes: int = 0,
) -> Iterator[Class]:
    """A class on a free port; `make` gives the sessions of a student, or of the teacher for None.

    Those of students are computed in so many `processes`, where that can be pickled.
    """
    room = room or Classroom()

    def close() -> str:
        room.close("The answers are written.")
        return room.ended

    store = Store(kept / "sittings")
    here = Sittings(lambda snapshot: Podium(make(None), snapshot, room, close), decoded, store=store)
    sittings = Spread(here, Order(None, decoded, store), most=processes)
    seats = Seats(
        room,
        sittings,
        lambda student: DeskMaker(make(student), Here(room, student)),
        cookie=f"{COOKIE}_student",
        guesses=guesses,
    )
    rules = Rules(token=TOKEN, cookie=COOKIE)
    with running(folder, rules=rules, sittings=sittings, seats=seats) as server:
        yield Class(server, room)
    sittings.end()


@contextlib.contextmanager
def class_of_sessions(folder: Path, room: Classroom, *, processes: int) -> Iterator[Class]:
    """A class of real sessions, of which each has its runs in a folder: `runs-0` is the teacher's."""
    if processes and os.name != "posix":
        pytest.skip("processes that share a socket; on Linux and macOS")

    def make(student: Student | None) -> Make:
        return SessionMaker(folder / f"runs-{0 if student is None else student.number}")

    page = build_page(folder / "page")
    with class_of(page, folder, room=room, make=make, decoded=decode_session, processes=processes) as found:
        yield found
