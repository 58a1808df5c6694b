"""Many students go through a whole lesson over real WebSockets, each with a session of their own."""

import asyncio
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from websockets.asyncio.client import ClientConnection, connect

from learnscope.classroom.answers import table
from learnscope.classroom.classroom import Classroom
from learnscope.lessons.shelf import Shelf
from learnscope.scene.frames import Receiver
from tests.hosts.server.class_ import Class, Visitor, class_of_sessions
from tests.hosts.server.fakes import read
from tests.sampling import everything

LESSON = "blame"
STUDENTS = 200 if everything() else 12
GIVEN = {
    "number": "0.{0}",
    "change": "1; 0.{0}",
    "sign": "1",
    "choice": "{1}",
    "weight": "",
    "point": "0.{0}",
}


@pytest.fixture(params=[0, 2], ids=["one process", "three processes"])
def served(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Class]:
    """A class about a lesson, of real sessions, whose runs lie in a folder each."""
    lesson = Shelf().lesson(LESSON)
    room = Classroom(
        link=f"lesson/{LESSON}/1", lesson=LESSON, pages=tuple(page.title for page in lesson.pages)
    )
    with class_of_sessions(tmp_path, room, processes=request.param) as found:
        yield found


class Pupil:
    """A student as their page is one: sends, and reads what comes."""

    def __init__(self, visitor: Visitor, number: int) -> None:
        self.visitor = visitor
        self.number = number
        self.scene: dict[str, Any] = {}
        self.answers: dict[tuple[int, int], tuple[str, dict[str, Any]]] = {}
        self._receive = Receiver()
        self._serial = 0

    async def go(self, pages: int) -> None:
        """Open what the class opens, answer everything on each page, and go to the next."""
        port = self.visitor.at.server.port
        async with connect(
            f"ws://127.0.0.1:{port}/s/{self.visitor.sitting}/ws",
            origin=f"http://127.0.0.1:{port}",  # type: ignore[arg-type]  # a text
            additional_headers={"Cookie": self.visitor.cookie},
            max_size=None,
            open_timeout=60,
        ) as wire:
            await self._read(wire)
            await self._ask(wire, {"type": "open_link", "text": self.scene["classroom"]["link"]})
            for page in range(1, pages + 1):
                while self.scene["lesson"] is None or self.scene["lesson"]["page"]["page"] != page:
                    await self._read(wire)
                for block in self.scene["lesson"]["page"]["blocks"]:
                    if block["type"] == "ask" and block["kind"] != "words":
                        await self._answer(wire, page, block)
                if page < pages:
                    await self._ask(wire, {"type": "take_lesson", "lesson": LESSON, "page": page + 1})

    async def _answer(self, wire: ClientConnection, page: int, block: dict[str, Any]) -> None:
        choices = max(1, len(block["choices"]))
        given = GIVEN[block["kind"]].format(self.number % 7 + 1, self.number % choices + 1)
        seed = self.scene["lesson"]["page"]["seed"]
        asked = {"lesson": LESSON, "page": page, "seed": seed, "number": block["number"], "given": given}
        await self._ask(wire, {"type": "check_answer", **asked})
        while (message := await self._read(wire))["type"] != "answered":
            assert message["type"] == "scene", message
        self.answers[page, block["number"]] = (given, message)

    async def _ask(self, wire: ClientConnection, intent: dict[str, Any]) -> None:
        self._serial += 1
        common = {"at": self.scene["moment"], "serial": self._serial, "reader": "me"}
        await wire.send(msgspec.msgpack.encode(common | intent))

    async def _read(self, wire: ClientConnection) -> dict[str, Any]:
        message = self._receive(bytes(await asyncio.wait_for(wire.recv(), 120)))  # type: ignore[arg-type]  # never text
        if message["type"] == "scene":
            self.scene = message
        return message


