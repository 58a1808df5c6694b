"""The badge: every gradient of the batch compared with central differences."""

from collections.abc import Sequence

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.network import Network
from learnscope.probe.gradient_check import STEP, GradientCheck, check_gradients
from learnscope.scene import words
from learnscope.scene.schema import CheckScene

MOST_WORK = 20_000_000  # parameters squared times samples: about 50 ms on a laptop


def check_scene(
    network: Network,
    x: Floats,
    y: Floats,
    *,
    masks: Sequence[Floats] | None = None,
    l1: float = 0.0,
    l2: float = 0.0,
) -> CheckScene | None:
    """The check on samples `x` with targets `y`, under a step's masks and with penalties.

    None where it would take longer than a glance.
    """
    if network.parameters.size**2 * len(x) > MOST_WORK:
        return None
    check = check_gradients(network, x, y, masks=masks, l1=l1, l2=l2)
    return CheckScene(
        passed=check.passed,
        error=check.error,
        tolerance=check.tolerance,
        count=check.count,
        skipped=check.skipped,
        note=_note(network, check),
    )


def _note(network: Network, check: GradientCheck) -> str:
    if check.reason == "all at kinks":
        samples = "this sample" if check.skipped == 1 else f"each of these {check.skipped} samples"
        return f"Nothing was compared: nudging a parameter would take {samples} across a kink."
    if check.reason == "not finite":
        return "Nothing was compared: a gradient or a difference of losses is no finite number."
    batch = "this sample" if check.samples + check.skipped == 1 else f"these {check.samples} samples"
    if check.skipped and check.samples:
        batch = f"{words.count(check.samples, 'sample')} ({check.skipped} left out, too close to a kink)"
    error = words.number(check.error, digits=2)
    how = (
        f"Each of the {check.count} gradients was compared with what the loss of {batch} does "
        f"when its parameter is nudged by {words.number(STEP)} of its size both ways"
    )
    if check.reason == "agrees":
        return f"{how}; by norm they differ by {error} of themselves."
    if check.reason == "agrees within rounding":
        sure = words.number(check.tolerance, digits=1)
        return f"{how}; by norm they differ by {error}, and such differences are only sure to {sure} here."
    if check.reason == "too coarse":
        return f"{how}; such differences are too coarse here, a nudge twice as large gives others."
    worst = int(np.abs(check.gradient - check.difference).argmax())
    two = check.gradient[worst], check.difference[worst]
    return (
        f"{how}; they differ by {error}, most at {_place(network, worst)}: "
        f"{words.number(float(two[0]))} against {words.number(float(two[1]))}."
    )


def _place(network: Network, parameter: int) -> str:
    """Where a parameter of the flat vector is: "weights[1][2, 0]" or "biases[0][3]"."""
    for k, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        if parameter < weight.size:
            return f"weights[{k}][{parameter // weight.shape[1]}, {parameter % weight.shape[1]}]"
        parameter -= weight.size
        if parameter < bias.size:
            return f"biases[{k}][{parameter}]"
        parameter -= bias.size
    raise AssertionError("a parameter lies in some layer")
