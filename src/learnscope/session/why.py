"""Why a number is what it is, asked by a reader at the moment shown."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from learnscope.errors import IntentError, LearnscopeError, check_whole
from learnscope.explain.blame_scene import blame_scene
from learnscope.explain.past_scene import history_scene
from learnscope.explain.proof_scene import curve_scene
from learnscope.explain.scene import why_scene
from learnscope.scene import schema
from learnscope.scene.grammar import is_measure
from learnscope.scene.named import Moment
from learnscope.session.lenses import moment_of
from learnscope.session.moves.move import naming
from learnscope.session.numbers import Numbers
from learnscope.session.state import State

DIGITS = (2, 12)
Told = TypeVar("Told")
Named = schema.Why | schema.AskBlame | schema.AskHistory | schema.AskErrorCurve


def why(state: State, numbers: Numbers, question: schema.Why) -> schema.WhyScene:
    """The explanation of the number that is named. Raises IntentError where there is none at this moment."""
    return _told(
        lambda: why_scene(
            question.name,
            _moment(state, numbers, question),
            digits=_digits(question.digits),
            epsilon=question.epsilon,
            serial=question.serial,
        )
    )


def blame(state: State, numbers: Numbers, question: schema.AskBlame) -> schema.BlameScene:
    """The ways from the loss to the number that is named. Raises IntentError where there is none."""
    moment, digits = _moment(state, numbers, question), _digits(question.digits)
    return _told(lambda: blame_scene(question.name, moment, digits=digits, serial=question.serial))


def history(state: State, numbers: Numbers, question: schema.AskHistory) -> schema.HistoryScene:
    """How a weight or bias came to be what it is. Raises IntentError of other numbers."""
    moment, digits = _moment(state, numbers, question), _digits(question.digits)
    return _told(lambda: history_scene(question.name, moment, digits=digits, serial=question.serial))


def curve(state: State, numbers: Numbers, question: schema.AskErrorCurve) -> schema.ErrorCurveScene:
    """How the error of a gradient's check depends on the nudge. Raises IntentError of other numbers."""
    moment = _moment(state, numbers, question)
    return _told(lambda: curve_scene(question.name, moment, serial=question.serial))


def _moment(state: State, numbers: Numbers, question: Named) -> Moment:
    """What is shown where its reader stands; measured where the number asked for is a measure."""
    measured = numbers.outcome if is_measure(question.name) else None
    moment = moment_of(state, numbers, question)
    return replace(moment, outcome=measured, run=state.tree, future=state.future)


def _digits(digits: int) -> int:
    with naming("digits"):
        return check_whole("digits", digits, low=DIGITS[0], high=DIGITS[1])


def _told(told: Callable[[], Told]) -> Told:
    """What is told, or why there is nothing to tell of the number named."""
    try:
        return told()
    except IntentError:
        raise
    except LearnscopeError as error:
        raise IntentError(str(error), field="name") from None
