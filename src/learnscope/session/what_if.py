"""What if: the training that another value of a setting would have given, from the start of the run.

The experiment as it stands, with that one value, is trained from its own starting weights; rules that stop a
training early are left aside. What follows from the same data is not made again, so that an answer takes
little longer than the steps themselves. Beside it lies the training of the recipe as it stands, over as many
steps or as many epochs.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from learnscope import words
from learnscope.core.compiled import Engine
from learnscope.errors import IntentError, check_choice, check_number, check_whole
from learnscope.experiment import Experiment, Setup, set_up_like
from learnscope.experiment.numbers import numbers_of, with_value
from learnscope.run import Point, fork, grow, measure_head
from learnscope.run.trial import Trial, try_out
from learnscope.scene.planes import plane_scene
from learnscope.scene.schema import (
    Array,
    KeepWhatIf,
    MeasureScene,
    WhatIf,
    WhatIfLine,
    WhatIfScene,
)
from learnscope.scene.settings import number_phrase
from learnscope.session.fitting import check_size
from learnscope.session.moves.branches import check_futures
from learnscope.session.moves.learn import LONGEST
from learnscope.session.moves.move import Move, naming
from learnscope.session.state import State
from learnscope.session.visit import visit
from learnscope.training.engines import EngineChoice, choose_engine
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of

Clock = Callable[[], float]
Indices = NDArray[np.int64]

JUDGED: tuple[Literal["train"], Literal["validation"]] = ("train", "validation")  # never the test samples
PATIENCE = 1.0  # seconds for the recipe as it stands, which is trained once for many values
REMEMBERED = 4  # trainings of the recipe as it stands
MOST_STEPS = 1_000_000
MOST_MILLISECONDS = 10_000.0
MOST_POINTS = 2000
COARSE_POINTS = 100  # up to which, as while a slider is dragged, the picture is coarse too


@dataclass(frozen=True, eq=False)
class Beginning:
    """What another value begins with."""

    setup: Setup
    loop: Loop

    @property
    def experiment(self) -> Experiment:
        """The recipe with that value."""
        return self.setup.experiment


def beginning(state: State, asked: WhatIf | KeepWhatIf) -> Beginning:
    """The beginning of the run of `state`, had the settings `asked` speaks of had these values.

    Raises IntentError where there is no such setting, or it cannot have that value.
    """
    experiment = state.experiment
    if asked.y_name:
        experiment = with_setting(experiment, "y_name", asked.y_name, "y", asked.y)
    experiment = with_setting(experiment, "name", asked.name, "value", asked.value)
    with naming("value"):
        return begun_with(state, experiment)


class Presents:
    """The training of the recipe as it stands, which every value is laid beside: the last are remembered."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[object, ...], Trial] = OrderedDict()

    def __call__(
        self,
        state: State,
        begun: Beginning,
        steps: int,
        *,
        points: int,
        seconds: float,
        clock: Clock,
        engine: Engine,
    ) -> Trial:
        """As `try_out` makes it of `begun`, the recipe of the run of `state`."""
        key = state.run, begun.experiment, steps, points, seconds, engine.name
        if key not in self._known:
            self._known[key] = try_out(
                begun.loop, steps, engine=engine, points=points, seconds=seconds, clock=clock
            )
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]


