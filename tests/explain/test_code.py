"""The emitted programs are run and reproduce the step."""

import importlib.util
import shutil
import subprocess
from typing import Any

import numpy as np
import pytest

from learnscope.errors import ArgumentError
from learnscope.explain import activations
from learnscope.explain.code import DIALECTS, code_of
from learnscope.scene.named import Moment
from tests.explain.test_explanations import RECIPES, moment_of

MORE: tuple[dict[str, Any], ...] = (
    {
        "data": "iris",
        "hidden": (3,),
        "activation": "gelu",
        "loss": "hinge",
        "batch_size": 4,
        "optimizer": "sgd",
    },
    {"data": "iris", "hidden": (3, 2), "activation": "elu", "loss": "binary_cross_entropy", "batch_size": 4},
    {"data": "iris", "hidden": (3,), "activation": "softplus", "loss": "squared_error", "batch_size": 4},
    {"data": "iris", "hidden": (3,), "activation": "leaky_relu", "loss": "huber", "batch_size": 4},
    {"data": "circle", "hidden": (4,), "activation": "sin", "batch_size": 3, "optimizer": "nesterov"},
)
CLOSE = 1e-10


def outcome(moment: Moment) -> dict[str, np.ndarray]:
    """What a program should leave behind."""
    step = moment.subject.step
    found = {"loss": np.array([[step.loss]])}
    for k, weight in enumerate(step.after.weights, start=1):
        found[f"new_w{k}"] = weight
        bias = step.after.biases[k - 1]
        if bias is not None:
            found[f"new_b{k}"] = bias[None, :]
    return found


def double(recipe: dict[str, Any]) -> dict[str, Any]:
    """In float64, as programs compute."""
    return {**recipe, "precision": "float64"}


@pytest.mark.parametrize("recipe", [*RECIPES, *MORE], ids=lambda r: f"{r['data']}-{r.get('optimizer')}")
def test_numpy_s_lines_are_the_step(recipe: dict[str, Any]) -> None:
    """Loss and new parameters."""
    moment = moment_of(double(recipe), steps=2)
    left: dict[str, Any] = {}

    exec(code_of(moment.subject, "numpy"), left)

    for name, expected in outcome(moment).items():
        assert np.atleast_2d(left[name]) == pytest.approx(expected, rel=CLOSE, abs=1e-13), name


@pytest.mark.skipif(
    importlib.util.find_spec("torch") is None, reason="needs PyTorch: make compare installs it"
)
@pytest.mark.parametrize("recipe", [*RECIPES, *MORE], ids=lambda r: f"{r['data']}-{r.get('optimizer')}")
def test_pytorch_s_lines_are_the_step(recipe: dict[str, Any]) -> None:
    """The same, by autograd."""
    moment = moment_of(double(recipe), steps=2)
    left: dict[str, Any] = {}

    exec(code_of(moment.subject, "pytorch"), left)

    for name, expected in outcome(moment).items():
        assert np.atleast_2d(left[name].detach().numpy()) == pytest.approx(expected, rel=CLOSE, abs=1e-13), (
            name
        )


@pytest.mark.skipif(shutil.which("octave-cli") is None, reason="needs Octave: apt-get install octave")
def test_octave_s_lines_are_the_step() -> None:
    """The same, in one process for all recipes."""
    moments = [moment_of(double(recipe), steps=2) for recipe in (*RECIPES, *MORE)]
    script = "".join(
        code_of(moment.subject, "octave")
        + "".join(f'printf("%.17g\\n", {name});\n' for name in outcome(moment))
        for moment in moments
    )

    done = subprocess.run(
        ["octave-cli", "--norc", "--eval", script], capture_output=True, text=True, check=True
    )

    numbers = np.array([float(line) for line in done.stdout.split()])
    expected = np.concatenate([each.T.ravel() for moment in moments for each in outcome(moment).values()])
    assert numbers == pytest.approx(expected, rel=CLOSE, abs=1e-13)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_is_written_whole(dialect: str) -> None:
    """Each line ends as its language wants; brackets close."""
    text = code_of(moment_of(RECIPES[1]).subject, dialect)

    assert text.count("(") == text.count(")")
    assert text.count("[") == text.count("]")
    if dialect == "octave":
        assert all(line.endswith(";") or line.startswith("%") for line in text.splitlines() if line)
        assert not {"np.", "@", "axis", "keepdims"} & set(text.split())


def test_too_large_a_step_is_refused() -> None:
    """5 000 numbers are enough to read; a dialect must be known."""
    moment = moment_of({"data": "digits", "hidden": (64,), "batch_size": 32})

    with pytest.raises(ArgumentError, match="at most 5000 numbers to be written out"):
        code_of(moment.subject, "numpy")
    with pytest.raises(ArgumentError, match="unknown dialect 'julia'"):
        code_of(moment.subject, "julia")


def test_an_activation_without_a_tree_is_not_written_as_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, rather than a program that cannot be run."""
    monkeypatch.delitem(activations.VALUES, "softplus")
    moment = moment_of({"data": "iris", "hidden": (3,), "activation": "softplus", "batch_size": 4})

    with pytest.raises(ArgumentError) as refused:
        code_of(moment.subject, "numpy")
    assert str(refused.value) == (
        "activation must be made of operations that can be written as code, got 'softplus'"
    )
