"""What many said to one question, as bars: the same answers together, numbers by their size."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learnscope import words
from learnscope.explain.homework import read as read_number
from learnscope.scene.schema import AskScene, ClassBar, TextScene

MOST = 12  # bars
BINS = 8
OTHER = "another number"
SPREAD = 0.05  # of all answers, at either end, that do not set the scale


@dataclass(frozen=True)
class Said:
    """An answer."""

    given: str  # as it was sent
    said: str  # in words
    right: bool | None


def bars(ask: AskScene, answers: Iterable[Said], *, revealed: bool) -> tuple[ClassBar, ...]:
    """The answers to `ask`, of which is told how many are right only where it is `revealed`."""
    found = list(answers)
    groups: dict[str, list[Said]] = {text: [] for text in _offered(ask)}
    if ask.kind in ("number", "change"):
        groups = _by_size(found)
    else:
        for one in found:
            groups.setdefault(_label(ask, one), []).append(one)
        if not _offered(ask):
            groups = _most_common(groups)
    return tuple(
        ClassBar(said, len(group), sum(one.right is True for one in group) if revealed else 0)
        for said, group in groups.items()
    )


def told(texts: Sequence[TextScene]) -> str:
    """What spans of texts say, without their looks."""
    return " ".join("".join(span.text for span in text.spans).strip() for text in texts)


def _offered(ask: AskScene) -> tuple[str, ...]:
    """What there is to choose from, in its order; nothing where anything can be said."""
    if ask.kind == "choice":
        return tuple(told([text]) for text in ask.choices)
    return ask.words if ask.kind == "sign" else ()


def _label(ask: AskScene, one: Said) -> str:
    """The bar that an answer belongs to."""
    offered = _offered(ask)
    if ask.kind == "choice" and one.given.isdecimal() and 1 <= int(one.given) <= len(offered):
        return offered[int(one.given) - 1]
    if ask.kind == "sign" and len(offered) == 2:
        return offered[one.given == "1"]
    return one.said


def _most_common(groups: dict[str, list[Said]]) -> dict[str, list[Said]]:
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    if len(ordered) <= MOST:
        return dict(ordered)
    rest = [one for _, group in ordered[MOST - 1 :] for one in group]
    return dict(ordered[: MOST - 1]) | {"others": rest}


def _by_size(found: list[Said]) -> dict[str, list[Said]]:
    """Each number for itself where there are few, else in steps of one width."""
    sized = sorted(((_size(one), one) for one in found), key=lambda pair: pair[0])
    groups: dict[str, list[Said]] = {}
    sizes = [size for size, _ in sized if math.isfinite(size)]
    if len(set(sizes)) <= MOST - 1 or not sizes:
        for size, one in sized:
            groups.setdefault(words.number(size) if math.isfinite(size) else OTHER, []).append(one)
        return groups
    cut = int(SPREAD * len(sizes))
    low, high = sizes[cut], sizes[-1 - cut]
    width = _round((high - low) / BINS)
    first = math.floor(low / width) if width > 0 else 0
    for size, one in sized:
        groups.setdefault(_stretch(size, first, width), []).append(one)
    return groups


def _stretch(size: float, first: int, width: float) -> str:
    if not math.isfinite(size) or width <= 0:
        return OTHER
    place = math.floor(size / width)
    if place < first:
        return f"below {words.number(first * width)}"
    if place > first + BINS:
        return f"from {words.number((first + BINS + 1) * width)}"
    return f"{words.number(place * width)} to {words.number((place + 1) * width)}"


def _round(width: float) -> float:
    """The next wider of 1, 2 and 5 times a power of ten; 0 where there is no width."""
    if not (math.isfinite(width) and width > 0):
        return 0.0
    power = 10.0 ** math.floor(math.log10(width))
    return next((times * power for times in (1, 2, 5) if times * power >= width * (1 - 1e-9)), 10 * power)


def _size(one: Said) -> float:
    """The number that was given, of a change with its sign; infinity where it is none."""
    sign, parted, amount = one.given.partition(";")
    number = read_number(amount.strip() if parted else one.given)
    if number is None or not math.isfinite(number):
        return math.inf
    return -number if parted and sign.strip() == "-1" else number
