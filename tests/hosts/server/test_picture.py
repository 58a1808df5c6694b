"""One picture of the reader's own, sent by the page: who may send it, and what comes back."""

import asyncio
import io
import tempfile
from pathlib import Path
from typing import Any

import httpx
import msgspec
import numpy as np
import pytest
from PIL import Image

from learnscope.data.builtin import load
from learnscope.data.own_picture import prepare
from learnscope.experiment import Experiment
from learnscope.hosts.server.app import create_app
from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.reading import ReadingRoom
from learnscope.hosts.server.upload import FOREIGN
from learnscope.scene.schema import PictureReading, Problem
from learnscope.session import Session, decode
from learnscope.sittings.outbox import Outbox
from learnscope.sittings.reader import End, Reader
from learnscope.sittings.sittings import Sittings
from tests.hosts.server.desk import HOST, OURS
from tests.sittings.fakes import NAME

READ = "PNG, JPEG, GIF, BMP, WEBP, TIFF, PPM, ICO"


def picture(side: int = 40, kind: str = "PNG", **options: Any) -> bytes:
    """A white page with a black bar."""
    page = np.full((side, side), 255, dtype=np.uint8)
    page[side // 8 : -side // 8, 3 * side // 8 : -3 * side // 8] = 0
    file = io.BytesIO()
    Image.fromarray(page).save(file, kind, **options)
    return file.getvalue()


class Looking:
    """A sitting at which somebody looks, learning `data`."""

    def __init__(self, data: str = "digits", rules: Rules | None = None) -> None:
        experiment = Experiment(data=data, hidden=(4,), seed=1)
        self.sittings = Sittings(
            lambda _: Session(seeds=lambda: 0, experiment=experiment, engine="plain"), decode
        )
        room = ReadingRoom(apart=False)  # the same by law, and sooner
        self.app = create_app(self.sittings, rules=rules or Rules(), room=room)
        self.heard: list[bytes] = []

    def send(self, data: bytes, *, file: str = "cat.png", name: str = NAME, **options: Any) -> httpx.Response:
        """Post a file as the page does."""

        async def act() -> httpx.Response:
            async def hear(message: bytes) -> None:
                self.heard.append(message)

            async def close(end: End) -> None: ...

            with self.sittings.attend(NAME, Reader(Outbox(hear), close)):
                transport = httpx.ASGITransport(app=self.app)
                async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as browser:
                    given = {"headers": OURS, "params": {"name": file}} | options
                    return await browser.post(f"/s/{name}/picture", content=data, **given)

        return asyncio.run(act())

    def reading(self, data: bytes, **options: Any) -> PictureReading:
        """The reading of a file that is taken."""
        response = self.send(data, **options)
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/vnd.msgpack"
        return msgspec.msgpack.decode(response.content, type=PictureReading)

    def refused(self, data: bytes, status: int = 422, **options: Any) -> str:
        """The sentence with which a file is refused."""
        response = self.send(data, **options)
        assert response.status_code == status
        return msgspec.msgpack.decode(response.content, type=Problem).message


def test_a_file_is_read_for_the_sender_alone() -> None:
    """Its reading comes back; nobody else is told, and nothing changes."""
    looking = Looking()
    reading = looking.reading(picture())

    assert [stage.title for stage in reading.stages] == [
        "as it came",
        "turned round",
        "cut and placed",
        "8 × 8",
    ]
    assert reading.stages[0].note == "As it came, 40 × 40 pixels."
    pixels = np.asarray(Image.open(io.BytesIO(picture())).convert("RGBA"))
    assert (reading.inputs.numpy() == prepare(pixels, load("digits", seed=0), drawn=False).inputs).all()
    assert sum(tag.likelihood for tag in reading.tags) == pytest.approx(1)
    assert looking.heard == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "PPM", "ICO"])
