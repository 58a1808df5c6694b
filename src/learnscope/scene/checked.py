"""The badge opened: which gradients were compared with what nudges give, and where they differ most."""

import numpy as np

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.scene import names
from learnscope.scene.changed import largest
from learnscope.scene.check import Checked
from learnscope.scene.grammar import Name
from learnscope.scene.parameters import name_at
from learnscope.scene.schema.blame import CheckedScene, ComparedScene
from learnscope.scene.subject import Subject

MOST_COMPARED = 8
NOTHING = (
    "Nothing was compared: with so many parameters even a few gradients would take longer than a glance."
)


def checked_scene(subject: Subject, found: Checked | None, *, serial: int = -1) -> CheckedScene:
    """What was compared of the step shown, the largest difference first."""
    total = subject.step.network.parameters.size
    path = (
        f"learnscope.check_gradients(run.step({subject.steps}).network, "
        f"run.step({subject.steps}).x, run.step({subject.steps}).y)"
    )
    if found is None:
        return CheckedScene(serial, False, NOTHING, "", (), (), 0, total, path)
    check = found.check
    with np.errstate(all="ignore"):
        apart = np.abs(check.gradient - check.difference)
    apart[~np.isfinite(apart)] = np.inf
    return CheckedScene(
        serial=serial,
        passed=check.passed,
        sentence=found.note,
        kinks=_kinks(check.skipped, subject.setup.dataset.noun),
        compared=tuple(
            _compared(subject, int(place), check.gradient, check.difference)
            for place in largest(apart, MOST_COMPARED)
            if check.count
        ),
        layers=tuple(_layers(subject, check.gradient, check.difference)) if check.count else (),
        count=check.count,
        total=total,
        path=path,
    )


def _compared(subject: Subject, place: int, gradient: Floats, difference: Floats) -> ComparedScene:
    name = gradient_name(subject, place)
    title = (
        names.number(name, subject.neurons, subject.setup.dataset.noun)
        .removeprefix("gradient of the ")
        .removeprefix("weight ")
    )
    return ComparedScene(str(name), title, float(gradient[place]), float(difference[place]))


def gradient_name(subject: Subject, place: int) -> Name:
    """The name of the gradient of the parameter at `place` of the flat vector."""
    return name_at(subject.step.network, place, "gradient")


def _layers(subject: Subject, gradient: Floats, difference: Floats) -> list[str]:
    """How far the gradients of each layer agree: the norm of what they differ by over their own."""
    layout, last = subject.step.network.layout, len(subject.step.network.layers)
    found = []
    for layer in range(last):
        blocks = [block for block in layout.blocks if block.layer == layer]
        of = slice(min(block.start for block in blocks), max(block.stop for block in blocks))
        size = max(float(np.linalg.norm(gradient[of])), float(np.linalg.norm(difference[of])))
        apart = float(np.linalg.norm(gradient[of] - difference[of]))
        title = names.layer_title(layer + 1, last)
        if size == 0:
            found.append(f"into {title}: all 0")
        else:
            found.append(f"into {title}: relative error {words.number(apart / size, digits=2)}")
    return found


def _kinks(skipped: int, noun: str) -> str:
    if not skipped:
        return ""
    return (
        f"{words.count(skipped, noun).capitalize()} left out on both sides: a nudge takes a sum across a "
        "kink, where the slope jumps, and a difference there is a mean of two slopes."
    )
