"""Where we differ from others, as literal numbers; and the documents' examples, run."""

import re
from pathlib import Path

import numpy as np
import pytest

import learnscope as ls
from learnscope.core.activations import activation_values

DOCS = Path(__file__).parents[2] / "docs"


def linear(outputs: int, loss: str) -> ls.Network:
    """A network that says 0 everywhere."""
    return ls.Network.from_arrays(
        [np.zeros((1, outputs))], [np.zeros(outputs)], activations=["identity"], loss=loss
    )


def moved(name: str, weight: float, bias: float, gradient: float, steps: int = 1) -> tuple[float, float]:
    """How far a weight and a bias move in the last of some updates with one gradient, at rate 1."""
    network = ls.Network.from_arrays([[[weight]]], [[bias]], activations=["identity"], loss="squared_error")
    optimizer = ls.Optimizer(name, weight_decay=0.1)
    state, before = optimizer.start(network), network
    x, y = [[1.0]], [[weight + bias - gradient / 2]]  # whose gradient 2 (a − y) is as asked for
    for _ in range(steps):
        before = network
        given = ls.backward(network, ls.forward(network, x), y)
        network, state = optimizer.update(network, given, state, learning_rate=1.0)
    change = before.parameters - network.parameters
    return float(change[0]), float(change[1])


def test_squared_error_sums_over_outputs() -> None:
    """Two outputs off by 1 are a loss of 2, not of 1."""
    network = linear(2, "squared_error")

    assert ls.loss(network, ls.forward(network, [[1.0]]), [[1.0, 1.0]]) == 2.0


def test_half_squared_error_has_its_half() -> None:
    """And the same sum."""
    network = linear(2, "half_squared_error")

    assert ls.loss(network, ls.forward(network, [[1.0]]), [[1.0, 1.0]]) == 1.0


def test_two_classes_have_two_outputs() -> None:
    """Each with a probability of its own."""
    network = linear(2, "softmax_cross_entropy")

    assert ls.predict(network, [[1.0]]).tolist() == [[0.5, 0.5]]
    assert ls.loss(network, ls.forward(network, [[1.0]]), [0]) == pytest.approx(np.log(2), rel=1e-15)


def test_adam_s_first_move_is_the_rate() -> None:
    """With ε outside the root: g / (√g² + ε)."""
    assert moved("adam", 1.0, 0.0, 4.0)[0] == pytest.approx(4 / (4 + 1e-8), rel=1e-12)


def test_adagrad_starts_at_nothing() -> None:
    """Its first move is the rate too, where Keras's would be smaller."""
    assert moved("adagrad", 1.0, 0.0, 4.0)[0] == pytest.approx(4 / (4 + 1e-10), rel=1e-12)


def test_rmsprop_s_first_move_is_ten_rates() -> None:
    """s begins at 0, so that √s is a tenth of |g| with a decay of 0.99."""
    assert moved("rmsprop", 1.0, 0.0, 4.0)[0] == pytest.approx(4 / (0.4 + 1e-8), rel=1e-9)


def test_decay_of_adamw_spares_biases() -> None:
    """The weight moves by rate · λ · w more."""
    weight, bias = moved("adamw", 2.0, 3.0, 4.0)

    assert weight - bias == pytest.approx(0.1 * 2.0)


def test_l2_has_its_half_and_spares_biases() -> None:
    """λ/2 · Σw²."""
    from learnscope.core.penalties import penalty

    network = ls.Network.from_arrays([[[3.0]]], [[9.0]], activations=["identity"], loss="squared_error")

    assert penalty(network, l2=2.0) == 9.0


def test_warm_up_begins_with_a_step_and_ends_at_the_rate() -> None:
    """1/n, 2/n, …, 1."""
    assert ls.Schedule("warmup", warmup=4).rates(1.0, 0, 5).tolist() == [0.25, 0.5, 0.75, 1.0, 1.0]


def test_cosine_reaches_its_end_and_stays() -> None:
    """At step `over` and after."""
    rates = ls.Schedule("cosine", over=4, end=0.1).rates(1.0, 0, 8)

    assert rates[4:].tolist() == [0.1, 0.1, 0.1, 0.1]


def test_normal_draws_are_not_truncated() -> None:
    """Some lie beyond two deviations."""
    weight = ls.Network.draw([100, 100, 2], initializer="lecun", seed=0).weights[0]

    assert np.abs(weight).max() > 2 * np.sqrt(1 / 100)


def test_gelu_is_the_tanh_form() -> None:
    """At 1: 0.841192, where erf gives 0.841345."""
    assert activation_values("gelu", [1.0])[0] == pytest.approx(0.8411919906, abs=1e-9)


def test_dropout_is_inverted_and_counts_what_is_dropped() -> None:
    """What is kept is multiplied by 1 / (1 − share)."""
    network = ls.Network.draw([2, 1000, 2], seed=0)
    masks = ls.draw_masks(network, 1, rates=0.2, seed=0, step=0)

    assert set(np.unique(masks[0]).tolist()) == {0.0, 1.25}
    assert (masks[0] == 0).mean() == pytest.approx(0.2, abs=0.05)


def examples(name: str) -> list[tuple[str, str]]:
    """The Python blocks of a document, each with the output below it."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("number", range(2))
def test_the_first_lines_of_people_from_elsewhere_run(
    number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """The documents' examples print what stands below them."""
    code, expected = examples("coming_from.md")[number]

    exec(code, {})

    assert capsys.readouterr().out == expected
