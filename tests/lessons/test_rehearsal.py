"""What no single block shows: faults that come out when a lesson is gone through."""

import pytest

from learnscope.core.compiled import PLAIN
from learnscope.session.rehearsal import rehearse
from learnscope.session.stand import position, put
from tests.lessons.lesson import BEFORE, STATE, lesson

HERE = BEFORE + 1
POINT = ":::{ask-point}\n:on: landscape\n:right: (x - 4)^2 + (y - 3)^2 < 0.25\n:at: 4, 3\nWhere?\n:::"
OVER = STATE.replace("two\n:::", "two\n:over: weight.0.0.0, weight.0.1.0\n:::")
NO_GOAL = ":::{goal}\n:reached: value.1.0 > 0.9\n:solution: bias.0.0 = 1\nMore.\n:::"

FAULTS = [
    (
        "It is {number}`value.1.7`.",
        STATE,
        HERE,
        "neuron must be a whole number from 0 to 1, got 7; did you mean 'value.1.1'?",
    ),
    (
        "{why}`value.3.0`",
        STATE,
        HERE,
        "layer must be a whole number from 0 to 2, got 3; did you mean 'value.2.0'?",
    ),
    (
        "",
        STATE.replace("two\n:::", "two\n:hidden: probability.0\n:::"),
        7,
        "probability.0 must be a number of this network: its loss makes no probabilities of the outputs",
    ),
    (
        "",
        STATE.replace("two\n:::", "two\n:phase: backward 3\n:::"),
        7,
        "phase must name a layer from 1 to 2, got 'backward 3'",
    ),
    (
        ":::{play}\n:to: read\n:::",
        STATE,
        HERE,
        "to must be a phase after the one that is done, got 'read'; name a later one",
    ),
    (
        "",
        STATE.replace("two\n:::", "two\n:edits: weight.0.0.5 = 1\n:::"),
        7,
        "to must be a whole number from 0 to 1, got 5; did you mean 'weight.0.0.1'?",
    ),
    (
        "",
        STATE.replace("two\n:::", "two\n:sample: 2\n:::"),
        7,
        "sample must be a whole number from 1 to 1, got 2",
    ),
    (
        "",
        STATE.replace("two\n:::", "two\n:step: 10001\n:::"),
        7,
        "steps must be at most 10000, got 10001; begin nearer to what is to be shown",
    ),
    (
        ":::{ask-sign}\n:is: value.1.0 - value.1.0\nWhich?\n:::",
        STATE,
        HERE,
        "ask-sign must be of a number below 0 or above, got one that is 0",
    ),
    (
        ":::{ask-choice}\nWhich?\n- a {if}`rate > 9`\n- b {if}`rate < 0`\n:::",
        STATE,
        HERE,
        "ask-choice must have one item that is right here, got 0",
    ),
    (
        ":::{ask-weight}\n:most: value\nWhich?\n:::",
        STATE,
        HERE,
        "value must be a kind of number that weights have: product, product.back, weight, gradient, "
        "gradient.penalty, update, old.weight, new.weight, state.v, new.state.v, state.s, new.state.s",
    ),
    (
        ":::{ask-change}\n:is: value.1.0 - value.1.0\nWhich?\n:::",
        STATE,
        HERE,
        "ask-change must be of a number that changes, got one that does not",
    ),
    (
        ":::{ask-number}\n:is: value.1.0\n:line: 1, 2\nWhich?\n:::",
        STATE,
        HERE,
        "line must hold what is right, 0.5933, got 1 to 2",
    ),
    (
        ":::{ask-number}\n:is: 1 / 0\nWhich?\n:::",
        STATE,
        HERE,
        "is must be a finite number on this page, got ∞",
    ),
    (
        ":::{ask-number}\n:is: 3\nWhich?\n:::\n:::{reply}\n:when: answer > 2\nNo.\n:::",
        STATE,
        HERE + 4,
        "reply must speak of a mistake, and this one speaks of the right answer",
    ),
    (
        ":::{ask-choice}\n:right: 2\nWhich?\n- a\n- b\n:::\n:::{reply}\n:choice: 2\nNo.\n:::",
        STATE,
        HERE + 6,
        "reply must speak of a mistake, and this one speaks of the right answer",
    ),
    (
        POINT + "\n:::{reply}\n:when: x > 3.5\nNo.\n:::",
        OVER,
        HERE + 7,
        "reply must speak of a mistake, and this one speaks of the right answer",
    ),
    (
        "",
        ":::{state}\n:experiment: iris\n:stage: decision\n:::\n",
        7,
        "stage must be a picture there is: only data of two inputs have a decision picture",
    ),
    (
        "",
        ":::{state}\n:experiment: data=digits&hidden=1000,1000\n:step: 10000\n:::\n",
        7,
        "steps must take about five seconds at most, got 10000 of ten samples with 1 076 010 parameters; "
        "make fewer, or take a smaller network or batch",
    ),
    (
        ":::{ask-number}\n:is: value.1.0\nWhich?\n:::",
        STATE.replace("two\n:::", "two\n:anew: input.7\n:::"),
        6,
        "input must be a whole number from 0 to 1, got 7; did you mean 'input.1'?",
    ),
    (
        POINT,
        STATE,
        HERE,
        "on must be a picture there is: to ask about the landscape, name in the state of this page over "
        "which weights it is drawn, like over: weight.0.0.0, weight.0.1.0",
    ),
    (
        POINT.replace("landscape", "decision"),
        ":::{state}\n:experiment: iris\n:::\n",
        HERE,
        "on must be a picture there is: only data of two inputs have a decision picture",
    ),
    (
        POINT.replace("4, 3", "4"),
        OVER,
        HERE + 1,
        "at must be x and y, got one number",
    ),
    (
        POINT.replace("4, 3", "4, 4"),
        OVER,
        HERE + 1,
        "ask-point must be right at the place that `at` shows, and it is not",
    ),
    (
        NO_GOAL.replace("0.9", "0.1"),
        STATE,
        HERE,
        "goal must not be reached where the page begins, and it is; ask for more",
    ),
    (
        NO_GOAL,
        STATE,
        HERE,
        "goal must be reached by its solution, and it is not; try it on the page",
    ),
    (
        "{number}`last.loss.batch`",
        STATE,
        HERE,
        "last.loss.batch must have a value on this page, got none: there was no step before this one; begin "
        "later, with step",
    ),
    (
        "{number}`value.1.0@2`",
        ":::{state}\n:experiment: iris\n:::\n",
        HERE,
        "value.1.0@2 must have a value on this page, got none: its sample is not in the batch; "
        "leave out @, or show that sample",
    ),
]


