"""Files from the page: who may send them, who sees what they hold, and what is left when it fails."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import pytest

from learnscope.hosts.server import incoming
from learnscope.hosts.server.guard import Rules
from learnscope.sittings.outbox import Outbox
from learnscope.sittings.reader import Reader
from learnscope.sittings.sittings import Sittings
from tests import waiting
from tests.hosts.server.desk import FLOWERS, OURS, Desk, form
from tests.hosts.server.fakes import Running, read
from tests.sittings.fakes import NAME, FakeSession, decode

FOREIGN = (
    "files must come from Learnscope's own page, with its Origin and the header X-Learnscope: 1; "
    "open the page and choose them there"
)


def test_both_tabs_get_the_scene(server: Running, kept: Path) -> None:
    """Over real connections: whoever looks at the sitting sees the data, whoever looks elsewhere does not."""
    origin = {"Origin": f"http://127.0.0.1:{server.port}", "X-Learnscope": "1"}
    address = f"http://127.0.0.1:{server.port}/s/{server.name}/data"
    with server.connect() as one, server.connect() as two, server.connect("another-name") as other:
        for reader in (one, two, other):
            read(reader)
        response = waiting.post(address, headers=origin, files={"file": ("flowers.csv", FLOWERS)})

        assert response.json()["targets"] == ["species"]
        assert [read(reader)["said"][:18] for reader in (one, two)] == ["flowers: 4 samples"] * 2
        with pytest.raises(TimeoutError):
            other.recv(timeout=0)


def test_data_are_kept_with_the_sitting(kept: Path) -> None:
    """As after every other change, the sitting is saved."""
    saved: dict[str, bytes] = {}

    class Noted:
        def load(self, name: str) -> bytes | None:
            return saved.get(name)

        def save(self, name: str, data: bytes) -> None:
            saved[name] = data

        def opening(self, name: str) -> contextlib.AbstractContextManager[None]:
            return contextlib.nullcontext()

    store: Any = Noted()
    Desk(sittings=Sittings(FakeSession, decode, store=store)).send([("flowers.csv", FLOWERS)])

    assert saved == {NAME: b"1"}


@pytest.mark.parametrize("missing", ["Origin", "X-Learnscope"])
def test_a_form_from_elsewhere_sends_nothing(desk: Desk, missing: str) -> None:
    """It has no such header, and a request without an Origin comes from no page."""
    headers = {name: value for name, value in OURS.items() if name != missing}

    response = desk.send([("flowers.csv", FLOWERS)], headers=headers)

    assert (response.status_code, response.json()["message"]) == (403, FOREIGN)
    assert desk.seen == []


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:1", "null", ""])
def test_a_foreign_page_sends_nothing(desk: Desk, origin: str) -> None:
    """Not even with the header."""
    response = desk.send([("flowers.csv", FLOWERS)], headers={**OURS, "Origin": origin})

    assert response.status_code == 403
    assert desk.seen == []


def test_the_token_is_needed_here_too(kept: Path) -> None:
    """Where others can reach the server."""
    desk = Desk(rules=Rules(token="secret", cookie="c"))

    assert desk.send([("flowers.csv", FLOWERS)]).status_code == 403
    assert desk.send([("flowers.csv", FLOWERS)], headers={**OURS, "Cookie": "c=secret"}).status_code == 200


def test_files_begin_no_sitting(desk: Desk) -> None:
    """Somebody must look at it: a plain request makes nothing."""
    response = desk.send([("flowers.csv", FLOWERS)], name="mnopqrstuvwx")

    assert (response.status_code, response.json()["message"]) == (
        409,
        "nobody looks at this sitting; open its page and choose the files there",
    )
    assert desk.send([("flowers.csv", FLOWERS)], name="short").status_code == 404
    assert len(desk.sittings) == 1


def test_a_session_may_refuse(desk: Desk) -> None:
    """Its sentence is the answer, and nobody is shown anything."""
    assert desk.refused([("refused.csv", FLOWERS)]) == "no network fits these data"


def test_a_fault_of_the_session_is_survived(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged, and the sitting lives on."""
    assert desk.refused([("fault.csv", FLOWERS)]) == (
        "Learnscope failed at this and has changed nothing; the reason is written where it was started"
    )
    assert "a fault of the session" in caplog.text
    assert desk.send([("flowers.csv", FLOWERS)]).status_code == 200


