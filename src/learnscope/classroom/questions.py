"""The questions that a class was asked, and what each student said to them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from learnscope.classroom.standing import TEXT
from learnscope.classroom.tally import Said, bars, told
from learnscope.scene import schema

if TYPE_CHECKING:
    from learnscope.classroom.classroom import Student

ATTEMPTS = 100  # at one question, that are kept of each: of more, the first and the last


@dataclass(frozen=True)
class Given:
    """An answer, as it is kept."""

    student: "Student"
    key: "Key"
    seed: int
    said: Said
    result: str
    when: float
    resets: int = 0  # how often they had begun anew by then
    attempt: int = 1  # at this question


@dataclass(frozen=True, order=True)
class Key:
    """A question: the place and name of its lesson, its page, and its number there."""

    place: int
    lesson: str
    page: int
    number: int

    def __str__(self) -> str:
        return f"{self.lesson}/{self.page}/{self.number}"


@dataclass(eq=False)
class Asked:
    """A question that somebody answered."""

    ask: schema.AskScene
    title: str  # of the lesson
    first: dict[int, Given] = field(default_factory=dict)  # by student, what they said at first
    shown: set[int] = field(default_factory=set)  # who asked to be shown before
    attempts: dict[int, list[Given]] = field(default_factory=dict)
    revealed: bool = False
    drawn: schema.ClassQuestion | None = None  # as the teacher sees it, until that changes

    def note(self, given: Given) -> bool:
        """Keep an answer; whether it says anything new."""
        number = given.student.number
        attempts = self.attempts.setdefault(number, [])
        last = attempts[-1] if attempts else None
        if last and (last.said, last.seed, last.resets) == (given.said, given.seed, given.resets):
            return False  # a page that is opened again has its answers checked again
        if given.said.given == "":
            if number not in self.first:
                self.shown.add(number)
        else:
            self.first.setdefault(number, given)
        attempts[ATTEMPTS - 1 :] = [replace(given, attempt=last.attempt + 1 if last else 1)]
        self.drawn = None
        return True

    @property
    def present(self) -> tuple[list[Given], int]:
        """What those who were not removed said at first, and how many of them asked to be shown before."""
        given = [one for one in self.first.values() if not one.student.removed]
        return given, sum(not self.attempts[number][0].student.removed for number in self.shown)


def counted(asked: "Mapping[Key, Asked]") -> Counter[int]:
    """How many questions each student answered."""
    return Counter(number for one in asked.values() for number in one.first)


def finished(asked: "Mapping[Key, Asked]", lesson: str, asks: Sequence[int]) -> set[tuple[int, int]]:
    """Pages of a lesson, each with a student who answered all that it asks, or was shown, since they began.

    `asks` says how many questions each page has; who has nothing to answer is not told of.
    """
    found = Counter(
        (key.page, number)
        for key, one in asked.items()
        if key.lesson == lesson
        for number, attempts in one.attempts.items()
        if attempts[-1].resets == attempts[-1].student.resets
    )
    return {place for place, count in found.items() if place[0] <= len(asks) and count >= asks[place[0] - 1]}


MARKS = {True: " \N{CHECK MARK}", False: " \N{MULTIPLICATION SIGN}", None: ""}


def attempt_line(asked: Asked, given: Given, *, named: bool) -> str:
    """What somebody answered to which question, whose lesson is `named` where it is not that of the class."""
    lesson = f"{asked.title}, " if named else ""
    said = given.said.said if given.said.given else "asked to be shown"
    return f"{lesson}page {given.key.page}, question {given.key.number + 1}: {said}{MARKS[given.said.right]}"


def question_scene(key: Key, asked: Asked) -> schema.ClassQuestion:
    """What the teacher sees of it: what those said who were not removed."""
    if asked.drawn is None:
        asked.drawn = _drawn(key, asked)
    return asked.drawn


def _drawn(key: Key, asked: Asked) -> schema.ClassQuestion:
    given, shown = asked.present
    results = {one.result for one in given}
    return schema.ClassQuestion(
        key=str(key),
        lesson=asked.title,
        page=key.page,
        text=told(asked.ask.texts)[:TEXT],
        bars=bars(asked.ask, (one.said for one in given), revealed=asked.revealed),
        answers=len(given),
        shown=shown,
        revealed=asked.revealed,
        result=results.pop() if asked.revealed and len(results) == 1 else "",
    )
