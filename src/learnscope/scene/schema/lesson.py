"""Lessons: what a page of one says, asks and plays; texts are spans, so that nothing in them is markup."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer

AskKind = Literal["number", "change", "sign", "choice", "weight", "point", "words"]


class SpanScene(msgspec.Struct, frozen=True):
    """A piece of a text that looks one way."""

    text: str
    look: Literal["plain", "strong", "emphasis", "code", "number", "why", "word", "lesson", "link"] = "plain"
    name: str = ""  # of a number, word, lesson, or the address of a link
    value: float | None = None  # of a number


class TextScene(msgspec.Struct, frozen=True):
    """A paragraph, or an item of a list."""

    spans: tuple[SpanScene, ...]
    item: bool = False


class LessonText(msgspec.Struct, frozen=True, tag="text"):
    """What stands on the page."""

    texts: tuple[TextScene, ...]


class LineScene(msgspec.Struct, frozen=True):
    """A number line on which an answer is pointed at."""

    low: float
    high: float
    now: float | None  # where what changes stands; None where nothing changes


class AskScene(msgspec.Struct, frozen=True, tag="ask"):
    """A question."""

    number: int  # among those of its page, from 0
    kind: AskKind
    texts: tuple[TextScene, ...]
    choices: tuple[TextScene, ...]  # of a choice
    words: tuple[str, ...]  # of a sign or a change: below 0, above 0
    hints: tuple[LessonText, ...]  # to be had one by one
    on: str  # the picture of a point, "decision" or "landscape"
    line: LineScene | None  # of a number or a change
    double: bool  # whether half and double of it still count as right
    axes: tuple[str, ...]  # what across and upward are, of a point; on a curve across alone


class PlayScene(msgspec.Struct, frozen=True, tag="play"):
    """What is played once the questions above it are answered."""

    to: float  # the position on the timeline where it ends
    steps: int  # made by it, 0 where one step is played
    step: int  # the one it ends at


class GoalScene(msgspec.Struct, frozen=True, tag="goal"):
    """What the reader is to bring about."""

    number: int  # among those of its page, from 0
    texts: tuple[TextScene, ...]
    hints: tuple[LessonText, ...]


class LessonPanel(msgspec.Struct, frozen=True, tag="panel"):
    """A part of the page, as it stands."""

    part: str  # "outcome", "diagnosis"


class LessonWhy(msgspec.Struct, frozen=True, tag="why"):
    """The arithmetic, once all questions above it are answered."""

    texts: tuple[TextScene, ...]


class LessonDeeper(msgspec.Struct, frozen=True, tag="deeper"):
    """Folded until it is asked for."""

    texts: tuple[TextScene, ...]


LessonBlock = LessonText | AskScene | PlayScene | GoalScene | LessonPanel | LessonWhy | LessonDeeper


class LessonPage(msgspec.Struct, frozen=True):
    """A page as it is opened; it stays the same while its reader is there."""

    lesson: str  # name
    title: str
    place: int  # among the lessons, from 1; 0 of one apart from them
    lessons: int  # how many there are, without those
    page: int  # from 1
    pages: tuple[str, ...]  # their titles
    blocks: tuple[LessonBlock, ...]
    hidden: tuple[str, ...]  # names of numbers, blanks until the questions are answered
    touch: tuple[str, ...]  # what may be changed, such as "numbers" or names of settings
    selection: str
    lens: str  # "" for none
    stage: Literal["network", "decision", "landscape"]  # what stands in the middle
    over: tuple[str, ...]  # weights and biases over which the landscape is drawn, () where its reader chooses
    curves: bool  # whether the run stands below
    decimals: int | None  # of its numbers; None as the reader has them
    decimal_mark: Literal["", "point", "comma"]  # "" as the reader has it
    hide: tuple[str, ...]  # what is not there: "show-me", "hints", …
    anew: bool  # whether another exercise can be drawn
    seed: int  # of the exercise; 0 where its numbers are those of the file
    next: str  # the lesson after this one, "" for none
    next_title: str
    own: bool  # whether somebody may be writing at it
    stamp: float  # when its shelf was written last


class LessonScene(msgspec.Struct, frozen=True):
    """The lesson that the sitting is in."""

    page: LessonPage
    reached: tuple[int | None, ...]  # of each goal, after how many steps of this page it was; None while not


class LessonEntry(msgspec.Struct, frozen=True):
    """A lesson in the list."""

    name: str
    title: str
    minutes: int
    pages: int
    needs: tuple[str, ...]  # titles of those that come before it


class LessonsScene(Answer, frozen=True, tag="lessons"):
    """Which lessons there are, in their order."""

    lessons: tuple[LessonEntry, ...]
    faults: tuple[str, ...]  # of lessons that cannot be read
    stamp: float  # when the newest of their files was written


class AnsweredPart(msgspec.Struct, frozen=True):
    """One of several parts of an answer."""

    said: str
    right: bool | None
    result: str


class AnsweredScene(Answer, frozen=True, tag="answered"):
    """What an answer is worth."""

    right: bool | None  # None where nothing is judged
    said: str  # the answer in words
    result: str  # what is right
    value: float | None  # of a number that is right
    reply: tuple[TextScene, ...]  # to this very answer
    line: str  # the arithmetic of what is right
    point: tuple[float, ...]  # of a place that is right
    name: str  # of a weight that is right; ""
    parts: tuple[AnsweredPart, ...]  # where an answer has several
