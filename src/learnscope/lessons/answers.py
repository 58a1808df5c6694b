"""Whether an answer is right, from the numbers of the page; what is said to it, and how it comes about."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from learnscope import words
from learnscope.errors import ArgumentError, shown
from learnscope.explain.explanation import explain
from learnscope.explain.homework import agrees, read as read_number
from learnscope.lessons.blocks import (
    Ask,
    AskChange,
    AskChoice,
    AskNumber,
    AskPoint,
    AskSign,
    AskWeight,
    Reply,
)
from learnscope.lessons.expressions import Of, Quantity, holds, value
from learnscope.lessons.kinds import Within
from learnscope.lessons.quantities import Quantities
from learnscope.lessons.read import choices
from learnscope.lessons.text import Text, plain

DOUBLE = 2.0
ROUNDED = 0.1  # the share of a number that rounding may take: 4 is not 4.5, nor 0 a hundredth
SHARES = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth", 10: "a tenth"}
TIMES = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 10: "ten times"}


@dataclass(frozen=True)
class Part:
    """One of several parts of an answer."""

    said: str
    right: bool | None
    result: str


@dataclass(frozen=True)
class Judged:
    """An answer, and what is right."""

    right: bool | None  # None where nothing is judged
    said: str  # the answer in words
    result: str  # what is right, "" where nothing is
    value: float | None  # of a number
    reply: tuple[Text, ...]  # to this very answer
    line: str  # the arithmetic of what is right, "" where none is known
    point: tuple[float, ...] = ()  # x and y of a place that is right
    name: str = ""  # of a weight that is right
    parts: tuple[Part, ...] = ()  # where there are several


def judge(ask: Ask, answer: str, there: Quantities) -> Judged:
    """What `answer` is worth; "" asks to be shown what is right. Raises ArgumentError where it is none."""
    match ask:
        case AskNumber():
            return _number(ask, answer, there)
        case AskSign():
            below = value(ask.is_, there.look) < 0
            if answer not in ("", "-1", "1"):
                raise ArgumentError(f"an answer must be -1 or 1, got {shown(answer)}")
            right = (answer == "-1") is below if answer else None
            said = "" if not answer else ask.words[0] if answer == "-1" else ask.words[1]
            reply = _reply(ask, {"answer": float(answer or "nan")}, there)
            return Judged(right, said, ask.words[0] if below else ask.words[1], None, reply, "")
        case AskChange():
            return _change(ask, answer, there)
        case AskChoice():
            return _choice(ask, answer, there)
        case AskWeight():
            return _weight(ask, answer, there)
        case AskPoint():
            return _point(ask, answer, there)
    return Judged(None, answer, "", None, (), "")


def right_choices(ask: AskChoice, there: Quantities) -> list[int]:
    """Which of its items are right, from 1."""
    found = []
    for place, text in enumerate(choices(ask), start=1):
        told = [span.about for span in text.spans if span.look == "if" and span.about is not None]
        if place == ask.right or (told and all(holds(each, there.look) for each in told)):
            found.append(place)
    return found


def replies_to_right(ask: Ask, there: Quantities) -> Iterator[Reply]:
    """Those of its replies that speak of a right answer: they should speak of mistakes."""
    right: dict[str, float] = {}
    match ask:
        case AskNumber() | AskChange():
            right = {"answer": value(ask.is_, there.look)}
        case AskSign():
            right = {"answer": math.copysign(1, value(ask.is_, there.look))}
        case AskPoint():
            right = place([value(one, there.look) for one in ask.at])
        case AskChoice():
            right_ones = right_choices(ask, there)
            yield from (each for each in ask.replies if each.choice in right_ones)
    for each in ask.replies if right else ():
        if each.when is not None and holds(each.when, there.look, given=right):
            yield each


def within(text: str, number: float, allowed: Within) -> bool:
    """Whether the number that `text` writes is as near to `number` as is allowed."""
    given = read_number(text)
    if given is None:
        return False
    match allowed.how:
        case "digits":
            return agrees(text, number) and math.isclose(given, number, rel_tol=ROUNDED, abs_tol=1e-9)
        case "double":
            return given * number > 0 and 1 / DOUBLE <= given / number <= DOUBLE
        case "share":
            return abs(given - number) <= allowed.by * abs(number)
    return abs(given - number) <= allowed.by


def largest(ask: AskWeight, there: Quantities) -> tuple[str, ...]:
    """The weights that have most of what is asked, one or several alike."""
    sizes = {there.wire(name): abs(there.look(name, "start")) for name in there.weights(ask.most)}
    most = max(sizes.values())
    return tuple(name for name, size in sizes.items() if math.isclose(size, most, rel_tol=1e-9))


def _number(ask: AskNumber, answer: str, there: Quantities) -> Judged:
    number = value(ask.is_, there.look)
    given = read_number(answer)
    if answer and given is None:
        raise ArgumentError(f"an answer must be a number, got {shown(answer)}")
    right = within(answer, number, ask.within) if answer else None
    line = explain(ask.is_.name, there.start).line if isinstance(ask.is_, Quantity) else ""
    reply = _reply(ask, {} if given is None else {"answer": given}, there)
    result = words.number(number, digits=_digits(number, ask.within))
    return Judged(right, answer.strip(), result, number, () if right else reply, line)


def _digits(number: float, allowed: Within) -> int | None:
    """To how many digits a number that is right is told: one more than is asked for, at least three.

    None is as many as usual.
    """
    if allowed.how == "digits" or not math.isfinite(number) or number == 0:
        return None
    by = {"share": allowed.by * abs(number), "double": abs(number)}.get(allowed.how, allowed.by)
    if by <= 0:
        return None
    beyond = 1 - math.floor(math.log10(by))  # decimals
    return min(words.digits_of(number), max(3, beyond + 1 + math.floor(math.log10(abs(number)))))


def stands(ask: AskChange, there: Quantities) -> float:
    """Where what changes is now."""
    if ask.now is not None:
        return value(ask.now, there.look)
    if isinstance(ask.is_, Of) and ask.is_.sign == "-" and len(ask.is_.parts) == 2:
        return value(ask.is_.parts[1], there.look)
    return 0.0


def ends(ask: AskChange | AskNumber, there: Quantities) -> tuple[float, float] | None:
    """The ends of the number line; None where there is none."""
    if ask.line_:
        return ask.line_[0], ask.line_[1]
    if isinstance(ask, AskNumber):
        return None
    now = stands(ask, there)
    then = now + value(ask.is_, there.look)
    low, high = sorted((0.0, 2 * now)) if now else (-1.0, 1.0)
    while math.isfinite(then) and not low <= then <= high:
        low, high = now - 2 * (now - low), now + 2 * (high - now)
    return low, high


def _change(ask: AskChange, answer: str, there: Quantities) -> Judged:
    """`answer` is -1 or 1 and the amount, separated by a semicolon."""
    change = value(ask.is_, there.look)
    way, by = ask.words[change > 0], f"by {words.number(abs(change))}"
    if not answer:
        return Judged(
            None, "", f"{way} {by}", change, (), "", parts=(Part("", None, way), Part("", None, by))
        )
    sign, _, amount = (part.strip() for part in answer.partition(";"))
    size = read_number(amount)
    if sign not in ("-1", "1") or size is None or size < 0:
        raise ArgumentError(f"an answer must be a way, -1 or 1, and an amount, got {shown(answer)}")
    ways, amounts = (sign == "-1") is (change < 0), within(amount, abs(change), ask.within)
    parts = (
        Part(ask.words[sign == "1"], ways, way),
        Part(f"by about {amount}", amounts, by + ("" if amounts else _compared(abs(change), size))),
    )
    right = ways and amounts
    reply = () if right else _reply(ask, {"answer": -size if sign == "-1" else size}, there)
    said = " ".join(one.said for one in parts)
    return Judged(right, said, f"{way} {by}", change, reply, "", parts=parts)


def _compared(right: float, given: float) -> str:
    """What share of `given` the right number is, where that can be said in a word."""
    if not right or not given:
        return ""
    ratio = right / given
    for words_of, times, end in ((TIMES, ratio, " that"), (SHARES, 1 / ratio, " of that")):
        near = min(words_of, key=lambda size: abs(size - times))
        if abs(near - times) <= times / 8:
            return f", {words_of[near]}{end}"
    return ""


def _choice(ask: AskChoice, answer: str, there: Quantities) -> Judged:
    given = choices(ask)
    right = right_choices(ask, there)
    result = " or ".join(plain(given[place - 1]) for place in right)
    if not answer:
        return Judged(None, "", result, None, (), "")
    if not answer.isascii() or not answer.isdigit() or len(answer) > 9 or not 1 <= int(answer) <= len(given):
        raise ArgumentError(f"an answer must be from 1 to {len(given)}, got {shown(answer)}")
    place = int(answer)
    reply = next((each.text for each in ask.replies if each.choice == place), ())
    return Judged(place in right, plain(given[place - 1]), result, None, reply, "")


def _weight(ask: AskWeight, answer: str, there: Quantities) -> Judged:
    most = largest(ask, there)
    result = " or ".join(there.title(name) for name in most)
    if not answer:
        return Judged(None, "", result, None, (), "", name=most[0])
    name = there.wire(answer)
    return Judged(name in most, there.title(name), result, None, (), "", name=most[0])


def place(at: Sequence[float]) -> dict[str, float]:
    """A point as conditions name its parts; on a curve there is no y."""
    return dict(zip("xy", at, strict=False))


def _point(ask: AskPoint, answer: str, there: Quantities) -> Judged:
    """`answer` has its numbers separated by semicolons, as commas may stand in them."""
    at = tuple(value(one, there.look) for one in ask.at)
    result = " and ".join(map(words.number, at))
    if not answer:
        return Judged(None, "", result, None, (), "", at)
    texts = [part.strip() for part in answer.split(";")]
    given = [number for number in map(read_number, texts) if number is not None]
    if len(texts) != len(at) or len(given) != len(at):
        parts = "a number" if len(at) == 1 else "two numbers, x and y"
        raise ArgumentError(f"an answer must be {parts}, got {shown(answer)}")
    right = holds(ask.right, there.look, given=place(given))
    reply = () if right else _reply(ask, place(given), there)
    return Judged(right, " and ".join(texts), result, None, reply, "", at)


def _reply(ask: Ask, given: Mapping[str, float], there: Quantities) -> tuple[Text, ...]:
    """What is said to an answer that shows a known mistake."""
    for each in ask.replies:
        if each.when is not None and holds(each.when, there.look, given=given):
            return each.text
    return ()
