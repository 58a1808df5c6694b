"""The run: futures, what happened when, and what the losses say together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.run import Future, Tree, best, measured_at_end
from learnscope.run.tree import spans
from learnscope.scene.again import Again
from learnscope.scene.overfitting import overfitting_scene
from learnscope.scene.schema import Array, BreakpointScene, FutureScene, Mark, MeasureScene, RunScene

PARTS: tuple[Literal["train"], Literal["validation"], Literal["test"]] = ("train", "validation", "test")
MOST_MARKS = 400


@dataclass(frozen=True)
class Transport:
    """What is under way."""

    playing: bool = False
    pace: float = 0.0
    rate: float = 0.0
    stopped: str = ""


class RunDrawer:
    """Draws runs, and remembers the futures that have not changed since."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Future, FutureScene]] = {}
        self._again = Again()

    def __call__(
        self,
        tree: Tree,
        shown: str,
        transport: Transport,
        *,
        epoch_steps: int,
        breakpoints: tuple[BreakpointScene, ...] = (),
        hit: tuple[Mark, ...] = (),
        file: str = "",
        trouble: str = "",
    ) -> RunScene:
        """The run of `tree` with the future `shown` on the stage."""
        self._known = {future.name: (future, self._future(tree, future)) for future in tree.futures}
        return RunScene(
            futures=tuple(scene for _, scene in self._known.values()),
            shown=shown,
            head=tree[shown].steps,
            playing=transport.playing,
            pace=transport.pace,
            rate=transport.rate,
            stopped=transport.stopped,
            marks=(*self._again(_marks, tree, shown), *hit)[:MOST_MARKS],
            breakpoints=breakpoints,
            overfitting=self._again(overfitting_scene, tree, shown),
            epoch_steps=epoch_steps,
            file=file,
            trouble=trouble,
        )

    def _future(self, tree: Tree, future: Future) -> FutureScene:
        known, scene = self._known.get(future.name, (None, None))
        if scene is not None and known is future:
            return scene
        return FutureScene(
            name=future.name,
            title=future.title,
            colour=future.colour,
            parent=future.parent,
            departure=future.departure,
            steps=future.steps,
            racing=future.racing,
            epochs=Array.of(epochs_of(tree, future.name)),
            outcome=outcome_at_end(tree, future),
            stopped=future.stopped,
        )


def epochs_of(tree: Tree, name: str) -> Floats:
    """Where the pace of epochs changes along a future, (m, 2): a step, and the epochs made by then.

    A step makes one part in so many of an epoch as the batches of its own settings are: so many samples are
    seen. The first row is the start of the run, the last the end of the future or, without steps, the next.
    """
    first, head = tree.futures[0], tree[name].segment.loop.plan.batches
    stretches: list[tuple[int, int]] = []  # up to which step so many batches are an epoch
    for segment, end in spans(tree, name):
        batches = segment.loop.plan.batches
        if stretches and stretches[-1][1] == batches:
            stretches.pop()
        stretches.append((end, batches))
    rows = [(first.departure, first.departure / first.segments[0].loop.plan.batches)]
    for end, batches in stretches or [(first.departure + 1, head)]:
        step, epochs = rows[-1]
        rows.append((end, epochs + (end - step) / batches))
    return np.array(rows, dtype=np.float64)


def outcome_at_end(tree: Tree, future: Future) -> tuple[MeasureScene, ...]:
    """What was measured where `future` ends; nothing where it was not measured there."""
    found = measured_at_end(tree, future.name)
    if found is None:
        return ()
    plan = future.segment.loop.plan
    return tuple(
        MeasureScene(
            part=part,
            count=count,
            loss=found[f"{part} loss"],
            accuracy=None if plan.kind == "values" else found[f"{part} accuracy"],
            r2=_finite(found[f"{part} r2"]) if plan.kind == "values" else None,
            confusion=None,
            unpredicted=(),
        )
        for part in PARTS
        if (count := len(getattr(plan.split, part)))
    )  # fmt: skip


def _marks(tree: Tree, shown: str) -> tuple[Mark, ...]:
    return tuple(_happened(tree, shown))


def _happened(tree: Tree, shown: str) -> Iterator[Mark]:
    """What happened: edits and departures, the best step of the future shown, a loss that is not finite."""
    for future in tree.futures:
        if future.parent:
            yield Mark(future.name, future.departure, "fork", f"{future.title} departs here")
        for place, segment in enumerate(future.segments):
            causes = segment.causes[1:] if place == 0 else segment.causes
            if causes:
                yield Mark(future.name, segment.first, "edit", ", ".join(causes))
        if "no finite number" in future.stopped:
            yield Mark(future.name, future.steps, "fault", future.stopped)
    lowest = best(tree, shown)
    if lowest is not None and len(tree[shown].measures) > 1:  # of one alone it says nothing
        yield Mark(
            shown, lowest.step, "best", f"lowest validation loss of {tree[shown].title}, epoch by epoch"
        )


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
