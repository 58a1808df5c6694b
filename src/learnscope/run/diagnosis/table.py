"""The causes in the order in which they are looked for, and when they can be told.

What the recipe says comes before what the network shows, and that before how the loss went: so what is told
is a cause rather than its sign.
"""

from collections.abc import Callable
from dataclasses import dataclass

from learnscope.run.diagnosis import data, rate, recipe, size, start
from learnscope.run.diagnosis.evidence import Evidence
from learnscope.run.diagnosis.found import Cause, Finding


@dataclass(frozen=True)
class Look:
    """How one cause is looked for."""

    cause: Cause
    find: Callable[[Evidence], Finding | None]
    waits: bool = False  # whether more steps may mend it: told only once the recipe is done


WHATEVER_IS_LEARNED = (Look("no_signal", data.no_signal), Look("overfitting", data.overfitting))
RARE = Look("rare", data.rare, waits=True)
WHERE_LEARNING_SUFFERS = (
    Look("alike", start.alike),
    Look("unscaled", recipe.unscaled),
    Look("unreachable", recipe.unreachable),
    Look("linear", recipe.linear),
    Look("penalty", recipe.penalty, waits=True),
    Look("dropout", recipe.dropout, waits=True),
    Look("clipping", recipe.clipping, waits=True),
    Look("start", start.start),
    Look("squashed", recipe.squashed),
    Look("vanishing", start.vanishing, waits=True),
    Look("rate_high", rate.rate_high),
    Look("dead", rate.dead),
    RARE,
    Look("rate_low", rate.rate_low, waits=True),
    Look("short", rate.short_training, waits=True),
    Look("narrow", size.narrow, waits=True),
    Look("stuck", size.stuck, waits=True),
)
