"""A class of readers in one process, over real WebSockets: `python -m benchmarks.readers ADDRESS PID …`.

It stands beside the server on the same cores, so it does as little as can be done: a protocol of its own on
asyncio's sockets, and of a message only what tells which wish it answers and which moment it shows. Its
report, one line of JSON, has for each part

    answers    how many wishes were answered, and seconds to each quantile of those answers
    moments    new moments a second of each player
    cpu        cores that the server was busy with, and that the readers were
    memory     bytes that are resident in the server at the part's end

A reader asks for one thing every `every` seconds, and for nothing while it waits for an answer.
"""

import argparse
import asyncio
import http.client
import json
import os
import random
import secrets
import struct
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import UNSET, UnsetType

BINARY, CLOSED, PING, PONG = 2, 8, 9, 10
OPEN_AT_ONCE = 8
FIRST = 24  # readers that are there before memory is measured: what all share is loaded with them


class _Moment(msgspec.Struct):
    """A moment, or what of it has changed."""

    run: str | UnsetType = UNSET
    step: int | UnsetType = UNSET
    revision: int | UnsetType = UNSET
    phase: float | UnsetType = UNSET
    sample: int | UnsetType = UNSET


class _Part(msgspec.Struct):
    moment: _Moment | UnsetType = UNSET
    answered: dict[str, int] | UnsetType = UNSET


class _Message(_Part):
    type: str = ""
    serial: int = -1
    changes: _Part | UnsetType = UNSET


_decoded = msgspec.msgpack.Decoder(_Message).decode
_encoded = msgspec.msgpack.Encoder().encode


