"""Causes that lie in how much the network can say; what is left where nothing else was found is the last."""

from learnscope.run.diagnosis.evidence import Evidence
from learnscope.run.diagnosis.found import Finding
from learnscope.run.diagnosis.remedies import Remedy
from learnscope.run.diagnosis.said import scored, two_digits
from learnscope.words import fixed

FEW = 4  # units of a layer


def narrow(e: Evidence) -> Finding | None:
    """Too few neurons to say what there is to be said."""
    if e.hidden == 0 or min(e.experiment.hidden) > FEW:
        return None
    kind, few = e.setup.dataset.kind, min(e.experiment.hidden)
    return Finding.of(
        f"The narrowest hidden layer has {few} {'neuron' if few == 1 else 'neurons'}: the network reaches "
        f"{scored(e.score, kind)} where a simple method reaches {scored(e.reach.best, kind)}.",
        Remedy.of(
            "take two hidden layers of sixteen and learn for three times as long",
            hidden=(16, 16),
            epochs=3 * e.experiment.epochs,
        ),
    )


def stuck(e: Evidence) -> Finding | None:
    """Nothing else explains it: the loss stands still."""
    kind, train = e.setup.dataset.kind, e.course("train loss")
    first, last = fixed(float(train[0])), fixed(float(train[-1]))
    return Finding.of(
        f"The training loss stands still at {last}, from {first} at the start; the network reaches "
        f"{scored(e.score, kind)} where a simple method reaches {scored(e.reach.best, kind)}.",
        Remedy.of("take two hidden layers of sixteen", hidden=(16, 16)) if e.hidden == 1 else None,
        Remedy.of(
            "learn three times slower for three times as long",
            learning_rate=two_digits(e.experiment.learning_rate / 3),
            epochs=3 * e.experiment.epochs,
        ),
    )
