"""Fixtures of the server's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.server.fakes import Running, build_page, running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A built page."""
    return build_page(tmp_path / "page")


@pytest.fixture(scope="module")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server on loopback for many tests."""
    with running(build_page(tmp_path_factory.mktemp("page"))) as started:
        yield started


@pytest.fixture
def server(one_server: Running) -> Running:
    """A running server with a fresh sitting."""
    return Running(one_server.server, one_server.port)
