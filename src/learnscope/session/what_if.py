"""What if: the training that another value of a setting would have given, from the start of the run.

The experiment as it stands, with that one value, is trained from its own starting weights; rules that stop a
training early are left aside. What follows from the same data is not made again, so that an answer takes
little longer than the steps themselves. A map asks the same for the values of two settings at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from learnscope.core.compiled import Engine
from learnscope.errors import IntentError, check_choice, check_number, check_whole
from learnscope.experiment import Experiment, Setup, set_up_like
from learnscope.experiment.numbers import numbers_of, with_value
from learnscope.run import Point, fork, grow, measure_head
from learnscope.run.trial import Trial, try_out
from learnscope.scene import words
from learnscope.scene.outcome import Measurer
from learnscope.scene.planes import plane_scene
from learnscope.scene.schema import Array, KeepWhatIf, MapRow, MapScene, MeasureScene, WhatIf, WhatIfScene
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

MOST_STEPS = 1_000_000
MOST_MILLISECONDS = 10_000.0
MOST_POINTS = 2000
COARSE_POINTS = 100  # up to which, as while a slider is dragged, the picture is coarse too
MOST_CELLS = 64  # of a row of a map
LONGEST_ROW = 3.0  # seconds


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
        experiment = _changed(experiment, "y_name", asked.y_name, "y", asked.y)
    experiment = _changed(experiment, "name", asked.name, "value", asked.value)
    with naming("value"):
        return _begun(state, experiment)


def what_if(state: State, question: WhatIf, *, clock: Clock, engine: EngineChoice) -> WhatIfScene:
    """The curves, the measures and the picture that another value would have led to."""
    with naming("steps"):
        steps = check_whole("steps", question.steps, low=1, high=MOST_STEPS)
    with naming("points"):
        points = check_whole("points", question.points, low=1, high=MOST_POINTS)
    with naming("milliseconds"):
        check_number("milliseconds", question.milliseconds, f"(0, {MOST_MILLISECONDS:g}]")
    began = clock()
    begun = beginning(state, question)
    trial = try_out(
        begun.loop, steps, engine=choose_engine(engine), points=points,
        seconds=question.milliseconds / 1000, clock=clock,
    )  # fmt: skip
    network = begun.setup.network.with_parameters(trial.parameters)
    outcome = Measurer(begun.loop)(network)
    measures, counts = trial.measures, trial.measures.counts
    return WhatIfScene(
        serial=question.serial,
        name=question.name,
        value=question.value,
        steps=trial.step,
        complete=trial.failed or trial.step == steps,
        updates=Array.of(measures.step),
        train=Array.of(measures.loss("train")),
        validation=Array.of(measures.loss("validation")) if counts[1] else None,
        test=Array.of(measures.loss("test")) if counts[2] else None,
        outcome=outcome,
        plane=plane_scene(begun.setup, network, quick=points <= COARSE_POINTS),
        seconds=clock() - began,
        sentence=_sentence(_said(begun.experiment, question), trial, steps, outcome),
    )


def map_row(state: State, question: MapRow, *, clock: Clock, engine: EngineChoice) -> MapScene:
    """The final loss for some values of one setting, at one value of another.

    Raises IntentError where it takes longer than a question may: then fewer values at a time, or fewer steps,
    are to be asked for.
    """
    with naming("steps"):
        steps = check_whole("steps", question.steps, low=1, high=MOST_STEPS)
    if not 1 <= len(question.x) <= MOST_CELLS:
        raise IntentError(f"x must hold from 1 to {MOST_CELLS} values, got {len(question.x)}", field="x")
    if question.x_name == question.y_name:
        raise IntentError(
            f"y_name must be another setting than x_name, got {question.y_name!r} for both", field="y_name"
        )
    row = _changed(state.experiment, "y_name", question.y_name, "y", question.y)
    chosen, began, losses = choose_engine(engine), clock(), []
    for value in question.x:
        experiment = _changed(row, "x_name", question.x_name, "x", value)
        with naming("x"):
            begun = _begun(state, experiment)
        left = LONGEST_ROW - (clock() - began)
        trial = try_out(begun.loop, steps, engine=chosen, points=1, seconds=left, clock=clock)
        if not trial.failed and trial.step < steps:
            raise IntentError(
                f"a row of the map must take at most {LONGEST_ROW:g} s, got {steps} steps for "
                f"{len(question.x)} values; ask for fewer steps or fewer values at once",
                field="steps",
            )
        part = "validation" if trial.measures.counts[1] else "train"
        losses.append(np.nan if trial.failed else trial.measures.loss(part)[-1])
    return MapScene(
        serial=question.serial,
        x_name=question.x_name,
        y_name=question.y_name,
        y=question.y,
        x=Array.of(question.x),
        loss=Array.of(losses),
        steps=steps,
    )


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


def _begun(state: State, experiment: Experiment) -> Beginning:
    """What `experiment` begins with; data of the run of `state` is used again where it is the same."""
    check_size(experiment)
    setup = set_up_like(state.setup, experiment)
    same = setup.dataset is state.setup.dataset and setup.split is state.setup.split
    return Beginning(setup, Loop(plan_of(setup), material=state.loop.material if same else None))


def _changed(experiment: Experiment, naming_field: str, name: str, field: str, value: float) -> Experiment:
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


def _sentence(settings: str, trial: Trial, steps: int, outcome: tuple[MeasureScene, ...]) -> str:
    """What came of it, in one sentence."""
    setting = f"With {settings}"
    if trial.failed:
        return f"{setting}, the loss is no finite number any more at step {words.grouped(trial.step + 1)}."
    last = outcome[-1]
    measured = f"the {last.part} loss is {words.number(last.loss)}"
    if last.accuracy is not None:
        measured += f" and the {last.part} accuracy {words.number(100 * last.accuracy, digits=3)} %"
    far = words.count(trial.step, "step") if trial.step < 1000 else f"{words.grouped(trial.step)} steps"
    if trial.step < steps:
        far += f", of {words.grouped(steps)}, as far as the time went"
    return f"{setting}, {measured} after {far}."