def test_a_class_goes_through_a_whole_lesson(served: Class):
    """Each ends as if alone; the teacher sees where all are and what all said; the file has it all."""
    pages = len(Shelf().lesson(LESSON).pages)
    names = ["Ada", "ada", "=1+1", "Zoë", "李"]
    pupils = [Pupil(served.join(names[k % len(names)]), k) for k in range(STUDENTS)]

    async def all_go() -> None:
        await asyncio.gather(*(pupil.go(pages) for pupil in pupils))

    asyncio.run(all_go())

    seen = served.room.scene()
    assert [one.page for one in seen.students] == [pages] * STUDENTS
    assert len({one.name for one in seen.students}) == STUDENTS
    asked = {place: "" for pupil in pupils for place in pupil.answers}
    for page, number in asked:
        same: dict[str, dict[str, Any]] = {}
        said = 0
        for pupil in pupils:
            given, answer = pupil.answers[page, number]
            said += given != ""
            answer = {name: part for name, part in answer.items() if name != "serial"}
            np.testing.assert_equal(same.setdefault(given, answer), answer)  # as for everybody who says so
        question = next(one for one in seen.questions if one.key == f"{LESSON}/{page}/{number}")
        assert (question.answers, question.shown) == (said, STUDENTS - said)
        assert sum(bar.count for bar in question.bars) == said
    for pupil, student in zip(pupils, served.room.students, strict=True):
        assert pupil.scene["classroom"]["name"] == student.name
        np.testing.assert_equal(_numbers(pupil.scene), _numbers(pupils[0].scene))

    rows = list(csv.DictReader(io.StringIO(table(served.room))))
    assert len(rows) == STUDENTS * len(asked)
    assert {row["name"] for row in rows} == {
        f"'{one.name}" if one.name.startswith("=") else one.name for one in seen.students
    }


def _numbers(scene: dict[str, Any]) -> dict[str, Any]:
    """What is drawn of the network."""
    found: dict[str, Any] = scene["stage"]
    return found


def test_runs_of_others_are_neither_listed_nor_opened_nor_deleted(served: Class, tmp_path: Path):
    """Each has a folder of their own, and a name of another's file is none in it."""
    ada, bo, teacher = served.join("Ada"), served.join("Bo"), served.teacher()
    files = {}
    for visitor, folder in ((ada, "runs-1"), (teacher, "runs-0")):
        with visitor.connect() as wire:
            asks = Asks(wire)
            if visitor is teacher:  # who begins in the lesson
                asks("leave_lesson")
            while asks("play", pace=0.0, until="step", steps=5)["moment"]["step"] < 5:
                pass
            while not (listed := asks("list_runs", "saved_runs")["runs"]):
                pass
            files[folder] = listed[0]["name"]
    with bo.connect() as wire:
        asks = Asks(wire)
        assert asks("list_runs", "saved_runs")["runs"] == []
        for folder, name in files.items():
            for path in (name, f"../{folder}/{name}", str(tmp_path / folder / name)):
                for kind, fields in {
                    "open_run": {},
                    "delete_run": {},
                    "rename_run": {"title": "mine"},
                }.items():
                    assert asks(kind, "problem", name=path, **fields)["type"] == "problem"
    for folder, name in files.items():
        assert (tmp_path / folder / name).is_file()


class Asks:
    """A page that waits for what comes of each of its intents."""

    def __init__(self, wire: Any) -> None:
        self._wire = wire
        self._serial = 0
        self._moment = read(wire)["moment"]

    def __call__(self, kind: str, reply: str = "scene", **fields: Any) -> dict[str, Any]:
        self._serial += 1
        common = {"type": kind, "at": self._moment, "serial": self._serial, "reader": "me"}
        self._wire.send(msgspec.msgpack.encode(common | fields))
        while True:
            message = read(self._wire)
            assert reply == "problem" or message["type"] != "problem", message
            if message["type"] == "scene":
                self._moment = message["moment"]
            if message["type"] == reply and (
                reply != "scene" or message["answered"].get("me") == self._serial
            ):
                return message
