"""Fixtures of several tests of sittings."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from learnscope.store.autosave import Autosave
from tests.session.keeping import MOMENT


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Autosave]:
    """One that writes into a folder that is not there yet."""
    kept = Autosave(tmp_path / "runs", gap=0.05, now=lambda: MOMENT)
    yield kept
    kept.release()
