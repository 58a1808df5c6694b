"""Subjects for tests of scenes: the first step of any experiment, edited where a test wants it."""

from dataclasses import replace
from typing import Any

from learnscope.experiment import Experiment
from learnscope.run import begin as begin_tree
from learnscope.scene.schema import MeasureScene
from learnscope.scene.shown import Shown
from learnscope.scene.strip import StripDrawer
from learnscope.scene.subject import Subject
from learnscope.session.numbers import Numbers
from learnscope.session.state import EditedSample, begin
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of
from tests.small import SMALL


def subject(
    *, target: tuple[float, ...] | None = None, parameters: dict[int, float] | None = None, **recipe: Any
) -> Subject:
    """The first step of an experiment on Iris, or on what `recipe` names."""
    state = begin(
        "test", Experiment(**{**SMALL, "data": "iris", "optimizer": "sgd", "seed": 7, **recipe}), run="1"
    )
    if target is not None:
        state = replace(state, edited=EditedSample(state.untouched.inputs, target))
    if parameters is not None:
        vector = state.network.parameters.copy()
        for index, value in parameters.items():
            vector[index] = value
        state = replace(state, network=state.network.with_parameters(vector))
    return Numbers(state).subject


def shown(one: Subject, **options: Any) -> Shown:
    """The step of a subject, as builders of what is open get it: at the start of a run."""

    def nowhere(future: str) -> tuple[Subject, tuple[MeasureScene, ...]]:
        raise AssertionError("there is no other future")

    tree = begin_tree(one.setup, Loop(plan_of(one.setup)))
    return Shown(one, tree, "1", StripDrawer(), nowhere, **options)
