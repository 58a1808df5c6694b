"""Whoever is told that they answered is in the file, however the class is closed meanwhile."""

import asyncio
import csv
import io
import os
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from websockets.asyncio.client import ClientConnection, connect

from learnscope.classroom.answers import table
from learnscope.scene.frames import Receiver
from learnscope.scene.schema import TakeLesson
from tests.classroom.test_lines import CHECK, Reading
from tests.hosts.server.class_ import Class, Visitor, class_of
from tests.hosts.server.fakes import build_page
from tests.sittings.fakes import intent

STUDENTS = 6
KEPT = 19  # answers of each that are kept: of more than 20 the last would be
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("processes", [0, 1])
def test_who_is_told_that_they_answered_is_in_the_file(
    tmp_path: Path, processes: int, monkeypatch: pytest.MonkeyPatch
):
    """Wherever their sittings are computed; what comes too late is refused."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *sys.path]))
    with class_of(
        build_page(tmp_path / "page"), tmp_path, make=lambda _: Reading, processes=processes
    ) as served:
        visitors = [served.join(f"student {k}") for k in range(STUDENTS)]
        told = asyncio.run(_all_answer(served, visitors))

        rows = list(csv.DictReader(io.StringIO(table(served.room))))
        for number, (answered, refused) in enumerate(told):
            assert answered == {row["answer"] for row in rows if row["name"] == f"student {number}"}
            assert refused == "The class is over"


async def _all_answer(served: Class, visitors: list[Visitor]) -> list[tuple[set[str], str]]:
    """Have all answer without end until they are refused; what each was told was answered, and why not."""
    some = asyncio.Semaphore(0)
    answering = [asyncio.create_task(_answer(visitor, some)) for visitor in visitors]
    for _ in range(2 * STUDENTS):
        await some.acquire()
    served.room.stop()
    return await asyncio.gather(*answering)


async def _answer(visitor: Visitor, some: asyncio.Semaphore) -> tuple[set[str], str]:
    port = visitor.at.server.port
    async with connect(
        f"ws://127.0.0.1:{port}/s/{visitor.sitting}/ws",
        origin=f"http://127.0.0.1:{port}",  # type: ignore[arg-type]  # a text
        additional_headers={"Cookie": visitor.cookie},
    ) as wire:
        receive = Receiver()
        await _until(wire, receive, "scene")
        await wire.send(intent(TakeLesson, 1, lesson="blame", page=3))
        await _until(wire, receive, "scene")
        answered, serial = set[str](), 1
        while True:
            serial += 1
            given = str(min(serial, KEPT))
            await wire.send(msgspec.msgpack.encode(replace(CHECK, serial=serial, given=given)))
            said = await _until(wire, receive, "answered")
            if said["type"] == "problem":
                assert said["serial"] == serial
                return answered, said["message"]
            answered.add(given)
            some.release()


async def _until(wire: ClientConnection, receive: Receiver, kind: str) -> dict[str, Any]:
    while True:
        message = receive(bytes(await asyncio.wait_for(wire.recv(), 60)))  # type: ignore[arg-type]
        if message["type"] == "problem" or message["type"] == kind:
            return message
