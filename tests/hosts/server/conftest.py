"""Fixtures of the server's tests."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.server.desk import Desk
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
    return Running(one_server.server, one_server.port, one_server.sittings)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where files are kept while they are read; nothing of them stays."""
    place = tmp_path / "kept"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield place
    assert list(place.iterdir()) == []


@pytest.fixture
def desk(kept: Path) -> Desk:
    """A sitting with a reader."""
    return Desk()
