"""Why a network does not learn: one cause, with the numbers that show it and what to try.

    evidence    what is looked at: recipe, network, the way that led to it
    reach       what simple methods say of the same data: where a network does worse, learning suffers
    table       the causes, in the order in which they are looked for
    recipe, start, rate, size, data    how each is looked for
    remedies    what may help, as changes of the recipe
    finite      where the first number that is none appeared

Nothing is said where learning does not suffer. `tests/diagnosis` holds trainings that fail and trainings that
are well; half of them tuned the limits, and `python -m tests.diagnosis` reports on the other half.
"""

import numpy as np

from learnscope.core.network import Network
from learnscope.data.dataset import TargetKind
from learnscope.run.diagnosis.evidence import LEAST_ROWS, Evidence
from learnscope.run.diagnosis.finite import Fault as Fault
from learnscope.run.diagnosis.found import Diagnosis as Diagnosis
from learnscope.run.diagnosis.rate import ADAM, far_slower
from learnscope.run.diagnosis.recipe import SCALE, are_unscaled, squashed
from learnscope.run.diagnosis.remedies import Remedy as Remedy, applicable
from learnscope.run.diagnosis.table import RARE, WHATEVER_IS_LEARNED, WHERE_LEARNING_SUFFERS
from learnscope.run.tree import Tree

LEAST_STEPS = 30  # before them nothing can be told from a beginning
BEHIND: dict[TargetKind, float] = {  # of the score that simple methods reach unseen
    "classes": 0.05,
    "labels": 0.03,
    "values": 0.12,
}
FLOOR = 0.15  # share of the constant's loss: below it a loss has come down


def diagnose(
    tree: Tree, future: str, step: int, network: Network, *, fault: Fault | None = None
) -> tuple[Diagnosis, ...]:
    """The cause for which learning suffers in `future` after `step` updates, where `network` came of them.

    Empty where learning does not suffer, or where it is too early to tell. `fault` is where the first number
    that is not finite appeared, if one did.
    """
    e = Evidence(tree, future, step, network)
    with np.errstate(all="ignore"):
        if fault is not None:
            remedies = applicable(e.experiment, _remedies_of_fault(e))
            return (Diagnosis("not_finite", fault.step, fault.evidence, remedies),)
        if step - e.first < LEAST_STEPS or len(e.loop.plan.split.train) < LEAST_ROWS:
            return ()
        if len(e.curves) == 0 or not np.isfinite(e.course("train loss")).all():
            return ()
        looks = WHATEVER_IS_LEARNED + (WHERE_LEARNING_SUFFERS if _suffers(e) else (RARE,))
        found = next(((look, found) for look in looks if (found := look.find(e)) is not None), None)
    if found is None or (found[0].waits and not e.over):
        return ()
    remedies = applicable(e.experiment, found[1].remedies)
    return (Diagnosis(found[0].cause, step, found[1].evidence, remedies),)


def _suffers(e: Evidence) -> bool:
    """Whether the network says less of samples it has learned from than simple methods of unseen ones.

    Or where a squashed output holds the loss up, though the answers are right.
    """
    if e.score < e.reach.best - BEHIND[e.setup.dataset.kind]:
        return True
    return squashed(e) is not None and float(e.course("train loss")[-1]) > FLOOR * e.base


def _remedies_of_fault(e: Evidence) -> tuple[Remedy, ...]:
    if are_unscaled(e.experiment, e.x):
        return (SCALE,)
    return (far_slower(e), ADAM)