def what_if(
    state: State, question: WhatIf, *, clock: Clock, engine: EngineChoice, presents: Presents | None = None
) -> WhatIfScene:
    """The training that another value would have led to, beside that of the recipe as it stands.

    Both are looked at after equally many steps or, where the question is of epochs, after equally many of
    these, in which they see as many samples; as far as both came. It is judged by validation samples or,
    without any, by training samples. Test samples are for none of this.
    """
    with naming("steps"):
        steps = check_whole("steps", question.steps, low=1, high=MOST_STEPS)
    with naming("points"):
        points = check_whole("points", question.points, low=1, high=MOST_POINTS)
    with naming("milliseconds"):
        check_number("milliseconds", question.milliseconds, f"(0, {MOST_MILLISECONDS:g}]")
    began, chosen, seconds = clock(), choose_engine(engine), question.milliseconds / 1000
    there, here = beginning(state, question), begun_with(state, state.experiment)
    goals, marks = (steps, steps), points
    if question.per == "epochs":
        goals, marks = _equal_epochs(steps, here.loop.plan.batches, there.loop.plan.batches, points)
    trial = try_out(there.loop, goals[1], engine=chosen, points=marks, seconds=seconds, clock=clock)
    present = (presents or Presents())(
        state, here, goals[0], points=marks, seconds=max(seconds, PATIENCE), clock=clock, engine=chosen
    )
    units = (there.loop.plan.batches, here.loop.plan.batches) if question.per == "epochs" else (1, 1)
    places = _last_common(present.measures.step * units[0], trial.measures.step * units[1])
    if places[1] < len(trial.measures.step) - 1:  # it came less far, or both were measured elsewhere
        beside = trial.measures.step[1:] * units[1]
        at = beside[beside % units[0] == 0] // units[0]
        if len(at):
            present = try_out(
                here.loop, int(at[-1]), engine=chosen, points=1, seconds=PATIENCE, clock=clock, at=at
            )
            places = _last_common(present.measures.step * units[0], trial.measures.step * units[1])
    coarse = points <= COARSE_POINTS
    lines = tuple(
        _line(one, each, place, coarse=coarse)
        for one, each, place in zip((here, there), (present, trial), places, strict=True)
    )
    return WhatIfScene(
        serial=question.serial,
        name=question.name,
        value=question.value,
        per=question.per,
        wanted=goals[1],
        complete=trial.failed or trial.step == goals[1],
        here=lines[0],
        there=lines[1],
        judged=lines[1].outcome[-1].part,
        seconds=clock() - began,
        sentence=_sentence(_said(there.experiment, question), trial, goals[1], lines, per=question.per),
    )


def _equal_epochs(steps: int, here: int, there: int, points: int) -> tuple[tuple[int, int], int]:
    """Whole epochs, about as many as `steps` are with `here` steps each, in steps of both; places to measure.

    Of many epochs a multiple of the places, so that both are measured after the same of them.
    """
    epochs = max(1, round(steps / here))
    if epochs > points:
        epochs = points * round(epochs / points)
    if epochs * there > MOST_STEPS:
        raise IntentError(
            f"steps must come to at most {words.grouped(MOST_STEPS)} of the value asked for, got "
            f"{words.grouped(epochs)} epochs of {words.grouped(there)} steps; ask for fewer",
            field="steps",
        )
    return (epochs * here, epochs * there), min(points, epochs)


def _last_common(one: Indices, other: Indices) -> tuple[int, int]:
    """Where the last number that both hold stands in each; they begin alike."""
    _, first, second = np.intersect1d(one, other, return_indices=True)
    return int(first[-1]), int(second[-1])


