"""The lens Why: an explanation of one number, as it is drawn."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer

Role = Literal["forward", "backward", "parameter", "data", "setting", "measure"]


class OperandScene(msgspec.Struct, frozen=True):
    """A number that another is made of; asking it is asking again."""

    name: str
    title: str  # "δ of versicolor"
    symbol: str  # LaTeX
    text: str  # as it stands in the formula with numbers
    value: float
    role: Role  # its colour of meaning


class TermScene(msgspec.Struct, frozen=True):
    """One term of a sum, and the sum so far."""

    text: str  # "−0.8057 × −0.1313"
    names: tuple[str, ...]  # of its operands
    label: str  # what it is of: "flower 87", "petal length"
    value: float
    running: float


class ProofScene(msgspec.Struct, frozen=True):
    """A parameter nudged by ±epsilon: both losses, their quotient, and the gradient beside it."""

    epsilon: float
    loss_minus: float
    loss_plus: float
    quotient: float  # (loss_plus − loss_minus) / 2 epsilon
    gradient: float
    error: float  # |quotient − gradient| over the larger; 0 where both are 0
    agrees: bool
    note: str  # a sentence; of kinks, where the nudge crosses one


class EffectScene(msgspec.Struct, frozen=True):
    """What the step does to the parameter."""

    old: float
    update: float
    new: float
    line: str  # "+0.44123 − 0.1 × −0.03900 = +0.44513"


class WhyScene(Answer, frozen=True, tag="why"):
    """Why a number is what it is."""

    name: str
    title: str
    value: float
    text: str  # the value, as its formula prints it
    sentence: str
    formula: str  # LaTeX in symbols; "" where it follows from nothing in this step
    numbers: str  # LaTeX with numbers
    line: str  # the same as a line of text
    operands: tuple[OperandScene, ...]
    terms: tuple[TermScene, ...]  # of its sum, at most 200
    term_count: int
    proof: ProofScene | None  # of gradients
    effect: EffectScene | None  # of weights, biases and what becomes of them
    role: Role
    path: str  # where a program finds it
