"""Homework is checked to the digits given; each known mistake is found from its numbers alone."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope import words
from learnscope.errors import ArgumentError
from learnscope.explain.homework import agrees, answered, check_homework, read
from learnscope.explain.mistakes import MISTAKES, Made, by_hand, called, number_of, variations
from learnscope.scene.belonging import find
from learnscope.scene.named import Moment
from learnscope.scene.values import value
from tests.explain.test_explanations import every_name, moment_of
from tests.sampling import many

RECIPE: dict[str, Any] = {
    "data": "iris", "hidden": (3,), "activation": "sigmoid", "optimizer": "sgd", "learning_rate": 0.5,
    "batch_size": 4,
}  # fmt: skip
SHEET = [
    "preactivation.1.0", "value.1.0", "value.1.2", "preactivation.2.1", "loss.batch", "error.0", "error.1",
    "delta.2.0", "delta.2.1", "delta.1.0", "delta.1.2", "gradient.1.0.1", "gradient.0.2.0",
    "gradient.0.1.2",
    "gradient.bias.1.0", "new.weight.1.0.1", "new.weight.0.2.0", "new.weight.0.0.1", "new.bias.0.1",
    "new.loss.batch",
]  # fmt: skip


def worked(made: Made, moment: Moment, *, digits: int = 9) -> dict[str, str]:
    """The sheet as it comes out with mistakes."""
    step = moment.subject.step
    sheet, found = by_hand(step, made), {}
    for name in SHEET:
        asked = find(name, moment.subject)
        number = number_of(sheet, step, asked.kind.word, asked.axes, moment.subject.place, own=False)
        assert number is not None
        found[name] = words.number(number, digits=digits)
    return found


@given(
    seed=st.integers(0, 999),
    activation=st.sampled_from(["sigmoid", "tanh", "relu", "softplus"]),
    loss=st.sampled_from(["squared_error", "softmax_cross_entropy", "half_squared_error"]),
    digits=st.integers(3, 12),
)
@settings(max_examples=many(60))
def test_a_correct_sheet_is_never_accused(seed: int, activation: str, loss: str, digits: int) -> None:
    """Whatever the network and however many digits are given."""
    moment = moment_of({**RECIPE, "seed": seed, "activation": activation, "loss": loss})
    checked = check_homework(answered(SHEET, moment, digits=digits), moment)

    assert {cell.state for cell in checked.cells} == {"right"}
    assert (checked.first, checked.mistakes, checked.sentence) == ("", (), "All of it is right.")


@pytest.mark.parametrize("made", list(variations())[1:], ids=lambda made: "+".join(sorted(made)))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_known_mistake_is_found(made: Made, seed: int) -> None:
    """Alone and in pairs, from the numbers alone."""
    moment = moment_of({**RECIPE, "seed": seed})

    checked = check_homework(worked(made, moment), moment)

    assert {one.name for one in checked.mistakes} == called(made)
    assert "Likely: " in checked.sentence


@given(
    made=st.sampled_from(list(variations())[1:]),
    seed=st.integers(0, 9999),
    hidden=st.lists(st.integers(3, 4), min_size=1, max_size=1),
    activation=st.sampled_from(["sigmoid", "tanh", "softplus", "elu"]),
    loss=st.sampled_from(["softmax_cross_entropy", "half_squared_error", "squared_error"]),
    optimizer=st.sampled_from(["sgd", "momentum"]),
    batch_size=st.integers(1, 6),
)
@settings(max_examples=many(60))
def test_mistakes_are_found_on_any_network(made: Made, seed: int, batch_size: int, **recipe: Any) -> None:
    """What is named gives every number of the sheet, and is no more than was made.

    It may be less: where a mistake leaves no trace, as a sum over one sample, or where a bias is 0.
    """
    hidden = tuple(recipe.pop("hidden"))
    moment = moment_of({**RECIPE, **recipe, "hidden": hidden, "seed": seed, "batch_size": batch_size})
    answers = worked(made, moment)

    checked = check_homework(answers, moment)

    named = frozenset(one.name for one in checked.mistakes)
    assert len(named) <= len(made)
    assert worked(named, moment, digits=6) == worked(made, moment, digits=6)


@pytest.mark.parametrize(
    "recipe",
    [
        RECIPE,
        {"data": "plane", "hidden": (3, 2), "optimizer": "adam", "l2": 0.1, "batch_size": 3},
        {"data": "iris", "hidden": (4,), "optimizer": "momentum", "dropout": 0.3, "clip_norm": 0.1},
        {"data": "or", "hidden": (2,), "loss": "hinge", "batch_size": 2, "split": (1.0, 0.0, 0.0)},
    ],
)
def test_by_hand_without_a_mistake_is_the_step(recipe: dict[str, Any]) -> None:
    """Every number that a sheet has, to 1e-12."""
    moment = moment_of(recipe)
    step, experiment = moment.subject.step, moment.subject.setup.experiment
    sheet, compared = by_hand(step, l1=experiment.l1, l2=experiment.l2), 0
    for name in every_name(moment):
        asked = find(name, moment.subject)
        row = (
            moment.subject.place
            if asked.sample is None
            else int((moment.subject.rows == asked.sample).argmax())
        )
        number = number_of(sheet, step, asked.kind.word, asked.axes, row, own=asked.sample is not None)
        if number is not None:
            compared += 1
            assert number == pytest.approx(value(asked, moment), rel=1e-11, abs=1e-12), name

    assert compared > 40


def test_the_first_mistake_is_told_from_what_follows_from_it() -> None:
    """A slip in one number: it is wrong, what was worked out of it correctly follows."""
    moment = moment_of(RECIPE)
    answers = answered(["value.1.0", "preactivation.2.0", "value.1.1", "value.1.2"], moment, digits=7)
    step = moment.subject.step
    slipped = 0.1 + float(step.trace.layers[0].activation[moment.subject.place, 0])
    row = step.trace.layers[0].activation[moment.subject.place].copy()
    row[0] = float(words.number(slipped, digits=7).replace("−", "-"))
    answers["value.1.0"] = words.number(slipped, digits=7)
    bias = np.asarray(step.network.biases[1])
    z = float(row @ step.network.weights[1][:, 0] + bias[0])
    answers["preactivation.2.0"] = words.number(z, digits=6)

    checked = check_homework(answers, moment)

    states = {cell.name: cell.state for cell in checked.cells}
    assert states["value.1.0"] == "wrong"
    assert states["preactivation.2.0"] == "follows"
    assert checked.first == "value.1.0"
    assert checked.sentence == "2 of 4 are right. The first mistake entered at the value of hidden 1."


def test_answers_are_read_as_people_write_them() -> None:
    """Minus signs, commas, spaces; what is no number says so; blanks are left out."""
    moment = moment_of(RECIPE)
    assert [read(text) for text in (" −0,5 ", "+2", "1e-3", "", "x")] == [-0.5, 2.0, 0.001, None, None]
    checked = check_homework({"value.1.0": "abc", "value.1.1": " "}, moment)

    assert [cell.state for cell in checked.cells] == ["no number", "blank"]
    assert agrees("0.29103", 0.291027773694)
    assert not agrees("0.291027924", 0.291027773694)


@pytest.mark.parametrize(
    "text", ["1e400", "-1e400", "1e" + "9" * 5000, "nan", "1_0", "1e–400", "1 e- 3", "0e9"]
)
def test_no_answer_is_too_odd_to_be_wrong(text: str) -> None:
    """Beyond all numbers, or with a dash or a space in the exponent."""
    (cell,) = check_homework({"value.1.0": text}, moment_of(RECIPE)).cells

    assert cell.state == "wrong"
    assert agrees("2 e – 1", 0.2)


def test_a_wrong_name_is_refused() -> None:
    """With the nearest there is."""
    with pytest.raises(ArgumentError, match="did you mean"):
        check_homework({"value.1.9": "1"}, moment_of(RECIPE))


def test_every_mistake_has_its_words() -> None:
    """A title and a remedy, one sentence each."""
    for one in MISTAKES.values():
        assert one.remedy.endswith(".")
        assert not one.title.endswith(".")
