"""What a landscape is of, what it holds fixed, and how far a path lies from it, in sentences."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.core.network import Network
from learnscope.probe.landscape import Landscape
from learnscope.scene.schema import AskLandscape, LandscapeAxis, LandscapePoint
from learnscope.scene.subject import Subject
from learnscope.training.plan import TrainingPlan

SAME = 1e-9  # of a loss, below which a path lies on the slice


def held(network: Network, asked: AskLandscape, whole: bool, axes: int, step: int) -> str:
    """What is held fixed, and at which step."""
    learned = int(network.layout.learned.sum())
    if whole:
        what = "one parameter: the curve" if learned == 1 else "two parameters: the picture"
        can = "" if learned == network.parameters.size else " that learn"
        what = what.replace(":", f"{can}:")
        return f"Held fixed: nothing. This network has exactly {what} is the whole truth."
    size = network.parameters.size
    if asked.over == "numbers":
        return (
            f"Held fixed: the other {words.grouped(size - axes)} of {words.grouped(size)} parameters, "
            f"as they are at step {step}."
        )
    across = "this direction" if axes == 1 else "these two directions"
    return (
        f"Held fixed: whatever lies across {across}, of {words.grouped(size)} dimensions, "
        f"as it is at step {step}. Each of them moves many parameters at once."
    )


def about(
    subject: Subject, asked: AskLandscape, rows: int, of: int, penalties: tuple[float, float],
    dropout: float | Sequence[float],
) -> str:  # fmt: skip
    """Whose loss it is."""
    noun = subject.setup.dataset.noun
    if asked.of == "batch":
        what = f"the batch of {words.count(rows, noun)}" if rows > 1 else f"the one {noun} of the batch"
    elif rows < of:
        what = f"{words.grouped(rows)} of {words.grouped(of)} training {noun}s, taken at even distances"
    else:
        what = f"all {words.count(of, f'training {noun}')}" if of > 1 else f"the one training {noun}"
    extra = ", the penalty included" if any(penalties) else ""
    dropped = "; nothing is dropped" if np.any(np.asarray(dropout) > 0) else ""
    return f"The {'mean ' if rows > 1 else ''}loss of {what}{extra}{dropped}."


def move(
    subject: Subject, plan: TrainingPlan, axes: Sequence[LandscapeAxis], here: LandscapePoint,
    after: LandscapePoint, *, whole: bool,
) -> str:  # fmt: skip
    """The step from here: along one number as a product, where it is one."""
    step = subject.step
    moved = after.a - here.a
    losses = f"loss {words.change(here.loss, after.loss)}"
    if len(axes) == 1 and axes[0].name:
        plain = plan.optimizer.kind.name == "sgd" and whole and np.isinf(plan.clip_norm)
        slope, rate = axes[0].slope, float(step.learning_rate)
        if plain and np.isclose(moved, -rate * slope, rtol=1e-6, atol=1e-12):
            product = f"−{words.number(rate)} × {_in_brackets(slope)} = {words.signed(moved)}"
            return f"The next step is −η · slope = {product}: {losses}."
        return (
            f"The next step moves it by {words.signed(moved)}: {losses}. It is made by the gradient of the "
            f"batch, as {plan.optimizer.kind.title} takes it."
        )
    return f"The next step, rate {words.number(float(step.learning_rate))}: {losses}."


def _in_brackets(value: float) -> str:
    text = words.number(value)
    return f"({text})" if value < 0 else text


def gap(steps: NDArray[np.int64], found: Landscape) -> str:
    """Where the path so far lies farthest from the slice; "" where it lies on it."""
    gaps = found.gaps[: len(steps)]
    sizes = np.where(np.isfinite(gaps), np.abs(gaps), -1.0)
    k = int(sizes.argmax())
    if sizes[k] <= SAME * max(1.0, abs(float(found.path_losses[k]))):
        return ""
    return (
        f"The path lies off this slice, and only its shadow is drawn: farthest at step {steps[k]}, where the "
        f"true loss is {words.fixed(float(found.path_losses[k]))} and the slice's "
        f"{words.fixed(float(found.shadow_losses[k]))}, a gap of {words.fixed(float(gaps[k]), sign=True)}."
    )


def odd(losses: Floats) -> str:
    """Where the loss is no finite number, and that it is the same everywhere; "" where neither is so."""
    infinite, missing = int(np.isinf(losses).sum()), int(np.isnan(losses).sum())
    if not infinite and not missing:
        if losses.min() == losses.max():
            return f"Flat: the loss is {words.number(float(losses.flat[0]))} wherever it is drawn."
        return ""
    what = "infinite" if not missing else "no number" if not infinite else "infinite or no number"
    return (
        f"Hatched: there the loss is {what}, because parameters that far out make values larger than a "
        "computer's numbers can be."
    )