def test_eight_formats_give_the_same_numbers(kind: str) -> None:
    """To one step of seventeen, whatever a format loses."""
    reading = Looking().reading(picture(kind=kind), file=f"cat.{kind.lower()}")
    expected = Looking().reading(picture()).inputs.numpy()

    assert np.abs(reading.inputs.numpy() - expected).max() <= (16 if kind == "ICO" else 1)


def test_a_large_file_says_that_it_was_made_smaller() -> None:
    """And gives the same numbers."""
    reading = Looking().reading(picture(4000), file="page.png")

    assert reading.stages[0].note == (
        "As it came, 4000 × 4000 pixels, made smaller to 2000 × 2000 pixels by taking means."
    )
    assert (reading.inputs.numpy() == Looking().reading(picture()).inputs.numpy()).all()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"I am a text", f"cat.png is no picture that can be read ({READ}); save it as PNG or JPEG"),
        (b"", "cat.png is an empty file; choose another"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes, message: str) -> None:
    """With its name and what to do."""
    assert Looking().refused(data) == message


def test_a_file_without_a_name_is_called_the_file() -> None:
    """And a long name is shown by its end."""
    assert Looking().refused(b"", params={}) == "the file is an empty file; choose another"
    assert (
        Looking().refused(b"", file="x" * 500 + ".png") == f"{'x' * 76}.png is an empty file; choose another"
    )


def test_too_many_bytes_are_refused_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what is announced, and by what comes where nothing is."""
    monkeypatch.setattr("learnscope.data.own_file.BYTES", 1000)
    message = "the file must have 64 MiB or less; make the picture smaller"

    async def pieces() -> Any:
        for _ in range(3):
            yield b"x" * 500

    assert Looking().refused(b"x" * 1001, 413) == message
    assert Looking().refused(pieces(), 413) == message  # type: ignore[arg-type]


@pytest.mark.parametrize("missing", ["Origin", "X-Learnscope"])
def test_a_form_from_elsewhere_sends_nothing(missing: str) -> None:
    """It has no such header, and a request without an Origin comes from no page."""
    headers = {name: value for name, value in OURS.items() if name != missing}

    assert Looking().refused(picture(), 403, headers=headers) == FOREIGN


def test_the_token_is_needed_here_too() -> None:
    """Where others can reach the server."""
    looking = Looking(rules=Rules(token="secret", cookie="c"))

    assert looking.send(picture()).status_code == 403
    assert looking.send(picture(), headers={**OURS, "Cookie": "c=secret"}).status_code == 200


def test_a_picture_begins_no_sitting() -> None:
    """Somebody must look at it."""
    looking = Looking()

    assert looking.refused(picture(), 409, name="mnopqrstuvwx") == (
        "nobody looks at this sitting; open its page and choose the picture there"
    )
    assert looking.send(picture(), name="short").status_code == 404
    assert len(looking.sittings) == 1


def test_the_data_must_be_pictures() -> None:
    """The session's own sentence comes back."""
    assert Looking("iris").refused(picture()) == (
        "data must be pictures to take one of your own, got Iris; choose digits or a folder of images"
    )


def test_a_fault_is_survived(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged, and told without its particulars."""

    def fail(*_: Any) -> None:
        raise RuntimeError("a fault of the decoder")

    monkeypatch.setattr("learnscope.data.own_file.open_picture", fail)

    assert Looking().refused(picture(), 500) == (
        "Learnscope failed at this and has changed nothing; the reason is written where it was started"
    )
    assert "a fault of the decoder" in caplog.text


def test_nothing_of_a_file_stays(kept: Path) -> None:
    """Whether it is read or refused; `kept` is empty at the end."""
    looking = Looking()

    looking.reading(picture())
    looking.refused(b"I am a text")


def test_a_full_disk_is_told(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its place."""

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", fail)

    assert Looking().refused(picture(), 507) == (
        "the files could not be kept for reading (No space left on device); "
        f"make room in {kept} and try again"
    )


def test_too_little_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not as a fault, where it is read in this process as well."""

    def fail(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("learnscope.data.own_file.open_picture", fail)

    assert Looking().refused(picture()) == "reading cat.png took more memory than there is; make it smaller"
