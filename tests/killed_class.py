"""A server and the processes it computes in, killed again and again while sittings play and save.

    python -m tests.killed_class SITTINGS KILLS

After each kill every sitting opens, shows what was on disk and nothing else, and has lost nothing that was
shown as the answer to an edit, and of what was played no more than a second. It prints a line a kill.
"""

import asyncio
import contextlib
import math
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from learnscope.run import point
from learnscope.scene.frames import Receiver
from learnscope.store.folder import runs
from learnscope.store.read import open_stored
from tests.test_cli import at, started

READER = "ada"
LOST = 1.0  # seconds of playing that may be lost
SLACK = 2.0  # seconds more on a machine that does many things at once
PATIENCE = 300.0  # seconds until a page is there again
PACE = 20.0  # steps a second
WAYS = ("the server", "everything", "one that computes")


@dataclass
class Server:
    """Where pages come to."""

    address: str = ""


class Page:
    """A page at a sitting, which plays it and changes how it learns, and remembers what it was shown."""

    def __init__(self, runs_folder: Path, number: int) -> None:
        self.name = f"killed-{number:05d}"
        self.reached = asyncio.Event()  # set when it plays
        self._runs = runs_folder
        self._serial = 0
        self.step = 0  # the highest that was shown
        self.edits = 0  # that were sent
        self._answered = 0  # serial of the last edit that was seen to be answered
        self._rates: set[float] = set()  # of that, and of those that were sent since and lost their answer
        self._sent: dict[int, float] = {}  # by serial: of those whose answer may come
        self._shown: list[tuple[float, int]] = []  # when which step was

    async def live(self, server: Server) -> None:
        """Look at the sitting for ever, and come again whenever the connection is lost.

        Raises AssertionError where something was lost.
        """
        while True:
            with contextlib.suppress(WebSocketException, OSError):
                await self._visit(server, server.address)
            await asyncio.sleep(0.1)

    async def _visit(self, server: Server, address: str) -> None:
        """Connect, see that all is there, play and edit until the connection ends."""
        self.reached.clear()
        place = at(address.replace("http", "ws"), f"s/{self.name}/ws")
        async with connect(place, max_size=None, open_timeout=120, ping_interval=None) as connection:
            receive = Receiver()
            scene = await self._scene(connection, receive)
            self._check(scene)
            await asyncio.to_thread(self._compare, scene)
            self._shown = [(-math.inf, scene["moment"]["step"])]  # it is on disk
            await self._send(connection, scene, "play", pace=PACE)
            due = time.monotonic()
            while True:
                scene = await self._scene(connection, receive)
                self._shown.append((time.monotonic(), scene["moment"]["step"]))
                self.step = max(self.step, scene["moment"]["step"])
                answered = scene["answered"].get(READER, 0)
                self._see(answered)
                if server.address == address:  # not what a server said that has ended
                    self.reached.set()
                if time.monotonic() > due and answered == self._serial:
                    due = time.monotonic() + random.uniform(0.1, 1.0)
                    self.edits += 1
                    rate = self._sent[self._serial + 1] = 0.05 + (self._serial % 97) / 1000
                    await self._send(connection, scene, "configure", name="learning_rate", value=rate)

    def _check(self, scene: dict[str, Any]) -> None:
        """What is shown is what was on disk: the last answered edit or one sent after it, and what was played
        but for the last second.
        """
        answered = scene["answered"].get(READER, 0)
        assert answered >= self._answered, (self.name, answered, self._answered)
        settings = [each for group in scene["experiment"]["groups"] for each in group["settings"]]
        rate = next(each["value"] for each in settings if each["name"] == "learning_rate")
        self._see(answered)
        # An edit that was sent and not answered may be on disk, and then the record holds it: it is met
        # again, now or when what was played is walked along, until another edit is answered.
        self._rates.update(self._sent.values())
        self._sent.clear()
        if self._answered:
            assert rate in self._rates, (self.name, rate, answered, self._rates)
        last = max((when for when, _ in self._shown), default=0.0)
        played = [step for when, step in self._shown if when < last - LOST - SLACK]
        step = scene["moment"]["step"]
        assert step >= max(played, default=0), (self.name, step, self._shown[-5:])
        self._serial = max(self._serial, answered)

    def _compare(self, scene: dict[str, Any]) -> None:
        """The weights that are shown are those of the file."""
        file, shown = scene["run"]["file"], scene["run"]["shown"]
        if not file or not (self._runs / file).exists():
            return
        tree = open_stored(self._runs / file).tree
        there = point(tree, shown, scene["moment"]["step"])
        network = tree[shown].segment.loop.plan.network.with_parameters(there.parameters)
        for link, weight in zip(scene["stage"]["links"], network.weights, strict=True):
            np.testing.assert_array_equal(np.frombuffer(link["weight"]["data"]), weight.reshape(-1))

    def _see(self, answered: int) -> None:
        """Edits were answered up to this serial: what those before the last of them set is gone."""
        done = [serial for serial in self._sent if serial <= answered]
        if done:
            self._answered = max(done)
            self._rates = {self._sent[self._answered]}
            self._sent = {serial: rate for serial, rate in self._sent.items() if serial > answered}

    async def _send(
        self, connection: ClientConnection, scene: dict[str, Any], kind: str, **more: Any
    ) -> None:
        self._serial += 1
        intent = {"type": kind, "at": scene["moment"], "serial": self._serial, "reader": READER}
        await connection.send(msgspec.msgpack.encode(intent | more))

    async def _scene(self, connection: ClientConnection, receive: Receiver) -> dict[str, Any]:
        while True:
            message = receive(await connection.recv(decode=False))
            if message["type"] == "scene":
                return message
            assert message["kind"] == "stale", message  # made at a step that was shown and then lost
            self._sent.pop(message["serial"], None)


