"""What changed most, as a ranked list."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer

ChangedKind = Literal["parameters", "values", "gradients"]


class ChangeEntry(msgspec.Struct, frozen=True):
    """A number before and after, or in the future shown and in the other."""

    name: str
    title: str  # "hidden 3 → versicolor"
    before: float
    after: float
    difference: float  # after less before


class ChangedScene(Answer, frozen=True, tag="changed"):
    """What a step changed most or, where a future lies beside the one shown, in what that differs most."""

    future: str  # the one beside, "" where it is the update of the step
    step: int  # updates made before it, in both
    sample: str  # whose values they are: "flower 87"
    kind: ChangedKind
    kinds: tuple[ChangedKind, ...]  # those there are an answer for
    changes: tuple[ChangeEntry, ...]  # the largest difference first
    count: int  # of all numbers of the kind
    rest: float  # the largest difference, without its sign, of those left out
    sentence: str
    path: str  # where a program finds it
