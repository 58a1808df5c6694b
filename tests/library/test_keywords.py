"""Arguments by another name are answered with ours, wherever arguments have names."""

from typing import Any

import pytest

import learnscope as ls
from tests.test_cli import run

IRIS = ls.Experiment(data="iris")
FIELD = "it is for the experiment, pass experiment.replace"


@pytest.mark.parametrize(
    ("function", "given", "name", "hint"),
    [
        ("load_csv", ("t.csv",), "sep", "; did you mean 'separator'?"),
        ("load_csv", ("t.csv",), "na_values", "; did you mean 'missing_markers'?"),
        ("load_images", ("t",), "target_size", "; did you mean 'size'?"),
        ("from_frame", (None,), "index_col", "; did you mean 'ignore'?"),
        ("from_arrays", ([[1]], [1]), "feature_names", "; did you mean 'input_names'?"),
        ("open_run", ("r",), "dataset", "; did you mean 'data'?"),
        ("load_npz", ("r",), "zzz", " (path, x, y, kind, name)"),
        ("train", (IRIS,), "callback", "; did you mean 'progress'?"),
        ("train", (IRIS,), "max_iter", f"; {FIELD}(epochs=…)"),
        ("train", (IRIS,), "lr", f"; {FIELD}(learning_rate=…)"),
        ("train", (IRIS,), "zzz", " (experiment, start, engine, progress)"),
        ("Optimizer", ("sgd",), "beta_1", "; did you mean 'beta1'?"),
        ("Schedule", ("cosine",), "fctor", "; did you mean 'factor'?"),
        ("forward", (None, None), "mask", "; did you mean 'masks'?"),
        ("draw_masks", (None,), "rate", "; did you mean 'rates'?"),
        ("Experiment", (), "lr", "; did you mean 'learning_rate'?"),
        ("Experiment", (), "n_epohcs", "; did you mean 'epochs'?"),
    ],
)
def test_a_name_of_another_library_is_answered_with_ours(
    function: str, given: tuple[Any, ...], name: str, hint: str
) -> None:
    """By functions that read, that train, and by recipes."""
    with pytest.raises(ls.LearnscopeError) as caught:
        getattr(ls, function)(*given, **{name: 1})

    assert str(caught.value) == f"{function} has no argument {name!r}{hint}"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["train", "iris", "--lr", "0.1"], "; did you mean --learning-rate?"),
        (["train", "iris", "--max-iter", "9"], "; did you mean --epochs?"),
        (["train", "t.csv", "--sep", ";"], "; did you mean --separator?"),
        (["open", "t.csv", "--na-values", "?"], "; did you mean --missing-marker?"),
        (["train", "iris", "--epohcs", "9"], "; did you mean --epochs?"),
        (["train", "iris", "--zzz"], "; --help lists those there are"),
    ],
)
def test_an_option_of_another_name_is_answered_with_ours(arguments: list[str], hint: str) -> None:
    """On the command line."""
    finished = run(*arguments)

    assert finished.returncode == 2
    assert finished.stderr == f"error: there is no option {arguments[2]}{hint}\n"


def test_methods_answer_likewise() -> None:
    """Of a network and of a run."""
    with pytest.raises(ls.ArgumentError) as caught:
        ls.Network.draw((2, 3, 1), random_state=3)  # type: ignore[call-arg]
    assert str(caught.value) == "Network.draw has no argument 'random_state'; did you mean 'seed'?"
    run = ls.train(IRIS.replace(epochs=1), engine="plain")
    with pytest.raises(ls.ArgumentError) as caught:
        run.evaluate("test", steps=1)  # type: ignore[call-overload]
    assert str(caught.value) == "ExperimentRun.evaluate has no argument 'steps'; did you mean 'step'?"
