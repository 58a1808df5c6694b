"""A server on a machine of one gigabyte that is sent bombs: `python -m benchmarks bombs`.

Beside those who send, one reader goes on asking for cheap things in a sitting of their own, and `/health` is
asked, ten times a second each. Told of each bomb: the answer, how long it took, the most memory that was
resident in the server and in all its processes, and the longest wait of the reader and of `/health`. At last
all are sent two at a time and twenty at a time, while one sends slowly.
"""

import asyncio
import itertools
import json
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from benchmarks.bombs import Bomb, bombs
from benchmarks.readers import Reader
from benchmarks.served import Served, served

MEMORY = 2**30
OFTEN = 0.1  # seconds between two wishes
LOOK = 0.02  # seconds between two looks at the memory
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Watched:
    """What was seen while something was sent."""

    waits: dict[str, list[float]] = field(default_factory=lambda: {"wish": [], "health": []})
    server: int = 0  # bytes that are resident, the most that was seen
    together: int = 0

    @property
    def words(self) -> str:
        """It, in one line."""
        longest = {name: max(waits, default=0.0) for name, waits in self.waits.items()}
        return (
            f"{self.server / 2**20:4.0f} MB, {self.together / 2**20:4.0f} in all; longest wait "
            f"{longest['wish']:.2f} s, health {longest['health']:.2f} s"
        )


class Siege:
    """Those who send and those who look on."""

    def __init__(self, server: Served) -> None:
        self._server = server
        self.seen = Watched()
        self._begun: dict[str, float] = {}

    async def look_on(self) -> None:
        """Ask and watch until cancelled."""
        await asyncio.gather(self._wish(), self._health(), self._memory())

    async def send(self, bomb: Bomb, number: int = 0, *, rate: str = "") -> tuple[int, str]:
        """Send one from a sitting of its own; the status and the sentence of the answer."""
        sender = await self._sitting(1000 + number)
        if bomb.picture:
            await _asked(sender, type="configure", name="data", value="digits")
        try:
            return await self._posted(sender.name, bomb, rate)
        finally:
            sender.close()

    async def all_answered(self, before: Mapping[str, int]) -> None:
        """Return when of each kind of question more are answered than there were before."""
        while any(len(waits) <= before[kind] for kind, waits in self.seen.waits.items()):
            await asyncio.sleep(OFTEN)

    @property
    def waiting(self) -> dict[str, float]:
        """How long what is not answered has waited."""
        now = time.perf_counter()
        return {name: now - begun for name, begun in self._begun.items()}

    async def _posted(self, name: str, bomb: Bomb, rate: str) -> tuple[int, str]:
        parts = urlsplit(self._server.address)
        url = (
            f"{parts.scheme}://{parts.netloc}/s/{name}/{'picture' if bomb.picture else 'data'}?{parts.query}"
        )
        asked = ["curl", "-s", "-w", "\n%{http_code}", "-H", "X-Learnscope: 1", "-H", "Expect:"]
        asked += ["-H", f"Origin: {parts.scheme}://{parts.netloc}", "--max-time", "3600"]
        if bomb.picture:
            asked += [f"{url}&name={bomb.files[0][0]}", "--data-binary", f"@{bomb.files[0][1]}"]
        else:
            asked += [
                url,
                *itertools.chain(*(("-F", f'file=@{path};filename="{name}"') for name, path in bomb.files)),
            ]
        if rate:
            asked += ["--limit-rate", rate]
        curl = await asyncio.create_subprocess_exec(*asked, stdout=asyncio.subprocess.PIPE)
        output, _ = await curl.communicate()
        body, _, status = output.rpartition(b"\n")
        return int(status), _sentence(body)

    async def _sitting(self, number: int) -> Reader:
        parts = urlsplit(self._server.address)
        loop = asyncio.get_running_loop()
        _, reader = await loop.create_connection(
            lambda: Reader(self._server.address, number), parts.hostname, parts.port
        )
        await reader.seen
        return reader

    async def _wish(self) -> None:
        reader = await self._sitting(0)
        answered = asyncio.Event()

        def note(seconds: float) -> None:
            self.seen.waits["wish"].append(seconds)
            answered.set()

        reader.on_answer = note
        try:
            while True:
                self._begun["wish"] = time.perf_counter()
                reader.wish()
                await answered.wait()
                answered.clear()
                await asyncio.sleep(OFTEN)
        finally:
            reader.close()

    async def _health(self) -> None:
        parts = urlsplit(self._server.address)
        asked = f"GET /health?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n"
        while True:
            begun = self._begun["health"] = time.perf_counter()
            coming, going = await asyncio.open_connection(parts.hostname, parts.port)
            try:
                going.write(asked.encode())
                answer = await coming.read()
            finally:
                going.close()
            assert b" 200 " in answer.partition(b"\r\n")[0], answer
            self.seen.waits["health"].append(time.perf_counter() - begun)
            await asyncio.sleep(OFTEN)

    async def _memory(self) -> None:
        while True:
            own = _resident(self._server.pid)
            others = map(_resident, _descendants(self._server.pid))
            # One that is just being begun is still its parent's copy.
            together = own + sum(other for other in others if abs(other - own) > own / 100)
            self.seen.server = max(self.seen.server, own)
            self.seen.together = max(self.seen.together, together)
            await asyncio.sleep(LOOK)


