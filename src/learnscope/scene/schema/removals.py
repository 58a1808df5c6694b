"""The lens Ask: what becomes of loss and answers where the network lacks a part, or has one nudged."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.moments import Array

JudgedBy = Literal["all", "train", "validation", "test"]


class OutputEffect(msgspec.Struct, frozen=True):
    """What an output says, of the sample shown and in the mean over the samples that judge."""

    title: str
    before: float
    after: float
    mean_before: float
    mean_after: float


class RemovalScene(Answer, frozen=True, tag="removal"):
    """The network with one part changed, or with two."""

    names: tuple[str, ...]  # of the values and weights that are changed
    titles: tuple[str, ...]  # "hidden 3", "petal length → hidden 3"
    by: float | None  # what is added to each, None where they are removed
    loss: float  # mean over the samples that judge, without the penalty
    new_loss: float
    accuracy: float | None  # share of right answers; None of values
    new_accuracy: float | None
    alone: tuple[float, ...]  # of two: by how much the loss changes for each alone
    interaction: float | None  # of two: what both change beyond that
    outputs: tuple[OutputEffect, ...]
    sample: str  # whose outputs these are: "flower 87"
    samples: int  # that judge
    sentence: str
    path: str  # where a program finds it


class RemovalMap(msgspec.Struct, frozen=True):
    """A map that can be asked for."""

    key: str  # "layer.1", "link.0" or "pairs"
    title: str
    count: int  # of its entries
    left_out: str  # why there is none, "" where there is one


class EmergenceScene(msgspec.Struct, frozen=True):
    """What all hidden neurons do for the loss, in parts that add up."""

    whole: float  # what the loss rises by without any of them
    singles: float  # the sum of what it rises by without each
    pairs: float  # the sum of what two change beyond each alone
    together: float  # the rest, of three and more
    sentence: str


class RemovalMapScene(Answer, frozen=True, tag="removal_map"):
    """Entries `first`, first + 1, … of a map: as many as were worked out in the time of an answer."""

    maps: tuple[RemovalMap, ...]
    key: str
    row_titles: tuple[str, ...]
    column_titles: tuple[str, ...]
    row_names: tuple[str, ...]  # of the numbers that stand for rows; a wire's name is in `names`
    names: str  # "weight.0.{row}.{column}", "value.1.{column}" or, of pairs, ""
    first: int  # entries follow each other row by row; of pairs, (0, 1), (0, 2), …, (1, 2), …
    change: Array  # (entries,) by how much the loss changes; of pairs, beyond what each alone changes
    accuracy: Array  # (entries,) by how much the share of right answers changes; nan of values
    loss: float
    judged: float | None  # share of right answers of the whole network
    samples: int
    about: str  # which samples judge, in words
    emergence: EmergenceScene | None  # where all pairs are known
