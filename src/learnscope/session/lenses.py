"""Lenses a reader opens on the step shown: each a question with an answer of its own."""

import math

from learnscope.errors import IntentError, LearnscopeError, check_number
from learnscope.explain.code import code_of
from learnscope.explain.matrices import matrices_scene
from learnscope.explain.sheets import sheet_scene
from learnscope.scene import schema
from learnscope.scene.landscape import landscape_scene
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


def moment_of(state: State, numbers: Numbers, question: schema.Question) -> Moment:
    """What is shown where the reader stands who asks."""
    with naming("at.phase"):
        phase = check_number("at.phase", question.at.phase, f"[0, {state.phases}]")
    return Moment(numbers.subject, updated=phase >= state.phases)