def report(names: Sequence[str] = ()) -> None:
    """Print how it goes with the bombs of these names, or all."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_besiege(made(Path(folder), dict.fromkeys(names or bombs(), 1.0))))


def made(folder: Path, sizes: Mapping[str, float]) -> dict[str, Bomb]:
    """The bombs of these names, made in these sizes."""
    found = {}
    for name, size in sizes.items():
        place = folder / name.replace(" ", "_")
        place.mkdir(parents=True)
        found[name] = bombs()[name](place, size)
    return found


async def _besiege(sent: Mapping[str, Bomb]) -> None:
    with served(memory=MEMORY) as server:
        siege = Siege(server)
        looking = asyncio.create_task(siege.look_on())
        await asyncio.sleep(3.0)
        print(f"at rest: {siege.seen.words}")
        for number, (name, bomb) in enumerate(sent.items()):
            await _told(siege, name, [bomb], number)
        everything = list(sent.values())
        slow = asyncio.create_task(siege.send(everything[-1], 999, rate="10k"))
        for together in (2, 20):
            for first in range(0, len(everything), together):
                await _told(siege, f"{together} at a time", everything[first : first + together], first)
        print(f"sent slowly: {await slow}")
        looking.cancel()
        print(f"left in the folder for temporary files: {list(server.temporary.iterdir()) or 'nothing'}")


async def _told(siege: Siege, name: str, group: Sequence[Bomb], number: int) -> None:
    siege.seen = Watched()
    begun = time.perf_counter()
    answers = await asyncio.gather(
        *(siege.send(bomb, 100 * number + place) for place, bomb in enumerate(group))
    )
    seconds = time.perf_counter() - begun
    for kind, waits in siege.waiting.items():
        siege.seen.waits[kind].append(waits)
    print(f"{name}: {seconds:.1f} s; {siege.seen.words}")
    for status, sentence in answers:
        print(f"    {status} {sentence[:300]}", flush=True)


async def _asked(reader: Reader, **fields: object) -> None:
    """Ask for something, and return when it is answered."""
    answered = asyncio.Event()
    reader.on_answer = lambda seconds: answered.set()
    reader.wish(**fields)
    await answered.wait()


def _sentence(body: bytes) -> str:
    answer = json.loads(body) if body[:1] == b"{" else msgspec.msgpack.decode(body)
    return str(answer.get("message") or f"taken: {answer.get('title', 'the picture')}")


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_bytes().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _descendants(process: int) -> list[int]:
    try:
        threads = [path / "children" for path in Path(f"/proc/{process}/task").iterdir()]
        children = [int(number) for path in threads for number in path.read_bytes().split()]
    except OSError:
        return []
    return [*children, *itertools.chain(*map(_descendants, children))]
