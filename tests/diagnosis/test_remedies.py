"""Each remedy of each cause is run, and makes good what it is for."""

from functools import cache

import pytest

import learnscope as ls
from learnscope.run.diagnosis import Diagnosis, Remedy
from learnscope.run.diagnosis.remedies import advice, applicable
from tests.diagnosis.remedied import before_and_after
from tests.diagnosis.test_causes import ROWS, run_of
from tests.diagnosis.trainings import EXAMPLES, FAILING, MORE, Training
from tests.sampling import everything

SHOWN = [*MORE, *(one for one in FAILING if one.name in EXAMPLES)]


@cache
def found_of(training: Training) -> tuple[ls.ExperimentRun, tuple[Diagnosis, ...]]:
    """It trained, and what is said of it."""
    run = run_of(training)
    return run, run.diagnose()


def each_helps(training: Training) -> None:
    """Every remedy that is named leaves less of what is wrong."""
    run, diagnoses = found_of(training)
    for found in diagnoses:
        for remedy in found.remedies:
            before, after = before_and_after(run, found.cause, remedy)
            assert after < before, (found.cause, remedy.told("library"), before, after)


@pytest.mark.skipif(not everything(), reason="takes half a minute; --all runs it")
@pytest.mark.parametrize("training", FAILING, ids=lambda one: one.name)
def test_remedies_help(training: Training) -> None:
    """The training under each is better than it was."""
    each_helps(training)


@pytest.mark.whole
@pytest.mark.parametrize("training", SHOWN, ids=lambda one: one.name)
def test_each_kind_of_remedy_helps(training: Training) -> None:
    """Those that between them show all there are, whatever sample of the others is drawn."""
    each_helps(training)


def test_these_are_all_the_remedies_of_the_documents() -> None:
    """What they change, cause by cause; so no remedy is without a test."""
    changed: dict[str, set[str]] = {}
    for training in SHOWN:
        for found in found_of(training)[1]:
            for remedy in found.remedies:
                changed.setdefault(found.cause, set()).update(remedy.changes)

    assert changed == {name: set(cells[3].split("`")[1::2]) for name, cells in ROWS.items()}


def test_what_is_in_force_is_not_offered() -> None:
    """Of several fields only those that differ, and nothing where none does or the recipe cannot have it."""
    recipe = ls.Experiment(data="circle", hidden=(4, 4), activation=("tanh", "relu"), l2=0.1, l1=0.0)

    assert applicable(
        recipe,
        [
            Remedy.of("penalise", l2=0.1),
            Remedy.of("penalise both", l1=0.1, l2=0.1),
            Remedy.of("take one layer", hidden=(4,)),
        ],
    ) == (Remedy.of("penalise both", l1=0.1),)


@pytest.mark.parametrize(
    ("remedy", "library", "option"),
    [
        (
            Remedy.of("learn ten times slower", learning_rate=0.003),
            "pass learning_rate=0.003 to learn ten times slower",
            "add --learning-rate 0.003 to learn ten times slower",
        ),
        (
            Remedy.of("take two layers", hidden=(16, 16), activation="tanh"),
            "pass hidden=(16, 16), activation='tanh' to take two layers",
            "add --hidden 16,16 --activation tanh to take two layers",
        ),
        (
            Remedy.of("draw the weights", initializer="he", start=None),
            "pass initializer='he', start=None to draw the weights",
            "add --initializer he and leave --start out to draw the weights",
        ),
    ],
)
def test_a_remedy_is_named_in_the_terms_of_its_place(remedy: Remedy, library: str, option: str) -> None:
    """Arguments, options, or a button's words."""
    assert [remedy.told("library"), remedy.told("option"), remedy.told("page")] == [
        library,
        option,
        remedy.words,
    ]


def test_several_remedies_are_one_sentence() -> None:
    """On the page they are buttons instead."""
    remedies = (Remedy.of("learn slower", learning_rate=0.1), Remedy.of("clip", clip_norm=1.0))

    assert advice(remedies, "library") == (
        "Pass learning_rate=0.1 to learn slower or pass clip_norm=1.0 to clip."
    )
    assert advice(remedies, "page") == advice((), "option") == ""
