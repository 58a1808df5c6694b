"""The samples of the batch shown, with what is wanted and said of each, and the epoch's shuffled order."""

from learnscope import words
from learnscope.scene.change import verdict_of_row
from learnscope.scene.grammar import named
from learnscope.scene.schema import MemberScene, MembersScene
from learnscope.scene.subject import Subject, in_words
from learnscope.training.order import batch_count, epoch_order

MOST_MEMBERS = 200
MOST_ORDERED = 420  # samples of the order that are listed, of a longer one those around the batch


def members_scene(subject: Subject, *, serial: int = -1) -> MembersScene:
    """The batch of this moment."""
    experiment, train = subject.setup.experiment, subject.setup.split.train
    size, seed = experiment.batch_size, experiment.seed_of("order")
    order = epoch_order(train, seed=seed, epoch=subject.epoch)
    batches = batch_count(len(train), size)
    around = max(1, MOST_ORDERED // size)
    first = max(0, min(subject.index - around // 2, batches - around))
    return MembersScene(
        serial=serial,
        members=tuple(_member(subject, row) for row in range(min(len(subject.rows), MOST_MEMBERS))),
        count=len(subject.rows),
        epoch=subject.epoch + 1,
        index=subject.index + 1,
        batches=batches,
        batch_size=size,
        order=tuple(int(row) + 1 for row in order[first * size : (first + around) * size]),
        first=first + 1,
        samples=len(train),
        seed=seed,
        sentence=_sentence(subject, seed),
        path=f"run.step({subject.steps}).samples",
    )


def _member(subject: Subject, row: int) -> MemberScene:
    verdict, sample = verdict_of_row(subject, row), int(subject.rows[row])
    return MemberScene(
        number=sample + 1,
        name=str(named("loss.sample", sample=sample)),
        target=in_words(subject, subject.step.y[row]),
        said=verdict.predicted,
        right=verdict.right,
        loss=float(subject.step.losses[row]),
    )


def _sentence(subject: Subject, seed: int) -> str:
    """Why the order is shuffled, and by which seed."""
    noun, train = subject.setup.dataset.noun, subject.setup.split.train
    size = subject.setup.experiment.batch_size
    what = f"Each epoch visits {words.count(len(train), f'training {noun}')} once, in an order"
    if size >= len(train):
        return f"{what} shuffled by seed {seed}; as the batch holds all of them, no gradient depends on it."
    return (
        f"{what} shuffled anew by seed {seed}, so that no batch is always of the same {noun}s and no "
        f"order of the data is learned; the same seed gives the same order again."
    )
