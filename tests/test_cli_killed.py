"""The server, killed while a run plays: what was shown a second before is there when it is started again."""

import asyncio
import sys
import time
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import numpy as np
import pytest
from websockets.sync.client import ClientConnection

from learnscope.run import point
from learnscope.scene.frames import Receiver
from learnscope.store.folder import runs
from learnscope.store.read import open_stored
from tests.killed_class import killed
from tests.sampling import everything, many
from tests.test_cli import sitting, started

LOST = 1.0  # seconds that may be lost
SLACK = 1.0  # seconds more on a machine that does many things at once; 0.6 are lost on one that does not


RECEIVERS: WeakKeyDictionary[ClientConnection, Receiver] = WeakKeyDictionary()


def received(reader: ClientConnection) -> dict[str, Any]:
    """The next message; a frame as the scene it makes."""
    receive = RECEIVERS.setdefault(reader, Receiver())
    return receive(bytes(reader.recv(timeout=30)))  # type: ignore[arg-type]  # never text


def scene(reader: ClientConnection) -> dict[str, Any]:
    """The next scene."""
    while (message := received(reader))["type"] != "scene":
        pass
    return message


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


class Page:
    """A page at a sitting: it intents at what it saw last, and remembers the scene that answered it."""

    def __init__(self, reader: ClientConnection, serial: int = 0) -> None:
        self.reader = reader
        self.serial = serial
        self.scene = scene(reader)

    def intend(self, kind: str, **fields: Any) -> None:
        """Send an intent, and return the moment that the scene it leads to has arrived."""
        self.serial += 1
        intend = {"type": kind, "at": self.scene["moment"], "serial": self.serial, "reader": "ada"} | fields
        self.reader.send(msgspec.msgpack.encode(intend))
        while self.scene["answered"].get("ada", -1) < self.serial:
            message = received(self.reader)
            assert message["type"] == "scene", message
            self.scene = message


def drawn(scene: dict[str, Any]) -> dict[str, Any]:
    """What is there to see, but for what another process need not know, or finds out a little later."""
    left_out = {
        "undo",
        "redo",
        "said",
        "check",
        "diagnoses",
        "training",
        "outcome",
        "pictures",
        "run",
        "welcome",
    }
    kept = {name: part for name, part in scene.items() if name not in left_out}
    run = scene["run"]
    futures = [{k: f[k] for k in ("name", "title", "steps", "departure", "racing")} for f in run["futures"]]
    on = [(each["name"], each["on"]) for each in run["breakpoints"]]
    return kept | {"futures": futures, "shown": run["shown"], "breakpoints": on}


RATE = {"name": "learning_rate", "value": 0.25}
EDITS: list[tuple[str, dict[str, Any]]] = [
    ("set_parameter", {"link": 0, "role": "bias", "index": [0], "value": 0.5}),
    ("set_input", {"index": 1, "value": 2.5}),
    ("train", {"epochs": 3}),
    ("configure", RATE),
    ("set_parameter", {"link": 1, "role": "weight", "index": [0, 2], "value": -0.5}),
    ("add_neuron", {"layer": 1}),
    ("advance", {"next_batch": True, "phase": 0.0}),
    ("set_breakpoint", {"name": "loss_rises", "on": True, "number": 3.0}),
    ("fork", {"title": "another"}),
    ("set_parameter", {"link": 0, "role": "bias", "index": [4], "value": 0.75}),
    ("rename_future", {"future": "2", "title": "mine"}),
    ("remove_neuron", {"layer": 1, "index": 0}),
    ("set_target", {"index": 0, "value": 0.5}),
    ("configure", {"name": "l2", "value": 0.125}),
    ("new_start", {}),
]


def test_an_edit_on_the_screen_is_on_the_disk(tmp_path: Path) -> None:
    """Killed at the moment its scene has arrived: the next process shows that very scene; fifteen times."""
    places = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_STATE_HOME": str(tmp_path / "state")}
    last: dict[str, Any] | None = None
    for serial, (kind, fields) in enumerate([*EDITS[: many(len(EDITS))], ("reset", {})]):
        with (
            started("--port", "0", "--no-browser", **places) as (process, address),
            sitting(address) as reader,
        ):
            page = Page(reader, serial)
            assert last is None or drawn(page.scene) == last, EDITS[serial - 1]
            page.intend(kind, **fields)
            process.kill()
        last = drawn(page.scene)


@pytest.mark.parametrize("seconds", [0.05, 0.7])
def test_so_is_one_made_while_training_plays(seconds: float, tmp_path: Path) -> None:
    """How it learns may be changed while it goes on."""
    places = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_STATE_HOME": str(tmp_path / "state")}
    with started("--port", "0", "--no-browser", **places) as (process, address), sitting(address) as reader:
        page = Page(reader)
        page.intend("play", pace=0.0)
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            page.scene = scene(reader)
        page.intend("configure", **RATE)
        process.kill()
    with started("--port", "0", "--no-browser", **places) as (_, address), sitting(address) as reader:
        again = Page(reader).scene

    settings = [each for group in again["experiment"]["groups"] for each in group["settings"]]
    assert [each["value"] for each in settings if each["name"] == "learning_rate"] == [0.25]
    assert again["moment"]["step"] >= page.scene["moment"]["step"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds child processes in /proc; on Linux")
def test_a_class_may_be_killed_again_and_again(tmp_path: Path) -> None:
    """The server, one of the processes it computes in, or all; with --all 50 kills while 50 sittings play."""
    sittings, kills = (50, 50) if everything() else (4, 2)

    found = asyncio.run(killed(tmp_path, sittings, kills))

    assert found["sittings"] == sittings
    assert sittings <= found["runs"] <= sittings + kills  # one is copied where its writer still ends
    assert found["other"] <= sittings
    assert found["unfinished"] <= kills
