"""A sitting of a fake session with one reader, files to send it, and how that goes."""

import asyncio
import contextlib
import io
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import polars as pl
from PIL import Image

from learnscope.hosts.server.app import create_app
from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.offered import Offered
from learnscope.hosts.server.reading import ReadingRoom
from learnscope.scene.frames import Receiver
from learnscope.sittings.outbox import Outbox
from learnscope.sittings.reader import End, Reader
from learnscope.sittings.sittings import Sittings
from tests.hosts.server.fakes import LOOPBACK
from tests.sittings.fakes import NAME, fake_sittings

HOST = "localhost:8765"
PART = b"--x\r\nContent-Disposition: form-data; "
OURS = {"Host": HOST, "Origin": f"http://{HOST}", "X-Learnscope": "1"}
FLOWERS = b"petal,sepal,species\n1.5,2,setosa\n4,3,versicolor\n1.25,2.5,setosa\n5,3.5,versicolor\n"
GAP = b"petal,sepal,species\n1.5,2,setosa\n,3,versicolor\n1.25,2.5,setosa\n5,3.5,versicolor\n"
Files = list[tuple[str, bytes]]


class Desk:
    """A sitting of a fake session with one reader, and a way to send it files."""

    def __init__(
        self, *, rules: Rules = LOOPBACK, sittings: Sittings | None = None, offered: Offered | None = None
    ) -> None:
        self.sittings = fake_sittings() if sittings is None else sittings
        room = ReadingRoom(apart=False)  # the same by law, and sooner
        self.app = create_app(self.sittings, rules=rules, folder=Path("nowhere"), offered=offered, room=room)
        self.seen: list[dict[str, Any]] = []

    @property
    def said(self) -> list[str]:
        """What the scenes said that the reader got."""
        return [message["said"] for message in self.seen]

    def send(self, files: Files, *, headers: dict[str, str] = OURS, name: str = NAME, **fields: Any) -> Any:
        """Post the files and return the answer."""
        parts = [("file", (path, data)) for path, data in files]
        return self.post(name, headers=headers, files=parts, data=fields)

    def post(self, name: str = NAME, *, headers: dict[str, str] = OURS, **options: Any) -> httpx.Response:
        """A request while the reader looks on."""

        receive = Receiver()

        async def act() -> httpx.Response:
            async def take(message: bytes) -> None:
                self.seen.append(receive(message))

            async def close(end: End) -> None:
                return None

            reader = Reader(Outbox(take), close)
            with self.sittings.attend(NAME, reader):
                sending = asyncio.create_task(reader.outbox.run())
                transport = httpx.ASGITransport(app=self.app)
                async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as browser:
                    response = await browser.post(f"/s/{name}/data", headers=headers, **options)
                for _ in range(3):
                    await asyncio.sleep(0)  # lets the reader take what was put out for it
                sending.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await sending
                return response

        return asyncio.run(act())

    def read_offered(self, **fields: str) -> httpx.Response:
        """Ask for what is on offer, read by these fields, and return the answer."""
        parts = {"offered": "flowers.csv", **fields}
        return self.post(files={name: (None, value) for name, value in parts.items()})

    def get(self, name: str = NAME) -> httpx.Response:
        """What is on offer."""

        async def act() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as browser:
                return await browser.get(f"/s/{name}/data", headers={"Host": HOST})

        return asyncio.run(act())

    def refused(self, files: Files, **fields: Any) -> str:
        """The sentence with which the files are refused; nothing has changed."""
        response = self.send(files, **fields)
        assert response.status_code in (413, 422)
        assert self.seen == []
        message: str = response.json()["message"]
        return message


def png(shade: int, side: int = 4) -> bytes:
    """A small grey picture."""
    file = io.BytesIO()
    Image.new("L", (side, side), shade).save(file, "PNG")
    return file.getvalue()


def pictures(*names: str) -> Files:
    """A picture of each name."""
    return [(name, png(40 * place)) for place, name in enumerate(names)]


def idx(dimensions: int, *sizes: int) -> bytes:
    """An IDX file of small numbers."""
    head = bytes((0, 0, 8, dimensions)) + b"".join(size.to_bytes(4, "big") for size in sizes)
    return head + bytes(place % 2 for place in range(int(np.prod(sizes))))


def npz(**arrays: Any) -> bytes:
    """An archive of these arrays."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def parquet() -> bytes:
    """The flowers as Parquet."""
    file = io.BytesIO()
    pl.read_csv(FLOWERS).write_parquet(file)
    return file.getvalue()


def form(disposition: bytes, data: bytes) -> bytes:
    """A form with one part, between lines of --x."""
    return PART + disposition + b"\r\n\r\n" + data + b"\r\n--x--\r\n"
