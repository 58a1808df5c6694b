"""Running the server."""

from pathlib import Path

from learnscope.hosts.server.listener import listen
from learnscope.hosts.server.serve import make_server
from tests.hosts.server.fakes import LOOPBACK, running
from tests.sittings.fakes import fake_sittings


def test_a_server_that_is_ended_before_it_runs_returns(folder: Path) -> None:
    """And opens no browser."""
    told: list[str] = []
    server = make_server(fake_sittings(), rules=LOOPBACK, ready=lambda: told.append("ready"), folder=folder)
    server.end()

    with listen("127.0.0.1", 0) as listener:
        server.run([listener])

    assert told == []


def test_answers_do_not_name_the_software(folder: Path) -> None:
    """What runs it is nobody's concern."""
    with running(folder) as server:
        assert "server" not in server.get("/health").headers