def family(pid: int) -> list[int]:
    """A process and those it began, and so on; not those that have ended meanwhile."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return [pid, *(each for child in found for each in family(child))]


def seconds_of(pid: int) -> float:
    """What a process and those it began have computed."""
    ticks = 0
    for each in family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def workshops(pid: int) -> list[int]:
    """The processes that compute for a server."""
    found = []
    for each in family(pid)[1:]:
        with contextlib.suppress(OSError):
            if b"processes.workshop" in Path(f"/proc/{each}/cmdline").read_bytes():
                found.append(each)
    return found


async def killed(folder: Path, sittings: int, kills: int, seed: int = 7) -> dict[str, int]:
    """Kill so often; what is in the folders at last. Raises AssertionError where something was lost."""
    places = {"XDG_DATA_HOME": str(folder / "data"), "XDG_STATE_HOME": str(folder / "state")}
    runs_folder = folder / "data" / "learnscope" / "runs"
    chance, pages = random.Random(seed), [Page(runs_folder, number) for number in range(sittings)]
    server, number = Server(), 0
    lives: dict[Page, asyncio.Task[None]] = {}
    while number < kills:
        with started("--port", "0", "--no-browser", **places) as (process, server.address):
            for page in pages:
                page.reached.clear()
            lives = lives or {page: asyncio.create_task(page.live(server)) for page in pages}
            while number < kills and process.poll() is None:
                began = time.monotonic(), seconds_of(process.pid)
                await _all_there(lives)
                took = time.monotonic() - began[0], seconds_of(process.pid) - began[1]
                await asyncio.sleep(chance.uniform(0.1, 4.0))
                way = WAYS[number % len(WAYS)] if workshops(process.pid) else WAYS[0]
                _kill(process, way, chance)
                number += 1
                print(f"kill {number}: {way}; {_told(took, pages, runs_folder)}", flush=True)
                if way == WAYS[2]:
                    await asyncio.sleep(1.0)  # until its pages have lost their connections
                else:
                    process.wait()
    with started("--port", "0", "--no-browser", **places) as (process, server.address):
        for page in pages:
            page.reached.clear()
        await _all_there(lives)
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.wait, 60)
        for life in lives.values():
            life.cancel()
        await asyncio.wait(lives.values())
    kept = folder / "state" / "learnscope" / "sittings"
    for one in runs(runs_folder):
        open_stored(runs_folder / one.name)
    return {
        "runs": len(runs(runs_folder)),
        "other": sum(1 for file in runs_folder.iterdir() if file.is_file()) - len(runs(runs_folder)),
        "sittings": sum(1 for file in kept.iterdir() if not file.name.startswith(".")),
        "unfinished": sum(1 for file in kept.iterdir() if file.name.startswith(".")),
    }


async def _all_there(lives: "dict[Page, asyncio.Task[None]]") -> None:
    """Return when all play; raise what ended one."""
    for page, life in lives.items():
        there = asyncio.create_task(page.reached.wait())
        await asyncio.wait([there, life], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if life.done():
            await life
        assert there.done(), f"{page.name} is not there again after {PATIENCE} s"


def _told(took: tuple[float, float], pages: list[Page], folder: Path) -> str:
    """How long it took until all were there, what the server computed meanwhile, and what there is now."""
    sizes = [file.stat().st_size for file in folder.iterdir() if file.is_file()]
    return (
        f"all there after {took[0]:.1f} s, {took[1]:.1f} s of computing; "
        f"{max(page.step for page in pages)} steps, {max(page.edits for page in pages)} edits; "
        f"{len(runs(folder))} runs, {sum(sizes) / 1e6:.1f} MB"
    )


def _kill(process: subprocess.Popen[str], way: str, chance: random.Random) -> None:
    """Kill the server, its processes as well, or one of these."""
    others = workshops(process.pid)
    if way == WAYS[2]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(others), signal.SIGKILL)
        return
    process.kill()
    for pid in others if way == WAYS[1] else ():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:  # what still ends may write
        print(asyncio.run(killed(Path(name), int(sys.argv[1]), int(sys.argv[2]))))
