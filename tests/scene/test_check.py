"""What the badge says of the gradient check."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.scene import check as badge
from learnscope.scene.check import check_scene, checked
from learnscope.training import step as training_step
from learnscope.training.step import Step, make_step
from tests.scene.subjects import subject

LINE = ls.Network.from_arrays(
    [[[1.0]], [[1.0]]], [[0.0], [0.0]], activations=["relu", "identity"], loss="squared_error"
)
HOW = (
    "gradients was compared with the slope that the loss of {} shows when its weight or bias is "
    "nudged both ways, by 6e−6 of its size (central differences)"
)


def made(x: list[list[float]], y: list[list[float]], network: ls.Network = LINE) -> Step:
    """A step on a few samples."""
    return make_step(network, np.array(x), np.array(y), learning_rate=0.1)


def test_a_check_that_passes_says_how_it_was_made() -> None:
    """The number of gradients and samples, the nudge, the difference."""
    step = subject(hidden=(5,), batch_size=15).step

    scene = check_scene(checked(step))

    assert scene is not None
    assert scene.passed
    assert (scene.count, scene.skipped) == (43, 0)
    assert scene.error <= scene.tolerance == 1e-8
    start = f"Each of the 43 {HOW.format('these 15 samples')}; the relative error is "
    assert scene.note.startswith(start)
    assert "e−" in scene.note.removeprefix(start)


def test_samples_left_out_are_counted() -> None:
    """Those within the step of a kink."""
    scene = check_scene(checked(made([[0.0], [1.0], [2.0]], [[1.0], [1.0], [1.0]])))

    assert scene is not None
    assert scene.passed
    assert scene.skipped == 1
    start = f"Each of the 4 {HOW.format('two samples (1 left out, too close to a kink)')}; "
    assert scene.note.startswith(start)


def test_nothing_compared_is_not_called_right() -> None:
    """All samples at a kink."""
    scene = check_scene(checked(made([[0.0]], [[1.0]])))

    assert scene is not None
    assert not scene.passed
    assert scene.note == (
        "Nothing was compared: a nudge would take this sample across a kink of an activation."
    )


def test_what_is_not_finite_is_not_called_right() -> None:
    """A loss that is not a number."""
    scene = check_scene(checked(made([[np.nan]], [[1.0]])))

    assert scene is not None
    assert not scene.passed
    assert np.isnan(scene.error)


def test_infinite_parameters_are_not_called_right() -> None:
    """The note says why nothing was compared."""
    network = LINE.with_parameters([np.inf, 1.0, 1.0, 1.0])

    scene = check_scene(checked(made([[1.0]], [[1.0]], network)))

    assert scene is not None
    assert not scene.passed
    assert scene.note == "Nothing was compared: a gradient or a difference of losses is no finite number."


def test_a_wrong_gradient_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the largest disagreement is, and both numbers."""
    right = training_step.backward

    def wrong(*operands: object, **options: object) -> ls.Gradients:
        gradients = right(*operands, **options)  # type: ignore[arg-type]
        changed = gradients.parameters.copy()
        changed[3] += 1.0
        return ls.Gradients(gradients.layers, changed)

    monkeypatch.setattr(training_step, "backward", wrong)

    scene = check_scene(checked(made([[2.0]], [[1.0]])))

    assert scene is not None
    assert not scene.passed
    start = f"Each of the 4 {HOW.format('this sample')}; the relative error is 0."
    assert scene.note.startswith(start)
    assert scene.note.endswith(", the difference is largest at biases[1][0]: 3 against 2.")


def test_a_large_network_is_not_checked_between_two_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is then no badge rather than a slow page."""
    monkeypatch.setattr(badge, "MOST_WORK", 10)

    assert check_scene(checked(made([[1.0]], [[1.0]]))) is None
