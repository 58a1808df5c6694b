"""Malformed requests and messages, many of them: the server survives, and other sittings notice nothing.

With `--all`, 10 000 requests and 100 000 messages, other ones each time; without, a sample that is always the
same.
"""

import contextlib
import logging
import re
import socket
import typing
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from websockets.sync.client import ClientConnection

from learnscope.scene.schema import AnyIntent
from learnscope.session import Session, decode
from learnscope.sittings.sittings import Sittings
from tests.hosts.server.fakes import Running, build_page, read, running
from tests.sampling import everything

REQUESTS = 10_000 if everything() else 300
TOGETHER = 50  # messages of one example
MESSAGES = 100_000 if everything() else 1_000
PARTS = 10 if everything() else 1  # Hypothesis remembers all that it drew for one test
TYPES = [kind.__struct_config__.tag for kind in typing.get_args(AnyIntent)]
FIELDS = sorted({field for kind in typing.get_args(AnyIntent) for field in kind.__struct_fields__})
PATHS = [
    "/",
    "/health",
    "/metrics",
    "/s/abcdefghijkl/",
    "/s/abcdefghijkl/ws",
    "/s/abcdefghijkl/data",
    "/s/abcdefghijkl/picture",
    "/s/abcdefghijkl/assets/index-1a2b.js",
    "/../etc/passwd",
    "*",
    "//",
    "/%00",
]
HEADERS = [
    "Host",
    "Origin",
    "Content-Length",
    "Transfer-Encoding",
    "Content-Type",
    "Connection",
    "Upgrade",
    "Cookie",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Version",
    "Sec-WebSocket-Extensions",
    "X-Learnscope",
    "Expect",
    "Authorization",
    "Range",
    "If-None-Match",
    "Accept-Encoding",
]
VALUES = [
    "localhost",
    "http://localhost",
    "0",
    "5",
    "-1",
    "99999999999999999999",
    "chunked",
    "websocket",
    "Upgrade",
    "13",
    "dGhlIHNhbXBsZSBub25jZQ==",
    "permessage-deflate; client_max_window_bits=99",
    "1",
    "bytes=5-1,-0,9-",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=",
    "close",
    "a=b; " * 200,
    "100-continue",
    "br;q=x",
    "*",
    '"',
    "é",
]
BODIES = [
    b"",
    b"12345",
    b"5\r\n12345\r\n0\r\n\r\n",
    b"fffffffffffffffff\r\n",
    b"--x\r\n",
    b"--x--\r\n",
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\n1,2\r\n--x--\r\n',
    b"\x81\x05hello",
    b"\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\x88\x00",
]

requests = st.builds(
    lambda method, path, version, headers, body: (
        f"{method} {path} {version}\r\n".encode()
        + b"".join(f"{name}: {value}\r\n".encode() for name, value in headers)
        + b"\r\n"
        + body
    ),
    st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "CONNECT", "PUT", "get", "G\tT", "PRI", ""]),
    st.sampled_from(PATHS) | st.text(max_size=40),
    st.sampled_from(["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9", "", "\x00"]),
    st.lists(st.tuples(st.sampled_from(HEADERS), st.sampled_from(VALUES) | st.text(max_size=20)), max_size=8),
    st.sampled_from(BODIES) | st.binary(max_size=60),
)


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[bytes]) -> bytes:
    """Something whole, of which a stretch is left out, repeated or other bytes."""
    data = draw(whole)
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, min(len(data), start + 8)))
    return data[:start] + draw(st.binary(max_size=8) | st.just(data[start:end] * 2)) + data[end:]


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers(-(2**63), 2**64 - 1)
    | st.text(max_size=10)
    | st.binary(max_size=10)
    | st.sampled_from(["a" * 5000, "=1+1", "<b>", "weight.0.0.0", "1", "\ud7ff"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
MOMENT = {"run": "1-1", "step": 0, "revision": 0, "phase": 0.0, "sample": 0}
intents = st.builds(
    lambda kind, fields: msgspec.msgpack.encode({"at": MOMENT, "serial": 1} | fields | {"type": kind}),
    st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from(FIELDS), anything, max_size=5),
)
messages = (
    st.binary(max_size=100)
    | anything.map(msgspec.msgpack.encode)
    | intents
    | damaged(intents)
    | st.integers(1, 100_000).map(lambda depth: b"\x91" * depth)  # nested as deeply
)


class Bystander:
    """A reader of another sitting, who does one thing after another and knows what is to come of it."""

    def __init__(self, reader: ClientConnection) -> None:
        self.reader = reader
        self.serial = 0
        self.scene = read(reader)
        self.known: dict[int, Any] = {}  # what is shown of each sample

    def act(self) -> None:
        """Show another sample, and see that it and nothing else is done."""
        self.serial += 1
        before = self.scene
        number = 2 + self.serial % 2
        intent = {
            "type": "show_sample",
            "at": before["moment"] | {"phase": 0.0},
            "serial": self.serial,
            "reader": "by",
            "number": number,
        }
        self.reader.send(msgspec.msgpack.encode(intent))
        self.scene = read(self.reader)
        assert self.scene["type"] == "scene", self.scene
        assert self.scene["answered"]["by"] == self.serial
        assert self.scene["stage"] == self.known.setdefault(number, self.scene["stage"])


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of real sessions."""
    sittings = Sittings(lambda snapshot: Session(seeds=lambda: 1, snapshot=snapshot), decode)
    with running(build_page(tmp_path_factory.mktemp("page")), sittings=sittings) as server:
        yield server


@pytest.fixture(scope="module")
def bystander(real: Running) -> Iterator[Bystander]:
    """Somebody in the middle of it."""
    with real.connect("bystander-00") as reader:
        yield Bystander(reader)


# Pings of connections draw from `random`, in a thread of the server and whenever they are due.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the .random. module inside strategies")


def relaxed(examples: int) -> settings:
    """So many examples, on one server."""
    return settings(
        max_examples=examples,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
        ],
    )


@relaxed(REQUESTS)
@given(requests | damaged(requests) | st.binary(max_size=200))
def test_a_malformed_request_is_answered_or_dropped(
    real: Running, bystander: Bystander, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    """Never by a fault: what comes back is HTTP with a status below 500, or nothing."""
    answer = b""
    with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", real.port)) as one:
        one.settimeout(20)
        one.sendall(sent)
        one.shutdown(socket.SHUT_WR)
        while piece := one.recv(65536):
            answer += piece

    assert answer == b"" or re.match(rb"HTTP/1\.1 [1-4]\d\d ", answer)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    bystander.act()


@pytest.mark.parametrize("part", range(PARTS))
@relaxed(MESSAGES // TOGETHER // PARTS)
@given(st.lists(messages, min_size=TOGETHER, max_size=TOGETHER))
def test_malformed_messages_end_nothing(
    real: Running, bystander: Bystander, caplog: pytest.LogCaptureFixture, part: int, sent: list[bytes]
) -> None:
    """Each is a problem that is told, or an intent as another; then the same reader's next is carried out."""
    with real.connect() as reader:
        scene: dict[str, Any] = read(reader)
        for message in sent:
            reader.send(message)
        last = {"type": "list_runs", "at": scene["moment"], "serial": 10**6, "reader": "last"}
        reader.send(msgspec.msgpack.encode(last))
        while (told := read(reader)).get("serial") != 10**6:
            assert told["type"] != "problem" or told["kind"] != "failed", told

    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
    bystander.act()
