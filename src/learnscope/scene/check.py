"""The badge: the gradients of the batch compared with central differences.

Every gradient, where that takes but a glance; of a large network as many as it allows, spread evenly over the
parameters, on the first samples of the batch.
"""

from dataclasses import dataclass

import numpy as np

from learnscope import words
from learnscope.core.compiled import PLAIN, Engine
from learnscope.core.network import Network
from learnscope.probe.gradient_check import STEP, GradientCheck, check_gradients, check_step
from learnscope.scene.schema import CheckScene
from learnscope.training.step import Step

MOST_WORK = 20_000_000  # gradients times parameters times samples: about 50 ms on a laptop
FEW_SAMPLES = 4
FEWEST = 12  # gradients that are still worth comparing


@dataclass(frozen=True, eq=False)
class Checked:
    """Gradients of a network that were compared."""

    network: Network
    check: GradientCheck
    every: bool  # whether each was

    @property
    def note(self) -> str:
        """What was compared and how far it agrees, in a sentence."""
        return _note(self.network, self.check, every=self.every)


def checked(step: Step, *, l1: float = 0.0, l2: float = 0.0, engine: Engine = PLAIN) -> Checked | None:
    """The check on the samples of a step, under its masks and with the penalties it was made with.

    None where even a few gradients would take longer than a glance.
    """
    network, x, y, masks = step.network, step.x, step.y, step.masks
    total = network.parameters.size
    if total**2 * len(x) <= MOST_WORK:
        return Checked(network, check_step(step, l1=l1, l2=l2, engine=engine), every=True)
    x, y = x[:FEW_SAMPLES], y[:FEW_SAMPLES]
    masks = None if masks is None else tuple(mask[:FEW_SAMPLES] for mask in masks)
    most = MOST_WORK // (total * len(x))
    if most < FEWEST:
        return None
    places = np.unique(np.linspace(0, total - 1, min(most, total)).astype(np.int64))
    check = check_gradients(network, x, y, masks=masks, l1=l1, l2=l2, places=places, engine=engine)
    return Checked(network, check, every=False)


def check_scene(found: Checked | None) -> CheckScene | None:
    """The badge; None where nothing was compared."""
    if found is None:
        return None
    check = found.check
    return CheckScene(
        passed=check.passed,
        error=check.error,
        tolerance=check.tolerance,
        count=check.count,
        skipped=check.skipped,
        total=found.network.parameters.size,
        every=found.every,
        note=found.note,
    )


def _note(network: Network, check: GradientCheck, *, every: bool) -> str:
    if check.reason == "all at kinks":
        samples = "this sample" if check.skipped == 1 else f"each of these {check.skipped} samples"
        return f"Nothing was compared: a nudge would take {samples} across a kink of an activation."
    if check.reason == "not finite":
        return "Nothing was compared: a gradient or a difference of losses is no finite number."
    batch = "this sample" if check.samples + check.skipped == 1 else f"these {check.samples} samples"
    if check.skipped and check.samples:
        batch = f"{words.count(check.samples, 'sample')} ({check.skipped} left out, too close to a kink)"
    error = words.number(check.error, digits=2)
    which = f"Each of the {check.count} gradients"
    if not every:
        total = words.grouped(network.parameters.size)
        which = f"Each of {check.count} of the {total} gradients, spread evenly over the network,"
    how = (
        f"{which} was compared with the slope that the loss of {batch} shows when its weight or bias is "
        f"nudged both ways, by {words.number(STEP)} of its size (central differences)"
    )
    if check.reason == "agrees":
        return f"{how}; the relative error is {error}."
    if check.reason == "agrees within rounding":
        sure = words.number(check.tolerance, digits=1)
        return f"{how}; the relative error is {error}, and rounding alone makes up to {sure} here."
    if check.reason == "too coarse":
        return f"{how}; these differences cannot decide it here: a nudge twice as large gives others."
    worst = int(np.abs(check.gradient - check.difference).argmax())
    two = check.gradient[worst], check.difference[worst]
    return (
        f"{how}; the relative error is {error}, the difference is largest at "
        f"{network.layout.address(worst)}: "
        f"{words.number(float(two[0]))} against {words.number(float(two[1]))}."
    )
