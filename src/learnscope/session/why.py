"""Why a number is what it is, asked by a reader at the moment shown."""

from learnscope.errors import IntentError, LearnscopeError, check_whole
from learnscope.explain.scene import why_scene
from learnscope.scene import schema
from learnscope.scene.grammar import PARTS
from learnscope.scene.named import Moment
from learnscope.session.moves.move import naming
from learnscope.session.numbers import Numbers
from learnscope.session.state import State

DIGITS = (2, 12)


def why(state: State, numbers: Numbers, question: schema.Why) -> schema.WhyScene:
    """The explanation of the number that is named. Raises IntentError where there is none at this moment."""
    with naming("digits"):
        digits = check_whole("digits", question.digits, low=DIGITS[0], high=DIGITS[1])
    measured = numbers.outcome if set(question.name.split(".")) & set(PARTS) else None
    moment = Moment(numbers.subject, measured, updated=state.phase >= state.phases)
    try:
        return why_scene(
            question.name, moment, digits=digits, epsilon=question.epsilon, serial=question.serial
        )
    except LearnscopeError as error:
        raise IntentError(str(error), field="name") from None
