"""The blocks of a lesson, and the only description of them.

A block is a fence in Markdown, its fields a line each, then its text:

    :::{ask-number}
    :is: value.1.0
    :within: 5 %
    What does the first hidden neuron pass on?
    :::

The table is made of records: a block's fields are its entries, each with its rule and what it does. The
reader of files, `learnscope lesson check`, `learnscope lesson blocks` and `docs/lessons.md` read them here.
"""

import dataclasses
from dataclasses import MISSING, dataclass
from typing import Any, ClassVar, Literal

from learnscope.lessons import kinds
from learnscope.lessons.expressions import Expression
from learnscope.lessons.kinds import Edit, Kind, Recipe, Within
from learnscope.lessons.text import Text

KEY = "entry"
Body = Literal["none", "text", "choices"]  # what stands in a block below its fields


@dataclass(frozen=True)
class Entry:
    """What is known of a field."""

    name: str
    kind: Kind
    note: str  # what it does
    required: bool
    default: Any


def entry(kind: Kind, note: str, default: Any = MISSING) -> Any:
    """A field of a block; one without a default must be given."""
    return dataclasses.field(default=default, metadata={KEY: (kind, note)})


def entries(block: type) -> dict[str, Entry]:
    """The fields of a block, by the names they have in a file."""
    found = {}
    for field in dataclasses.fields(block):
        if KEY in field.metadata:
            kind, note = field.metadata[KEY]
            named = field.name.replace("_", "-").removesuffix("-")
            found[named] = Entry(field.name, kind, note, field.default is MISSING, field.default)
    return found


@dataclass(frozen=True, kw_only=True)
class Front:
    """What stands before the first page, between lines of ---."""

    title: str = entry(kinds.TEXT, "What it is called.")
    order: int = entry(kinds.whole(0), "Its place among the lessons.")
    minutes: int = entry(kinds.whole(1), "How long it takes.")
    needs: tuple[str, ...] = entry(
        kinds.LESSONS, "Lessons that come before it, by the names of their files.", ()
    )
    apart: bool = entry(
        kinds.YES,
        "Whether it is none of the row, such as a test: it is not counted, and none leads on to it.",
        False,
    )
    decimals: int | None = entry(
        kinds.DECIMALS,
        "Of weights and values on the stage, and of numbers in the text; left out, as usual.",
        None,
    )
    decimal_mark: str = entry(
        kinds.MARK, "Between whole and part of all numbers; left out, as the reader has it.", ""
    )
    hide: tuple[str, ...] = entry(
        kinds.HIDE, "What is not there at all, that else is on each of its pages.", ()
    )


@dataclass(frozen=True, kw_only=True)
class Block:
    """What all blocks have."""

    body: ClassVar[Body] = "none"
    follows: ClassVar[tuple[str, ...]] = ()  # the blocks it must stand behind; () where it stands by itself

    line: int = 0  # of its fence, from 1
    text: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stand(Block):
    """What is on the page when it opens; a page without one begins where the page before it ends."""

    experiment: Recipe = entry(kinds.RECIPE, "What is learned, and how.", Recipe("iris"))
    seed: int | None = entry(
        kinds.whole(0), "From which starting weights are drawn, and all else that is random.", None
    )
    edits: tuple[Edit, ...] = entry(kinds.EDITS, "Numbers that are set, in their order.", ())
    sample: int | None = entry(kinds.whole(1), "The sample shown, counted from 1.", None)
    step: int = entry(kinds.whole(0), "How many steps have been made.", 0)
    then: tuple[Edit, ...] = entry(kinds.EDITS, "Numbers that are set after those steps.", ())
    phase: str = entry(kinds.PHASE, "The last phase of the step that is done.", "loss")
    selection: str = entry(kinds.NAME, "The number that is selected.", "")
    lens: str = entry(kinds.LENS, "What stands in the dock.", "")
    stage: str = entry(
        kinds.STAGE, "What stands in the middle, large; where a point is asked for, its picture.", ""
    )
    over: tuple[str, ...] = entry(
        kinds.OVER, "Over which weights or biases the landscape is drawn; one makes a curve.", ()
    )
    show: tuple[str, ...] = entry(kinds.SHOW, "What stands below the stage: the curves of the run.", ())
    anew: tuple[str, ...] = entry(
        kinds.ANEW, "Which numbers another exercise draws; a button has the next, without end.", ()
    )
    hidden: tuple[str, ...] = entry(
        kinds.NAMES,
        "Numbers that are blanks until the page's questions are answered and its goals reached.",
        (),
    )
    touch: tuple[str, ...] = entry(
        kinds.TOUCHED,
        "What the reader may change or use: numbers on the stage, the bar of step and training, settings, "
        "remedies of a diagnosis, points of their own to learn from, a picture of their own to ask about.",
        (),
    )


@dataclass(frozen=True, kw_only=True)
class Ask(Block):
    """What all questions have; their text is the question."""

    body: ClassVar[Body] = "text"

    hints: "tuple[Hint, ...]" = ()
    replies: "tuple[Reply, ...]" = ()


@dataclass(frozen=True, kw_only=True)
class AskNumber(Ask):
    """Ask for a number."""

    is_: Expression = entry(kinds.SUM, "What is right.")
    within: Within = entry(kinds.WITHIN, "How far off it may be.", Within("digits"))
    line_: tuple[float, ...] = entry(kinds.ENDS, "The ends of a number line to point at.", ())