def _line(begun: Beginning, trial: Trial, place: int, *, coarse: bool) -> WhatIfLine:
    """A training as it is drawn, with its measures at the place of the comparison."""
    measures, counts = trial.measures, trial.measures.counts
    at_end = place == len(measures.step) - 1
    network = begun.setup.network.with_parameters(trial.parameters)
    return WhatIfLine(
        steps=int(measures.step[place]),
        epoch_steps=begun.loop.plan.batches,
        updates=Array.of(measures.step),
        train=Array.of(measures.loss("train")),
        validation=Array.of(measures.loss("validation")) if counts[1] else None,
        outcome=tuple(
            MeasureScene(
                part=part,  # type: ignore[arg-type]  # one of its words
                count=count,
                loss=float(measures.loss(part)[place]),
                accuracy=_known(measures.accuracy(part)[place]),
                r2=_known(measures.r2(part)[place]),
                confusion=None,
                unpredicted=(),
            )
            for part, count in zip(JUDGED, counts, strict=False)
            if count
        ),
        plane=plane_scene(begun.setup, network, quick=coarse) if at_end else None,
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def keep(state: State, intent: KeepWhatIf, *, clock: Clock, engine: Engine) -> Move:
    """The training of a what-if as a future of its own, from the start of the run, which is shown then.

    Raises IntentError where the value cannot be had, and where the run began before this sitting.
    """
    with naming("steps"):
        steps = check_whole("steps", intent.steps, low=1, high=MOST_STEPS)
    begun = beginning(state, intent)
    first, title = state.tree.futures[0], _said(begun.experiment, intent)
    if first.departure != 0:
        raise IntentError(
            f"a future from the start needs a run that is known from there, got one from step "
            f"{first.departure} on; set the value and reset instead",
            field="name",
        )
    check_futures(state)
    start = Point.of(begun.loop.start())
    tree = fork(
        state.tree, first.name, 0, title=title, point=start, setup=begun.setup, loop=begun.loop, cause=title
    )
    name, began = tree.names[-1], clock()
    growth = grow(tree, name, steps, engine, until=began + LONGEST, clock=clock, rules=False)
    tree = measure_head(growth.tree, name, engine)
    made = tree[name].steps
    far = f"{words.grouped(made)} of {words.grouped(steps)} steps" if made < steps else ""
    sentence = f"the training with {title} is a future now, {far or words.count(steps, 'step')} long"
    return Move(visit(state, made, name, tree=tree), f"keeping {title}", sentence)


def begun_with(state: State, experiment: Experiment) -> Beginning:
    """What `experiment` begins with; data of the run of `state` is used again where it is the same."""
    check_size(experiment)
    setup = set_up_like(state.setup, experiment)
    same = setup.dataset is state.setup.dataset and setup.split is state.setup.split
    return Beginning(setup, Loop(plan_of(setup), material=state.loop.material if same else None))


def with_setting(
    experiment: Experiment, naming_field: str, name: str, field: str, value: float
) -> Experiment:
    """`experiment` with a setting at a value; what is wrong is told of the field of the message at fault."""
    with naming(naming_field):
        asked = [one.name for one in numbers_of(experiment).values() if one.asked]
        check_choice("setting of numbers", name, asked)
    with naming(field):
        return with_value(experiment, name, value)


def _said(experiment: Experiment, asked: WhatIf | KeepWhatIf) -> str:
    """The settings and their values: "learning rate 0.3, batch size 8"."""
    numbers = numbers_of(experiment)
    return ", ".join(number_phrase(numbers[name]) for name in (asked.name, asked.y_name) if name)


def _sentence(settings: str, trial: Trial, steps: int, lines: tuple[WhatIfLine, ...], *, per: str) -> str:
    """What came of it, in one sentence, judged by what is not learned from."""
    setting = f"With {settings}"
    if trial.failed:
        return f"{setting}, the loss is no finite number any more at step {words.grouped(trial.step + 1)}."
    if lines[1].steps == 0:
        return (
            f"{setting}, the time was over before the two could be compared: {words.grouped(trial.step)} of "
            f"{words.grouped(steps)} steps were made; ask for fewer."
        )
    here, there = (line.outcome[-1] for line in lines)
    far = _far(lines, per)
    if trial.step < steps:
        far += f" of {words.grouped(steps)} steps, as far as the time went"
    return (
        f"{setting}, the {there.part} loss is {_told(there)} {far}, {_against(there.loss, here.loss)} "
        f"{_told(here)} as it stands."
    )


def _far(lines: tuple[WhatIfLine, ...], per: str) -> str:
    """ "after 60 steps" or "after 8 epochs, 40 steps against 8"."""
    here, there = lines
    made = f"{words.grouped(there.steps)} {'step' if there.steps == 1 else 'steps'}"
    if per == "steps":
        return f"after {made}"
    number = words.number(there.steps / there.epoch_steps)
    epochs = f"{number} {'epoch' if number == '1' else 'epochs'}"
    return f"after {epochs} ({made} against {words.grouped(here.steps)})"


def _told(measure: MeasureScene) -> str:
    """ "0.3125 (90 % right)"."""
    right = "" if measure.accuracy is None else f" ({words.percent(measure.accuracy, digits=1)} right)"
    return f"{words.fixed(measure.loss)}{right}"


def _against(there: float, here: float) -> str:
    """How two losses compare, as a sentence goes on."""
    if not np.isfinite(here) or there < here:
        return "lower than"
    return "higher than" if there > here else "the same as"
