"""The batch of the step, sample by sample, and the order in which the epoch visits the samples."""

import msgspec

from learnscope.scene.schema.answer import Answer


class MemberScene(msgspec.Struct, frozen=True):
    """A sample of the batch."""

    number: int  # from 1, as in the data set
    name: str  # of its loss
    target: str  # in words: "virginica"
    said: str  # what the network says of it, before the update; "" where that is no finite number
    right: bool | None  # None for values
    loss: float  # before the update, without the penalty


class MembersScene(Answer, frozen=True, tag="members"):
    """The samples of the batch, and the order that it is a part of."""

    members: tuple[MemberScene, ...]  # in their order, at most 200
    count: int  # of all samples of the batch
    epoch: int  # from 1
    index: int  # of the batch in its epoch, from 1
    batches: int  # in an epoch
    batch_size: int
    order: tuple[int, ...]  # numbers of samples as the epoch visits them, whole batches around this one
    first: int  # which batch `order` begins with, from 1
    samples: int  # visited in an epoch
    seed: int  # of the order
    sentence: str  # why the order is shuffled, and by which seed
    path: str  # where a program finds the samples of the batch
