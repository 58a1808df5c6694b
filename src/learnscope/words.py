"""Numbers and counts in sentences.

A sentence shows four digits of a number, with a true minus sign (U+2212), and powers of ten outside
10^-4 … 10^5. What is no number is named: "not a number", "∞". More digits come only where fewer would say
something untrue: a change that would not show, a formula that would not come out.
"""

import math
from collections.abc import Callable

DIGITS = 4
MOST_DIGITS = 12
COUNTS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def number(value: float, *, digits: int = DIGITS) -> str:
    """`value` to `digits` digits, without trailing zeros.

    >>> number(-0.25), number(1.07634), number(2e-7), number(float("nan"))
    ('−0.25', '1.076', '2e−7', 'not a number')
    """
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if -4 <= power < 5:
        text = f"{value:.{max(0, digits - 1 - power)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{mantissa}e{power}"
    return text.replace("-", "−")


def signed(value: float, *, digits: int = DIGITS) -> str:
    """As `number`, with a plus sign before what is above zero."""
    return f"+{number(value, digits=digits)}" if value > 0 else number(value, digits=digits)


def change(before: float, after: float) -> str:
    """ "1.076 → 1.102", with as many digits as it takes to tell the two apart.

    >>> change(1.07601, 1.07604)
    '1.07601 → 1.07604'
    """
    digits, texts = DIGITS, (number(before), number(after))
    while texts[0] == texts[1] and before != after and digits < MOST_DIGITS:
        digits += 1
        texts = number(before, digits=digits), number(after, digits=digits)
    return f"{texts[0]} → {texts[1]}"


def percent(share: float, *, digits: int = 0) -> str:
    """A share in percent, to `digits` places.

    >>> percent(0.867), percent(0.867, digits=1), percent(-0.02)
    ('87 %', '86.7 %', '−2 %')
    """
    if not math.isfinite(share):
        return f"{number(share)} %" if math.isinf(share) else number(share)
    return f"{100 * share:.{digits}f} %".replace("-", "−")


def operand(value: float, result: float, formula: Callable[[float], float]) -> tuple[str, str]:
    """`value` rounded so that `formula` of its text comes out as the text of `result`, and "=" or "≈".

    >>> operand(0.341012, 1.075838, lambda p: -math.log(p))
    ('0.341', '=')
    """
    wanted = number(result)
    for digits in range(3, MOST_DIGITS):
        text = number(value, digits=digits)
        try:
            if number(formula(float(text.replace("−", "-")))) == wanted:
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
