"""What an answer is worth, what is said to it, and what is right: from the numbers of the page."""

import pytest

from learnscope.core.compiled import PLAIN
from learnscope.errors import ArgumentError
from learnscope.lessons.answers import Judged, ends, judge
from learnscope.lessons.blocks import AskChange
from learnscope.lessons.text import plain
from learnscope.session.stand import put
from tests.lessons.lesson import STATE, lesson

# the output layer of the worked example: δ = 0.7414 · 0.1868, gradient = δ · 0.5933, update = 0.5 · gradient
SIGN = ":::{ask-sign}\n:is: -update.1.0.0\n:words: shrinks, grows\nWhich way?\n:::\n"
NUMBER = (
    ":::{ask-number}\n:is: update.1.0.0\n:within: double\nBy how much?\n:::\n"
    ":::{reply}\n:when: answer ~ 0.5 * error.0 * value.1.0\nThat is without the slope.\n:::\n"
)
CHANGE = (
    ":::{ask-change}\n:is: new.weight.1.0.0 - weight.1.0.0\nWhich way, by how much?\n:::\n"
    ":::{reply}\n:when: answer > 0\nIt is too high already.\n:::\n"
)
CHOICE = (
    ":::{ask-choice}\nWhat becomes of the loss?\n\n- it grows {if}`new.loss.batch > loss.batch`\n"
    "- it falls {if}`new.loss.batch < loss.batch`\n:::\n:::{reply}\n:choice: 1\nNo.\n:::\n"
)
WEIGHT = ":::{ask-weight}\n:most: update\nWhich changes most?\n:::\n"
POINT = (
    ":::{ask-point}\n:on: landscape\n:right: (x - 4)^2 + (y - 3)^2 < 0.25\n:at: 4, 3\nWhere?\n:::\n"
    ":::{reply}\n:when: y > 3.5\nToo high.\n:::\n"
)
BOWL = ":::{state}\n:experiment: cafe\n:over: weight.0.0.0, weight.0.1.0\n:::\n"
WORDS = ":::{ask-words}\nWhy?\n:::\n"


def judged(body: str, answer: str) -> Judged:
    """What `answer` to the question in `body` is worth."""
    found = lesson(body, BOWL if body == POINT else STATE)
    return judge(found.pages[0].asks[0], answer, put(found, 0, run="1-1", engine=PLAIN).quantities())


@pytest.mark.parametrize(
    ("body", "answer", "right", "said", "result"),
    [
        (SIGN, "-1", True, "shrinks", "shrinks"),
        (SIGN, "1", False, "grows", "shrinks"),
        (NUMBER, "0.05", True, "0.05", "0.0411"),
        (NUMBER, "0,03", True, "0,03", "0.0411"),
        (NUMBER, "0.2", False, "0.2", "0.0411"),
        (NUMBER, "−0.04", False, "−0.04", "0.0411"),
        (NUMBER.replace("double", "1 %"), "0.0411", True, "0.0411", "0.04108"),
        (NUMBER.replace("double", "1 %"), "0.042", False, "0.042", "0.04108"),
        (NUMBER.replace("double", "0.01"), "0.05", True, "0.05", "0.0411"),
        (NUMBER.replace("double", "digits"), "0.041", True, "0.041", "0.04108"),
        (NUMBER.replace("double", "digits"), "0.0412", False, "0.0412", "0.04108"),
        (NUMBER.replace("double", "digits"), "0.04", True, "0.04", "0.04108"),
        (NUMBER.replace("double", "digits"), "0", False, "0", "0.04108"),
        (CHANGE, "-1; 0.05", True, "shrinks by about 0.05", "shrinks by 0.04108"),
        (CHANGE, "-1; 0,03", True, "shrinks by about 0,03", "shrinks by 0.04108"),
        (CHANGE, "1; 0.05", False, "grows by about 0.05", "shrinks by 0.04108"),
        (CHANGE, "-1; 0.2", False, "shrinks by about 0.2", "shrinks by 0.04108"),
        (CHANGE, "-1; 0.01", False, "shrinks by about 0.01", "shrinks by 0.04108"),
        (CHANGE, "-1; 0.0001", False, "shrinks by about 0.0001", "shrinks by 0.04108"),
        (CHOICE, "2", True, "it falls", "it falls"),
        (CHOICE, "1", False, "it grows", "it falls"),
        (WEIGHT, "gradient.1.1.0", True, "weight hidden 2 → o1", "weight hidden 2 → o1"),
        (WEIGHT, "weight.0.0.0", False, "weight i1 → hidden 1", "weight hidden 2 → o1"),
        (POINT, "4.2; 3", True, "4.2 and 3", "4 and 3"),
        (POINT, "4,2; 3", True, "4,2 and 3", "4 and 3"),
        (POINT, "4.2; 3.6", False, "4.2 and 3.6", "4 and 3"),
        (WORDS, "Because.", None, "Because.", ""),
    ],
)
def test_an_answer_is_judged_by_the_engine(
    body: str, answer: str, right: bool | None, said: str, result: str
) -> None:
    """Right or wrong, in words, with what is right."""
    found = judged(body, answer)

    assert (found.right, found.said, found.result) == (right, said, result)


