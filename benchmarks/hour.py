"""An hour of play: `python -m benchmarks hour --minutes N`, for what grows where nothing should.

Over real WebSockets one sitting plays as fast as it can and three at 5 steps a second; all ask for something
cheap every two seconds, and twelve times a minute somebody new comes, changes a weight, and leaves. Of the
server and its child processes it prints, each minute, resident memory, open descriptors and threads, and of
its folder the size; at last the slope of memory over the second half, in which the 200 sittings that stay in
memory when nobody looks have long come.

What may grow: the record of a run by its keyframes, up to 8 192 of them and 60 MB a run, and its curves, up
to a few (`run/`); and what can be taken back, up to 200 moves of about 15 kB each for a network of this size
(`session/undo.py`). Those that play change their learning rate fifteen times a minute, so that this bound is
reached after 14 minutes, and each change stays in the record; with `--looking` they change nothing.
"""

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.readers import Reader
from benchmarks.served import Served, served

PACES = (0.0, 5.0, 5.0, 5.0)  # of those that play, steps a second; 0 as fast as possible
EVERY = 2.0  # seconds between two wishes of one
GUESTS = 12  # a minute


@dataclass(frozen=True)
class Taken:
    """What a server takes at a moment."""

    minutes: float
    each: tuple[int, ...]  # bytes resident, the server's first, then of those it began
    descriptors: int
    threads: int
    processes: int
    folder: int  # bytes
    files: int

    @property
    def resident(self) -> int:
        """Bytes of all processes."""
        return sum(self.each)


def report(minutes: float, *, looking: bool = False) -> str:
    """Play for so long, changing something now and then or only looking, and tell what it took."""
    with served() as server:
        return asyncio.run(_played(server, minutes, looking=looking))


async def _played(server: Served, minutes: float, *, looking: bool) -> str:
    players = [await _joined(server, number) for number in range(len(PACES))]
    for player, pace in zip(players, PACES, strict=True):
        player.wish(type="play", pace=pace)
        player.plays, player.looks_only = True, looking
    working = asyncio.gather(_guests(server), *(_asking(player) for player in players))
    began, found, steps = time.monotonic(), [_taken(server, 0.0)], [0] * len(players)
    print(f"  {'minute':>8} {'MB':>8} {'descriptors':>12} {'threads':>8} {'processes':>10} {'folder':>24}")
    while found[-1].minutes < minutes and not working.done():
        await asyncio.sleep(min(60.0, 60.0 * minutes / 4))
        found.append(_taken(server, (time.monotonic() - began) / 60))
        before, steps = steps, [int(player.moment["step"]) for player in players]
        print(_line(found[-1]), [b - a for a, b in zip(before, steps, strict=True)], flush=True)
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working  # or why it ended before
    for player in players:
        player.close()
    half = [each for each in found if each.minutes >= found[-1].minutes / 2]
    return (
        f"  {_slope(half):+.1f} MB an hour over the second half; "
        f"{half[-1].descriptors - half[0].descriptors:+d} descriptors, "
        f"{half[-1].threads - half[0].threads:+d} threads"
    )


async def _joined(server: Served, number: int) -> Reader:
    """A page at a new sitting, which has seen its first scene."""
    reader, parts = Reader(server.address, number, None), urlsplit(server.address)
    loop = asyncio.get_running_loop()
    await loop.create_connection(lambda: reader, parts.hostname, parts.port)
    await reader.seen
    await _answered(reader, type="open", what={"type": "strip"})
    return reader


async def _answered(reader: Reader, **fields: object) -> None:
    answer: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    reader.on_answer = _once(answer)
    reader.wish(**fields)
    await answer


def _once(answer: "asyncio.Future[float]") -> Callable[[float], None]:
    return lambda seconds: None if answer.done() else answer.set_result(seconds)


async def _asking(player: Reader) -> None:
    """Ask for something cheap again and again; one whose playing was stopped plays on."""
    while True:
        before = player.moments
        await asyncio.sleep(EVERY)
        if player.moments == before:
            player.wish(type="play", pace=PACES[player.number])
        else:
            player.wish()


async def _guests(server: Served) -> None:
    """Have somebody come, change a weight and leave, again and again."""
    while True:
        await asyncio.sleep(60.0 / GUESTS)
        guest = await _joined(server, len(PACES))
        await _answered(guest, type="set_parameter", link=0, role="weight", index=[0, 0], value=0.5)
        guest.close()


def _taken(server: Served, minutes: float) -> Taken:
    pids = _family(server.pid)
    page = os.sysconf("SC_PAGE_SIZE")
    each = tuple(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * page for pid in pids)
    files = [file for file in server.folder.rglob("*") if file.is_file()]
    return Taken(
        minutes=minutes,
        each=each,
        descriptors=sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        threads=sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in pids),
        processes=len(pids),
        folder=sum(_size(file) for file in files),
        files=len(files),
    )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # it was being written, and has another name now
        return 0


def _family(pid: int) -> list[int]:
    """A process and those it began, and so on."""
    children = [Path(f"/proc/{pid}/task/{task}/children") for task in os.listdir(f"/proc/{pid}/task")]
    found = [int(child) for file in children for child in file.read_text().split()]
    return [pid, *(each for child in found for each in _family(child))]


def _line(taken: Taken) -> str:
    kept = f"{taken.folder / 1e6:.1f} MB in {taken.files} files"
    each = " + ".join(f"{resident / 1e6:.0f}" for resident in taken.each)
    return (
        f"  {taken.minutes:8.1f} {taken.resident / 1e6:8.1f} {taken.descriptors:12d} {taken.threads:8d} "
        f"{taken.processes:10d} {kept:>24}  {each} MB"
    )


def _slope(found: list[Taken]) -> float:
    """Megabytes an hour by least squares."""
    middle = sum(each.minutes for each in found) / len(found)
    spread = sum((each.minutes - middle) ** 2 for each in found)
    grows = sum((each.minutes - middle) * each.resident for each in found)
    return 60 * grows / spread / 1e6 if spread else 0.0
