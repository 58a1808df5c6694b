"""Killed between any two writes to the disk: nothing that was answered is older than it was shown."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from learnscope.scene.schema import Reply, Scene
from learnscope.session import Session, decode
from learnscope.sittings import twofold
from learnscope.sittings.folder import Store
from learnscope.sittings.worker import Worker
from learnscope.store import file as files
from learnscope.store.autosave import Autosave
from learnscope.store.writing import WRITING
from tests.sittings.pages import READER, RECIPE

NAME = "killed-between"
RATES = (0.25, 0.375)


@dataclass(frozen=True)
class Shown:
    """What a page knows: the last rate that was answered, at which step, and one that was asked for since."""

    rate: float = RECIPE.learning_rate
    step: int = 0
    asked: float | None = None


class Disk:
    """A folder, copied before each write and amid changes, with what the page was shown by then."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "disk"
        self.shown = Shown()
        self.copies: list[tuple[Path, Shown]] = []
        self._change = files.changing
        monkeypatch.setattr(files, "changing", self._changed)
        for module, name in ((twofold, "_put"), (twofold, "_whole"), (files, "_link")):
            monkeypatch.setattr(module, name, self._around(getattr(module, name)))

    def worker(self, folder: Path | None = None) -> Worker:
        """What works for the sitting, on this disk or on a copy of it."""
        place = folder or self.folder

        def make(snapshot: bytes | None) -> Session:
            return Session(
                seeds=lambda: 100, experiment=None if snapshot else RECIPE, snapshot=snapshot,
                autosave=Autosave(place / "runs", gap=0.0), engine="plain",
            )  # fmt: skip

        return Worker(NAME, make, Store(place / "sittings"))

    def copy(self) -> None:
        """What somebody finds who comes after a kill at this moment."""
        there = self.folder.with_name(f"copy {len(self.copies)}")
        shutil.copytree(self.folder, there)
        self.copies.append((there, self.shown))

    def _around(self, write: Callable[..., None]) -> Callable[..., None]:
        def written(*arguments: Any) -> None:
            self.copy()
            write(*arguments)

        return written

    @contextlib.contextmanager
    def _changed(self, tables: sqlite3.Connection) -> Iterator[None]:
        self.copy()
        with self._change(tables):
            yield
            self.copy()


def intend(worker: Worker, scene: Scene, kind: str, serial: int, **fields: Any) -> Scene:
    """The scene that an intent made at `scene` leads to."""
    intent = {"type": kind, "at": scene.moment, "serial": serial, "reader": READER} | fields
    return shown(worker.handle(decode(msgspec.msgpack.encode(intent))))


def shown(reply: Reply | None) -> Scene:
    """The reply, which is a scene."""
    assert isinstance(reply, Scene), reply
    return reply


def rate(scene: Scene) -> float:
    """The learning rate that it shows."""
    groups = msgspec.to_builtins(scene.experiment.groups)
    values = [
        each["value"] for group in groups for each in group["settings"] if each["name"] == "learning_rate"
    ]
    return float(values[0])


def played(disk: Disk, worker: Worker, due: list[Callable[[], None]]) -> None:
    """Edits while it plays; what playing leads to is written now and then, in both orders."""
    scene = intend(worker, shown(worker.scene()), "play", 1, pace=0.0)
    for serial, wanted in enumerate(RATES, 2):
        for turn in range(3):
            scene = shown(worker.tick(0.0))
            writes: list[Callable[[], object]] = [due.pop()] if due else []
            due.clear()
            writes.insert(turn % 2, worker.keep)
            for write in writes if turn else ():
                write()
        disk.shown = replace(disk.shown, asked=wanted)
        scene = intend(worker, scene, "configure", serial, name="learning_rate", value=wanted)
        disk.shown = Shown(rate(scene), scene.moment.step)
        disk.copy()
        assert disk.shown.rate == wanted


def test_what_comes_back_is_the_last_answered_edit_or_the_one_asked_for_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a step that is not before it; another edit there is kept as well."""
    due: list[Callable[[], None]] = []
    monkeypatch.setattr(WRITING, "after", lambda seconds, call: due.append(call))
    disk = Disk(tmp_path, monkeypatch)
    disk.folder.mkdir()
    worker = disk.worker()
    played(disk, worker, due)
    copies, disk.copies = disk.copies, []
    monkeypatch.undo()
    worker.release()

    came = set()
    for folder, known in copies:
        again = disk.worker(folder)
        scene = shown(again.scene())
        came.add(rate(scene) == known.asked)
        assert rate(scene) in (known.rate, known.asked), (folder, known)
        assert scene.moment.step >= known.step, (folder, known)
        intend(again, scene, "configure", 100, name="learning_rate", value=0.75)
        again.release()
        last = disk.worker(folder)
        there = shown(last.scene())
        assert rate(there) == 0.75
        assert there.moment.step == scene.moment.step
        for one, other in zip(scene.stage.links, there.stage.links, strict=True):
            np.testing.assert_array_equal(one.weight.data, other.weight.data)
        last.release()
    assert came == {True, False}


EDITS: list[tuple[str, dict[str, Any]]] = [
    ("train", {"epochs": 1}),
    ("set_input", {"index": 1, "value": 2.5}),
    ("configure", {"name": "learning_rate", "value": 0.25}),
    ("advance", {"next_batch": True, "phase": 0.0}),
    ("set_input", {"index": 0, "value": 0.5}),
    ("train", {"epochs": 1}),
    ("set_target", {"index": 0, "value": 0.5}),
    ("configure", {"name": "batch_size", "value": 6}),
    ("set_input", {"index": 0, "value": 0.25}),
    ("add_neuron", {"layer": 1}),
    ("fork", {"title": "another"}),
]


def test_so_do_edits_at_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edited sample is there until an edit that comes back as well has taken it away."""
    monkeypatch.setattr(WRITING, "after", lambda seconds, call: None)
    disk = Disk(tmp_path, monkeypatch)
    disk.folder.mkdir()
    worker = disk.worker()
    scene = shown(worker.scene())
    stood, copied = [stand(worker)], [0]
    for serial, (kind, fields) in enumerate(EDITS, 1):
        scene = intend(worker, scene, kind, serial, **fields)
        stood.append(stand(worker))
        disk.copy()
        copied.append(len(disk.copies))
    monkeypatch.undo()
    worker.release()

    for number, (kind, _) in enumerate(EDITS):
        for folder, _ in disk.copies[copied[number] : copied[number + 1]]:
            again = disk.worker(folder)
            shown(again.scene())
            assert stand(again) in stood[number : number + 2], (kind, folder)
            again.release()


def stand(worker: Worker) -> tuple[Any, ...]:
    """What a sitting shows, and of what."""
    state = worker._model._now.state  # type: ignore[union-attr]
    place = state.step, state.epoch, state.batch, state.sample, state.edited
    return *place, state.network.parameters.tolist(), state.experiment
