"""Bytes that have two places in their file."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st

from learnscope.sittings import twofold
from learnscope.sittings.twofold import MOST, read, write

some_bytes = st.binary(max_size=200) | st.builds(bytes, st.integers(0, 5000))


@settings(max_examples=50)
@given(written=st.lists(some_bytes, min_size=1, max_size=8))
def test_what_is_read_is_what_was_written_last(
    written: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """However long it is, and whatever was there before."""
    file = tmp_path_factory.mktemp("kept") / "a"
    for data in written:
        write(file, data)

        assert read(file) == data
    assert os.listdir(file.parent) == ["a"]


def test_bytes_of_earlier_versions_are_read_and_replaced(tmp_path: Path) -> None:
    """They are the whole file."""
    (tmp_path / "a").write_bytes(b"\x86older")

    assert read(tmp_path / "a") == b"\x86older"
    write(tmp_path / "a", b"newer")
    assert read(tmp_path / "a") == b"newer"


def test_many_bytes_are_moved_into_place(tmp_path: Path) -> None:
    """Nobody sees them twice, and few may follow."""
    many = bytes(MOST + 1)
    for data in (b"few", many, b"few again"):
        write(tmp_path / "a", data)

        assert read(tmp_path / "a") == data


@given(after=st.integers(0, 200), steps=st.integers(1, 4))
@example(after=62, steps=1)  # of the line a byte
def test_who_dies_while_writing_leaves_what_was_whole(
    after: int, steps: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Wherever writing ends: the new bytes, or the ones before."""
    file, versions = tmp_path_factory.mktemp("kept") / "a", [bytes([65 + k]) * (60 + k) for k in range(6)]
    for data in versions[:steps]:
        write(file, data)

    class DiedError(Exception):
        """What comes in the place of the rest."""

    def put(handle: int, start: int, data: bytes) -> None:
        nonlocal after
        os.pwrite(handle, data[:after], start)
        if len(data) > after:
            raise DiedError
        after -= len(data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(twofold, "_put", put)
        try:
            write(file, versions[steps])
            allowed = [versions[steps]]
        except DiedError:
            allowed = [versions[steps - 1], versions[steps]]

    assert read(file) in allowed
    write(file, b"next")
    assert read(file) == b"next"


def test_of_a_damaged_place_the_bytes_before_are_read(tmp_path: Path) -> None:
    """And of two, nothing."""
    for data in (b"first", b"second"):
        write(tmp_path / "a", data)
    whole = (tmp_path / "a").read_bytes()

    (tmp_path / "a").write_bytes(whole.replace(b"second", b"sec\0nd"))
    assert read(tmp_path / "a") == b"first"
    (tmp_path / "a").write_bytes(whole.replace(b"second", b"").replace(b"first", b"f\0rst"))
    assert read(tmp_path / "a") == b""
    (tmp_path / "a").write_bytes(whole[:20])
    assert read(tmp_path / "a") == b""


def test_a_file_that_may_not_be_written_is_replaced(tmp_path: Path) -> None:
    """As whoever may write to the folder can do."""
    write(tmp_path / "a", b"first")
    (tmp_path / "a").chmod(0o400)

    write(tmp_path / "a", b"second")

    assert read(tmp_path / "a") == b"second"
