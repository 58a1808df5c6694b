"""A run's file that something else damages under a page: said once, left as it is, and nothing is lost."""

import asyncio
from pathlib import Path

import pytest

from learnscope.store.beside import is_alone
from learnscope.store.folder import runs
from learnscope.store.read import open_stored
from tests.test_cli import started
from tests.test_two_servers import page


def damaged(data: bytes, how: str) -> bytes:
    """A file that is none any more."""
    if how == "cut":
        return data[:4096]
    if how == "emptied":
        return b""
    return data[:4096] + b"\xff" * (len(data) - 4096)


@pytest.mark.parametrize("how", ["overwritten", "cut", "emptied"])
def test_a_run_damaged_under_a_page_goes_on_in_another_file(how: str, tmp_path: Path) -> None:
    """Through a real server, which a page speaks to over its socket."""
    folder = tmp_path / "data" / "learnscope" / "runs"
    places = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_STATE_HOME": str(tmp_path / "state")}

    async def work(address: str) -> tuple[str, bytes, str, int]:
        async with page(address, "adas-sitting", "ada") as reader:
            name = (await reader.intend("train", epochs=1))["run"]["file"]
            await reader.intend("train", epochs=1)
            spoilt = damaged((folder / name).read_bytes(), how)
            (folder / name).write_bytes(spoilt)
            await reader.intend("train", epochs=1)
            while not reader.troubles:  # it may be written a moment later, or before that was answered
                await reader.see()
            run = (await reader.intend("train", epochs=1))["run"]
            while run["trouble"]:
                run = (await reader.see())["run"]
            other = run["file"]
            assert reader.troubles == [
                f"{name} was damaged while the run went on; "
                f"it is left as it is, and the run goes on in {other}."
            ]
        return name, spoilt, other, run["head"]

    with started("--port", "0", "--no-browser", **places) as (_, address):
        name, spoilt, other, head = asyncio.run(asyncio.wait_for(work(address), 120))

    assert (folder / name).read_bytes() == spoilt
    assert open_stored(folder / other).tree["1"].steps == head
    assert {one.name: bool(one.trouble) for one in runs(folder)} == {name: True, other: False}
    assert is_alone(folder / name)
