"""Causes that lie in the data: what the inputs tell of the targets, and how many samples there are."""

import numpy as np

from learnscope.run.diagnosis.evidence import Evidence
from learnscope.run.diagnosis.found import Finding
from learnscope.run.diagnosis.rate import faster
from learnscope.run.diagnosis.remedies import Remedy
from learnscope.run.diagnosis.said import scored, two_digits
from learnscope.run.overfitting import Turning, turning
from learnscope.words import fixed, percent

LEAST = 10  # samples of another part: of fewer nothing can be said
BY_HEART = 0.6  # training loss over the constant's
NEVER_BELOW = 0.9  # lowest loss of others over the constant's
ABOVE = 1.2  # their last loss over the constant's
TOLD = 0.1  # what simple methods reach unseen beyond the constant, or by so many standard errors
ERRORS = 2.0
RISEN = 1.3  # last loss of others over their lowest; and by so much of the constant's
RISE = 0.15
GAP = 0.05  # score of training samples over that of others
NEVER = 0.34  # share of a class, of what it would be if all were as frequent
RANKED = 0.8  # how often a simple method ranks a sample of the class above one that is not


def no_signal(e: Evidence) -> Finding | None:
    """Training samples learned by heart, and the others never told better than by always saying the same."""
    others, train = _others(e), float(e.course("train loss")[-1])
    if others is None or train > BY_HEART * e.base:
        return None
    if others.lowest < NEVER_BELOW * e.base or others.recent < ABOVE * e.base:
        return None
    told = max(TOLD, ERRORS * 0.5 / np.sqrt(len(e.rows)))
    if e.reach.best > e.reach.constant + told:
        return None
    return Finding.of(
        f"The training samples are learned by heart, to a loss of {fixed(train)}, but the {others.part} loss "
        f"is {fixed(others.now)} and was never clearly below the {fixed(e.base)} of always saying the same: "
        "the inputs seem not to tell of the target. Other inputs or more samples may; no setting will.",
        *_restraint(e, others),
    )


def overfitting(e: Evidence) -> Finding | None:
    """The loss of others has risen far above its lowest, while they are told worse than training samples."""
    others, train, kind = _others(e), float(e.course("train loss")[-1]), e.setup.dataset.kind
    if others is None or not others.risen or train > BY_HEART * e.base:
        return None
    if others.recent < max(RISEN * others.lowest, others.lowest + RISE * e.base):
        return None
    score = float(e.course(f"{others.part} {'r2' if kind == 'values' else 'accuracy'}")[-1])
    if not e.score >= score + GAP:  # nor where one sample has no score
        return None
    return Finding.of(
        f"{others.sentence} It reaches {scored(e.score, kind)} of these and {scored(score, kind)} of the "
        "others.",
        *_restraint(e, others),
    )


def rare(e: Evidence) -> Finding | None:
    """A class out of balance that is never predicted, though the inputs tell of it."""
    if e.setup.dataset.kind != "classes":
        return None
    shares = e.y.mean(axis=0)
    said = np.bincount(e.trace.output.argmax(axis=1), minlength=len(shares))
    ranks = np.array(e.reach.ranks)
    few = (shares > 0) & (shares < NEVER * 2 / len(shares))
    never = np.flatnonzero((said == 0) & few & (ranks > RANKED))
    if len(never) == 0:
        return None
    one = never[shares[never].argmin()]
    name = e.setup.dataset.output_names[one]
    return Finding.of(
        f"{name} is {percent(shares[one], digits=1)} of the samples and never predicted, though a simple "
        f"method ranks its samples above others in {percent(ranks[one])} of pairs: being right about it "
        "hardly lowers the loss.",
        *faster(e),
    )


def _restraint(e: Evidence, others: Turning) -> tuple[Remedy, ...]:
    """What keeps a network from learning by heart."""
    watched = others.part == "validation" and e.experiment.patience is None
    stop = Remedy.of("stop when the validation loss no longer falls", patience=5) if watched else None
    penalise = Remedy.of("penalise large weights", l2=two_digits(max(0.1, 10 * e.experiment.l2)))
    return (penalise,) if stop is None else (stop, penalise)


def _others(e: Evidence) -> Turning | None:
    """What became of samples that are not learned from, where there are enough of them to tell."""
    found = turning(e.tree, e.future, e.first, e.step)
    return found if found is not None and len(getattr(e.loop.plan.split, found.part)) >= LEAST else None
