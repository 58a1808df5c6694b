"""Runs on disk: how large a million steps are, and how long it takes to write, open, seek and list them."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from learnscope.core.compiled import COMPILED
from learnscope.experiment import Experiment, set_up
from learnscope.run import Tree, begin, grow, point
from learnscope.store.contents import Notes
from learnscope.store.file import RunFile, write_whole
from learnscope.store.folder import runs
from learnscope.store.read import open_stored
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of

T = TypeVar("T")
STEPS = 1_000_000
EVERY = 0.8  # seconds of training between two writings, as on the page
SEEKS = 200
LISTED = 200


@dataclass(frozen=True)
class Size:
    """A run and what it may take."""

    title: str
    experiment: Experiment
    most: int  # megabytes


SIZES = (
    Size("2-8-8-2, plain descent", Experiment(data="circle", hidden=(8, 8), optimizer="sgd"), 30),
    Size(
        "2-40-42-2, 1 928 parameters, Adam", Experiment(data="circle", hidden=(40, 42), optimizer="adam"), 100
    ),
)


def report() -> str:
    """Both in words."""
    with tempfile.TemporaryDirectory() as folder:
        return "\n".join(_lines(Path(folder)))


def _lines(folder: Path) -> Iterator[str]:
    yield f"\nRuns on disk, {STEPS:,} steps in batches of 10, written every {EVERY} s while they grow"
    for size in SIZES:
        file = folder / "a.run"
        tree, written = _grown(file, size)
        megabytes = file.stat().st_size / 1e6
        opened, stored = _timed(lambda file=file: open_stored(file))
        seeks = []
        for step in np.random.default_rng(0).integers(0, STEPS, SEEKS).tolist():
            seconds, found = _timed(lambda step=step, stored=stored: point(stored.tree, "1", step))
            seeks.append(seconds)
            assert found.same(point(tree, "1", step))
        yield (
            f"  {size.title}\n"
            f"    {megabytes:.1f} MB (wanted: at most {size.most}), in memory {tree.size / 1e6:.1f} MB; "
            f"opened in {1e3 * opened:.0f} ms\n"
            f"    written in {1e3 * np.median(written):.0f} ms at the median, "
            f"{1e3 * max(written):.0f} ms at most, apart from the training\n"
            f"    any step in {1e3 * np.median(seeks):.1f} ms at the median, "
            f"{1e3 * max(seeks):.1f} ms at most (wanted: 50), each bit for bit"
        )
        if size is SIZES[0]:
            first = file.rename(folder / "first.run")
        else:
            file.unlink()
    for k in range(LISTED - 1):
        shutil.copy(first, folder / f"{k}.run")
    listing, found = _timed(lambda: runs(folder))
    yield f"  {len(found)} such runs are listed in {1e3 * listing:.0f} ms (wanted: 100)"


def _grown(file: Path, size: Size) -> tuple[Tree, list[float]]:
    """A tree of so many steps in its file, and the seconds of each writing."""
    setup = set_up(size.experiment)
    tree = grow(begin(setup, Loop(plan_of(setup))), "1", 100, COMPILED, rules=False).tree
    setups = write_whole(file, tree, Notes(stamp="begin"))
    kept, written = RunFile(file, tree, setups, "begin"), []
    while tree["1"].steps < STEPS:
        left, until = STEPS - tree["1"].steps, time.perf_counter() + EVERY
        tree = grow(tree, "1", left, COMPILED, rules=False, until=until).tree
        written.append(_timed(lambda tree=tree: kept.save(tree, Notes()))[0])
    kept.close()
    return tree, written


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    result = act()
    return time.perf_counter() - began, result
