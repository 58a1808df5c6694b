"""Sums and conditions on named numbers: what they come to, and what is refused."""

import math

import pytest
from hypothesis import given, strategies as st

from learnscope.errors import ArgumentError
from learnscope.lessons.expressions import GIVEN, condition, holds, names_in, sum_of, value

NUMBERS = {("value.1.0", "start"): 0.5, ("value.1.0", "end"): 2.0, ("rate", "start"): 0.1}
NAMES = "; names look like weight.0.1.2 or delta.1.0@7; docs/names.md lists them"


def look(name: str, when: str) -> float:
    """A number of the table."""
    return NUMBERS[name, when]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 − 3 − 4", -5),
        ("2 × 3 / 4", 1.5),
        ("-2 ^ 2", -4),
        ("2 ^ 3 ^ 2", 512),
        ("1e-3 * 1000", 1),
        ("value.1.0 * rate", 0.05),
        ("end(value.1.0) - value.1.0", 1.5),
        ("abs(value.1.0 - 3)", 2.5),
        ("finite(1 / 0)", 0),
    ],
)
def test_a_sum_comes_to_what_it_says(text: str, number: float) -> None:
    """Signs bind as in arithmetic; end looks where the play ends."""
    assert value(sum_of(text), look) == pytest.approx(number)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_sums_agree_with_pythons(a: float, b: float) -> None:
    """Whatever the numbers."""
    found = value(sum_of(f"({abs(a)!r} - {abs(b)!r}) * 2 + {abs(b)!r}"), look)

    assert found == (abs(a) - abs(b)) * 2 + abs(b)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("rate < 1", True),
        ("rate > 1", False),
        ("rate = 0.1 and value.1.0 >= 0.5", True),
        ("rate = 0.1 and value.1.0 > 0.5", False),
        ("answer ~ 8.3", True),
        ("answer ~ 9", False),
        ("answer / 2 = 4", True),
        ("x < 3 and y > 3", True),
        ("0 / 0 > 1", False),
        ("0 / 0 <= 1", False),
    ],
)
def test_a_condition_is_met_or_not(text: str, true: bool) -> None:
    """`~` is within a twentieth, and of what is no number nothing holds."""
    assert holds(condition(text, GIVEN), look, given={"answer": 8, "x": 2, "y": 4}) is true


def test_names_are_found_with_their_moment() -> None:
    """Those inside end(…) are asked for where the play ends."""
    found = list(names_in(condition("end(loss.batch) < loss.batch and answer > 1", GIVEN)))

    assert found == [("loss.batch", "end"), ("loss.batch", "start")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 +", "a sum must go on with a number, got the end of '1 +'"),
        ("(" * 101, "a sum must have at most 100 numbers, names and signs, got 101; write less"),
        ("1 + * 2", "a sum must go on with a number, got '*' in '1 + * 2'"),
        ("(1 + 2", "a sum must close each bracket, got '(1 + 2'"),
        ("1 2", "a sum of numbers must end where it ends, got '2' after it in '1 2'"),
        ("1 $ 2", "a sum must be made of numbers, their names and + - * / ^ ( ) < > <= >= = ~, got '1 $ 2'"),
        ("sqrt(2)", "unknown function 'sqrt' (abs, end, finite)"),
        (
            "__import__('os')",
            "a sum must be made of numbers, their names and + - * / ^ ( ) < > <= >= = ~, "
            "got \"__import__('os')\"",
        ),
        ("wieght.0.0.0", "name must begin with a kind of number, got 'wieght.0.0.0'; "
         "did you mean 'weight.0.0.0'?" + NAMES),
    ],
)  # fmt: skip
def test_what_is_no_sum_is_refused(text: str, message: str) -> None:
    """With what it must be; nothing in it is executed."""
    with pytest.raises(ArgumentError) as caught:
        sum_of(text)

    assert str(caught.value) == message


def test_a_condition_must_compare() -> None:
    """A sum alone is none."""
    with pytest.raises(ArgumentError) as caught:
        condition("loss.batch")

    assert str(caught.value) == "a condition must compare by < > <= >= = or ~, got 'loss.batch'"


def test_what_is_too_large_is_infinite() -> None:
    """Powers that overflow, and a root of a negative number, are no errors."""
    assert value(sum_of("10 ^ 400"), look) == math.inf
    assert math.isnan(value(sum_of("(0 - 1) ^ 0.5"), look))
