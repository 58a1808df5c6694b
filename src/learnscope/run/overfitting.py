"""What losses of training samples and of others say together: whether samples are learned by heart."""

from dataclasses import dataclass

import numpy as np

from learnscope import words
from learnscope.run.read import best
from learnscope.run.tree import Tree
from learnscope.run.window import measured, measured_at_end

RISEN = 1.05  # times the lowest
RECENT = 3  # measures at the end of which the lowest counts where one may be an accident
BINS = 400
FEWEST = 5  # samples of another part: of fewer a rise is an accident


@dataclass(frozen=True)
class Turning:
    """Where the loss of other samples, validation or without it test, was lowest, and what it came to."""

    part: str
    step: int  # updates after which it was lowest
    lowest: float
    now: float  # at the end
    recent: float  # the lowest of the last few
    risen: bool  # whether it has, by more than a twentieth, while the training loss fell

    @property
    def sentence(self) -> str:
        """It in words."""
        lowest, after = words.fixed(self.lowest), words.count(self.step, "step")
        if not self.risen:
            return f"The {self.part} loss was lowest, {lowest}, after {after}."
        return (
            f"The {self.part} loss was lowest, {lowest}, after {after}; since then it has risen to "
            f"{words.fixed(self.now)} while the training loss fell: the network is learning its "
            "samples by heart."
        )


def turning(tree: Tree, name: str, first: int, last: int) -> Turning | None:
    """That of the future `name` from `first` to `last` updates; None where all samples are learned from."""
    split = tree[name].segment.loop.plan.split
    part = "validation" if len(split.validation) else "test"
    curves = measured(tree, name, first, last, BINS)
    if not len(getattr(split, part)) or len(curves) == 0:
        return None
    lows, means, _ = curves.column(f"{part} loss")
    if not np.isfinite(lows).any():
        return None
    place = int(np.nanargmin(np.where(np.isfinite(lows), lows, np.inf)))
    step, lowest = int(curves.steps[place]), float(lows[place])
    found = best(tree, name)
    if part == "validation" and found is not None and first <= found.step <= last:
        step, lowest = found.step, found.loss
    train, now = curves.column("train loss")[1], _at_end(tree, name, part, last, float(means[-1]))
    enough = len(getattr(split, part)) >= FEWEST
    risen = enough and bool(means[-1] > RISEN * lowest and train[-1] < train[place] and step < last)
    recent = np.where(np.isfinite(lows), lows, np.inf)[-RECENT:].min()
    return Turning(part, step, lowest, now, float(recent), risen)


def _at_end(tree: Tree, name: str, part: str, last: int, otherwise: float) -> float:
    """The loss measured after `last` updates, which is on screen beside it; else `otherwise`."""
    if last == tree[name].steps:
        found = measured_at_end(tree, name)
        return otherwise if found is None else found[f"{part} loss"]
    curves = measured(tree, name, last, last, 1)
    known = len(curves) > 0 and curves.steps[-1] == last and curves.counts[-1] == 1
    return float(curves.column(f"{part} loss")[1][-1]) if known else otherwise
