"""The landscape of a run: its loss over one or two directions, with the path that it took."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from learnscope.errors import ArgumentError, check_number, check_whole, shown
from learnscope.keywords import answering
from learnscope.library.descents import quick_engine, samples_of
from learnscope.library.experiment_run import ExperimentRun
from learnscope.probe.landscape import (
    Direction,
    Landscape,
    between,
    landscape_of,
    of_parameter,
    principal_directions,
    projected,
    random_directions,
)
from learnscope.probe.reach import lowest_point, reach_of
from learnscope.run.path import MOST, path
from learnscope.scene.belonging import find
from learnscope.scene.parameters import place_named

Words = Literal["path", "random", "ends"]
WORDS: tuple[Words, ...] = ("path", "random", "ends")


@answering
def landscape(
    run: ExperimentRun,
    *,
    step: int | None = None,
    directions: Words | str | Sequence[str] = "path",
    part: str = "train",
    reach: float | None = None,
    points: int = 51,
    seed: int = 0,
) -> Landscape:
    """The loss of `run` around its network after `step` updates, by default its last, over a slice.

    directions   "path"     the two directions in which the path of the run up to there spreads most
                 "random"   two random ones, filter-normalised, drawn from `seed`
                 "ends"     one, from the start of the run (−1) to there (0)
                 or one or two names of weights and biases: "weight.0.1.2", ["weight.0.0.0", "bias.0.0"]
    part         whose mean loss: that of the "train", "validation" or "test" samples, penalties included
    reach        how far to each side, in units of the directions; None: so that the path lies within
    points       along each direction

    Everything else is held as it is at `step`, `origin` (P,). `losses` (len(b), len(a)) are those at
    `origin + a · directions[0].vector + b · directions[1].vector`; `path` holds where the run lay over the
    slice after `steps` updates, `path_losses` its true losses there and `gaps` how far those are from the
    slice's. Nothing is dropped by dropout.

    Raises ArgumentError for a step, a part, a name or a number of points there is not, and for "path" where
    the run has fewer than three points.

    >>> import learnscope as ls
    >>> run = ls.train(ls.Experiment(data="iris", epochs=3, seed=1), engine="plain")
    >>> found = ls.landscape(run, directions=["weight.0.0.0", "weight.0.1.0"], points=5)
    >>> found.losses.shape, found.directions[0].title
    ((5, 5), 'weights[0][0, 0]')
    """
    check_whole("points", points, low=2, high=1001)
    check_whole("seed", seed, low=0)
    network, loop, x, y = samples_of(run, step, part)
    step, plan = run.steps if step is None else step, loop.plan
    penalties = (float(plan.l1), float(plan.l2))
    steps, walked = path(run.tree, run.future, step, most=MOST)
    chosen = _directions(run, step, directions, walked, seed)
    origin = network.parameters.astype(np.float64)
    v = chosen[1].vector if len(chosen) == 2 else np.zeros_like(origin)
    word = directions if isinstance(directions, str) else ""
    named = word not in WORDS
    if reach is None:
        near = projected(walked - origin, chosen[0].vector, v)
        lowest = lowest_point(network, chosen, x, y, penalties) if named else np.empty((0, 2))
        size = max(float(np.abs(direction.vector @ origin)) for direction in chosen) if named else 0.0
        least = 1e-3 if word == "path" else max(1.0, size / 4)
        ends = reach_of(np.concatenate([near, lowest]), least, equal=True)
    else:
        size = check_number("reach", reach, "(0, 1e9]")
        ends = ((-size, size), (-size, size))
    a, b = (np.linspace(low, high, points) for low, high in ends)
    return landscape_of(
        network, chosen, a, b if len(chosen) == 2 else None,
        x=x, y=y, path=walked, steps=steps, penalties=penalties,
        engine=quick_engine(),
    )  # fmt: skip


def _directions(
    run: ExperimentRun, step: int, given: str | Sequence[str], walked: np.ndarray, seed: int
) -> tuple[Direction, ...]:
    """Those that are meant. Raises ArgumentError where they are none."""
    network = run.at(step)
    word = given if isinstance(given, str) else ""
    if word == "path":
        return principal_directions(walked)
    if word == "random":
        return random_directions(network, 2, seed=seed)
    if word == "ends":
        if len(walked) < 2:
            raise ArgumentError(f"directions 'ends' need a step that is not the first, got step {step}")
        return (between(walked[0], walked[-1]),)
    names = [given] if isinstance(given, str) else list(given) if isinstance(given, list | tuple) else []
    named = all(isinstance(name, str) and "." in name for name in names)
    if not named or len(names) not in (1, 2) or len({*names}) < len(names):
        raise ArgumentError(
            f"directions must be {', '.join(map(repr, WORDS))}, or one or two different names of weights and "
            f"biases, got {shown(given)}"
        )
    subject = run.step(step)._subject(None)
    found = []
    for text in names:
        name = find(text, subject)
        if name.kind.word not in ("weight", "bias"):
            raise ArgumentError(f"directions must name weights or biases, got {text!r}")
        found.append(of_parameter(network, place_named(network, name)))
    return tuple(found)