class Reader(asyncio.Protocol):
    """One page that looks at a sitting of its own."""

    def __init__(self, address: str, number: int, seat: tuple[str, str] | None = None) -> None:
        """In a class, `seat` is the sitting that it has there, and its cookie."""
        self.number = number
        self.name, self._cookie = (secrets.token_urlsafe(9), "") if seat is None else seat
        self.moment: dict[str, Any] = {}
        self.seen: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.plays = False
        self.looks_only = False  # whether it changes nothing
        self.moments = 0
        self.on_answer: Callable[[float], None] = lambda seconds: None
        self._parts = urlsplit(address)
        self._serial = 0
        self._asked = 0.0  # when, 0 for nothing
        self._numbered = False  # whether scenes say which wishes they answer
        self._rows: list[int] = []
        self._buffer = bytearray()
        self._open = False
        self._draw = random.Random(number)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the WebSocket."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        host, query = self._parts.netloc, f"?{self._parts.query}" if self._parts.query else ""
        lines = [
            f"GET /s/{self.name}/ws{query} HTTP/1.1",
            f"Host: {host}",
            f"Origin: http://{host}",
            *([f"Cookie: {self._cookie}"] if self._cookie else []),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def data_received(self, data: bytes) -> None:
        """Take what has come in whole messages."""
        buffer = self._buffer
        buffer += data
        if not self._open:
            head, found, rest = bytes(buffer).partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                raise ConnectionError(head.decode("latin-1"))
            self._open, self._buffer = True, bytearray(rest)
            buffer = self._buffer
        for opcode, message in _messages(buffer):
            if opcode == BINARY:
                self._take(message)
            elif opcode == PING:
                self._send(PONG, message)
            elif opcode == CLOSED:
                self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """Nothing more comes."""
        if not self.seen.done():
            self.seen.set_exception(error or ConnectionError("the server has closed a connection"))

    def wish(self, **fields: Any) -> None:
        """Ask for something, or for the next of a few cheap things, unless an answer is waited for."""
        if self._asked:
            return
        self._serial += 1
        named = {"reader": self.name} if self._numbered else {}
        intent = {"at": self.moment, "serial": self._serial} | named | (fields or self._cheap())
        self._asked = time.perf_counter()
        self._send(BINARY, _encoded(intent))

    def close(self) -> None:
        """End the connection."""
        self._transport.close()

    def _cheap(self) -> dict[str, Any]:
        if self.plays:
            if not self._numbered:  # no scene would say that it is an answer: one that is refused
                return {"type": "advance", "next_batch": True, "phase": 0.0}
            if self.looks_only or self._serial % 2:
                return {"type": "select", "name": self._draw.choice(("weight.1.0.0", "value.1.1", ""))}
            return {"type": "configure", "name": "learning_rate", "value": 0.1 + self._draw.random() / 100}
        match (self._serial + self.number) % 4:
            case 0:
                return {"type": "advance", "next_batch": True, "phase": self.moment["phase"]}
            case 1:
                return {"type": "show_sample", "number": self._draw.choice(self._rows)}
            case 2:
                value = self._draw.uniform(-1.0, 1.0)
                return {"type": "set_parameter", "link": 0, "role": "weight", "index": [0, 0], "value": value}
            case _ if self._numbered:
                return {"type": "select", "name": self._draw.choice(("weight.1.0.0", "value.1.1", ""))}
        return {"type": "next_batch"}

    def _take(self, data: bytes) -> None:
        message = _decoded(data)
        if not self.seen.done():
            self._begin(msgspec.msgpack.decode(data))
            return
        scene = message.changes if isinstance(message.changes, _Part) else message
        if isinstance(scene.moment, _Moment):
            before = self.moment["step"], self.moment["run"]
            for field in ("run", "step", "revision", "phase", "sample"):
                if (value := getattr(scene.moment, field)) is not UNSET:
                    self.moment[field] = value
            self.moments += (self.moment["step"], self.moment["run"]) != before
        if self._asked and self._answers(message, scene):
            seconds, self._asked = time.perf_counter() - self._asked, 0.0
            self.on_answer(seconds)

    def _answers(self, message: _Message, scene: _Part) -> bool:
        if message.type not in ("scene", "frame"):
            return message.serial == self._serial
        if not self._numbered:
            return not self.plays
        return isinstance(scene.answered, dict) and scene.answered.get(self.name, -1) >= self._serial

    def _begin(self, scene: dict[str, Any]) -> None:
        self.moment = scene["moment"]
        self._numbered = "answered" in scene
        self._rows = [int(row) for row in scene["experiment"]["batch"]["numbers"]]
        self.seen.set_result(True)

    def _send(self, opcode: int, payload: bytes) -> None:
        size = len(payload)
        length = struct.pack("!B", 128 | size) if size < 126 else struct.pack("!BH", 128 | 126, size)
        self._transport.write(bytes((128 | opcode,)) + length + b"\0\0\0\0" + payload)  # masked with 0


def _messages(buffer: bytearray) -> Iterator[tuple[int, bytes]]:
    """Whole messages at the start of `buffer`, which they are taken from."""
    while len(buffer) >= 2:
        size, start = buffer[1] & 127, 2
        if size >= 126:
            start = 4 if size == 126 else 10
            size = int.from_bytes(buffer[2:start])
        if len(buffer) < start + size or start > len(buffer):
            return
        opcode, message = buffer[0] & 15, bytes(buffer[start : start + size])
        del buffer[: start + size]
        yield opcode, message


class Class:
    """All of them, and what is found of the server they look at."""

    def __init__(self, address: str, pid: int, every: float, *, seated: bool) -> None:
        self._address, self._pid, self._every, self._seated = address, pid, every, seated
        self._readers: list[Reader] = []

    async def join(self, count: int) -> float:
        """Have so many look, a few at a time, each at the first scene; the seconds it took."""
        began, limit = time.perf_counter(), asyncio.Semaphore(OPEN_AT_ONCE)
        loop, parts = asyncio.get_running_loop(), urlsplit(self._address)

        async def one() -> None:
            async with limit:
                number = len(self._readers)
                seat = _seat(self._address, number) if self._seated else None
                reader = Reader(self._address, number, seat)
                self._readers.append(reader)
                await loop.create_connection(lambda: reader, parts.hostname, parts.port)
                await reader.seen
                if reader._numbered:  # as the page does
                    answered: asyncio.Future[float] = loop.create_future()
                    reader.on_answer = answered.set_result
                    reader.wish(type="open", what={"type": "strip"})
                    await answered

        await asyncio.gather(*(one() for _ in range(count)))
        return time.perf_counter() - began

    async def part(self, seconds: float, *, players: int = 0, at_once: bool = False) -> dict[str, Any]:
        """Let all ask for so long, the first of them playing; `at_once` asks again with each answer."""
        loop, taken = asyncio.get_running_loop(), list[float]()
        for reader in self._readers[:players]:
            reader.on_answer = lambda _: None
            reader.wish(type="play", pace=0.0)
            reader.plays = True
        if players:
            await asyncio.sleep(1.0)
        until = loop.time() + seconds

        def ask(reader: Reader) -> None:
            if loop.time() < until:
                reader.wish()
                loop.call_later(self._every, ask, reader)

        def asked_again(reader: Reader) -> Callable[[float], None]:
            def answered(waited: float) -> None:
                taken.append(waited)
                if at_once and loop.time() < until:
                    reader.wish()

            return answered

        began, busy, own = time.perf_counter(), _cpu(self._pid), time.process_time()
        for place, reader in enumerate(self._readers):
            reader.moments, reader.on_answer = 0, asked_again(reader)
            loop.call_later(self._every * place / len(self._readers), ask, reader)
        await asyncio.sleep(seconds)
        passed = time.perf_counter() - began
        moments = sorted(reader.moments / passed for reader in self._readers[:players])
        report = {
            "answers": len(taken),
            "rate": len(taken) / passed,
            "latency": [_quantile(taken, share) for share in (0.5, 0.9, 0.99)],
            "moments": [moments[0], moments[len(moments) // 2]] if moments else [],
            "cpu": [(_cpu(self._pid) - busy) / passed, (time.process_time() - own) / passed],
            "memory": _resident(self._pid),
        }
        for reader in self._readers[:players]:
            reader._asked = 0.0
            reader.wish(type="pause")
            reader.plays = False
        await asyncio.sleep(2.0 if players else 0.5)  # what is still waited for comes
        return report

    def leave(self) -> None:
        """Close all connections."""
        for reader in self._readers:
            reader.close()


def _seat(address: str, number: int) -> tuple[str, str]:
    """A sitting in the class at `address` and its cookie, for somebody who picks a name there."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", f"/?{parts.query}&name=Student%20{number}")
    answer = connection.getresponse()
    connection.close()
    sitting = (answer.getheader("Location") or "").split("/")[1]
    return sitting, (answer.getheader("Set-Cookie") or "").partition(";")[0]


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")


def _processes(pid: int) -> list[int]:
    """A process, and those that it has begun."""
    begun = (int(each) for task in Path(f"/proc/{pid}/task").iterdir() for each in _words(task / "children"))
    return [pid, *(one for each in begun for one in _processes(each))]


def _words(file: Path) -> list[str]:
    return file.read_text().split()


def _cpu(pid: int) -> float:
    """Seconds that a process and those it has begun have computed for."""
    spent = 0
    for one in _processes(pid):
        spent += sum(map(int, Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return spent / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> int:
    """Bytes of them that lie in memory."""
    pages = sum(int(_words(Path(f"/proc/{one}/statm"))[1]) for one in _processes(pid))
    return pages * os.sysconf("SC_PAGE_SIZE")


async def report(options: argparse.Namespace) -> dict[str, Any]:
    """All parts, one after the other."""
    readers = Class(options.address, options.pid, options.every, seated=options.seated)
    first = min(FIRST, options.sittings - 1)
    await readers.join(first)
    await readers.part(4 * options.every)
    before = _resident(options.pid)
    found: dict[str, Any] = {"joined": await readers.join(options.sittings - first)}
    found["quiet"] = await readers.part(options.seconds)
    found["sitting"] = (found["quiet"]["memory"] - before) / (options.sittings - first)
    found["playing"] = await readers.part(options.seconds, players=options.players)
    found["hasty"] = await readers.part(options.seconds / 2, at_once=True)
    readers.leave()
    return found


def main() -> None:
    """Take part, and print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readers")
    parser.add_argument("address")
    parser.add_argument("pid", type=int)
    parser.add_argument("--sittings", type=int, default=200)
    parser.add_argument("--players", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--seated", action="store_true", help="the address is that of a class")
    parser.add_argument("--every", type=float, default=2.0)
    json.dump(asyncio.run(report(parser.parse_args())), sys.stdout)


if __name__ == "__main__":
    main()
