"""Two servers of one account, on the same folders at the same time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect

from learnscope.scene.frames import Receiver
from learnscope.store.folder import runs
from learnscope.store.read import open_stored
from tests.test_cli import at, started


class Page:
    """A page at a sitting of one of them."""

    def __init__(self, connection: ClientConnection, reader: str) -> None:
        self._connection, self._reader = connection, reader
        self._receive, self._serial = Receiver(), 0
        self.scene: dict[str, Any] = {}
        self.troubles: list[str] = []  # that the scenes told of their run's file

    async def see(self) -> dict[str, Any]:
        """The next scene."""
        while (message := self._receive(await self._connection.recv(decode=False)))["type"] != "scene":
            assert message["kind"] == "needless", message
        self.scene = message
        if (trouble := (message["run"] or {}).get("trouble")) and trouble not in self.troubles:
            self.troubles.append(trouble)
        return message

    async def intend(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Ask for something, and return the scene that answers it."""
        self._serial += 1
        intent = {
            "type": kind, "at": self.scene["moment"], "serial": self._serial, "reader": self._reader
        }  # fmt: skip
        await self._connection.send(msgspec.msgpack.encode(intent | fields))
        while (await self.see())["answered"].get(self._reader, -1) < self._serial:
            pass
        return self.scene


@contextlib.asynccontextmanager
async def page(address: str, name: str, reader: str) -> AsyncIterator[Page]:
    """A page that has seen its first scene."""
    place = at(address.replace("http", "ws"), f"s/{name}/ws")
    async with connect(place, max_size=None, open_timeout=60) as connection:
        found = Page(connection, reader)
        await found.see()
        yield found


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """Folders of their own for both."""
    return {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_STATE_HOME": str(tmp_path / "state")}


def test_two_servers_share_their_folders(places: dict[str, str], tmp_path: Path) -> None:
    """One token for both. A run has one writer: the other goes on in a file of its own; nothing is lost."""
    folder = tmp_path / "data" / "learnscope" / "runs"
    options = ("--port", "0", "--no-browser")

    async def work(one: str, two: str) -> list[tuple[str, int]]:
        assert one.split("token=")[1] == two.split("token=")[1]
        async with (
            page(one, "same-sitting", "first") as first,
            page(one, "adas-sitting", "ada") as ada,
            page(two, "bobs-sitting", "bob") as bob,
        ):
            file = (await first.intend("train", epochs=1))["run"]["file"]
            for each in (ada, bob):
                await each.intend("train", epochs=2)
            async with page(two, "same-sitting", "second") as second:
                assert second.scene["moment"]["step"] == first.scene["moment"]["step"]
                await second.intend("train", epochs=1)
                while (copy := second.scene["run"]["file"]) == file:  # it is told a moment later
                    await second.see()
                assert second.scene["run"]["trouble"] == (
                    f"{file} is being written to by another sitting; the run goes on in {copy}."
                )
                assert (await first.intend("train", epochs=2))["run"]["file"] == file
                adas = ada.scene["run"]["file"]
                await second.intend("open_run", name=adas)
                await second.intend("train", epochs=1)
                while second.scene["run"]["file"] == adas:
                    await second.see()
                await ada.intend("train", epochs=1)
                scenes = [first.scene, ada.scene, bob.scene, second.scene]
        assert [scene["run"]["trouble"] for scene in scenes[:3]] == 3 * [""]
        return [(scene["run"]["file"], scene["run"]["head"]) for scene in scenes]

    with started(*options, **places) as (_, one), started(*options, **places) as (_, two):
        ended = asyncio.run(asyncio.wait_for(work(one, two), 200))

    held = {one.name: open_stored(folder / one.name).tree["1"].steps for one in runs(folder)}
    assert held.items() >= set(ended)
    assert [steps for _, steps in ended] == [21, 21, 14, 21]
    assert len(held) == 5  # and what the second had made of the same run