def test_a_fault_of_a_reader_is_survived(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The same."""

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("a fault of the reader")

    monkeypatch.setattr("learnscope.data.chosen.open_data", fail)
    response = desk.send([("flowers.csv", FLOWERS)])

    assert response.status_code == 500
    assert response.json()["message"].startswith("Learnscope failed at this and has changed nothing")
    assert "a fault of the reader" in caplog.text


def test_data_that_have_no_room_beside_others_are_refused(kept: Path) -> None:
    """Four times what they are themselves is what a sitting comes to hold; nothing has changed."""
    size = 4 * (4 * 2 + 4 * 2) * 8
    taken = [1001.0 - size]
    desk = Desk(sittings=Sittings(FakeSession, decode, memory=1000.0, taken=lambda: taken[0]))
    refused = desk.send([("flowers.csv", FLOWERS)])
    taken[0] -= 1
    accepted = desk.send([("flowers.csv", FLOWERS)])

    assert (refused.status_code, refused.json()["message"]) == (
        503,
        "Learnscope has no memory for these data beside what others hold; take fewer rows, or try again when "
        "others have closed their pages",
    )
    assert (accepted.status_code, len(desk.seen)) == (200, 1)


def test_a_full_disk_is_told(desk: Desk, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its place."""

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(incoming.Incoming, "write", fail)
    response = desk.send([("flowers.csv", FLOWERS)])

    assert (response.status_code, response.json()["message"]) == (
        507,
        "the files could not be kept for reading (No space left on device); "
        f"make room in {kept} and try again",
    )


@pytest.mark.parametrize("length", [0, 10, 90, 150])
def test_a_connection_that_breaks_leaves_nothing(desk: Desk, kept: Path, length: int) -> None:
    """Neither files nor a change, wherever in the body it breaks."""
    body = form(b'name="file"; filename="flowers.csv"', FLOWERS)
    assert len(body) > 150

    answered = asyncio.run(broken(desk, body[:length], more=True))

    assert answered == [400]
    assert list(kept.iterdir()) == []


def test_who_leaves_before_the_answer_changes_nothing(desk: Desk) -> None:
    """The data are read, and then nobody wants them."""
    body = form(b'name="file"; filename="flowers.csv"', FLOWERS)

    assert asyncio.run(broken(desk, body, more=False)) == [400]
    assert desk.seen == []


def test_an_upload_that_is_cancelled_leaves_nothing(desk: Desk, kept: Path) -> None:
    """As when the server ends: the folder is removed, and what works in it is waited for."""

    async def act() -> None:
        begun = asyncio.Event()

        async def receive() -> dict[str, Any]:
            if begun.is_set():
                await asyncio.Event().wait()
            begun.set()
            return {"type": "http.request", "body": b"x" * 2**20, "more_body": True}

        with desk.sittings.attend(NAME, nobody()):
            serving = asyncio.create_task(desk.app(scope(), receive, ignore))
            await begun.wait()
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving

    asyncio.run(act())

    assert list(kept.iterdir()) == []


def scope() -> dict[str, Any]:
    """A request as a server describes it."""
    headers = {**OURS, "Content-Type": "multipart/form-data; boundary=x"}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": f"/s/{NAME}/data",
        "raw_path": f"/s/{NAME}/data".encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8765),
    }


async def ignore(message: Any) -> None:
    """Send to nobody."""


def nobody() -> Reader:
    """A reader who is sent nothing."""

    async def nothing(message: bytes = b"") -> None:
        return None

    return Reader(Outbox(nothing), nothing)


async def broken(desk: Desk, body: bytes, *, more: bool) -> list[int]:
    """The statuses answered to a request whose connection closes after `body`."""
    coming = [{"type": "http.request", "body": body, "more_body": more}]
    answered = []

    async def receive() -> dict[str, Any]:
        return coming.pop() if coming else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    with desk.sittings.attend(NAME, nobody()):
        await desk.app(scope(), receive, send)
    return answered
