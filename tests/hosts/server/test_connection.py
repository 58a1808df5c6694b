"""WebSockets, over real ones."""

import asyncio
import contextlib
import logging
import os
import socket
import sys
import threading
import time
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from learnscope.hosts.server.connections import Socket
from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.serve import LARGEST_MESSAGE
from learnscope.scene.schema import Intent, NewStart, Reply, ShowSample
from learnscope.sittings.names import new_name
from learnscope.sittings.processes.order import Order
from learnscope.sittings.processes.spread import Spread
from learnscope.sittings.sittings import Sittings
from learnscope.sittings.worker import FAILED
from tests.hosts.server.fakes import Running, read, revision, running
from tests.sittings.fakes import NAME, FakeSession, change, decode, intent, look


def test_a_reader_sees_the_scene_at_once(server: Running) -> None:
    """Without asking."""
    with server.connect() as reader:
        assert revision(reader) == 0


def test_an_intent_is_answered_with_a_scene(server: Running) -> None:
    """One for each, in their order."""
    with server.connect() as reader:
        seen = [revision(reader)]
        for _ in range(20):
            reader.send(change())
            seen.append(revision(reader))

    assert seen == list(range(21))


def test_readers_of_one_sitting_see_the_same(server: Running) -> None:
    """What one changes goes to all; another sitting is another world."""
    with server.connect() as one, server.connect() as two, server.connect("another-name") as other:
        assert [revision(each) for each in (one, two, other)] == [0, 0, 0]
        one.send(change())
        assert [revision(one), revision(two)] == [1, 1]
        two.send(change())
        assert [revision(one), revision(two)] == [2, 2]
        other.send(look())
        assert revision(other) == 0


def test_a_problem_goes_to_whom_it_concerns(server: Running) -> None:
    """The sender gets it; the next thing others see is the next change."""
    with server.connect() as one, server.connect() as two:
        revision(one), revision(two)
        one.send(intent(ShowSample, 7, number=900))
        assert read(one) == {
            "type": "problem", "kind": "refused", "field": "number", "message": "no sample 900", "serial": 7,
        }  # fmt: skip
        one.send(change())
        assert [revision(one), revision(two)] == [1, 1]


@pytest.mark.parametrize(
    "message", [b"", b"\xc1", b"\x81", b"no", b"\x80", b"\x00" * 100_000, change()[:-1], change() + b"0"]
)
def test_what_is_no_intent_is_a_problem(server: Running, message: bytes) -> None:
    """The connection stays, and the next intent is carried out."""
    with server.connect() as reader:
        revision(reader)
        reader.send(message)
        assert read(reader)["kind"] == "malformed"
        reader.send(change())
        assert revision(reader) == 1


def test_text_is_a_problem(server: Running) -> None:
    """It says what is expected instead."""
    with server.connect() as reader:
        revision(reader)
        reader.send("{}")
        assert read(reader) == {
            "type": "problem",
            "kind": "malformed",
            "field": "",
            "message": "a message must be one binary MessagePack value, got text; send it as binary",
            "serial": -1,
        }
        reader.send(change())
        assert revision(reader) == 1


def test_a_message_of_the_largest_size_is_read(server: Running) -> None:
    """And answered, as what it is."""
    with server.connect() as reader:
        revision(reader)
        reader.send(b"\x00" * LARGEST_MESSAGE)
        assert read(reader)["kind"] == "malformed"


def test_a_larger_message_ends_its_own_connection_only(server: Running) -> None:
    """With the code for it; the sitting is as it was."""
    with server.connect() as one, server.connect() as two:
        revision(one), revision(two)
        one.socket.sendall(b"\x82\xff" + (LARGEST_MESSAGE + 1).to_bytes(8) + b"mask")  # announced, not sent
        with pytest.raises(ConnectionClosed) as caught:
            one.recv(timeout=10)
        two.send(change())
        assert revision(two) == 1

    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 1009


def test_a_failing_session_does_not_end_the_sitting(
    server: Running, caplog: pytest.LogCaptureFixture
) -> None:
    """The reader is told, the reason is logged, the next intent is carried out."""
    with caplog.at_level(logging.ERROR), server.connect() as reader:
        revision(reader)
        reader.send(intent(NewStart, 3))
        assert read(reader) == {
            "type": "problem",
            "kind": "failed",
            "field": "",
            "message": FAILED,
            "serial": 3,
        }
        reader.send(change())
        assert revision(reader) == 1

    assert "a fault of the session" in caplog.text
    assert FAILED == (
        "Learnscope failed at this and has changed nothing; the reason is written where it was started"
    )


