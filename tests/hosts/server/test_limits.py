"""What a server takes has limits, and each is told in words."""

import asyncio
import errno
import logging
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import uvicorn

from learnscope.hosts.server import connections
from learnscope.hosts.server.connections import RUN, SPARE, Complaints, grant, protocol
from learnscope.scene.schema import Play
from learnscope.sittings.room import FULL
from learnscope.sittings.sittings import Sittings
from tests.hosts.server.fakes import Running, build_page, read, running
from tests.sittings.fakes import FakeSession, change, decode, intent


async def nothing(scope, receive, send):
    """An application that answers with nothing, once the body has come."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def told(said: bytes, *, most: int = 10, head: float = 30.0, body: float = 30.0, before: int = 0) -> bytes:
    """What a connection that says this is told, after so many others were opened."""

    async def talk():
        config = uvicorn.Config(nothing, log_config=None, lifespan="off", ws="none")
        config.load()
        state = uvicorn.server.ServerState()
        kind = protocol(most, head=head, body=body)
        server = await asyncio.get_running_loop().create_server(
            lambda: kind(config=config, server_state=state, app_state={}), "127.0.0.1", 0
        )
        port = server.sockets[0].getsockname()[1]
        others = [await asyncio.open_connection("127.0.0.1", port) for _ in range(before)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        answer = await asyncio.wait_for(reader.read(), 20)
        for _, other in (*others, (reader, writer)):
            other.close()
        server.close()
        return answer

    return asyncio.run(talk())


def test_half_a_request_is_not_waited_for():
    """Neither for its head, nor for its body."""
    for half, patience in (
        (b"", {"head": 0.01}),
        (b"GET / HTTP/1.1\r\nHost: a", {"head": 0.01}),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345", {"body": 0.01}),
    ):
        answer = told(half, **patience)

        assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert answer.endswith(b"\r\n\r\nthe request took too long to come; send it again\n")


def test_a_whole_request_is_answered_however_impatient_one_is_with_half_of_one():
    """And where it asks for that, the connection is closed after it."""
    whole = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\n12345"

    assert told(whole, head=5.0, body=5.0).startswith(b"HTTP/1.1 204 ")


def test_one_connection_too_many_is_told_so():
    """In a sentence that says what to do."""
    answer = told(b"", most=2, before=2)

    assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert answer.endswith(
        b"Learnscope has as many connections as it takes (2); close pages that nobody needs, and try again\n"
    )


@pytest.mark.parametrize(
    ("soft", "hard", "helpers", "most"),
    [
        (1024, 1 << 20, 0, 1612),
        (1024, 1 << 20, 1, 2000),
        (1024, 1024, 0, 179),
        (1024, 1024, 1, 224),
        (1024, 1024, 2, 448),
        (1024, 1024, 8, 896),
        (64, 64, 2, 16),
        (1 << 20, 1 << 20, 0, 2000),
    ],
)
def test_there_are_no_more_connections_than_descriptors_for_them(monkeypatch, soft, hard, helpers, most):
    """The system is asked for more where it may grant them."""
    resource = pytest.importorskip("resource", reason="Windows knows no such limit")
    asked = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: asked.append(limits))

    assert grant(helpers) == most
    assert asked == ([(8192, hard)] if soft < min(8192, hard) else [])


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts descriptors as Linux lists them")
@pytest.mark.parametrize(("helpers", "connections", "runs"), [(0, 179, 179), (1, 0, 224)])
def test_all_who_may_come_may_train(tmp_path: Path, helpers: int, connections: int, runs: int):
    """Where no more than 1024 descriptors are granted: so many runs are open at once, in one process."""
    child = [
        sys.executable,
        "-m",
        "tests.hosts.server.descriptors",
        str(tmp_path),
        *map(str, (helpers, runs)),
    ]
    most, each, taken = map(int, subprocess.check_output(child, text=True).split())

    assert most == max(connections, runs)
    assert each == RUN
    assert taken + connections + SPARE // 2 <= 1024


def test_being_out_of_descriptors_is_logged_once_a_minute(caplog):
    """In one line; what else goes wrong is logged as ever."""
    now = [0.0]
    complaints, loop = Complaints(clock=lambda: now[0]), asyncio.new_event_loop()
    out = {
        "message": "socket.accept() out of system resource",
        "exception": OSError(errno.EMFILE, "Too many"),
    }
    with caplog.at_level(logging.ERROR):
        for now[0] in (0.0, 1.0, 59.0, 60.0, 61.0):
            complaints(loop, out)
        complaints(loop, {"message": "another fault"})
    loop.close()

    line = (
        "no further connection can be opened (Too many); this goes on when others end, or start Learnscope "
        "where more files may be open (ulimit -n)"
    )
    assert [record.getMessage() for record in caplog.records] == [line, line, "another fault"]


def test_a_refused_websocket_is_told_why_and_nothing_is_logged(server: Running, caplog):
    """A page from elsewhere could fill the log otherwise."""
    with caplog.at_level(logging.DEBUG), socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(
            b"GET /s/abcdefghijkl/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://elsewhere\r\n"
            b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        answer = connection.recv(1000)

    assert b" 403 " in answer.split(b"\r\n")[0]
    assert [r for r in caplog.records if r.levelno >= logging.ERROR or r.name.startswith("learnscope")] == []
    assert logging.getLogger("uvicorn.error").level == logging.ERROR


def test_where_memory_is_taken_nobody_begins_another_sitting(tmp_path: Path):
    """Those that nobody looks at leave memory first; who looks already goes on."""
    taken = [0.0]
    sittings = Sittings(FakeSession, decode, memory=100.0, taken=lambda: taken[0])
    folder = build_page(tmp_path)
    with running(folder, sittings=sittings) as server, server.connect("first-sittin") as first:
        read(first)
        sittings._room._looked = float("-inf")
        taken[0] = 200.0
        with server.connect("second-sitti") as second:
            message = read(second)
        first.send(change())

        assert message == {"type": "problem", "kind": "failed", "field": "", "message": FULL, "serial": -1}
        assert read(first)["moment"]["revision"] == 1


def test_what_is_counted_can_be_read(server: Running):
    """As text for Prometheus, and whether it answers at all as JSON."""
    with server.connect() as reader:
        read(reader)
        for _ in range(3):
            reader.send(change())
            read(reader)
        reader.send(intent(Play, pace=1.0))
        read(reader)
        read(reader)
        answer = server.get("/metrics")
        alive = server.get("/health")

    lines = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert (lines["learnscope_sittings"], lines["learnscope_readers"], lines["learnscope_players"]) == (
        "1",
    ) * 3
    assert (
        lines["learnscope_answer_seconds_count"]
        == lines['learnscope_answer_seconds_bucket{le="+Inf"}']
        == "4"
    )
    assert int(lines["learnscope_moments_total"]) >= 1
    assert float(lines["learnscope_resident_bytes"]) > 0
    assert alive.json()["protocol"] >= 4


def test_the_limits_of_one_upload_are_lower_than_those_of_a_program(tmp_path: Path):
    """Numbers and pixels, in words that name them."""
    from learnscope.data.limits import AtMost, check_size, held_to
    from learnscope.errors import DataError

    check_size("zeros", 1000, 1000)
    with held_to(AtMost(numbers=999_999)), pytest.raises(DataError) as caught:
        check_size("zeros", 1000, 1000)
    assert str(caught.value) == (
        "zeros: 1 000 rows of 1 000 inputs are 1 000 000 numbers, more than the 999 999 (7 MB) held at once; "
        "take fewer rows or columns"
    )
    assert connections.HEAD < connections.BODY
