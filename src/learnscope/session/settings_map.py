"""The map of two settings: the final loss of trainings with every pair of their values, a row at a time."""

import numpy as np

from learnscope.errors import IntentError, check_whole
from learnscope.run.trial import try_out
from learnscope.scene.schema import Array, MapRow, MapScene
from learnscope.session.moves.move import naming
from learnscope.session.state import State
from learnscope.session.what_if import MOST_STEPS, Clock, begun_with, with_setting
from learnscope.training.engines import EngineChoice, choose_engine

MOST_CELLS = 64  # of a row
LONGEST_ROW = 3.0  # seconds


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
    row = with_setting(state.experiment, "y_name", question.y_name, "y", question.y)
    chosen, began, losses = choose_engine(engine), clock(), []
    for value in question.x:
        experiment = with_setting(row, "x_name", question.x_name, "x", value)
        with naming("x"):
            begun = begun_with(state, experiment)
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