def test_what_was_said_is_compared_with_what_is_right_beside_it() -> None:
    """And only there: what is right is the same for all."""
    told = {"-1; 0.2": ", a fifth of that", "-1; 0.01": ", four times that", "-1; 0.05": ""}
    for answer, beside in told.items():
        found = judged(CHANGE, answer)
        assert [part.result for part in found.parts] == ["shrinks", f"by 0.04108{beside}"]
        assert found.result == "shrinks by 0.04108"


@pytest.mark.parametrize("body", [SIGN, NUMBER, CHANGE, CHOICE, WEIGHT, POINT])
def test_who_asks_to_be_shown_is_not_judged(body: str) -> None:
    """What is right is told all the same."""
    found = judged(body, "")

    assert found.right is None
    assert found.result != ""


@pytest.mark.parametrize(
    ("body", "answer", "reply"),
    [
        (NUMBER, "0.22", "That is without the slope."),
        (NUMBER, "0.3", ""),
        (CHANGE, "1; 0.05", "It is too high already."),
        (CHANGE, "-1; 0.2", ""),
        (POINT, "4; 4", "Too high."),
        (POINT, "4; 2", ""),
        (CHOICE, "1", "No."),
        (CHOICE, "2", ""),
    ],
)
def test_a_wrong_answer_is_answered_by_its_likely_cause(body: str, answer: str, reply: str) -> None:
    """Where one is known."""
    assert " ".join(map(plain, judged(body, answer).reply)) == reply


@pytest.mark.parametrize(
    ("now", "line", "expected"),
    [
        ("weight.1.0.0", "", (0.0, 0.8)),
        ("0 - weight.1.0.0", "", (-0.8, 0.0)),
        ("0", "", (-1.0, 1.0)),
        ("0.001", "", (-0.063, 0.065)),
        ("weight.1.0.0", ":line: -1, 1\n", (-1.0, 1.0)),
    ],
)
def test_a_number_line_holds_what_is_and_what_becomes_of_it(
    now: str, line: str, expected: tuple[float, float]
) -> None:
    """From nothing to double, wider where the change leads out of that, or as the lesson says."""
    body = CHANGE.replace("\nWhich", f"\n:now: {now}\n{line}Which", 1)
    found = lesson(body)
    ask = found.pages[0].asks[0]
    assert isinstance(ask, AskChange)

    assert ends(ask, put(found, 0, run="1-1", engine=PLAIN).quantities()) == pytest.approx(expected)


def test_the_arithmetic_comes_with_a_number() -> None:
    """As the lens writes it."""
    assert judged(NUMBER, "0.2").line == "0.5 × 0.082167 = +0.04108"


@pytest.mark.parametrize(
    ("body", "answer", "message"),
    [
        (NUMBER, "much", "an answer must be a number, got 'much'"),
        (SIGN, "0", "an answer must be -1 or 1, got '0'"),
        (CHANGE, "-1", "an answer must be a way, -1 or 1, and an amount, got '-1'"),
        (CHANGE, "0; 2", "an answer must be a way, -1 or 1, and an amount, got '0; 2'"),
        (CHANGE, "1; -2", "an answer must be a way, -1 or 1, and an amount, got '1; -2'"),
        (POINT, "4", "an answer must be two numbers, x and y, got '4'"),
        (POINT, "4; up", "an answer must be two numbers, x and y, got '4; up'"),
        (CHOICE, "3", "an answer must be from 1 to 2, got '3'"),
        (
            WEIGHT,
            "value.1.0",
            "an answer must be a weight, got value of hidden 1; point at a wire",
        ),
    ],
)
def test_what_is_no_answer_is_refused(body: str, answer: str, message: str) -> None:
    """With what it must be."""
    with pytest.raises(ArgumentError) as caught:
        judged(body, answer)

    assert str(caught.value) == message
