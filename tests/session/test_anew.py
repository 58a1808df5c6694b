"""Exercises anew: a page's numbers from a seed, with everything on it still true."""

import pytest

from learnscope.core.compiled import PLAIN
from learnscope.lessons.answers import judge
from learnscope.lessons.shelf import Shelf
from learnscope.session.anew import drawn
from learnscope.session.rehearsal import rehearse
from learnscope.session.stand import Put, begun, put
from tests.lessons.lesson import BEFORE, STATE, lesson

ASK = ":::{ask-number}\n:is: preactivation.1.0\nHow much?\n:::\n"
DRAWN = STATE.replace("two\n:::", "two\n:anew: weights, inputs\n:::")
RELU = "data=xor&hidden=2&activation=relu&split=1.0,0.0,0.0"


def exercise(seed: int, body: str = ASK, state: str = DRAWN, page: int = 0) -> Put:
    """The page with the numbers of that exercise."""
    return put(lesson(body, state), page, run="1-1", engine=PLAIN, seed=seed)


def test_an_exercise_has_other_numbers_and_its_own_answer() -> None:
    """Weights in tenths, inputs between those of the data; what was right of the file is right no more."""
    file, one, other = (exercise(seed) for seed in (0, 1, 2))
    right = [judge(lesson(ASK).pages[0].asks[0], "", each.quantities()).result for each in (file, one, other)]

    weights = one.start.network.weights[0]
    assert (abs(weights * 10 - (weights * 10).round()) < 1e-9).all()
    assert (abs(weights) >= 0.1).all()
    assert len(set(right)) == 3
    assert file.start.network.biases[0].tolist() == one.start.network.biases[0].tolist()  # type: ignore[union-attr]


def test_a_seed_is_an_exercise() -> None:
    """Bit for bit, so that a link leads to the same numbers."""
    one, again = exercise(7), exercise(7)

    assert one.start.network.parameters.tobytes() == again.start.network.parameters.tobytes()
    assert list(one.start.shown.inputs) == list(again.start.shown.inputs)


def test_pages_that_go_on_from_one_state_share_its_numbers() -> None:
    """The exercise goes on over them."""
    body = f"{ASK}:::{{play}}\n:to: loss\n:::\n\n# Two\n\n{ASK}"

    first, second = (exercise(3, body, page=page) for page in (0, 1))

    assert second.start.network.parameters.tobytes() == first.end.network.parameters.tobytes()


@pytest.mark.parametrize("seed", range(1, 6))
def test_no_exercise_asks_for_nothing(seed: int) -> None:
    """Where one draw would leave all neurons silent, another is made."""
    ask = ":::{ask-number}\n:is: value.1.0\nHow much?\n:::\n"
    state = f":::{{state}}\n:experiment: {RELU}\n:anew: weights, biases\n:::\n"

    found = exercise(seed, ask, state).quantities()

    assert found.look("value.1.0", "start") > 0


def test_a_sample_and_a_start_can_be_drawn() -> None:
    """Those of larger networks."""
    state = ":::{state}\n:experiment: iris\n:anew: sample, start\n:::\n"

    found = [exercise(seed, "", state).start for seed in (1, 2, 3)]

    assert len({one.sample for one in found}) > 1
    assert len({one.network.parameters.tobytes() for one in found}) == 3


@pytest.mark.parametrize(
    ("recipe", "least", "most"),
    [
        ("two-two-two", 0, 1),
        ("data=worked&scale=none&hidden=2&output=tanh&split=1.0,0.0,0.0", -1, 1),
        ("data=plane&hidden=2&output=sigmoid", 0, 1),
        ("data=plane&hidden=2&output=tanh", -1, 1),
        ("data=plane&scale=none&hidden=2&output=sigmoid", 0, 1),
    ],
)
def test_targets_are_drawn_where_an_output_can_come(recipe: str, least: float, most: float) -> None:
    """Within the two ends of its activation, whatever the data hold, and not all the same."""
    stand = lesson("", f":::{{state}}\n:experiment: {recipe}\n:anew: targets\n:::\n").pages[0].stand
    assert stand is not None
    state = begun(stand, run="1-1", engine=PLAIN)

    targets = [[edit.value for edit in drawn(state, ("targets",), seed, 0)] for seed in range(1, 301)]

    assert all(least < target < most for row in targets for target in row)
    assert all(len(set(column)) > 5 for column in zip(*targets, strict=True))


def test_classes_are_drawn_as_they_are() -> None:
    """0 or 1, which a probability comes near."""
    stand = lesson("", ":::{state}\n:experiment: iris\n:anew: targets\n:::\n").pages[0].stand
    assert stand is not None
    state = begun(stand, run="1-1", engine=PLAIN)

    assert {edit.value for seed in range(50) for edit in drawn(state, ("targets",), seed, 0)} == {0, 1}


@pytest.mark.parametrize("seed", range(1, 31))
def test_the_lesson_of_the_worked_example_asks_for_what_its_outputs_can_say(seed: int) -> None:
    """Its third page has targets of its own in each exercise."""
    (blame,) = (one for one in Shelf().lessons() if one.name == "blame")

    target = put(blame, 2, run="1-1", engine=PLAIN, seed=seed).start.shown.target

    assert all(0 < one < 1 for one in target)


@pytest.mark.parametrize(
    ("body", "anew", "line", "message"),
    [
        (
            ":::{ask-sign}\n:is: value.1.0 - weight.0.0.0\nWhich?\n:::",
            "input.0",
            0,
            "",
        ),
        (
            ":::{ask-choice}\nWhich?\n- a {if}`weight.0.0.0 = 0.15`\n- b {if}`weight.0.0.0 = 9`\n:::",
            "weights",
            BEFORE + 2,
            "with the numbers of exercise 1, 0 of the choices are right; draw fewer of them anew",
        ),
        (
            ":::{goal}\n:reached: value.1.0 > 0.9\n:solution: bias.0.0 = 3\nMore.\n:::",
            "bias.0.0, weights",
            0,
            "",
        ),
    ],
)
def test_a_rehearsal_tries_several_exercises(body: str, anew: str, line: int, message: str) -> None:
    """And tells the first for which a question is none."""
    found = rehearse(lesson(body, DRAWN.replace("weights, inputs", anew)))

    assert [(fault.line, fault.message) for fault in found] == ([(line, message)] if message else [])


def test_more_than_one_works_with_by_hand_is_not_drawn() -> None:
    """A larger network is begun from another start."""
    state = ":::{state}\n:experiment: digits\n:anew: weights\n:::\n".replace(
        "digits", "data=digits&hidden=16"
    )

    found = rehearse(lesson("", state))

    assert [fault.message for fault in found] == [
        "anew must draw at most 200 numbers, got 1184; name fewer, or draw 'start'"
    ]
