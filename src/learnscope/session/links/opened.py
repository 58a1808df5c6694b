"""The state that a link leads to: its steps are made again, and what was set on the way is set again."""

from dataclasses import replace
from typing import Any

import numpy as np

from learnscope.core.compiled import COMPILED, PLAIN, Engine
from learnscope.data.dataset import Dataset
from learnscope.errors import FormatError, LearnscopeError, check_number, check_whole
from learnscope.experiment import Experiment, Setup, set_up, set_up_like
from learnscope.experiment.setup import OF_DATA
from learnscope.run import (
    ByHand,
    Point,
    Tree,
    begin as begin_tree,
    event,
    grow,
    hand_step,
    measure_head,
    placed,
)
from learnscope.session.fitting import check_size
from learnscope.session.links.limits import check_work
from learnscope.session.links.made import checksum, last_update, points_of, told
from learnscope.session.links.record import Held, Stretch, Values
from learnscope.session.state import EditedSample, State, begin
from learnscope.session.visit import visit
from learnscope.starting_points import STARTING_POINTS
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of

MAIN = "1"
MOST_PLACE = 2**31  # batches of the order before the one that is looked at
LONGEST_CAUSE = 200  # characters
FIXED = (*OF_DATA, "precision")  # what stays the same in a run


def state_of(held: Held, *, run: str, engine: Engine) -> tuple[State, bool]:
    """The state, in a run of that name, and whether its numbers are those it was made with, bit for bit.

    Steps that the compiled engine made are made by `engine`. Raises FormatError where the link breaks a rule.
    """
    try:
        return _state_of(held, run, engine)
    except FormatError:
        raise
    except (LearnscopeError, ValueError, OverflowError) as error:
        raise FormatError(f"a link must hold a state there can be: {error}") from None


def _state_of(held: Held, run: str, engine: Engine) -> tuple[State, bool]:
    data = None if held.points is None else points_of(held.points)
    experiments = [_experiment(recipe, data) for recipe in held.recipes]
    _check(held, experiments)
    setup = set_up(experiments[held.stretches[0].recipe])
    known = held.starting_point if held.starting_point in STARTING_POINTS else ""
    first = begin(known, setup.experiment, run=run, setup=setup)
    sized = _setups(held, experiments, first)
    check_work(
        (stretch.steps, setup.experiment.batch_size, loop.plan.network.parameters.size)
        for stretch, (setup, loop) in zip(held.stretches, sized, strict=True)
    )
    tree = begin_tree(setup, first.loop)
    for stretch, (setup, loop) in zip(held.stretches, sized, strict=True):
        tree = _made(_begun(tree, stretch, setup, loop), stretch, engine)
    if tree[MAIN].steps:
        tree = measure_head(tree, MAIN, tree[MAIN].segment.made_by)
    check_whole("step", held.step, low=0, high=tree[MAIN].steps)
    there = _looked_at(visit(replace(first, tree=tree), held.step, MAIN), held)
    return there, checksum(there.network, there.optimizer_state) == held.check


def _experiment(recipe: str, data: Dataset | None) -> Experiment:
    experiment = Experiment.from_url(recipe, data=data)
    check_size(experiment)
    return experiment


def _check(held: Held, experiments: list[Experiment]) -> None:
    if not held.stretches or not experiments:
        raise FormatError("a link must hold a recipe and a stretch of steps, got none")
    for stretch in held.stretches:
        check_whole("recipe", stretch.recipe, low=0, high=len(experiments) - 1)
        check_whole("steps", stretch.steps, low=0)
        if any(len(cause) > LONGEST_CAUSE for cause in stretch.causes):
            raise FormatError(f"a link must name causes in at most {LONGEST_CAUSE} characters, got more")
    first = experiments[0]
    for experiment in experiments:
        for name in FIXED:
            if getattr(experiment, name) != getattr(first, name):
                raise FormatError(f"a link must keep {name} in all of its run, got two")


def _setups(held: Held, experiments: list[Experiment], first: State) -> list[tuple[Setup, Loop]]:
    """Of each stretch, what its steps are made under."""
    setup, loop, found = first.setup, first.loop, []
    for stretch in held.stretches:
        experiment = experiments[stretch.recipe]
        if experiment != setup.experiment:
            setup = set_up_like(setup, experiment)
            loop = Loop(plan_of(setup), material=loop.material)
        found.append((setup, loop))
    return found


