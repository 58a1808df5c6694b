"""A parameter's gradient in the batch: each sample's own, their mean, and how noisy an estimate it is."""

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.moments import Array


class OwnGradient(msgspec.Struct, frozen=True):
    """What one sample of the batch asks of the parameter."""

    number: int  # from 1, as in the data set
    name: str  # of its gradient
    gradient: float


class SpreadScene(Answer, frozen=True, tag="spread"):
    """The gradients of one parameter."""

    name: str  # of the gradient that is applied
    title: str  # "weight petal length → hidden 3"
    own: tuple[OwnGradient, ...]  # in the order of the batch, at most 200
    count: int  # of all samples of the batch
    mean: float  # over the batch, without the penalty
    applied: float  # with the penalty's part
    size: int  # of a batch
    samples: int  # that batches are drawn from
    batches: Array  # (batches,) the gradient in each of many batches from this step, with the penalty's part
    whole: float  # of all these samples
    spread: float  # standard deviation over batches
    single: float  # the same over single samples
    against: float  # share of the batches that have the other sign than the whole
    along: float  # mean cosine between a batch's gradient, of all parameters, and the whole one
    sentence: str
    path: str  # where a program finds it
