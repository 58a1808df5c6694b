"""Numbers and counts in sentences.

A sentence shows a number as the page beside it does, with a true minus sign (U+2212), and powers of ten
outside 10^-4 … 10^5. What is no number is named: "not a number", "∞".

number   four decimals, of what is below 1 four digits; no zeros at the end
fixed    a loss, a probability, δ, a gradient: four decimals, as the page has them in its columns
value    what a neuron passes on: three

More digits come only where fewer would say something untrue: a change that would not show, a formula that
would not come out.
"""

import math
from collections.abc import Callable

DIGITS = 4
DECIMALS = 4  # of losses, probabilities, errors, gradients
VALUE_DECIMALS = 3  # of weights, biases and what neurons pass on
MOST_DIGITS = 12
SMALL, LARGE = 1e-4, 1e5  # below and from here on, powers of ten
COUNTS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def digits_of(value: float, digits: int = DIGITS) -> int:
    """`digits`, or as many as it takes to write `value` with four decimals.

    >>> digits_of(0.341), digits_of(1.07634), digits_of(-350.0), digits_of(2e9)
    (4, 5, 7, 4)
    """
    size = abs(value)
    return max(digits, DECIMALS + 1 + math.floor(math.log10(size))) if 1 <= size < LARGE else digits


def number(value: float, *, digits: int | None = None) -> str:
    """`value` to `digits` digits, by itself to as many as `digits_of` says, without trailing zeros.

    >>> number(-0.25), number(1.07634), number(2e-7), number(float("nan"))
    ('−0.25', '1.0763', '2e−7', 'not a number')
    """
    if (odd := _odd(value)) is not None:
        return odd
    digits = digits_of(value) if digits is None else digits
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if -4 <= power < 5:
        text = f"{value:.{max(0, digits - 1 - power)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{mantissa}e{power}"
    return text.replace("-", "−")


def fixed(value: float, *, decimals: int = DECIMALS, sign: bool = False) -> str:
    """`value` with so many decimals, as a column has it; with `sign`, a plus before what is above zero.

    >>> fixed(1.2374002), fixed(0.5), fixed(-0.01234, sign=True), fixed(3.1e-5)
    ('1.2374', '0.5000', '−0.0123', '3.10e−5')
    """
    if (odd := _odd(value)) is not None:
        return f"+{odd}" if sign and value > 0 else odd
    text = f"{value:.{decimals}f}"
    if abs(value) >= 1000 and value == round(value):
        text = f"{value:.0f}"  # no decimal says more of it
    if not SMALL <= abs(value) < LARGE:
        mantissa, _, exponent = f"{value:.{max(1, decimals - 2)}e}".partition("e")
        text = f"{mantissa}e{int(exponent)}"
    text = text.replace("-", "−")
    return f"+{text}" if sign and value > 0 else text


def signed(value: float, *, digits: int | None = None) -> str:
    """As `number`, with a plus sign before what is above zero."""
    return f"+{number(value, digits=digits)}" if value > 0 else number(value, digits=digits)


def change(before: float, after: float) -> str:
    """ "1.0760 → 1.1020", two losses with as many decimals as it takes to tell them apart.

    >>> change(1.07601, 1.07604)
    '1.07601 → 1.07604'
    """
    for decimals in range(DECIMALS, MOST_DIGITS + 1):
        texts = fixed(before, decimals=decimals), fixed(after, decimals=decimals)
        if texts[0] != texts[1]:
            return f"{texts[0]} → {texts[1]}"
    return f"{fixed(before)} → {fixed(after)}"


def from_to(before: float, after: float) -> str:
    """The same within a sentence: "from 1.0760 to 1.1020"."""
    return "from " + change(before, after).replace(" → ", " to ")


def _odd(value: float) -> str | None:
    """What is no number to be rounded, and 0; None of others."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return "0" if value == 0 else None


def percent(share: float, *, digits: int = 0) -> str:
    """A share in percent, to `digits` places.

    >>> percent(0.867), percent(0.867, digits=1), percent(-0.02)
    ('87 %', '86.7 %', '−2 %')
    """
    if not math.isfinite(share):
        return f"{number(share)} %" if math.isinf(share) else number(share)
    return f"{100 * share:.{digits}f} %".replace("-", "−")


def operand(value: float, result: float, formula: Callable[[float], float]) -> tuple[str, str]:
    """`value` rounded so that `formula` of its text comes out as a loss `result`, and "=" or "≈".

    >>> operand(0.341012, 1.075838, lambda p: -math.log(p))
    ('0.34101', '=')
    """
    wanted = fixed(result)
    for digits in range(3, MOST_DIGITS):
        text = number(value, digits=digits)
        try:
            if fixed(formula(float(text.replace("−", "-")))) == wanted:
                return text, "="
        except (ValueError, ZeroDivisionError, OverflowError):
            break
    return number(value), "≈"


def count(amount: int, noun: str, plural: str = "") -> str:
    """ "four inputs", "one input", "30 inputs".

    >>> count(1, "input"), count(4, "input"), count(30, "class", "classes")
    ('one input', 'four inputs', '30 classes')
    """
    word = COUNTS[amount] if amount < len(COUNTS) else str(amount)
    return f"{word} {noun if amount == 1 else plural or noun + 's'}"


def grouped(amount: int) -> str:
    """ "784", "100 352".

    >>> grouped(100352)
    '100 352'
    """
    return f"{amount:,}".replace(",", " ")


def listed(texts: list[str]) -> str:
    """ "2, 43 and 82".

    >>> listed(["2", "43", "82"]), listed(["2"])
    ('2, 43 and 82', '2')
    """
    return ", ".join(texts[:-1]) + " and " + texts[-1] if len(texts) > 1 else "".join(texts)
