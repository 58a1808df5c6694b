"""Lenses a reader opens on the step shown: each a question with an answer of its own."""

import math
from collections.abc import Callable

from learnscope.core.arrays import Floats
from learnscope.errors import IntentError, LearnscopeError, check_number
from learnscope.explain.code import code_of
from learnscope.explain.matrices import matrices_scene
from learnscope.explain.sheets import sheet_scene
from learnscope.explain.worksheet import worksheet_scene
from learnscope.scene import schema
from learnscope.scene.curvature import curvature_scene
from learnscope.scene.descents import descents_scene, next_steps_scene
from learnscope.scene.landscape import landscape_scene
from learnscope.scene.landscape_slice import walked_path
from learnscope.scene.named import Moment
from learnscope.session.moves.move import naming
from learnscope.session.numbers import Numbers
from learnscope.session.state import State


def matrices(state: State, numbers: Numbers, question: schema.Matrices) -> schema.MatricesScene:
    """The step as products of matrices, at the phase where its reader stands.

    Raises IntentError for an equation there is not."""
    moment = moment_of(state, numbers, question)
    place = math.ceil(question.at.phase) - 1
    try:
        return matrices_scene(moment, question.place, place, serial=question.serial)
    except LearnscopeError as error:
        raise IntentError(str(error), field="place") from None


def landscape(state: State, numbers: Numbers, question: schema.AskLandscape) -> schema.LandscapeScene:
    """The loss around the network. Raises IntentError for a direction there is not."""
    try:
        return landscape_scene(
            numbers.subject, state.tree, state.future, state.loop, question, numbers.engine
        )
    except LearnscopeError as error:
        raise IntentError(str(error), field="names") from None


def curvature(state: State, numbers: Numbers, question: schema.AskCurvature) -> schema.CurvatureScene:
    """How the loss curves around the network."""
    return curvature_scene(numbers.subject, state.loop, question, numbers.engine)


def descents(state: State, numbers: Numbers, question: schema.AskDescents) -> schema.DescentsScene:
    """Descents from a place of a landscape. Raises IntentError for a place or a rule there is not."""
    with naming("start"):
        return descents_scene(numbers.subject, state.loop, question, _walked(state, numbers), numbers.engine)


def next_steps(state: State, numbers: Numbers, question: schema.AskNextSteps) -> schema.NextStepsScene:
    """Where the next step may lead. Raises IntentError for a size no batch has."""
    with naming("size"):
        return next_steps_scene(
            numbers.subject, state.loop, question, _walked(state, numbers), numbers.engine
        )


def _walked(state: State, numbers: Numbers) -> Callable[[], Floats]:
    return lambda: walked_path(numbers.subject, state.tree, state.future, numbers.engine)[1]


def code(numbers: Numbers, question: schema.Code) -> schema.CodeScene:
    """The step as a program. Raises IntentError where it cannot be written."""
    try:
        text = code_of(numbers.subject, question.dialect)
    except LearnscopeError as error:
        raise IntentError(str(error), field="dialect") from None
    return schema.CodeScene(serial=question.serial, dialect=question.dialect, text=text)


def sheet(state: State, numbers: Numbers, question: schema.CheckSheet) -> schema.SheetScene:
    """One's own numbers, checked. Raises IntentError for a sheet or a number there is not."""
    try:
        return sheet_scene(
            question.key, question.seed, question.answers, question.revealed, question.name,
            moment_of(state, numbers, question), serial=question.serial,
        )  # fmt: skip
    except LearnscopeError as error:
        raise IntentError(str(error), field="key") from None


def worksheet(numbers: Numbers, question: schema.AskWorksheet) -> schema.WorksheetScene:
    """The step as an exercise on paper. Raises IntentError where the network is too large for it."""
    try:
        return worksheet_scene(Moment(numbers.subject), serial=question.serial)
    except LearnscopeError as error:
        raise IntentError(str(error), field="worksheet") from None


def moment_of(state: State, numbers: Numbers, question: schema.Question) -> Moment:
    """What is shown where the reader stands who asks."""
    with naming("at.phase"):
        phase = check_number("at.phase", question.at.phase, f"[0, {state.phases}]")
    return Moment(numbers.subject, updated=phase >= state.phases)
