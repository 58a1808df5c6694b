"""Where files are read: few at a time, for those who wait, within what the server may take."""

import asyncio
import math
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import ClientDisconnect, Request

from learnscope.data.apart import APART, Task
from learnscope.hosts.server.reading import UPLOADED, ReadingRoom
from tests.data.apart.readers import Waiting
from tests.data.apart.test_reading import number_in

ROOT = Path(__file__).parents[3]
GB = 2**30


@pytest.mark.parametrize(
    ("memory", "places", "each", "numbers"),
    [
        (0.3 * GB, 1, GB // 4, GB // 4 // 24),
        (0.75 * GB, 1, GB // 4, GB // 4 // 24),
        (1.5 * GB, 2, GB // 4, GB // 4 // 24),
        (3 * GB, 2, GB // 2, GB // 2 // 24),
        (6 * GB, 4, GB // 2, GB // 2 // 24),
        (24 * GB, 4, GB, 25_000_000),
        (math.inf, 4, GB, 25_000_000),
    ],
)
def test_readings_together_leave_the_server_its_part(
    memory: float, places: int, each: int, numbers: int
) -> None:
    """All that are read at a time take a third of its memory at most, unless that is less than one needs."""
    room = ReadingRoom(memory)

    assert room._share.memory == each
    assert sum(place._value for place in set(room._places.values())) == places
    assert room._places["data"] is room._places["chosen"]
    assert (room.at_most.numbers, room.at_most.pixels) == (numbers, numbers)
    assert (room.at_most.columns, room.at_most.unpacked) == (UPLOADED.columns, UPLOADED.unpacked)
    assert places * each <= max(memory / 3, GB // 4)


class Sender:
    """A request whose body has come, and whose sender leaves when told."""

    def __init__(self) -> None:
        self.leaves = asyncio.Event()

    @property
    def request(self) -> Request:
        """It."""
        return Request({"type": "http", "headers": []}, self._receive)

    async def _receive(self) -> dict[str, Any]:
        await self.leaves.wait()
        return {"type": "http.disconnect"}


@pytest.mark.skipif(not APART, reason="this system has no such processes; run it on Linux or macOS")
def test_who_leaves_ends_what_is_read_for_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, and also while it waits for its turn; who stays has the next turn."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *sys.path]))
    (tmp_path / "t.csv").write_text("a,b\n1,x\n2,y\n3,x\n", encoding="utf-8")

    async def act() -> None:
        room = ReadingRoom(GB)
        first, second, third = Sender(), Sender(), Sender()

        async def read(sender: Sender, task: Task) -> Any:
            async with room.read(sender.request, task) as found:
                return found

        reading = [
            asyncio.create_task(read(first, Waiting("data", (tmp_path / "first",)))),
            asyncio.create_task(read(second, Waiting("data", (tmp_path / "second",)))),
            asyncio.create_task(read(third, Task("data", (tmp_path / "t.csv",)))),
        ]
        number = await asyncio.to_thread(number_in, tmp_path / "first")
        second.leaves.set()
        with pytest.raises(ClientDisconnect):
            await reading[1]
        os.kill(number, 0)
        first.leaves.set()
        with pytest.raises(ClientDisconnect):
            await reading[0]
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)
        found = await reading[2]

        assert found.output_names == ("x", "y")
        assert not (tmp_path / "second").exists()

    asyncio.run(act())
