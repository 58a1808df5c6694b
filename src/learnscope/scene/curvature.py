"""How the loss curves where the network stands, and which learning rates that bears."""

import numpy as np

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.core.backward import backward
from learnscope.core.compiled import Engine
from learnscope.core.forward import forward
from learnscope.core.optimizers import Optimizer
from learnscope.core.slices import slice_losses
from learnscope.probe.curvature import DENSE, Curvature, curvature_of
from learnscope.scene.landscape_slice import Ground, ground_of
from learnscope.scene.schema import Array, AskCurvature, CurvatureScene
from learnscope.scene.subject import Subject
from learnscope.training.loop import Loop

CELLS = 101  # rates whose landing is shown
BEYOND = 1.3  # times the largest stable rate or the present one, up to which they go
COUNT = 3  # eigenvalues


def curvature_scene(subject: Subject, loop: Loop, asked: AskCurvature, engine: Engine) -> CurvatureScene:
    """Curvature, the largest stable rate, and the loss straight down the gradient, of the network shown."""
    step = subject.step
    ground = ground_of(subject, loop, asked.of)
    learned = int(step.network.layout.learned.sum())
    found = curvature_at(subject, ground)
    limit = found.largest_stable_rate
    last = BEYOND * max(limit if np.isfinite(limit) else 0.0, step.learning_rate)
    rates = np.linspace(0.0, last, CELLS)
    downhill, slope = _downhill(subject, ground)
    losses = slice_losses(
        step.network, downhill, np.zeros_like(downhill), rates, np.zeros(1),
        x=ground.x, y=ground.y, penalties=ground.penalties, engine=engine,
    )[0]  # fmt: skip
    return CurvatureScene(
        serial=asked.serial,
        of=asked.of,
        eigenvalues=Array.of(found.eigenvalues),
        least=found.least,
        along_gradient=found.along_gradient,
        stable_rate=limit if np.isfinite(limit) else None,
        rate=step.learning_rate,
        slope=slope,
        rates=Array.of(rates),
        losses=Array.of(losses),
        stability=_stability(found, step.optimizer),
        shape=found.sentence(step.learning_rate),
        method=_method(learned, len(ground.rows), subject.setup.dataset.noun),
        path=f"ls.curvature(run, step={subject.steps})",
    )


def curvature_at(subject: Subject, ground: Ground, parameters: Floats | None = None) -> Curvature:
    """The curvature of the loss of `ground` at `parameters` (P,), or where the network stands."""
    network = subject.step.network
    if parameters is not None:
        network = network.in_precision("float64").with_parameters(parameters)
    l1, l2 = ground.penalties
    return curvature_of(network, ground.x, ground.y, count=COUNT, l1=l1, l2=l2)


def _downhill(subject: Subject, ground: Ground) -> tuple[Floats, float]:
    """Against the gradient, what is held left out, (P,); and the slope along it for each unit of the rate."""
    network = subject.step.network.in_precision("float64")
    l1, l2 = ground.penalties
    with np.errstate(all="ignore"):
        gradient = backward(network, forward(network, ground.x), ground.y, l1=l1, l2=l2).parameters
        downhill = np.where(network.layout.learned, -gradient, 0.0)
        return downhill, -float(downhill @ downhill)


def _stability(found: Curvature, optimizer: Optimizer) -> str:
    limit, steepest = found.largest_stable_rate, float(found.eigenvalues[0])
    if np.isnan(steepest):
        return "The curvature here is no finite number."
    if not np.isfinite(limit):
        return "No learning rate is too large here: the loss curves upward nowhere."
    text, sign = words.operand(steepest, limit, lambda curvature: 2.0 / curvature)
    told = (
        f"Above {words.number(limit)} the jumps of plain descent grow: it is "
        f"{'' if sign == '=' else 'about '}2 / {text}, two divided by the steepest curvature here."
    )
    if optimizer.kind.name != "sgd":
        told += f" {optimizer.kind.title} steps otherwise, and has a limit of its own."
    return told


def _method(learned: int, rows: int, noun: str) -> str:
    """By how many products with the Hessian."""
    of = f"over {words.count(rows, noun)}"
    if learned <= DENSE:
        return f"From the whole Hessian, {learned} × {learned}, {of}, by exact products with it."
    return f"From exact products with the Hessian, {of}, by Lanczos' method: the ends of its spectrum."
