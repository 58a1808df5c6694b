"""What a student's desk and its class say to each other, wherever each of them is.

The class says how things stand for that student (`Standing`), whole, whenever it has changed. The desk says
where its student is (`At`), what they answered (`Answered`), and that they opened what they were to open
(`Opened`). All of it can be sent as bytes. What follows from how things stand, what a student may do and what
they are told, is found here and needs no class.
"""

from typing import Protocol

import msgspec

from learnscope.classroom.tally import Said
from learnscope.errors import LearnscopeError
from learnscope.scene import schema
from learnscope.session.links.reading import read_link

TEXT = 300  # characters kept of an answer or a question
ENDED = "The class is over"
PAUSED = "Your teacher has paused the class; try again when they let you go on"
REMOVED = "Your teacher has removed you from the class; load this page again to join anew"
AHEAD = "Your teacher has opened the lesson of this class up to page {furthest}; they open the next one"


class Standing(msgspec.Struct, frozen=True):
    """How things stand for a student."""

    name: str
    lesson: str  # that the class is about, "" for none
    furthest: int  # page of it that may be opened; 0 for any
    paused: bool
    over: bool
    removed: bool  # by the teacher
    link: str  # to be opened now, "" for none
    call: int  # which one that is: they are counted, since one link may be opened twice
    resets: int  # how often their sitting was begun anew

    @property
    def waits(self) -> bool:
        """Whether nothing may go on."""
        return self.paused or self.over or self.removed


class At(msgspec.Struct, frozen=True, tag="at"):
    """They are there."""

    lesson: str  # its name, "" outside of lessons
    title: str
    page: int  # from 1; 0 outside of lessons
    busy: bool = False  # whether they have done something, and were not only led there


class Answered(msgspec.Struct, frozen=True, tag="answered"):
    """They have answered a question."""

    place: int  # of its lesson among all
    lesson: str
    title: str
    page: int
    ask: schema.AskScene
    seed: int
    said: Said
    result: str  # what is right
    serial: int  # of what they asked


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """They have opened a link, or found that it cannot be: it is not asked for again."""

    call: int
    failed: bool = False


Report = At | Answered | Opened


class Line(Protocol):
    """What connects a desk with its class."""

    @property
    def standing(self) -> Standing:
        """How things stand now."""
        ...

    def report(self, report: Report) -> str:
        """Tell the class, and say why it does not take that, as far as is known here; else "".

        May be called from any thread.
        """
        ...


def at(lesson: schema.LessonScene | None) -> At:
    """Where somebody is who has that before them."""
    page = None if lesson is None else lesson.page
    return At("", "", 0) if page is None else At(page.lesson, page.title, page.page)


def answered(
    question: schema.CheckAnswer, found: schema.AnsweredScene, page: schema.LessonPage
) -> Answered | None:
    """What to tell of an answer to a question of `page`; nothing of what they say in their own words."""
    asks = (block for block in page.blocks if isinstance(block, schema.AskScene))
    ask = next((one for one in asks if one.number == question.number), None)
    if ask is None or ask.kind == "words":
        return None
    return Answered(
        page.place,
        page.lesson,
        page.title,
        page.page,
        ask,
        question.seed,
        Said(question.given[:TEXT], found.said[:TEXT], found.right),
        found.result[:TEXT],
        question.serial,
    )


def refusal(standing: Standing, intent: schema.Intent, at: At | None = None) -> str:
    """Why they may not do that now, who are there; "" where they may.

    Whoever is ahead of what is open, since less was opened later, stays there and may go back page by page.
    """
    if standing.over:
        return ENDED
    if standing.removed:
        return REMOVED
    opens = isinstance(intent, schema.OpenLink) and intent.text == standing.link != ""
    if standing.paused and not opens and not _only_looks(intent):
        return PAUSED
    if isinstance(intent, schema.TakeLesson | schema.OpenLink) and not opens:
        lesson, page = _led_to(intent)
        there = at.page if at and at.lesson == standing.lesson else 0
        if standing.furthest and lesson == standing.lesson and page > max(standing.furthest, there):
            return AHEAD.format(furthest=standing.furthest)
    return ""


def seat(standing: Standing) -> schema.ClassSeat:
    """What a student is told."""
    return schema.ClassSeat(
        standing.name,
        standing.paused,
        standing.lesson,
        standing.furthest,
        standing.link,
        standing.call,
        standing.over,
        standing.removed,
        standing.resets,
    )


def led_to(link: str) -> tuple[str, int]:
    """The lesson's page that a link leads to; of one that leads to none, no lesson and page 0."""
    try:
        found = read_link(link)
    except LearnscopeError:
        return "", 0
    held = found.held
    return (found.lesson, found.page) if held is None else (held.lesson, held.page)


def _only_looks(intent: schema.Intent) -> bool:
    """Whether it changes nothing, or ends what plays; an answer waits with everything else."""
    return not isinstance(intent, schema.CheckAnswer) and (
        intent.only_looks or isinstance(intent, schema.Pause)
    )


def _led_to(intent: schema.TakeLesson | schema.OpenLink) -> tuple[str, int]:
    if isinstance(intent, schema.TakeLesson):
        return intent.lesson, intent.page
    return led_to(intent.text)
