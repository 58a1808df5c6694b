"""What fields of a lesson's blocks may be: each kind a rule in words, and how its text is read."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from learnscope.errors import ArgumentError, LearnscopeError, check_choice, shown
from learnscope.experiment import Experiment
from learnscope.experiment.record import SETTINGS
from learnscope.lessons.expressions import GIVEN, Expression, condition, sum_of
from learnscope.scene.grammar import EDITABLE, SETTING, parse as parse_name
from learnscope.starting_points import STARTING_POINTS

LENSES = (
    "why", "proof", "matrices", "batch", "check", "ask", "decision", "life", "text", "landscape", "compare",
    "futures", "what-if", "stop-when", "glossary",
)  # fmt: skip
PICTURES = ("decision", "landscape")
STAGES = ("network", *PICTURES)
SHOWN = ("curves",)
TOUCH = ("numbers", "bar", "remedies", "points", "picture")  # beside the names of settings
HIDEABLE = ("explore", "leave", "show-me", "hints", "readout", "view")
MARKS = ("point", "comma")
ANEW_WORDS = ("weights", "biases", "inputs", "targets", "sample", "start")
PARTS = ("outcome", "diagnosis")
NAMED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # a lesson, in addresses and by other lessons
_PHASE = re.compile(r"start|read|loss|update|(?:forward|backward) [1-9][0-9]{0,3}")
_WITHIN = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<percent>%?)")


@dataclass(frozen=True)
class Kind:
    """What a field may be."""

    rule: str  # "must be …"
    read: Callable[[str], Any]  # raises ArgumentError where the text breaks the rule


@dataclass(frozen=True)
class Within:
    """How far off a number may be: a size, a share of it, from half of it to double, or to its digits."""

    how: str  # "digits", "double", "share" or "size"
    by: float = 0.0


@dataclass(frozen=True)
class Edit:
    """A number that is set."""

    name: str
    value: float


@dataclass(frozen=True)
class Recipe:
    """An experiment: a starting point, or the query of an address."""

    text: str

    @property
    def named(self) -> bool:
        """Whether it is a starting point."""
        return "=" not in self.text

    @property
    def experiment(self) -> Experiment:
        return STARTING_POINTS[self.text].experiment if self.named else Experiment.from_url(self.text)


def whole(low: int) -> Kind:
    """A whole number from `low`."""

    def read(text: str) -> int:
        if re.fullmatch(r"[0-9]{10,}", text):
            raise ArgumentError(f"must be a whole number of at most 9 digits, got {shown(text)}")
        if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < low:
            raise ArgumentError(f"must be a whole number of at least {low}, got {shown(text)}")
        return int(text)

    return Kind(f"a whole number of at least {low}", read)


def _yes(text: str) -> bool:
    return check_choice("answer", text, ("yes", "no")) == "yes"


def _line(text: str) -> str:
    if not text:
        raise ArgumentError("must be a text, got nothing")
    return text


def _lesson(text: str) -> tuple[str, ...]:
    for one in (names := _listed(text)):
        if not NAMED.fullmatch(one):
            raise ArgumentError(f"must be names of lessons, as files are called, got {shown(one)}")
    return tuple(names)


def _recipe(text: str) -> Recipe:
    recipe = Recipe(text)
    if recipe.named:
        check_choice("starting point", text, STARTING_POINTS)
    _ = recipe.experiment  # raises where it is none
    return recipe


def _phase(text: str) -> str:
    if not _PHASE.fullmatch(text):
        raise ArgumentError(f"must be start, read, forward 1, loss, backward 1 or update, got {shown(text)}")
    return text


def _name(text: str) -> str:
    return str(parse_name(text))


def _edits(text: str) -> tuple[Edit, ...]:
    return tuple(_edit(one) for one in _listed(text))


def _edit(text: str) -> Edit:
    name, equals, number = (part.strip() for part in text.partition("="))
    if not equals:
        raise ArgumentError(f"must be like weight.0.1.2 = 0.5, got {shown(text)}")
    found = parse_name(name)
    if found.kind.word not in EDITABLE or found.sample is not None:
        words = ", ".join(sorted(EDITABLE))
        raise ArgumentError(f"{name} must be a number that can be set ({words}); got a {found.kind.word}")
    if found.kind.word == SETTING:
        check_choice("setting", found.setting.partition(".")[0], SETTINGS)
    try:
        return Edit(str(found), float(number.replace("−", "-")))
    except ValueError:
        raise ArgumentError(f"{name} must be set to a number, got {shown(number)}") from None


def _touch(text: str) -> tuple[str, ...]:
    return tuple(check_choice("thing to touch", one, [*TOUCH, *SETTINGS]) for one in _listed(text))


def _within(text: str) -> Within:
    if text in ("digits", "double"):
        return Within(text)
    match = _WITHIN.fullmatch(text)
    if match is None:
        raise ArgumentError(
            f"must be digits, double, a share like 5 % or a number like 0.01, got {shown(text)}"
        )
    number = float(match["number"])
    return Within("share", number / 100) if match["percent"] else Within("size", number)


def _two(text: str) -> tuple[str, ...]:
    words = _listed(text)
    if len(words) != 2:
        raise ArgumentError(f"must be two words, for below 0 and above, got {shown(text)}")
    return tuple(words)


def _solution(text: str) -> tuple[Edit | int, ...]:
    return tuple(_move(one) for one in _listed(text))


def _move(text: str) -> Edit | int:
    if text.startswith("train "):
        return int(whole(1).read(text.removeprefix("train ").strip()))
    return _edit(text)


def _point(text: str) -> tuple[Expression, ...]:
    found = tuple(sum_of(one) for one in _listed(text))
    if not 1 <= len(found) <= 2:
        raise ArgumentError(f"must be x and y, or x alone on a curve, got {shown(text)}")
    return found


def _over(text: str) -> tuple[str, ...]:
    found = tuple(parse_name(one) for one in _listed(text))
    if not 1 <= len(found) <= 2 or any(one.kind.word not in ("weight", "bias") for one in found):
        raise ArgumentError(f"must be the names of one or two weights or biases, got {shown(text)}")
    if len(set(found)) < len(found):
        raise ArgumentError(f"must be two different ones, or one for a curve, got {shown(text)}")
    return tuple(map(str, found))


def _anew(text: str) -> tuple[str, ...]:
    found = _listed(text)
    for one in found:
        if one in ANEW_WORDS:
            continue
        if "." not in one:
            check_choice("thing to draw anew", one, ANEW_WORDS)
        name = parse_name(one)
        if name.kind.word not in EDITABLE or name.kind.word == SETTING or name.sample is not None:
            raise ArgumentError(f"{one} must be a weight, a bias, an input or a target")
    return tuple(found)


def _decimals(text: str) -> int:
    if text not in ("2", "3", "4"):
        raise ArgumentError(f"must be 2, 3 or 4, got {shown(text)}")
    return int(text)


def _ends(text: str) -> tuple[float, ...]:
    try:
        low, high = (float(one.replace("−", "-")) for one in _listed(text))
    except ValueError:
        raise ArgumentError(f"must be two numbers, from and to, got {shown(text)}") from None
    if not math.isfinite(high - low):
        raise ArgumentError(f"must be two finite numbers, got {shown(text)}")
    if not low < high:
        raise ArgumentError(f"must be two numbers, the lower first, got {shown(text)}")
    return low, high


def _listed(text: str) -> list[str]:
    inner = text.removeprefix("[").removesuffix("]") if text.startswith("[") else text
    return [one.strip() for one in inner.split(",") if one.strip()]


TEXT = Kind("a text", _line)
YES = Kind("yes or no", _yes)
LESSONS = Kind("names of lessons, separated by commas", _lesson)
RECIPE = Kind("a starting point, or a recipe as an address has it: data=circle&hidden=4", _recipe)
PHASE = Kind("start, read, forward 1, loss, backward 1 or update, with a layer's number", _phase)
NAME = Kind("the name of a number", _name)
NAMES = Kind("names of numbers, separated by commas", lambda text: tuple(_name(one) for one in _listed(text)))
EDITS = Kind(
    "names set to numbers, separated by commas: weight.0.1.2 = 0.5, setting.learning_rate = 1", _edits
)
LENS = Kind(f"one of {', '.join(LENSES)}", lambda text: check_choice("lens", text, LENSES))
ANEW = Kind(f"{', '.join(ANEW_WORDS)} and names of numbers, separated by commas", _anew)
HIDE = Kind(
    f"{', '.join(HIDEABLE)}, separated by commas",
    lambda text: tuple(check_choice("thing to hide", one, HIDEABLE) for one in _listed(text)),
)
MARK = Kind(f"{' or '.join(MARKS)}", lambda text: check_choice("decimal mark", text, MARKS))
DECIMALS = Kind("2, 3 or 4", _decimals)
ENDS = Kind("two numbers, from and to, separated by a comma", _ends)
OVER = Kind("the names of one or two weights or biases, separated by a comma", _over)
STAGE = Kind(f"one of {', '.join(STAGES)}", lambda text: check_choice("stage", text, STAGES))
SHOW = Kind(
    f"{', '.join(SHOWN)}",
    lambda text: tuple(check_choice("thing to show", one, SHOWN) for one in _listed(text)),
)
PICTURE = Kind(f"one of {', '.join(PICTURES)}", lambda text: check_choice("picture", text, PICTURES))
POINT = Kind("two sums of named numbers, x and y; x alone on a curve", _point)
PLACE = Kind("a condition on x, y and named numbers", lambda text: condition(text, ("x", "y")))
TOUCHED = Kind("numbers, bar, remedies, points, picture and names of settings, separated by commas", _touch)
PART = Kind(f"one of {', '.join(PARTS)}", lambda text: check_choice("part", text, PARTS))
SUM = Kind("a sum of named numbers", sum_of)
CONDITION = Kind("a condition on named numbers", condition)
REPLIED = Kind("a condition on named numbers", lambda text: condition(text, GIVEN))
WITHIN = Kind("digits, double, a share like 5 % or a number like 0.01", _within)
TWO = Kind("two words, for below 0 and above, separated by a comma", _two)
SOLUTION = Kind("names set to numbers and train N, separated by commas, in their order", _solution)


def read(kind: Kind, field: str, text: str) -> Any:
    """The value of `field`. Raises ArgumentError that names it."""
    try:
        return kind.read(text)
    except LearnscopeError as error:
        said = str(error)
        raise ArgumentError(f"{field} {said}" if said.startswith("must ") else f"{field}: {said}") from None
