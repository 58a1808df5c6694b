"""The server, killed while a run plays: what was shown a second before is there when it is started again."""

import time
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from websockets.sync.client import ClientConnection

from learnscope.run import point
from learnscope.store.folder import runs
from learnscope.store.read import open_stored
from tests.test_cli import sitting, started

LOST = 1.0  # seconds that may be lost
SLACK = 1.0  # seconds more on a machine that does many things at once; 0.6 are lost on one that does not


def scene(reader: ClientConnection) -> dict[str, Any]:
    """The next scene."""
    while True:
        message = msgspec.msgpack.decode(reader.recv(timeout=30))
        if message["type"] == "scene":
            return dict(message)


@pytest.mark.parametrize("seconds", [0.1, 2.7, 3.3])
def test_a_server_may_be_killed_while_it_plays(seconds: float, tmp_path: Path) -> None:
    """The same sitting goes on in the same file, with the step that was shown or a later one."""
    places = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_STATE_HOME": str(tmp_path / "state")}
    with started("--port", "0", "--no-browser", **places) as (process, address), sitting(address) as reader:
        moment = scene(reader)["moment"]
        reader.send(msgspec.msgpack.encode({"type": "play", "at": moment, "serial": 1, "pace": 0.0}))
        shown = [(time.monotonic(), scene(reader)["moment"]["step"])]
        while shown[-1][0] < shown[0][0] + seconds:
            shown.append((time.monotonic(), scene(reader)["moment"]["step"]))
        process.kill()
    before = [step for when, step in shown if when < shown[-1][0] - LOST - SLACK]

    with started("--port", "0", "--no-browser", **places) as (process, address), sitting(address) as reader:
        again = scene(reader)
    folder = tmp_path / "data" / "learnscope" / "runs"

    kept = again["run"]
    assert again["moment"]["step"] >= max(before, default=0)
    assert kept["head"] >= max(before, default=0)
    assert not kept["playing"]
    if kept["file"]:
        assert [one.name for one in runs(folder)] == [kept["file"]]
        tree = open_stored(folder / kept["file"]).tree
        there = point(tree, "1", again["moment"]["step"])
        network = tree["1"].segment.loop.plan.network.with_parameters(there.parameters)
        for link, weight in zip(again["stage"]["links"], network.weights, strict=True):
            np.testing.assert_array_equal(np.frombuffer(link["weight"]["data"]), weight.reshape(-1))