def test_a_session_that_cannot_begin_is_a_problem(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever connects is told, and may try again."""

    def make(snapshot: bytes | None) -> FakeSession:
        raise RuntimeError("no data")

    sittings = Sittings(make, decode)
    with (
        caplog.at_level(logging.ERROR),
        running(folder, sittings=sittings) as server,
        server.connect() as reader,
    ):
        assert read(reader)["kind"] == "failed"
        reader.send(change(serial=4))
        assert read(reader)["serial"] == 4


def test_whoever_comes_back_finds_the_same(server: Running) -> None:
    """A reload, or a connection lost without a word."""
    with server.connect() as reader:
        revision(reader)
        reader.send(change())
        revision(reader)
    with server.connect() as reader:
        assert revision(reader) == 1
        reader.socket.shutdown(socket.SHUT_RDWR)
    with server.connect() as reader:
        assert revision(reader) == 1


def test_a_restarted_server_begins_the_sitting_afresh(folder: Path) -> None:
    """The address is enough; what was in memory is gone."""
    with running(folder) as before, before.connect() as reader:
        revision(reader)
        reader.send(change())
        assert revision(reader) == 1

    with running(folder) as after, after.connect(before.name) as reader:
        assert revision(reader) == 0


def test_a_connection_that_breaks_in_a_message_harms_nobody(server: Running) -> None:
    """Half a frame, half a message in whole frames, and an intent whose answer nobody waits for."""
    half_frame = b"\x82\xfe\x10\x00" + b"mask" + b"only a part of 4096 bytes"
    with server.connect() as half, server.connect() as fragment, server.connect() as hasty:
        for each in (half, fragment, hasty):
            revision(each)
        half.socket.sendall(half_frame)
        half.socket.shutdown(socket.SHUT_RDWR)
        fragment.socket.sendall(b"\x02\x84mask" + b"part")
        fragment.socket.shutdown(socket.SHUT_RDWR)
        hasty.send(change())
        hasty.socket.shutdown(socket.SHUT_WR)

    with server.connect() as reader:
        while revision(reader) != 1:  # what the hasty one asked for is carried out, perhaps a moment later
            reader.send(look())


def test_a_slow_reader_gets_the_newest_and_holds_up_nobody(folder: Path) -> None:
    """It sees fewer scenes, in order, and the last; whoever reads gets every one meanwhile."""
    changes = 200
    sittings = Sittings(lambda snapshot: FakeSession(filling="x" * 300_000), decode)
    with (
        running(folder, sittings=sittings) as server,
        server.connect(max_queue=1) as slow,
        server.connect() as fast,
    ):
        assert revision(fast) == 0
        for number in range(1, changes + 1):
            fast.send(change())
            assert revision(fast) == number
        seen = [revision(slow)]
        while seen[-1] < changes:
            seen.append(revision(slow))

    assert seen == sorted(set(seen))
    assert len(seen) < changes / 2


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://localhost"])
def test_a_foreign_page_gets_no_connection(server: Running, origin: str) -> None:
    """403, with a sentence, before anything is opened."""
    with pytest.raises(InvalidStatus) as caught, server.connect(origin=origin):
        pass

    assert caught.value.response.status_code == 403
    assert (
        caught.value.response.body
        == (
            f"a page from '{origin}' may not talk to Learnscope at '127.0.0.1:{server.port}'; "
            "open Learnscope's own address; if a proxy offers it there, let the proxy pass the Host "
            "header on unchanged, or start Learnscope with --allow-host and what the page is from\n"
        ).encode()
    )


def test_without_a_token_a_program_must_name_an_origin(server: Running) -> None:
    """Browsers always do; what does not say where it comes from gets nothing."""
    with pytest.raises(InvalidStatus) as caught, server.connect(origin=None):
        pass

    assert caught.value.response.status_code == 403
    assert caught.value.response.body == (
        b"a WebSocket must name its Origin; a program sends the address of the page it would be\n"
    )


@pytest.mark.parametrize("name", ["short", "abcdefghijk!", NAME + "x"])
def test_a_malformed_name_has_no_sitting(server: Running, name: str) -> None:
    """404, before anything is opened."""
    with pytest.raises(InvalidStatus) as caught, server.connect(name):
        pass

    assert caught.value.response.status_code == 404


def test_a_connection_needs_the_token(folder: Path) -> None:
    """In its address or, as from the page, in the cookie."""
    with running(folder, rules=Rules(token="secret", cookie="learnscope_1")) as server:
        with pytest.raises(InvalidStatus) as caught, server.connect():
            pass
        with server.connect(query="?token=secret", origin=None) as reader:
            assert revision(reader) == 0
        with server.connect(additional_headers={"Authorization": "Bearer secret"}, origin=None) as reader:
            assert revision(reader) == 0
        with server.connect(additional_headers={"Cookie": "learnscope_1=secret"}) as reader:
            assert revision(reader) == 0

    assert caught.value.response.status_code == 403
    assert caught.value.response.body is not None
    assert caught.value.response.body.startswith(b"this address needs the token")


def test_a_cookie_alone_opens_no_connection(folder: Path) -> None:
    """Only browsers keep cookies, and they name their Origin; a program brings the token itself."""
    with running(folder, rules=Rules(token="secret", cookie="learnscope_1")) as server:
        kept = {"Cookie": "learnscope_1=secret"}
        with pytest.raises(InvalidStatus) as caught, server.connect(origin=None, additional_headers=kept):
            pass

    assert caught.value.response.status_code == 403
    assert caught.value.response.body == (
        b"a WebSocket must name its Origin or bring the token in its address; a program adds ?token= and it\n"
    )


def test_the_end_is_told_and_not_waited_for(folder: Path) -> None:
    """Readers get 1001; those who do not read, and half requests, are dropped."""
    sittings = Sittings(lambda snapshot: FakeSession(filling="x" * 8_000_000), decode)
    with contextlib.ExitStack() as connections:
        with running(folder, sittings=sittings) as server:
            reader = connections.enter_context(server.connect())
            connections.enter_context(server.connect(max_queue=1, close_timeout=0.1))
            half = connections.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            half.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
            for _ in range(5):
                revision(reader)
                reader.send(change())
            revision(reader)
            asked = time.monotonic()

        assert time.monotonic() - asked < 2  # half a second; a whole one is promised, and machines are busy
        with pytest.raises(ConnectionClosed) as caught:
            reader.recv(timeout=10)
        assert caught.value.rcvd is not None
        assert (caught.value.rcvd.code, caught.value.rcvd.reason) == (1001, "Learnscope has ended")


def test_the_end_of_one_process_is_not_told_as_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its readers get 1012, connect again, and go on; the others notice nothing."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    sittings = Spread(Sittings(FakeSession, decode), Order(FakeSession, decode), most=1, few=1)
    with (
        running(folder, sittings=sittings) as server,
        server.connect(new_name()) as here,
        server.connect() as there,
    ):
        revision(here)
        revision(there)
        sittings._shops[0].process.kill()
        with pytest.raises(ConnectionClosed) as caught:
            there.recv(timeout=60)
        with server.connect() as again:
            assert revision(again) == 0
        here.send(change())
        assert revision(here) == 1
    sittings.end()
    assert caught.value.rcvd is not None
    assert (caught.value.rcvd.code, caught.value.rcvd.reason) == (
        1012,
        "what computed this has ended; connect again",
    )


def test_a_page_that_waits_for_its_turn_is_not_taken_for_dead(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is read meanwhile, and so no answer to a ping."""
    made: list[Socket] = []
    begun, free, told = threading.Event(), threading.Event(), threading.Event()
    connect = Socket.connection_made

    def noted(socket: Socket, transport: asyncio.Transport) -> None:
        made.append(socket)
        connect(socket, transport)

    class Slow(FakeSession):
        def handle(self, intent: Intent) -> Reply:
            begun.set()
            assert free.wait(60)
            return super().handle(intent)

    def late() -> None:
        made[0].keepalive_timeout()
        told.set()

    monkeypatch.setattr(Socket, "connection_made", noted)
    sittings = Sittings(lambda snapshot: Slow(), decode)
    with running(folder, sittings=sittings) as server, server.connect() as reader:
        revision(reader)
        reader.send(change())
        assert begun.wait(60)
        reader.send(change())
        while not made[0].read_paused:
            time.sleep(0)
        made[0].loop.call_soon_threadsafe(late)
        assert told.wait(60)
        free.set()

        assert [revision(reader), revision(reader)] == [1, 2]
