"""What a lesson says of numbers: sums of named numbers, and conditions on them.

    condition   sum compared sum { "and" sum compared sum }
    compared    "<" ">" "<=" ">=", "=" equal but for rounding, "~" within a twentieth
    sum         product { "+" or "-" product }
    product     power { "*" or "/" power }
    power       part [ "^" power ], "-" power
    part        a number, the name of one (docs/names.md), answer, x, y, f(sum), "(" sum ")"

`answer` is what a reader answered, `x` and `y` are where they pointed.
`end(…)` is what the sum is where the page's play ends, `abs(…)` its size,
`finite(…)` 1 where it is a number and 0 where it is none. − and × are read as - and *.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NoReturn

from learnscope.errors import ArgumentError, check_choice, shown
from learnscope.scene.grammar import parse as parse_name

ROUNDING = 1e-9  # of the larger, by which what is equal may differ
NEAR = 0.05
MOST = 100  # numbers, names and signs in a sum: what is read again and again, part within part
GIVEN = ("answer", "x", "y")  # by the reader
When = Literal["start", "end"]
Look = Callable[[str, When], float]  # what the number of a name is where a page begins, and where it ends

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z][\w.]*(?:@\d+)?)|(?P<sign><=|>=|[-+*/^()<>=~]))"
)


@dataclass(frozen=True)
class Number:
    """A number as it is written."""

    value: float


@dataclass(frozen=True)
class Quantity:
    """A number by its name, or one that the reader gave."""

    name: str


@dataclass(frozen=True)
class Of:
    """What a function or a sign makes of its parts."""

    sign: str
    parts: "tuple[Expression, ...]"


Expression = Number | Quantity | Of
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else math.copysign(math.inf, a) if a else math.nan,
    "^": lambda a, b: _power(a, b),
}
COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: math.isclose(a, b, rel_tol=ROUNDING, abs_tol=1e-12),
    "~": lambda a, b: math.isclose(a, b, rel_tol=NEAR, abs_tol=1e-12),
}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "end": lambda value: value,
    "finite": lambda value: float(math.isfinite(value)),
}


NOTHING: Mapping[str, float] = {}


def sum_of(text: str) -> Expression:
    """The sum that `text` writes. Raises ArgumentError, with the nearest right name, where it is none."""
    reader = _Reader(text)
    found = reader.sum()
    reader.over("a sum of numbers")
    return found


def condition(text: str, given: tuple[str, ...] = ()) -> Expression:
    """The condition that `text` writes, on what is `given` as well. Raises ArgumentError as `sum_of` does."""
    reader = _Reader(text, given)
    found = reader.comparison()
    while reader.takes("and"):
        found = Of("and", (found, reader.comparison()))
    reader.over("a condition")
    return found


def value(
    expression: Expression, look: Look, *, given: Mapping[str, float] = NOTHING, when: When = "start"
) -> float:
    """What a sum comes to; what was not given is not a number."""
    match expression:
        case Number():
            return expression.value
        case Quantity(name=name):
            return given.get(name, math.nan) if name in GIVEN else look(name, when)
        case Of(sign=sign, parts=(part,)):
            there = value(part, look, given=given, when="end" if sign == "end" else when)
            return -there if sign == "-" else FUNCTIONS[sign](there)
        case Of(sign=sign, parts=(one, other)):
            return ARITHMETIC[sign](
                value(one, look, given=given, when=when), value(other, look, given=given, when=when)
            )
    raise TypeError(f"no value of {expression}")


def holds(expression: Expression, look: Look, *, given: Mapping[str, float] = NOTHING) -> bool:
    """Whether a condition is met; one on what is not a number never is."""
    match expression:
        case Of(sign="and", parts=(one, other)):
            return holds(one, look, given=given) and holds(other, look, given=given)
        case Of(sign=sign, parts=(one, other)):
            return COMPARED[sign](value(one, look, given=given), value(other, look, given=given))
    raise TypeError(f"no condition: {expression}")


def names_in(expression: Expression) -> Iterator[tuple[str, When]]:
    """The names of numbers in it, and when each is asked for."""

    def within(part: Expression, when: When) -> Iterator[tuple[str, When]]:
        match part:
            case Quantity(name=name) if name not in GIVEN:
                yield name, when
            case Of(sign=sign, parts=parts):
                for each in parts:
                    yield from within(each, "end" if sign == "end" else when)

    yield from within(expression, "start")


def _power(base: float, exponent: float) -> float:
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


class _Reader:
    """Reads tokens of a text from left to right."""

    def __init__(self, text: str, given: tuple[str, ...] = ()) -> None:
        self.text = text
        self.given = given
        self.left: list[str] = []
        plain, place = text.replace("−", "-").replace("×", "*").rstrip(), 0
        while place < len(plain):
            match = _TOKEN.match(plain, place)
            if match is None:
                self.refuse("of numbers, their names and + - * / ^ ( ) < > <= >= = ~")
            self.left.append(match.group().strip())
            place = match.end()
        if len(self.left) > MOST:
            raise ArgumentError(
                f"a sum must have at most {MOST} numbers, names and signs, got {len(self.left)}; write less"
            )

    def refuse(self, what: str) -> NoReturn:
        raise ArgumentError(f"a sum must be made {what}, got {shown(self.text)}")

    def over(self, what: str) -> None:
        """Raise unless all is read."""
        if self.left:
            raise ArgumentError(
                f"{what} must end where it ends, got {shown(self.left[0])} after it in {shown(self.text)}"
            )

    def takes(self, *tokens: str) -> str:
        """The next token, where it is one of these, and go on behind it; else ""."""
        return self.left.pop(0) if self.left and self.left[0] in tokens else ""

    def comparison(self) -> Expression:
        one = self.sum()
        sign = self.takes(*COMPARED)
        if not sign:
            raise ArgumentError(f"a condition must compare by < > <= >= = or ~, got {shown(self.text)}")
        return Of(sign, (one, self.sum()))

    def sum(self) -> Expression:
        found = self.product()
        while sign := self.takes("+", "-"):
            found = Of(sign, (found, self.product()))
        return found

    def product(self) -> Expression:
        found = self.power()
        while sign := self.takes("*", "/"):
            found = Of(sign, (found, self.power()))
        return found

    def power(self) -> Expression:
        if self.takes("-"):
            return Of("-", (self.power(),))
        found = self.part()
        return Of("^", (found, self.power())) if self.takes("^") else found

    def part(self) -> Expression:
        if not self.left:
            raise ArgumentError(f"a sum must go on with a number, got the end of {shown(self.text)}")
        token = self.left.pop(0)
        if token[0].isdigit():
            return Number(float(token))
        if token == "(":
            return self.closed(self.sum())
        if not token[0].isalpha():
            raise ArgumentError(f"a sum must go on with a number, got {shown(token)} in {shown(self.text)}")
        if self.takes("("):
            check_choice("function", token, FUNCTIONS)
            return Of(token, (self.closed(self.sum()),))
        return Quantity(token if token in self.given else str(parse_name(token)))

    def closed(self, found: Expression) -> Expression:
        if not self.takes(")"):
            raise ArgumentError(f"a sum must close each bracket, got {shown(self.text)}")
        return found
