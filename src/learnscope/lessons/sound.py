"""Whether a page can be asked with the numbers it has: of drawn numbers many make a question that is none."""

import math
from collections.abc import Iterator

from learnscope.errors import LearnscopeError
from learnscope.lessons import answers
from learnscope.lessons.blocks import Ask, AskChange, AskChoice, AskNumber, AskPoint, AskSign
from learnscope.lessons.expressions import holds, value
from learnscope.lessons.faults import Fault
from learnscope.lessons.lesson import Page
from learnscope.lessons.quantities import Quantities


def unsound(page: Page, there: Quantities) -> Fault | None:
    """The first question or goal that is none with these numbers, and why; None where all are sound."""
    for ask in page.asks:
        for reason in _reasons(ask, there):
            return Fault(ask.line, reason)
    for goal in page.goals:
        if holds(goal.reached, there.look):
            return Fault(goal.line, "the goal is reached where the page begins")
    if page.asks and (layer := _silent(there)):
        return Fault(page.line, f"no neuron of hidden layer {layer} says anything: all values are 0")
    return None


def _reasons(ask: Ask, there: Quantities) -> Iterator[str]:
    try:
        match ask:
            case AskNumber() | AskSign() | AskChange():
                number = value(ask.is_, there.look)
                if number == 0 or not math.isfinite(number):
                    yield f"what is asked for is {'0' if number == 0 else 'no finite number'}"
            case AskChoice():
                right = len(answers.right_choices(ask, there))
                if right != 1:
                    yield f"{right} of the choices are right"
            case AskPoint():
                at = answers.place([value(one, there.look) for one in ask.at])
                if not holds(ask.right, there.look, given=at):
                    yield "the place that is shown is not right"
        for reply in answers.replies_to_right(ask, there):
            yield f"reply {ask.replies.index(reply) + 1} speaks of the right answer"
    except LearnscopeError as error:
        yield str(error)


def _silent(there: Quantities) -> int:
    """The first hidden layer of which every neuron says 0 of the sample shown; 0 where there is none."""
    sizes = there.start.subject.step.network.sizes
    for layer, size in enumerate(sizes[1:-1], start=1):
        if all(there.look(f"value.{layer}.{neuron}", "start") == 0 for neuron in range(size)):
            return layer
    return 0
