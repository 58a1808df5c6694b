"""Trees on disk: whatever was done, and however often it was saved, the file holds the tree as it is."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.arrays import frozen
from learnscope.core.compiled import PLAIN
from learnscope.library.opening import open_run
from learnscope.run import (
    ByHand,
    Tree,
    event,
    fork,
    grow,
    hand_step,
    measured,
    placed,
    point,
    remove,
    rename,
    window,
)
from learnscope.run.thinning import fitting
from learnscope.store.contents import Notes
from learnscope.store.file import RunFile, write_whole
from learnscope.store.memory import as_bytes, from_bytes
from learnscope.store.read import open_stored
from tests.run.trees import TIGHT, changed, loop_of, make_setup, make_tree
from tests.sampling import many
from tests.training.plans import train_plan

FORMS: list[dict[str, Any]] = [
    {},
    {"optimizer": "adam", "dropout": 0.2, "l2": 0.01},
    {"optimizer": "momentum", "precision": "float32", "hidden": ()},
]
FIELDS = ("title", "colour", "parent", "departure", "steps", "best", "waited", "racing", "stopped")
OPERATIONS = ("grow", "event", "fork", "hand", "skip", "rename", "remove", "undo", "save")


def done(tree: Tree, what: str, number: int) -> Tree:
    """The tree after one operation, or as it was where that cannot be."""
    future = tree.futures[number % len(tree.futures)]
    name = future.name
    if what == "grow":
        return grow(tree, name, 1 + number % 40, PLAIN, rules=False).tree
    if what == "event":
        setup = changed(future.segment.setup, learning_rate=0.05 + 0.001 * number)
        here = future.head
        parameters = here.parameters + number / 1000
        edited = replace(here, parameters=frozen(parameters.astype(here.parameters.dtype)))
        return event(tree, name, edited, setup, loop_of(setup), f"learning rate {number}")
    if what == "fork" and len(tree.futures) < 5:
        return fork(tree, name, number % (future.steps + 1), title=f"fork {number}")
    if what == "hand":
        rows = future.segment.loop.batch(future.head.place)
        return hand_step(
            tree, name, by_hand=ByHand(int(rows[0]), (0.1 * number, -1.0), (1.0, 0.0), number % 2 == 1)
        )
    if what == "skip":
        return placed(tree, name, future.head.ahead + 1)
    if what == "rename":
        return rename(tree, name, f"title {number}")
    if what == "remove" and future.parent:
        return remove(tree, name)
    return tree


def same(one: Tree, other: Tree) -> None:
    """Every future, its points, its curves."""
    assert one.names == other.names
    assert (one.born, one.spacing) == (other.born, other.spacing)
    for future, again in zip(one.futures, other.futures, strict=True):
        for field in FIELDS:
            assert getattr(again, field) == getattr(future, field), field
        kept = [(s.first, s.count, s.causes, s.by_hand, s.engine, len(s.frames)) for s in future.segments]
        assert kept == [
            (s.first, s.count, s.causes, s.by_hand, s.engine, len(s.frames)) for s in again.segments
        ]
        for step in {0, 1, future.steps // 2, max(future.steps - 1, 0), future.steps}:
            if step <= future.steps:
                assert point(one, future.name, step).same(point(other, again.name, step))
        for read in (window, measured):
            mine, theirs = (read(tree, future.name, 0, 10**6, 16) for tree in (one, other))
            for field in ("steps", "counts", "low", "mean", "high"):
                np.testing.assert_array_equal(getattr(mine, field), getattr(theirs, field))


@pytest.mark.parametrize("form", FORMS, ids=["plain", "adam", "float32"])
@settings(max_examples=many(12), deadline=None)
@given(
    operations=st.lists(st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 200)), min_size=2, max_size=14)
)
def test_a_file_that_is_added_to_holds_the_tree(
    form: dict[str, Any], operations: list[tuple[str, int]]
) -> None:
    """After edits, forks, steps made by hand, removals and undone moves, saved after any of them."""
    tree = grow(make_tree(TIGHT, **form), "1", 20, PLAIN, rules=False).tree
    past = [tree]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.run"
        setups = write_whole(path, tree, Notes(stamp="begin"))
        file = RunFile(path, tree, setups, "begin")
        for what, number in operations:
            tree = past[number % len(past)] if what == "undo" else done(tree, what, number)
            past.append(tree)
            if what in ("save", "undo") or number % 3 == 0:
                file.save(tree, Notes())
        file.save(tree, Notes(shown=tree.names[-1]))
        file.close()

        stored = open_stored(path)
        run = open_run(path)

    same(tree, stored.tree)
    same(tree, from_bytes(as_bytes(tree, Notes()), "a sitting").tree)
    last = tree.futures[-1]
    assert stored.shown == last.name
    assert run.steps == last.steps
    for step in (0, last.steps // 2, last.steps):
        found = point(tree, last.name, step).parameters
        assert run.at(step).parameters.tobytes() == found.tobytes()


@pytest.mark.parametrize("frames", [0, 400, 10**6])
def test_a_tree_that_is_made_to_fit_has_the_same_points(frames: int) -> None:
    """With fewer keyframes and coarser curves, whose extremes stay."""
    tree = grow(make_tree(optimizer="adam"), "1", 200, PLAIN, rules=False).tree
    tree = grow(fork(tree, "1", 90, title="other"), "2", 150, PLAIN, rules=False).tree
    before = sum(len(s.frames) * s.start.size for f in tree.futures for s in f.segments)

    small = fitting(tree, frames=frames, curves=4000)

    after = sum(len(s.frames) * s.start.size for f in small.futures for s in f.segments)
    assert after <= min(frames, before)
    assert sum(24 * bins.columns * bins.full for f in small.futures for bins in (f.log, f.measures)) <= 4000
    for future in tree.futures:
        for step in range(0, future.steps + 1, 23):
            assert point(small, future.name, step).same(point(tree, future.name, step))
        mine, theirs = (window(one, future.name, 0, 10**6, 1, replay=0) for one in (small, tree))
        np.testing.assert_array_equal(mine.low, theirs.low)
        np.testing.assert_array_equal(mine.high, theirs.high)


def test_a_tree_that_was_read_is_added_to(tmp_path: Path) -> None:
    """What was read is told from what is new, by the tree itself."""
    tree = grow(make_tree(), "1", 30, PLAIN).tree
    write_whole(tmp_path / "a.run", tree, Notes(stamp="one"))
    stored = open_stored(tmp_path / "a.run")

    file = RunFile(stored.path, stored.tree, stored.setups, "one")
    longer = grow(fork(stored.tree, "1", 11, title="other"), "2", 25, PLAIN).tree
    file.save(longer, Notes(stamp="two"))
    file.close()

    again = open_stored(tmp_path / "a.run")
    same(longer, again.tree)
    assert again.about["stamp"] == "two"
    assert len(again.setups) == 1


def test_settings_nothing_was_made_under_are_dropped(tmp_path: Path) -> None:
    """A learning rate that was dragged leaves a bounded number of recipes behind."""
    tree = grow(make_tree(), "1", 5, PLAIN).tree
    setups = write_whole(tmp_path / "a.run", tree, Notes(stamp="one"))
    file = RunFile(tmp_path / "a.run", tree, setups, "one")
    for k in range(150):
        setup = changed(make_setup(), learning_rate=0.1 + k / 1000)
        file.save(event(tree, "1", tree["1"].head, setup, loop_of(setup), f"learning rate {k}"), Notes())
    last = event(tree, "1", tree["1"].head, setup, loop_of(setup), "learning rate 1")

    file.save(last, Notes())
    file.close()

    stored = open_stored(tmp_path / "a.run")
    assert len(stored.setups) < 80
    same(last, stored.tree)


def test_a_run_of_the_page_has_columns_too(tmp_path: Path) -> None:
    """They are made again, bit for bit those of a run that the library made."""
    tree = grow(make_tree(optimizer="adam"), "1", 23, PLAIN).tree
    write_whole(tmp_path / "a.run", tree, Notes())
    loop = loop_of(make_setup(optimizer="adam", steps=23))
    wanted = train_plan(loop.plan, engine="plain")

    history = open_run(tmp_path / "a.run").history

    for name, column in wanted.history.columns().items():
        np.testing.assert_array_equal(history[name], column)
    np.testing.assert_array_equal(history.gradient_norms, wanted.history.gradient_norms)
    for field in ("step", "epoch", "penalty", "values", "spread"):
        found = getattr(history.measures, field)
        np.testing.assert_array_equal(found, getattr(wanted.history.measures, field))
