"""A step as products of matrices: every cell is the number of that name, and the products come out."""

from typing import Any

import numpy as np
import pytest

from learnscope.errors import ArgumentError
from learnscope.explain.cells import MOST_ROWS
from learnscope.explain.matrices import matrices_scene
from learnscope.scene.belonging import find
from learnscope.scene.schema.matrices import MatricesScene, MatrixScene
from learnscope.scene.values import value
from tests.explain.test_explanations import RECIPES, moment_of

UNBIASED: dict[str, Any] = {"data": "iris", "hidden": (3,), "bias": "none", "batch_size": 6}
WHOLE: dict[str, Any] = {"data": "iris", "hidden": (2,), "batch_size": 105}


def all_of(recipe: dict[str, Any], *, after: bool = False) -> list[MatricesScene]:
    """Each equation of a step of the recipe, with its matrices."""
    moment = moment_of(recipe, after=after)
    first = matrices_scene(moment, 0, 0)
    return [matrices_scene(moment, place, 0) for place in range(len(first.equations))]


def named(matrix: MatrixScene, row: int, column: int) -> str:
    """The name of a cell, as the page writes it."""
    return matrix.name.format(row=matrix.rows[row], column=matrix.columns[column])


@pytest.mark.parametrize("recipe", [*RECIPES, UNBIASED, WHOLE])
def test_a_cell_is_the_number_of_its_name(recipe: dict[str, Any]) -> None:
    """To the bit, in every matrix of every equation; before and after the update is on screen."""
    for after in (False, True):
        moment = moment_of(recipe, after=after)
        for scene in all_of(recipe, after=after):
            for matrix in (*scene.operands, scene.result):
                cells = matrix.cells.numpy()
                assert cells.shape == (len(matrix.rows), len(matrix.columns))
                assert cells.shape == (len(matrix.row_titles), len(matrix.column_titles))
                if not matrix.name:
                    continue
                for row, column in ((0, 0), (cells.shape[0] - 1, cells.shape[1] - 1)):
                    name = find(named(matrix, row, column), moment.subject)
                    assert value(name, moment) == cells[row, column], name


@pytest.mark.parametrize("recipe", [*RECIPES, UNBIASED])
def test_rows_times_columns_come_out(recipe: dict[str, Any]) -> None:
    """Products, with what is added and 1/N where it is the gradient's; the update's differences too."""
    exact = 2e-5 if recipe.get("precision") == "float32" else 1e-12
    for scene in all_of(recipe):
        operands = [matrix.cells.numpy() for matrix in scene.operands]
        result, line = scene.result.cells.numpy(), scene.equations[scene.place].line
        if scene.kind == "product":
            made = operands[0] @ operands[1] / (operands[0].shape[1] if "/ N" in line else 1)
            made = made + sum(operands[2:])
            np.testing.assert_allclose(result, made, rtol=exact, atol=exact, err_msg=line)
        elif line.startswith("Δ"):
            made = np.prod(operands, axis=0)
            np.testing.assert_allclose(result, made, rtol=exact, atol=exact, err_msg=line)
        elif line.endswith("− U"):
            np.testing.assert_allclose(result, operands[0] - operands[1], rtol=exact, atol=exact)


def test_the_step_is_written_down_in_its_order() -> None:
    """Forward, loss, back, update, as lines a person reads; shapes where rows meet columns."""
    lines = [one.line for one in all_of(RECIPES[0])[0].equations]
    assert lines == [
        "Z₁ = X W₁ + b₁", "A₁ = f(Z₁)", "Z₂ = A₁ W₂ + b₂", "A₂ = f(Z₂)", "P = softmax(A₂)", "ℓ = ℓ(P, Y)",
        "E₂ = ∂ℓ/∂A₂", "Δ₂ = E₂ ∘ f′(Z₂)", "∇W₂ = A₁ᵀ Δ₂ / N", "∇b₂ = 1ᵀ Δ₂ / N",
        "E₁ = Δ₂ W₂ᵀ", "Δ₁ = E₁ ∘ f′(Z₁)", "∇W₁ = Xᵀ Δ₁ / N", "∇b₁ = 1ᵀ Δ₁ / N",
        "W₁′ = W₁ − U", "b₁′ = b₁ − U", "W₂′ = W₂ − U", "b₂′ = b₂ − U",
    ]  # fmt: skip
    assert all_of(RECIPES[0])[0].equations[0].shapes == "15×4 · 4×5 + 1×5 → 15×5"


def test_the_equation_of_the_phase_under_way_comes_first() -> None:
    """None asks for it: of the loss its first, past the last phase the last there is."""
    moment = moment_of(RECIPES[0])
    found = {phase: matrices_scene(moment, None, phase) for phase in (0, 1, 2, 3, 4, 5, 6, 99)}
    assert {phase: scene.equations[scene.place].line for phase, scene in found.items()} == {
        0: "Z₁ = X W₁ + b₁", 1: "Z₁ = X W₁ + b₁", 2: "Z₂ = A₁ W₂ + b₂", 3: "P = softmax(A₂)",
        4: "E₂ = ∂ℓ/∂A₂", 5: "E₁ = Δ₂ W₂ᵀ", 6: "W₁′ = W₁ − U", 99: "b₂′ = b₂ − U",
    }  # fmt: skip


def test_what_is_left_out_of_a_large_batch_is_said() -> None:
    """The shape is that of the whole batch."""
    scene = all_of(WHOLE)[0]
    assert scene.operands[0].shape == "105×4"
    assert len(scene.operands[0].rows) == MOST_ROWS
    assert scene.left_out == "The first 48 of the batch's 105 samples are shown."


def test_an_equation_there_is_not_is_refused() -> None:
    """With what there is."""
    with pytest.raises(ArgumentError, match="place must be a whole number from 0 to 17, got 18"):
        matrices_scene(moment_of(RECIPES[0]), 18, 0)
