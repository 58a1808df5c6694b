"""A parameter in time: the way that led to what it is at a moment."""

from learnscope.core.layers import Role
from learnscope.explain.asked import Asked
from learnscope.explain.blame import OF_BIASES, OF_WEIGHTS
from learnscope.run.parameter import ParameterHistory, parameter_history


def history_of(asked: Asked) -> ParameterHistory | None:
    """The way of the weight or bias of which something is asked; with this step's update where that is shown.

    None of other numbers, and where the step is not of a run.
    """
    word, moment = asked.name.kind.word, asked.moment
    if moment.run is None or word not in (*OF_WEIGHTS, *OF_BIASES):
        return None
    role = role_of_parameter(asked)
    found = parameter_history(
        moment.run, moment.future, asked.subject.steps, asked["link"], role, asked.place
    )
    if not moment.updated:
        return found
    return found.then(asked.number(role, *asked.name.index), asked.number(f"new.{role}", *asked.name.index))


def role_of_parameter(asked: Asked) -> Role:
    """Whether it is a weight or a bias of which something is asked."""
    return "weight" if asked.name.kind.word in OF_WEIGHTS else "bias"
