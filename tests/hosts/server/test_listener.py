"""The socket and its address."""

import errno
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from learnscope.errors import ArgumentError
from learnscope.hosts.server import listener as module
from learnscope.hosts.server.listener import PORT, TRIES, address, listen, on_loopback


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody listens."""
    with listen("127.0.0.1", 0) as somebody:
        yield somebody.getsockname()[1]


def test_a_port_that_is_taken_is_named(taken: int) -> None:
    """Where the port was asked for, no other is taken instead."""
    with pytest.raises(ArgumentError) as caught:
        listen("127.0.0.1", taken)

    assert (
        str(caught.value)
        == f"--port must be free, but {taken} is in use; leave it out to get the next free one"
    )


def test_the_next_free_port_is_taken(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none was asked for."""
    monkeypatch.setattr(module, "PORT", taken)

    with listen("127.0.0.1", None) as found:
        assert taken < found.getsockname()[1] < taken + TRIES


def test_where_no_port_is_free_one_must_be_given(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """After 50 tries it is not looked further."""
    monkeypatch.setattr(module, "PORT", taken)
    monkeypatch.setattr(module, "TRIES", 1)

    with pytest.raises(ArgumentError) as caught:
        listen("127.0.0.1", None)

    assert str(caught.value) == f"--port must be given, because {taken} to {taken} are all in use"
    assert (PORT, TRIES) == (8765, 50)


@pytest.mark.parametrize("port", [None, 0])
@pytest.mark.parametrize("host", ["192.0.2.77", "unknown", "a" * 70, "..", "ü" * 70, "\0"])
def test_an_address_of_another_machine_is_refused(
    host: str, port: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So is what is no address at all, or a name that nobody knows."""
    ask = socket.getaddrinfo

    def look_up(name: str, *others: Any, **options: Any) -> Any:
        if name == "unknown":  # in place of asking the network
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return ask(name, *others, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    with pytest.raises(ArgumentError) as caught:
        listen(host, port)

    shown = repr(host) if len(repr(host)) <= 60 else repr(host)[:57] + "..."
    assert (
        str(caught.value)
        == f"--host must be an address of this machine, got {shown}; leave it out for 127.0.0.1"
    )


def test_a_port_for_the_mighty_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Below 1024 an account may need a right that it has not."""

    def refuse(*_: object) -> socket.socket:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(module, "_bound", refuse)

    with pytest.raises(ArgumentError) as caught:
        listen("127.0.0.1", 80)

    assert str(caught.value) == "--port must be one this account may open, got 80; take one above 1023"


def test_a_port_can_be_had_again_at_once() -> None:
    """A server that was stopped with connections open can be started anew at its address."""
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            first.accept()[0].close()  # the side that closes first keeps the port in TIME_WAIT

    with listen("127.0.0.1", port) as second:
        assert second.getsockname()[1] == port


@pytest.mark.parametrize(
    ("host", "answer"), [("127.0.0.1", True), ("localhost", True), ("127.0.0.9", True), ("0.0.0.0", False)]
)
def test_what_was_bound_decides_whether_others_can_reach_it(host: str, answer: bool) -> None:
    """Not how it was written."""
    with listen(host, 0) as found:
        assert on_loopback(found) is answer


def test_the_address_can_be_opened() -> None:
    """It holds the host as given, the port as bound, and the token."""
    with listen("127.0.0.1", 0) as found:
        port = found.getsockname()[1]

        assert address(found, "127.0.0.1") == f"http://127.0.0.1:{port}/"
        assert address(found, "localhost", "secret") == f"http://localhost:{port}/?token=secret"
        assert address(found, "::1") == f"http://[::1]:{port}/"


@pytest.mark.parametrize("host", ["0.0.0.0", ""])
def test_every_interface_is_no_address(host: str) -> None:
    """What is told is one that a neighbour can open, or loopback where there is no network."""
    with listen(host, 0) as found:
        told = address(found, host)

    assert "0.0.0.0" not in told
    assert "[::]" not in told
