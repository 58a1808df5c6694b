"""Sheets to fill in: exercises without end, the step shown, and the mistakes that are found in them."""

import pytest
from hypothesis import given, settings, strategies as st

from learnscope import words
from learnscope.errors import ArgumentError
from learnscope.explain.exercises import EXERCISES, exercise
from learnscope.explain.homework import answered
from learnscope.explain.mistakes import MISTAKES, by_hand, number_of
from learnscope.explain.sheets import MOST, sheet_scene
from learnscope.scene.belonging import find
from learnscope.scene.named import Moment
from learnscope.scene.schema.sheet import SheetScene
from learnscope.session.numbers import Numbers
from learnscope.session.state import begin
from learnscope.starting_points import STARTING_POINTS
from tests.explain.test_explanations import RECIPES, moment_of
from tests.sampling import many

MISPRINT = "0.291027924"  # printed in many courses for 0.291027774


def sheet(key: str, moment: Moment, answers: dict[str, str] | None = None, **options: object) -> SheetScene:
    """The sheet of that key."""
    fields = {"seed": 0, "revealed": False, "selected": ""} | options
    return sheet_scene(key, answers=answers or {}, moment=moment, **fields)  # type: ignore[arg-type]


@given(kind=st.sampled_from(sorted(EXERCISES)), seed=st.integers(0, 10**9))
@settings(max_examples=many(100))
def test_an_exercise_can_be_solved_and_is_the_same_again(kind: str, seed: int) -> None:
    """Its own right answers are right; what it gives has at most one decimal; the seed tells it."""
    task, again = exercise(kind, seed), exercise(kind, seed)
    assert (task.text, task.asked) == (again.text, again.asked)
    shown = sheet(kind, task.moment, seed=seed)
    assert all(len(one.text.partition(".")[2]) <= 1 for one in shown.given)
    assert [blank.name for blank in shown.blanks] == list(task.asked)

    right = answered(list(task.asked), task.moment)
    assert sheet(kind, task.moment, right, seed=seed).sentence == "All of it is right."


def test_a_right_number_is_told_only_when_it_is_answered_or_asked_for() -> None:
    """Blanks hold nothing to copy."""
    moment = moment_of(RECIPES[0])
    assert {blank.right for blank in sheet("value.1", moment).blanks} == {""}
    shown = sheet("value.1", moment, {"value.1.0": "7"})
    assert [bool(blank.right) for blank in shown.blanks] == [True, False, False, False, False]
    assert all(blank.right for blank in sheet("value.1", moment, revealed=True).blanks)


@pytest.mark.parametrize("mistake", ["late_weights", "no_slope", "sum_for_mean"])
def test_a_mistake_is_named_with_its_remedy(mistake: str) -> None:
    """From the whole step as it comes out with the mistake."""
    moment = moment_of(RECIPES[0])
    made, subject = by_hand(moment.subject.step, frozenset({mistake})), moment.subject
    answers = {}
    for blank in sheet("step", moment).blanks:
        name = find(blank.name, subject)
        number = number_of(made, subject.step, name.kind.word, name.axes, subject.place, own=False)
        answers[blank.name] = "" if number is None else words.number(number, digits=9)
    shown = sheet("step", moment, answers)
    assert [one.title for one in shown.mistakes] == [MISTAKES[mistake].title]
    assert shown.first


def test_the_famous_misprint_is_found() -> None:
    """The loss after the step of the worked example, from this one number alone."""
    experiment = STARTING_POINTS["two-two-two"].experiment
    moment = Moment(Numbers(begin("", experiment, run="1")).subject)
    shown = sheet("one", moment, {"new.loss.batch": MISPRINT}, selected="new.loss.batch")
    assert [one.title for one in shown.mistakes] == ["hidden gradients computed with already updated weights"]
    right = sheet("one", moment, {"new.loss.batch": "0.291027774"}, selected="new.loss.batch")
    assert right.sentence == "It is right."


def test_a_large_step_asks_for_so_many_numbers() -> None:
    """The rest is counted; the loss after it is always among them."""
    moment = moment_of({"data": "iris", "hidden": (12, 12), "batch_size": 5})
    shown = sheet("step", moment)
    assert len(shown.blanks) == MOST
    assert shown.left_out > 0
    assert shown.blanks[-1].name == "new.loss.batch"


def test_a_layer_a_kind_or_the_whole_step_can_be_asked_for() -> None:
    """In the order in which they are worked out; biases that are held are no blanks."""
    moment = moment_of(RECIPES[0])
    names = {
        key: [blank.name for blank in sheet(key, moment).blanks] for key in ("layer.1", "delta.all", "step")
    }

    assert names["layer.1"][:6] == [f"preactivation.1.{j}" for j in range(5)] + ["value.1.0"]
    assert names["delta.all"] == [f"delta.2.{k}" for k in range(3)] + [f"delta.1.{j}" for j in range(5)]
    small = moment_of({**RECIPES[0], "hidden": (2,)})
    step = [blank.name for blank in sheet("step", small).blanks]
    assert {"gradient.bias.1.2", "new.bias.0.1"} <= set(step)
    held = moment_of({**RECIPES[0], "hidden": (2,), "bias": "fixed"})
    assert not [name for name in (b.name for b in sheet("step", held).blanks) if "bias" in name]
    assert {one.group for one in sheet("step", moment).choices} == {
        "The step shown", "A layer", "A kind", "Exercises",
    }  # fmt: skip


def test_a_sheet_there_is_not_is_refused() -> None:
    """With those there are."""
    with pytest.raises(ArgumentError, match="unknown sheet 'steps'; did you mean 'step'"):
        sheet("steps", moment_of(RECIPES[0]))
    with pytest.raises(ArgumentError, match="unknown exercise 'all'"):
        exercise("all", 1)
    with pytest.raises(ArgumentError, match="seed must be a whole number of at least 0"):
        exercise("neuron", -1)
