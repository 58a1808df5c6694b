"""What one update did to its batch and to the sample shown, in a few words and numbers."""

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.scene.schema import Change, Verdict
from learnscope.scene.subject import HALF, Subject, in_words, named_class


def change_of(subject: Subject) -> Change:
    """What the update of this step does."""
    step = subject.step
    return Change(
        step=subject.steps,
        batch_loss_before=step.loss,
        batch_loss_after=step.loss_after,
        before=verdict_of(subject),
        after=_verdict(subject, step.verdict_after[subject.place], subject.target),
    )


def verdict_of(subject: Subject) -> Verdict:
    """What the network of this moment says of the sample shown."""
    return verdict_of_row(subject, subject.place)


def verdict_of_row(subject: Subject, row: int) -> Verdict:
    """What it says of the sample in `row` of the batch."""
    return _verdict(subject, subject.step.verdict[row], subject.step.y[row])


def _verdict(subject: Subject, prediction: Floats, target: Floats) -> Verdict:
    if not np.isfinite(prediction).all():
        return Verdict("", None)
    if subject.kind == "values":
        return Verdict(in_words(subject, prediction), None)
    if subject.kind == "labels":
        given = prediction > (0.5 if subject.squash else subject.threshold)
        right = bool((given == (target > HALF)).all())
        return Verdict(in_words(subject, given.astype(np.float64)), right)
    predicted, wanted = int(prediction.argmax()), named_class(target)
    return Verdict(subject.neurons[-1][predicted], None if wanted is None else predicted == wanted)
