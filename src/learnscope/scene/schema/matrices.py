"""The lens Matrices: a step as a sequence of products of matrices, and one of them cell by cell."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.moments import Array
from learnscope.scene.schema.why import Role


class MatrixScene(msgspec.Struct, frozen=True):
    """A matrix of the step. A cell's name is `name` with its place in `rows` and `columns` written in."""

    symbol: str  # "W₁"
    title: str  # "weights of hidden 1"
    shape: str  # "105×4", in full where not all of it is here
    cells: Array  # (rows, columns)
    name: str  # "weight.0.{row}.{column}"; "" where its cells have no names
    rows: tuple[int, ...]  # what is written for {row}
    columns: tuple[int, ...]
    row_titles: tuple[str, ...]  # "flower 77", "petal length"
    column_titles: tuple[str, ...]
    scale: float  # a power of two that no cell exceeds, for colouring
    role: Role


class EquationScene(msgspec.Struct, frozen=True):
    """One equation of the step."""

    phase: int  # of the step's timeline in which it is worked out
    formula: str  # LaTeX
    line: str  # the same as text
    shapes: str  # "15×4 · 4×5 + 1×5 → 15×5"; "" where it is no product


class MatricesScene(Answer, frozen=True, tag="matrices"):
    """All equations of a step, and the matrices of one."""

    equations: tuple[EquationScene, ...]
    place: int  # of the one whose matrices these are
    kind: Literal["product", "each"]  # rows times columns, or cell by cell
    operands: tuple[MatrixScene, ...]  # of a product: left, right and perhaps what is added
    result: MatrixScene
    sentence: str
    left_out: str  # which rows of the batch are not here, "" where all are


class CodeScene(Answer, frozen=True, tag="code"):
    """The step shown as a program that makes it."""

    dialect: str
    text: str
