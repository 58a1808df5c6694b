"""Numbers and counts in sentences."""

import math

import pytest
from hypothesis import given, strategies as st

from learnscope.words import change, count, fixed, from_to, number, operand, percent, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-0.25, "−0.25"),
        (1.07634, "1.0763"),
        (9.99996, "10"),
        (0.0001, "0.0001"),
        (0.00009999, "9.999e−5"),
        (12345.6, "12345.6"),
        (99994.0, "99994"),
        (99999.99999, "1e5"),
        (123456.0, "1.235e5"),
        (-2e-7, "−2e−7"),
        (1e308, "1e308"),
        (5e-324, "4.941e−324"),
        (math.nan, "not a number"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_a_number_is_written_plainly(value: float, text: str) -> None:
    """Four decimals, or four digits, a true minus, powers of ten outside 10^-4 … 10^5, no number named."""
    assert number(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 15))
def test_a_written_number_is_near(value: float, digits: int) -> None:
    """Reading it back misses by at most half a unit of its last digit."""
    text = number(value, digits=digits).replace("−", "-")

    assert "-" not in number(value, digits=digits)
    read = float(text)
    assert math.isinf(read) or abs(read - value) <= max(0.5000001 * 10 ** (1 - digits) * abs(value), 5e-324)


def test_a_sign_is_set_before_what_is_above_zero() -> None:
    """Errors carry their sign; zero has none."""
    assert [signed(0.048), signed(-0.659), signed(0.0)] == ["+0.048", "−0.659", "0"]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (1.07634, 1.10249, "1.0763 → 1.1025"),
        (1.07601, 1.07604, "1.07601 → 1.07604"),
        (1.0, 1.0, "1.0000 → 1.0000"),
        (1.0, math.nan, "1.0000 → not a number"),
        (math.nan, math.nan, "not a number → not a number"),
        (1.0, 1.0 + 1e-15, "1.0000 → 1.0000"),
    ],
)
def test_a_change_shows_as_many_digits_as_it_takes(before: float, after: float, text: str) -> None:
    """Two different numbers look different, to twelve digits."""
    assert change(before, after) == text
    assert from_to(before, after) == f"from {text.replace('→', 'to')}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.2374002, "1.2374"),
        (0.5, "0.5000"),
        (-0.01234, "−0.0123"),
        (0.0001, "0.0001"),
        (3.1e-5, "3.10e−5"),
        (2.5e7, "2.50e7"),
        (22500.0, "22500"),
        (0.0, "0"),
        (math.inf, "∞"),
        (math.nan, "not a number"),
    ],
)
def test_a_loss_is_written_as_its_column_has_it(value: float, text: str) -> None:
    """Four decimals, as `web/src/ui/format.ts` writes them: one number is written alike on a screen."""
    assert fixed(value) == text
    assert fixed(value, sign=True) == (f"+{text}" if value > 0 else text)


@given(st.floats(1e-300, 1))
def test_a_formula_comes_out_right_or_says_about(probability: float) -> None:
    """−log of the probability as written is the loss as written, wherever "=" stands between them."""
    loss = -math.log(probability)

    text, equals = operand(probability, loss, lambda p: -math.log(p))

    if equals == "=":
        assert fixed(-math.log(float(text.replace("−", "-")))) == fixed(loss)
    else:
        assert equals == "≈"


def test_an_operand_without_a_formula_is_about() -> None:
    """Where the formula has no result, the number is still shown."""
    assert operand(0.0, math.inf, lambda p: -math.log(p)) == ("0", "≈")
    assert operand(math.nan, math.nan, lambda p: -math.log(p)) == ("not a number", "≈")


def test_counts_are_words_up_to_twelve() -> None:
    """With the noun in the number it needs."""
    texts = [
        count(0, "input"),
        count(1, "input"),
        count(12, "input"),
        count(13, "input"),
        count(2, "class", "classes"),
    ]

    assert texts == ["no inputs", "one input", "twelve inputs", "13 inputs", "two classes"]


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (0.867, 0, "87 %"),
        (0.867, 1, "86.7 %"),
        (1.0, 0, "100 %"),
        (-0.02, 0, "−2 %"),
        (math.nan, 0, "not a number"),
    ],
)
def test_a_share_is_said_in_percent(share: float, digits: int, text: str) -> None:
    """With a space before the sign, to as many places as wished."""
    assert percent(share, digits=digits) == text