@pytest.mark.parametrize(("body", "state", "line", "message"), FAULTS, ids=[one[3][:50] for one in FAULTS])
def test_each_fault_is_told_with_its_line(body: str, state: str, line: int, message: str) -> None:
    """The only fault of a lesson that has no other."""
    found = rehearse(lesson(body, state))

    assert [(fault.line, fault.message) for fault in found] == [(line, message)]


def test_a_sound_lesson_has_no_fault() -> None:
    """Its goal is reached by its solution."""
    assert rehearse(lesson(NO_GOAL.replace("bias.0.0 = 1", "bias.0.0 = 3"))) == ()


def test_a_page_without_a_state_begins_where_the_page_before_ends() -> None:
    """So a page follows from the lesson alone: opened by its link it is the same."""
    found = lesson(":::{play}\n:to: update\n:::\n\n# Two\n\n:::{play}\n:steps: 2\n:::\n\n# Three\n")

    first, second, third = (put(found, page, run="1-1", engine=PLAIN) for page in range(3))

    assert (first.start.phase, first.end.phase) == (4, 7)
    assert (second.start.step, second.start.phase, second.end.step) == (0, 7, 2)
    assert third.start.network.parameters.tobytes() == second.end.network.parameters.tobytes()


def test_steps_that_are_played_are_those_of_training() -> None:
    """A state of three steps, and a play of three, are the same network bit for bit."""
    at_once = lesson("", STATE.replace("two\n:::", "two\n:step: 3\n:::"))
    played = lesson(":::{play}\n:steps: 3\n:::")

    one, other = (put(each, 0, run="1-1", engine=PLAIN).end for each in (at_once, played))

    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()
    assert one.step == other.step == 3


def test_numbers_are_set_before_the_steps_or_after_them() -> None:
    """`edits` are what the steps begin from, `then` is what they leave."""
    before, after = (
        put(lesson("", STATE.replace("two\n:::", f"two\n:step: 3\n:{field}: bias.0.0 = 1\n:::")), 0,
            run="1-1", engine=PLAIN).start.network
        for field in ("edits", "then")
    )  # fmt: skip

    assert after.biases[0][0] == 1
    assert (before.weights[0] != after.weights[0]).any()


def test_phases_lie_on_the_timeline() -> None:
    """read · forward 1, 2 · loss · backward 2, 1 · update."""
    state = put(lesson(""), 0, run="1-1", engine=PLAIN).start
    phases = ["start", "read", "forward 1", "forward 2", "loss", "backward 2", "backward 1", "update"]

    assert [position(phase, state) for phase in phases] == list(range(8))
