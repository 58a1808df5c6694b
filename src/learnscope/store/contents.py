"""What a run's file says of itself: the small table `about`, and the line that stands for it in a list."""

import json
import math
import sqlite3
from dataclasses import dataclass
from typing import Any

import numpy as np

from learnscope.data.dataset import Dataset
from learnscope.run import Tree, window
from learnscope.store.header import FORMAT, NEEDS
from learnscope.store.packing import sealed, unsealed
from learnscope.store.tables import put
from learnscope.store.versions import versions

POINTS = 40  # of the small curve
TITLE = "title"  # entry that says what its reader calls a run


@dataclass(frozen=True)
class Notes:
    """What is kept of a run besides its tree."""

    shown: str = "1"  # the future on the stage
    step: int = 0  # and its step there
    breakpoints: tuple[dict[str, Any], ...] = ()  # name, on, number of each
    stamp: str = ""  # of whoever wrote it, to tell whether somebody else has written since
    stopped: dict[str, Any] | None = None  # why a run of the library ended
    title: str = ""  # what its reader calls it, "" for a name that is made


def about_start(tree: Tree, data: dict[str, Any] | None) -> dict[str, Any]:
    """What stays the same as long as the file is written to; `data` are the words of data it holds."""
    setup = tree.futures[0].segments[0].setup
    base = setup.base
    return {
        "format": FORMAT,
        "needs": NEEDS,
        "experiment": json.loads(setup.experiment.to_json()),
        "fingerprint": base.fingerprint,
        "data": data,
        "samples": len(base),
        "versions": versions(),
    }


def about_tree(tree: Tree, notes: Notes) -> dict[str, Any]:
    """What changes with the tree."""
    future = tree[notes.shown] if notes.shown in tree.names else tree.futures[0]
    sizes = "-".join(map(str, future.segment.loop.plan.network.sizes))
    title = tree.futures[0].segments[0].setup.dataset.title
    return {
        "shown": {"future": future.name, "step": min(notes.step, future.steps)},
        "futures": len(tree.futures),
        "born": tree.born,
        "spacing": tree.spacing,
        "breakpoints": list(notes.breakpoints),
        "stamp": notes.stamp,
        "stopped": notes.stopped,
        TITLE: notes.title,
        "summary": {
            "title": f"{title}, {sizes}",
            "data": base_name(tree),
            "shape": sizes,
            "steps": max(future.steps for future in tree.futures),
            "futures": len(tree.futures),
            "curve": _curve(tree, future.name),
        },
    }


def base_name(tree: Tree) -> str:
    """The name of the data set of a tree."""
    data = tree.futures[0].segments[0].setup.experiment.data
    return data.name if isinstance(data, Dataset) else data


def put_about(tables: sqlite3.Connection, about: dict[str, Any]) -> None:
    """Write these entries."""
    rows = (sealed(name, json.dumps(value, ensure_ascii=False)) for name, value in about.items())
    put(tables, "about", rows)


def read_about(tables: sqlite3.Connection, *names: str) -> dict[str, Any]:
    """The entries called `names`, all without. Raises ValueError where one is not as it was written."""
    marks = ", ".join("?" for _ in names)
    query = f"SELECT * FROM about WHERE name IN ({marks})" if names else "SELECT * FROM about"
    rows = [unsealed(row) for row in tables.execute(query, names)]
    return {name: json.loads(value) for name, value in rows}


def _curve(tree: Tree, name: str) -> list[float | None]:
    """The mean loss of batches along a future, in at most 40 numbers; None where it is not finite."""
    found = window(tree, name, 0, tree[name].steps, POINTS, replay=0)
    _, mean, _ = found.column("loss")
    rounded = [float(f"{value:.4g}") for value in np.asarray(mean)[:POINTS]]
    return [value if math.isfinite(value) else None for value in rounded]
