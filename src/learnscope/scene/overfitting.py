"""What train, validation and test losses say together: whether a network learns its samples by heart.

The validation loss, or without validation samples the test loss, has turned where it rose by more than a
twentieth above its lowest, while the training loss has fallen since.
"""

import numpy as np

from learnscope.run import Tree, best, measured
from learnscope.scene import words
from learnscope.scene.schema import OverfittingScene

RISEN = 1.05  # times the lowest
BINS = 400


def overfitting_scene(tree: Tree, shown: str) -> OverfittingScene | None:
    """What the losses of the future `shown` say; None where there are but training samples."""
    future = tree[shown]
    split = future.segment.loop.plan.split
    part = "validation" if len(split.validation) else "test"
    curves = measured(tree, shown, 0, future.steps, BINS)
    if not len(getattr(split, part)) or len(curves) == 0:
        return None
    lows, means, _ = curves.column(f"{part} loss")
    if not np.isfinite(lows).any():
        return None
    place = int(np.nanargmin(np.where(np.isfinite(lows), lows, np.inf)))
    step, lowest = int(curves.steps[place]), float(lows[place])
    found = best(tree, shown)
    if part == "validation" and found is not None:
        step, lowest = found.step, found.loss
    train, now = curves.column("train loss")[1], float(means[-1])
    turned = bool(now > RISEN * lowest and train[-1] < train[place] and step < future.steps)
    lowest_words, after = words.number(lowest, digits=3), words.count(step, "step")
    if turned:
        risen = words.number(_at_end(tree, shown, part, now), digits=3)
        sentence = (
            f"The {part} loss was lowest, {lowest_words}, after {after}; since then it has risen to "
            f"{risen} while the training loss fell: the network is learning its samples by heart."
        )
    else:
        sentence = f"The {part} loss was lowest, {lowest_words}, after {after}."
    return OverfittingScene(step if part == "validation" else -1, turned, sentence)


def _at_end(tree: Tree, shown: str, part: str, otherwise: float) -> float:
    """The loss measured where the future ends, which is on screen beside it; else `otherwise`."""
    end = tree[shown].steps
    curves = measured(tree, shown, end, end, 1)
    known = len(curves) > 0 and curves.steps[-1] == end and curves.counts[-1] == 1
    return float(curves.column(f"{part} loss")[1][-1]) if known else otherwise
