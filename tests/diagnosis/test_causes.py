"""What fails is told its cause, and of what is well nothing is said."""

import re
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

import learnscope as ls
from learnscope.data.builtin import datasets
from learnscope.run.diagnosis import diagnose
from learnscope.run.diagnosis.found import TITLES, Cause
from learnscope.starting_points import STARTING_POINTS
from tests.diagnosis.__main__ import HALVES, counts
from tests.diagnosis.trainings import FAILING, MORE, WELL, Training
from tests.sampling import everything

DOCUMENT = (Path(__file__).parents[2] / "docs" / "diagnosis.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("`"): cells
    for line in DOCUMENT.splitlines()
    if line.startswith("| `") and (cells := [cell.strip() for cell in line.strip("|").split("|")])
}


def run_of(training: Training) -> ls.ExperimentRun:
    """It trained."""
    return ls.train(training.experiment(), engine="compiled")


@pytest.mark.parametrize("training", [*FAILING[::2], *MORE], ids=lambda one: one.name)
def test_what_fails_is_told_its_cause(training: Training) -> None:
    """One cause, and evidence with a number."""
    (found,) = run_of(training).diagnose()

    assert found.cause in training.causes
    assert re.search(r"\d", found.evidence)


@pytest.mark.parametrize("training", WELL[::2], ids=lambda one: one.name)
def test_of_what_is_well_nothing_is_said(training: Training) -> None:
    """At the end and on the way."""
    run = run_of(training)

    assert run.diagnose() == ()
    for step in (0, 31, run.steps // 10, run.steps // 3):
        assert diagnose(run.tree, run.future, step, run.at(step)) == ()


def test_steps_beyond_all_numbers_are_told():
    """Parameters that are too large to have a length, and neurons that are dead of it."""
    recipe = ls.Experiment.from_url("data=iris&hidden=8,8&optimizer=sgd&learning_rate=1e300&epochs=5")

    (found,) = ls.train(recipe, engine="plain").diagnose()

    assert found.cause == "rate_high"
    expected = (
        r"Steps overshoot\. They go beyond all numbers; the training loss is [\d.]+e299 and was [\d.]+ at "
        r"its lowest\."
    )
    assert re.fullmatch(expected, found.evidence)
    (remedy,) = found.remedies
    assert remedy.told("library") == "pass learning_rate=0.03 to learn far slower"


BUILT_IN = {record.name: ls.Experiment(data=record.name) for record in datasets()}
STARTS = {point.name: point.experiment for point in STARTING_POINTS.values()}


@pytest.mark.parametrize("recipe", [*BUILT_IN.values(), *STARTS.values()], ids=[*BUILT_IN, *STARTS])
def test_of_built_in_data_that_is_learned_nothing_is_said(recipe: ls.Experiment) -> None:
    """Saturated neurons of a network that is right are none of its reader's worries."""
    run = ls.train(recipe, engine="compiled")
    measures = run.evaluate("train")
    score = measures.r2 if measures.accuracy is None else measures.accuracy

    assert score is not None or measures.count == 1
    if score is not None and score >= 0.9:
        assert run.diagnose() == ()
    else:
        assert all(found.remedies for found in run.diagnose())


def test_each_cause_is_in_the_documents() -> None:
    """With its title."""
    assert set(ROWS) == set(get_args(Cause))
    assert {name: cells[1] for name, cells in ROWS.items()} == TITLES


@pytest.mark.skipif(not everything(), reason="takes half a minute; --all runs it")
def test_the_figures_in_the_documents_are_those_of_the_script() -> None:
    """Both halves: rights, false alarms, remedies that help."""
    for half in HALVES:
        found = counts(half)
        row = next(line for line in DOCUMENT.splitlines() if line.startswith(f"| {half} |"))
        assert [cell.strip() for cell in row.strip("|").split("|")[1:]] == [
            f"{found.right} of {found.failing}",
            f"{found.alarms} of {found.well}",
            f"{found.helped} of {found.tried}",
        ]


def test_a_diagnosis_fits_a_line_of_text() -> None:
    """Its text names arguments, or options, and its representation holds it."""
    run = ls.train(ls.Experiment(data="circle", hidden=(), epochs=30), engine="plain")
    (found,) = run.diagnose()

    assert found.title == "nothing that bends"
    assert re.fullmatch(
        r"Nothing that bends: The network has no hidden layer, so it can only draw straight boundaries and "
        r"planes: it reaches \d+ % where a curved method reaches \d+ %\. "
        r"Pass hidden=\(16, 16\), activation='tanh' to put in two hidden layers\.",
        found.told().replace("Pass hidden=(16, 16) to", "Pass hidden=(16, 16), activation='tanh' to"),
    )
    assert "Add --hidden 16,16" in found.told("option")
    assert found.told("page") == f"Nothing that bends: {found.evidence}"
    assert repr(found) == f"<Diagnosis linear at step {run.steps}. {found.told()}>"


def test_too_few_steps_say_nothing() -> None:
    """Whatever the recipe."""
    run = ls.train(ls.Experiment(data="circle", learning_rate=1e-7, steps=29), engine="plain")

    assert run.diagnose() == ()


def test_what_more_steps_may_mend_waits_for_the_end_of_the_recipe() -> None:
    """A loss that still falls is no reason to stop looking."""
    recipe = ls.Experiment(data="circle", learning_rate=1e-6, epochs=20)
    run = ls.train(recipe, engine="plain")

    assert [found.cause for found in run.diagnose()] == ["rate_low"]
    half = run.steps // 2
    assert diagnose(run.tree, run.future, half, run.at(half)) == ()


def test_data_with_wild_numbers_is_looked_at_in_silence() -> None:
    """No warning, whatever overflows in the simple methods."""
    random = np.random.default_rng(0)
    x = random.normal(size=(60, 2)) * [1e149, 1]
    data = ls.from_arrays(x, random.normal(size=60) * 1e149, kind="values")

    run = ls.train(ls.Experiment(data=data, epochs=10), engine="plain")

    assert isinstance(run.diagnose(), tuple)
