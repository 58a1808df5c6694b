"""A class: what its teacher sees of all, and what each student is told."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer

ClassAct = Literal[
    "pause",  # all
    "go_on",
    "pace",  # no page of the lesson beyond `number`; 0 lets all go as they like
    "open",  # for all what the link `text` means
    "open_this",  # for all what the teacher's own page shows
    "reveal",  # what is right of the question `text`
    "hide",
    "reset",  # the student with that `number`
    "rename",  # the student with that `number` to `text`
    "remove",  # the student with that `number`
    "answers",  # tell what the student with that `number` answered
    "close",  # the class
]


class ClassStudent(msgspec.Struct, frozen=True):
    """Where a student is."""

    number: int  # in the order in which they came, from 1
    name: str
    lesson: str  # title of the lesson, "" outside of lessons
    page: int  # from 1; 0 outside of lessons
    here: bool  # whether a page of theirs is open
    seen: float  # when they last did something, in seconds since 1970
    answered: int  # questions
    since: float  # when they came to that page, in seconds since 1970
    done: bool  # whether they have answered all that the page asks, or were shown; of the class's lesson only
    sitting: str  # the name of theirs, at which the teacher may look


class ClassBar(msgspec.Struct, frozen=True):
    """Answers that say the same, or nearly."""

    said: str
    count: int
    right: int  # how many of them are right; 0 until it is revealed


class ClassQuestion(msgspec.Struct, frozen=True):
    """What all said to a question at first, without names."""

    key: str  # "blame/3/0": lesson, page, and number on it
    lesson: str  # title
    page: int  # from 1
    text: str
    bars: tuple[ClassBar, ...]
    answers: int
    shown: int  # how many asked to be shown before they answered
    revealed: bool
    result: str  # what is right, "" until it is revealed or where each has numbers of their own


class ClassCode(msgspec.Struct, frozen=True):
    """A QR code."""

    size: int  # modules on a side
    path: str  # of the dark ones, as SVG has it, a module being 1 wide; without the quiet zone of 4 around


class ClassScene(msgspec.Struct, frozen=True, tag="class"):
    """What the teacher sees."""

    address: str  # for all students, with the word of the class
    code: ClassCode | None  # that holds it
    students: tuple[ClassStudent, ...]
    questions: tuple[ClassQuestion, ...]  # in the order of the lessons' pages
    paused: bool
    furthest: int  # page that may be opened; 0 for any
    lesson: str  # name of the lesson the class is about, "" for none
    title: str  # of it
    pages: tuple[str, ...]  # titles of its pages
    ended: str  # what became of the answers, once the class is closed


class ClassSeat(msgspec.Struct, frozen=True, tag="seat"):
    """What a student is told."""

    name: str
    paused: bool
    lesson: str  # name of the lesson the class is about, "" for none
    furthest: int  # page of it that may be opened; 0 for any
    link: str  # to be opened now, since the teacher says so; "" for none
    call: int  # which one that is: they are counted, since one link may be opened twice
    ended: bool
    removed: bool  # by their teacher
    resets: int  # how often their teacher has let them begin anew


ClassPart = ClassScene | ClassSeat


class Taught(Answer, frozen=True, tag="taught"):
    """What was done with the class."""

    said: str
    lines: tuple[str, ...] = ()  # of what a student answered, one for each of their attempts
