"""Homework: a step worked by hand, checked number by number.

An answer is right when it is the number to the digits that are given. A wrong one is either where a mistake
entered, or follows correctly from wrong numbers before it: what its own formula gives with the answers that
were given for its operands. Where all wrong answers together are those of a known mistake, or of two, it is
named (`mistakes`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from learnscope import words
from learnscope.core.layers import Dense
from learnscope.errors import ArgumentError
from learnscope.explain.explanation import Explanation, explain
from learnscope.explain.mistakes import MISTAKES, Made, Mistake, by_hand, called, number_of, variations
from learnscope.explain.tree import Ref, evaluate
from learnscope.scene.belonging import find
from learnscope.scene.grammar import Name
from learnscope.scene.named import Moment, Named

State = Literal["blank", "right", "wrong", "follows", "no number"]

# In the order in which a step is worked: a mistake in one shows in those after it.
ORDER = (
    "product", "preactivation", "value", "probability", "loss.part", "loss.sample", "loss.batch", "error",
    "slope", "arriving", "product.back", "delta", "gradient", "gradient.bias", "update", "update.bias",
    "new.weight", "new.bias", "new.loss.batch",
)  # fmt: skip
SLACK = 0.6  # units of the last digit given by which an answer may be off: half for rounding, and a little
LAST_POWER = 308  # of ten, that is a number


@dataclass(frozen=True)
class Cell:
    """One answer."""

    name: str
    title: str
    given: str
    state: State
    right: str  # the number, to as many digits as were given and at least four
    note: str  # a sentence, "" where there is nothing to say


@dataclass(frozen=True, repr=False)
class Checked:
    """A sheet that was checked."""

    cells: tuple[Cell, ...]
    first: str  # the name of the number at which the first mistake entered, "" where there is none
    mistakes: tuple[Mistake, ...]  # that the wrong answers come from, where they are known
    sentence: str

    def __str__(self) -> str:
        rows = [f"{cell.state:>9}  {cell.title}: {cell.given}  {cell.note}".rstrip() for cell in self.cells]
        return "\n".join([self.sentence, *rows])

    __repr__ = __str__


def check_homework(answers: Mapping[str, str], moment: Moment) -> Checked:
    """Which of `answers`, by the names of numbers, are right at `moment`; blanks are left out.

    Raises ArgumentError, with the nearest right name, for a name the network does not have.
    """
    names = {name: find(name, moment.subject) for name in answers}
    given = {name: number for name, text in answers.items() if (number := read(text)) is not None}
    order = sorted(answers, key=lambda name: _place(names[name]))
    cells = [_cell(name, answers[name], given, moment) for name in order]
    wrong = [cell for cell in cells if cell.state in ("wrong", "follows")]
    first = next((cell.name for cell in wrong if cell.state == "wrong"), "")
    mistakes = _found(names, answers, {cell.name for cell in wrong}, moment) if wrong else ()
    return Checked(tuple(cells), first, mistakes, _sentence(cells, first, mistakes, moment))


def read(text: str) -> float | None:
    """The number an answer writes: −, comma or point, 1e−3, spaces; None where it is none."""
    try:
        return float(_plain(text))
    except ValueError:
        return None


def agrees(text: str, number: float) -> bool:
    """Whether the answer is `number` to the digits given.

    >>> agrees("0.291027924", 0.291027773694), agrees("0.291028", 0.291027773694)
    (False, True)
    """
    said = read(text)
    return said is not None and abs(said - number) <= SLACK * unit(text)


def unit(text: str) -> float:
    """One of the last digit given: 0.001 of "0.291", 10 of "2e1"."""
    mantissa, _, exponent = _plain(text).lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    if float(mantissa) == 0:
        exponent = ""  # 0e9 is 0, to the digits it has
    return float(10.0 ** min(float(exponent or 0) - decimals, LAST_POWER))


def _plain(text: str) -> str:
    return text.strip().replace("−", "-").replace("–", "-").replace(" ", "").replace(",", ".")


def _cell(name: str, text: str, given: Mapping[str, float], moment: Moment) -> Cell:
    why = explain(name, moment)
    right = words.number(why.value, digits=words.digits_of(why.value, max(words.DIGITS, _digits(text))))
    if not text.strip():
        return Cell(name, why.title, text, "blank", right, "")
    if read(text) is None:
        return Cell(name, why.title, text, "no number", right, f"{text.strip()!r} is no number.")
    if agrees(text, why.value):
        return Cell(name, why.title, text, "right", right, "")
    own = _from_given(why, given)
    if own is not None and agrees(text, own):
        return Cell(name, why.title, text, "follows", right, "It follows from your numbers before it.")
    note = f"It is {right}: {why.line}." if why.line else f"It is {right}."
    return Cell(name, why.title, text, "wrong", right, note)


def _from_given(why: Explanation, given: Mapping[str, float]) -> float | None:
    """What its formula gives with the answers given; None where none of its operands was answered.

    Operands that were not answered are worked out in the same way, as whoever fills in a sheet does.
    """
    if why.tree is None:
        return None
    touched = False

    def value_of(ref: Ref, depth: int = 0) -> float:
        nonlocal touched
        if ref.name in given:
            touched = True
            return given[ref.name]
        if depth > DEEP:
            return ref.value
        below = explain(ref.name, why.moment).tree
        return ref.value if below is None else evaluate(below, lambda one: value_of(one, depth + 1))

    number = evaluate(why.tree, value_of)
    return number if touched else None


DEEP = 4  # formulas within formulas that are followed for numbers that were not answered


def _found(
    names: Mapping[str, Name], answers: Mapping[str, str], wrong: set[str], moment: Moment
) -> tuple[Mistake, ...]:
    """The fewest known mistakes with which every answer that can be wrong by them comes out as given."""
    step, subject = moment.subject.step, moment.subject
    experiment = subject.setup.experiment
    if not all(isinstance(layer.wiring, Dense) for layer in step.network.layers):
        return ()  # how they are made is known of matrices
    best: tuple[int, Made] = (0, frozenset())
    for made in variations():
        if not made:
            continue
        sheet = by_hand(step, made, l1=experiment.l1, l2=experiment.l2)
        hits, misses = 0, 0
        for name, asked in names.items():
            row = Named(asked, moment).row
            if row is None or not answers[name].strip():
                continue
            number = number_of(sheet, step, asked.kind.word, asked.axes, row, own=asked.sample is not None)
            if number is None:
                continue
            if agrees(answers[name], number):
                hits += name in wrong
            else:
                misses += 1
        if misses == 0 and hits > best[0]:
            best = hits, made
    return tuple(MISTAKES[name] for name in MISTAKES if name in called(best[1]))


def _place(name: Name) -> tuple[float, ...]:
    """Where in the working of a step a number comes: forward layer by layer, back layer by layer."""
    word, axes = name.kind.word, name.axes
    if word not in ORDER:
        return (len(ORDER), 0.0)
    if word in ("product", "preactivation", "value"):
        return (0, axes.get("layer", axes.get("link", 0) + 1), ORDER.index(word))
    if word in ("slope", "arriving", "product.back", "delta", "gradient", "gradient.bias"):
        return (2, -float(axes.get("layer", axes.get("link", 0) + 1)), ORDER.index(word))
    return (1 if ORDER.index(word) < ORDER.index("slope") else 3, ORDER.index(word))


def _digits(text: str) -> int:
    """Significant digits of an answer."""
    mantissa = text.lower().partition("e")[0]
    return len("".join(letter for letter in mantissa if letter.isdigit()).lstrip("0"))


def _sentence(cells: list[Cell], first: str, mistakes: tuple[Mistake, ...], moment: Moment) -> str:
    filled = [cell for cell in cells if cell.state != "blank"]
    if not filled:
        return "Nothing is filled in yet."
    right = sum(cell.state == "right" for cell in filled)
    if right == len(filled):
        return "All of it is right." if len(filled) > 1 else "It is right."
    said = f"{right} of {len(filled)} are right."
    if mistakes:
        likely = " and ".join(one.title for one in mistakes)
        return f"{said} Likely: {likely}. {mistakes[0].remedy}"
    if first:
        return f"{said} The first mistake entered at the {explain(first, moment).title}."
    return said


def answered(names: list[str], moment: Moment, *, digits: int = 6) -> dict[str, str]:
    """A sheet filled in correctly: the numbers of `names` as text."""
    found: dict[str, str] = {}
    for name in names:
        try:
            found[name] = words.number(explain(name, moment).value, digits=digits)
        except ArgumentError:
            found[name] = ""
    return found