@dataclass(frozen=True, kw_only=True)
class AskChange(Ask):
    """Ask which way a number goes and by about how much, both at once, on a number line."""

    is_: Expression = entry(kinds.SUM, "The change: what it becomes less what it is.")
    now: Expression | None = entry(
        kinds.SUM,
        "What it is now; left out, what `is` takes away, as in new.weight.0.0.0 - weight.0.0.0.",
        None,
    )
    within: Within = entry(kinds.WITHIN, "How far off the amount may be.", Within("double"))
    words: tuple[str, str] = entry(kinds.TWO, "What less and more are called.", ("shrinks", "grows"))
    line_: tuple[float, ...] = entry(
        kinds.ENDS, "The ends of the number line; left out, from 0 to double of what it is now.", ()
    )


@dataclass(frozen=True, kw_only=True)
class AskSign(Ask):
    """Ask whether a number is below 0 or above."""

    is_: Expression = entry(kinds.SUM, "The number.")
    words: tuple[str, str] = entry(kinds.TWO, "What the two answers are called.", ("minus", "plus"))


@dataclass(frozen=True, kw_only=True)
class AskChoice(Ask):
    """Ask for an item of its list; the right one carries {if} with a condition, or `right` counts to it."""

    body: ClassVar[Body] = "choices"

    right: int = entry(kinds.whole(1), "Which item is right, where no condition tells.", 0)


@dataclass(frozen=True, kw_only=True)
class AskWeight(Ask):
    """Ask which weight has most of something, pointed at on the stage or named."""

    most: str = entry(kinds.TEXT, "A kind of number that weights have, such as gradient or update.")


@dataclass(frozen=True, kw_only=True)
class AskPoint(Ask):
    """Ask for a place on a picture, pointed at or typed: x across, y upward, in the picture's own units."""

    on: str = entry(kinds.PICTURE, "Which picture; the landscape is that of the state's `over`.")
    right: Expression = entry(kinds.PLACE, "Which places are right.")
    at: tuple[Expression, ...] = entry(kinds.POINT, "The place that is shown as right.")


@dataclass(frozen=True, kw_only=True)
class AskWords(Ask):
    """Ask for a sentence in the reader's own words, which is kept and not graded."""


ASKS = ("ask-number", "ask-change", "ask-sign", "ask-choice", "ask-weight", "ask-point", "ask-words")


@dataclass(frozen=True, kw_only=True)
class Hint(Block):
    """What may be read before answering the question above it."""

    body: ClassVar[Body] = "text"
    follows: ClassVar[tuple[str, ...]] = (*ASKS, "goal")


@dataclass(frozen=True, kw_only=True)
class Reply(Block):
    """What is said to an answer to the question above it that shows a likely mistake."""

    body: ClassVar[Body] = "text"
    follows: ClassVar[tuple[str, ...]] = tuple(
        ask
        for ask in ASKS
        if ask not in ("ask-weight", "ask-words")  # of their answers no condition speaks
    )

    when: Expression | None = entry(
        kinds.REPLIED,
        "Of which answer it speaks, as a condition on `answer`; of a point, on `x` and `y`.",
        None,
    )
    choice: int = entry(kinds.whole(1), "Of which item of a choice it speaks.", 0)


@dataclass(frozen=True, kw_only=True)
class Play(Block):
    """Play on, once what stands above is answered: to a phase of the step, or so many steps."""

    to: str = entry(kinds.PHASE, "The phase it plays to.", "update")
    steps: int = entry(kinds.whole(1), "How many steps are made, rather than one played.", 0)


@dataclass(frozen=True, kw_only=True)
class Goal(Block):
    """Have the reader bring something about; its text says what."""

    body: ClassVar[Body] = "text"

    reached: Expression = entry(kinds.CONDITION, "When it is reached, of the numbers as they stand.")
    solution: tuple[Edit | int, ...] = entry(kinds.SOLUTION, "One way there, with which `check` tries it.")
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Panel(Block):
    """Show a part of the page: how the network does on each part of the data, or why it learns badly."""

    part: str = entry(kinds.PART, "Which.")


@dataclass(frozen=True, kw_only=True)
class Why(Block):
    """The arithmetic, which opens when the page's questions are answered."""

    body: ClassVar[Body] = "text"


@dataclass(frozen=True, kw_only=True)
class Summary(Block):
    """What the lesson's one-page summary says of this page, below its title; it stands on paper alone."""

    body: ClassVar[Body] = "text"


@dataclass(frozen=True, kw_only=True)
class Deeper(Block):
    """For readers with calculus: folded until it is asked for."""

    body: ClassVar[Body] = "text"


BLOCKS: dict[str, type[Block]] = {
    "state": Stand,
    "ask-number": AskNumber,
    "ask-change": AskChange,
    "ask-sign": AskSign,
    "ask-choice": AskChoice,
    "ask-weight": AskWeight,
    "ask-point": AskPoint,
    "ask-words": AskWords,
    "hint": Hint,
    "reply": Reply,
    "play": Play,
    "goal": Goal,
    "panel": Panel,
    "why": Why,
    "summary": Summary,
    "deeper": Deeper,
}


def summary(block: type) -> str:
    """What a block is for, in a sentence."""
    return (block.__doc__ or "").strip()


def table() -> str:
    """All blocks as the tables of `docs/lessons.md`."""
    lines: list[str] = []
    for name, block in [
        ("front matter", Front),
        *((f"`:::{{{name}}}`", block) for name, block in BLOCKS.items()),
    ]:
        lines += [f"**{name}** {summary(block)}", ""]
        found = entries(block)
        if found:
            lines += ["| field | what it does | what it may be |", "|---|---|---|"]
            lines += [
                f"| `{each}`{' (must)' if one.required else ''} | {one.note} | {one.kind.rule} |"
                for each, one in found.items()
            ]
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    sys.stdout.buffer.write(table().encode())
