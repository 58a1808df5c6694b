"""What tests of moves have in common."""

from learnscope.experiment import set_up
from learnscope.starting_points import STARTING_POINTS
from learnscope.training.order import epoch_order
from tests.session.reader import Reader
from tests.settings import value_of

FORWARD_DONE = 4.0  # with two links: read, two forwards and the loss are done


def minus(value: object) -> str:
    """A value as messages to a person have it."""
    return str(value).replace("-", "−")


def order(reader: Reader, epoch: int) -> list[int]:
    """The numbers of the samples of an epoch, from 0, in the order they are visited."""
    experiment = STARTING_POINTS["iris"].experiment
    train = set_up(experiment).split.train
    return (epoch_order(train, seed=value_of(reader.scene, "seed"), epoch=epoch) + 1).tolist()