def _begun(tree: Tree, stretch: Stretch, setup: Setup, loop: Loop) -> Tree:
    """The tree whose next steps are those of `stretch`."""
    future = tree[MAIN]
    began = check_whole("began", stretch.began, low=0, high=future.steps)
    point = _point(stretch, future.head, loop, began)
    at_start = future.steps == 0 and future.segment.causes == ("start",)
    causes = stretch.causes[1:] if at_start and stretch.causes[:1] == ("start",) else stretch.causes
    same = point.same(replace(future.head, ahead=point.ahead)) and setup is future.segment.setup
    if same and not causes:
        return placed(tree, MAIN, point.ahead)
    check_whole("ahead", point.ahead, low=-future.steps)
    for cause in causes or ("changed",):
        tree = event(tree, MAIN, point, setup, loop, cause)
    return tree


def _point(stretch: Stretch, head: Point, loop: Loop, began: int) -> Point:
    """Where the stretch begins: at `head`, with what was set there."""
    network, kept = loop.plan.network, loop.plan.optimizer.kind.slots
    values = _numbers(stretch.values, network.parameters.dtype)
    if stretch.values and not stretch.places:
        parameters = values
    else:
        parameters = head.parameters.copy()
        for place in stretch.places:
            check_whole("place of a parameter", place, low=0, high=len(parameters) - 1)
        parameters[list(stretch.places)] = values
    slots = head.slots
    if stretch.slots is not None:
        slots = _numbers(stretch.slots, network.parameters.dtype).reshape(kept, network.parameters.size)
    if parameters.shape != (network.parameters.size,) or slots.shape != (kept, network.parameters.size):
        raise FormatError(
            f"a link must hold numbers for the {network.parameters.size} parameters of its network, got "
            f"{len(parameters)}"
        )
    parameters.flags.writeable = slots.flags.writeable = False
    return Point(head.step, parameters, slots, stretch.ahead, began)


def _numbers(data: bytes, dtype: Any) -> Any:
    return np.frombuffer(data, dtype=dtype).copy()


def _made(tree: Tree, stretch: Stretch, engine: Engine) -> Tree:
    """The tree with the steps of `stretch` made."""
    if stretch.steps == 0:
        return tree
    if stretch.by_hand is not None:
        check_whole("steps made by hand", stretch.steps, low=1, high=1)
        sample, values = stretch.by_hand
        return hand_step(tree, MAIN, by_hand=_by_hand(sample, values, tree))
    made_by = engine if stretch.compiled and engine == COMPILED else PLAIN
    growth = grow(tree, MAIN, stretch.steps, made_by, rules=False)
    if growth.made < stretch.steps:
        raise FormatError(
            f"a link must lead to steps that can be made, and step {growth.tree[MAIN].steps + 1} has a "
            "loss that "
            "is not finite"
        )
    return growth.tree


def _by_hand(sample: int, values: Values | None, tree: Tree) -> ByHand:
    if values is None:
        return ByHand(sample)
    edited = _edited(values, tree[MAIN].segment.setup)
    return ByHand(sample, edited.inputs, edited.target, edited.picture)


def _edited(values: Values, setup: Setup) -> EditedSample:
    """An edited sample, whose numbers are as many as the data has."""
    for name, given, names in (
        ("inputs", values.inputs, setup.dataset.input_names),
        ("target", values.target, setup.dataset.output_names),
    ):
        if len(given) != len(names):
            raise FormatError(f"a link must hold {len(names)} {name} of a sample, got {len(given)}")
        for value in given:
            check_number(f"{name} of a sample", value)
    return EditedSample(values.inputs, values.target, values.picture)


def _looked_at(there: State, held: Held) -> State:
    """`there`, with the batch, the sample and the phase that were looked at."""
    place = check_whole("place", held.place, low=0, high=MOST_PLACE)
    epoch, batch = divmod(place, there.batches)
    if place != there.place:
        there = replace(there, epoch=epoch, batch=batch)
    if held.sample not in there.rows:
        raise FormatError(
            f"a link must show a sample of its batch, got {held.sample + 1}, which is not in it"
        )
    edited = None if held.edited is None else _edited(held.edited, there.setup)
    phase = check_number("phase", held.phase, f"[0, {there.phases}]")
    before = last_update(there) if held.verdict >= 0 else None
    previous = None if before is None else told(before, held.verdict)
    return replace(there, sample=held.sample, edited=edited, phase=phase, previous=previous)
