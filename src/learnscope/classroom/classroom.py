"""The class: who is in it, where each is, what was answered, and what is wanted of all.

It may be called from any thread. Who wants to know of changes is told (`then`): of which students it is to be
shown anew, and whenever the teacher has something else to see.
"""

import hmac
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from learnscope.classroom.names import picked
from learnscope.classroom.standing import ENDED, TEXT, Answered, At, Opened, Report, Standing, led_to
from learnscope.classroom.tally import Said, bars, told
from learnscope.errors import LearnscopeError
from learnscope.scene import schema

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none looks like another
WORD = 8  # signs of the word that lets students in
MOST = 400  # students
ATTEMPTS = 20  # at one question, that are kept of each
FULL = "the class is full: {most} have come; ask your teacher"


class ClassError(LearnscopeError):
    """The class does not allow that."""


@dataclass(eq=False)
class Student:
    """Somebody, by the name they picked; `secret` tells their browser, `sitting` is theirs alone."""

    number: int
    name: str
    seen: float
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    sitting: str = field(default_factory=lambda: secrets.token_urlsafe(9), repr=False)
    pages: int = 0  # of theirs that are open
    lesson: str = ""
    title: str = ""  # of the lesson
    page: int = 0
    call: tuple[int, str] = (0, "")  # how many links they were to open, and the last, "" once it was opened
    resets: int = 0  # how often their sitting was begun anew


@dataclass(frozen=True)
class Given:
    """An answer, as it is kept."""

    student: Student
    key: "Key"
    seed: int
    said: Said
    result: str
    when: float


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

    def note(self, given: Given) -> bool:
        """Keep an answer; whether it says anything new."""
        number = given.student.number
        attempts = self.attempts.setdefault(number, [])
        if attempts and (attempts[-1].said, attempts[-1].seed) == (given.said, given.seed):
            return False  # a page that is opened again has its answers checked again
        if given.said.given == "":
            if number not in self.first:
                self.shown.add(number)
        else:
            self.first.setdefault(number, given)
        attempts[ATTEMPTS - 1 :] = [given]
        return True


Tell = Callable[[Iterable[Student]], None]


class Classroom:
    """It. `link` is opened by everybody who comes, `lesson` and `pages` are what it is about."""

    def __init__(
        self,
        *,
        link: str = "",
        lesson: str = "",
        pages: tuple[str, ...] = (),
        most: int = MOST,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.word = "".join(secrets.choice(SIGNS) for _ in range(WORD))
        self.address = ""
        self.ended = ""
        self.is_over = False
        self._lesson, self._pages = lesson, pages
        self._link = link
        self._most = most
        self._clock = clock
        self._paused = False
        self._furthest = 0
        self._students: dict[str, Student] = {}  # by their secrets
        self._asked: dict[Key, Asked] = {}
        self._lock = threading.RLock()
        self._tell: Tell = lambda students: None

    def then(self, tell: Tell) -> None:
        """Call `tell` after each change, with the students to whom it is to be shown."""
        self._tell = tell

    # ── students ──────────────────────────────────────────────────────────────────────────────────────────

    def opens(self, word: str) -> bool:
        """Whether it is the word of this class; capitals do not matter."""
        return hmac.compare_digest(word.strip().lower().encode(), self.word.encode())

    def join(self, name: str) -> Student:
        """Somebody comes. Raises ClassError where nobody can any more."""
        with self._lock:
            if self.is_over:
                raise ClassError(ENDED)
            if len(self._students) >= self._most:
                raise ClassError(FULL.format(most=self._most))
            taken = [student.name for student in self._students.values()]
            student = Student(len(taken) + 1, picked(name, taken), self._clock(), call=(0, self._link))
            self._students[student.secret] = student
        self._tell(())
        return student

    def student(self, secret: str) -> Student | None:
        """Whose secret it is."""
        return self._students.get(secret)

    @property
    def students(self) -> tuple[Student, ...]:
        """All, in the order in which they came."""
        return tuple(self._students.values())

    def arrived(self, student: Student) -> None:
        """A page of theirs was opened."""
        self._count(student, 1)

    def left(self, student: Student) -> None:
        """A page of theirs was closed."""
        self._count(student, -1)

    def _count(self, student: Student, pages: int) -> None:
        with self._lock:
            student.pages += pages
            student.seen = self._clock()
        self._tell(())

    # ── what they do ──────────────────────────────────────────────────────────────────────────────────────

    def standing(self, student: Student) -> Standing:
        """How things stand for them."""
        call, link = student.call
        return Standing(
            name=student.name,
            lesson=self._lesson,
            furthest=self._furthest,
            paused=self._paused,
            over=self.is_over,
            link=link,
            call=call,
            resets=student.resets,
        )

    def take(self, student: Student, report: Report) -> None:
        """Their desk has reported that."""
        with self._lock:
            tells = self._took(student, report)
        if tells:
            self._tell(())

    def _took(self, student: Student, report: Report) -> bool:
        """Take a report; whether the teacher has something else to see."""
        match report:
            case At(lesson, title, page):
                before = (student.lesson, student.page)
                student.lesson, student.title, student.page = lesson, title, page
                student.seen = self._clock()
                return before != (lesson, page)
            case Opened(call):
                if call == student.call[0]:
                    student.call = (call, "")
                return False
            case Answered():
                if self.is_over:
                    return False
                key = Key(report.place, report.lesson, report.page, report.ask.number)
                asked = self._asked.setdefault(key, Asked(report.ask, report.title))
                now = student.seen = self._clock()
                return asked.note(Given(student, key, report.seed, report.said, report.result, now))

    @property
    def answers(self) -> tuple[tuple[Asked, Given], ...]:
        """All of them, question by question in the order of the lessons."""
        with self._lock:
            return tuple(
                (asked, given)
                for _, asked in sorted(self._asked.items(), key=lambda item: item[0])
                for number in sorted(asked.attempts)
                for given in asked.attempts[number]
            )

    # ── what the teacher does ─────────────────────────────────────────────────────────────────────────────

    def pause(self, *, on: bool) -> str:
        """Let all wait, or go on."""
        self._paused = on
        self._tell(self.students)
        return "all wait" if on else "all go on"

    def pace(self, furthest: int) -> str:
        """Open the lesson up to that page; 0 for all of it. Raises ClassError where there is no such page."""
        if not self._pages:
            raise ClassError("a class has a pace where it is about a lesson; begin it with one")
        if not 0 <= furthest <= len(self._pages):
            raise ClassError(f"page must be from 0 to {len(self._pages)}, got {furthest}")
        self._furthest = furthest
        self._tell(self.students)
        return f"open up to page {furthest}" if furthest else "all pages are open"

    def open(self, link: str) -> str:
        """Have all open what a link means, and whoever comes later."""
        with self._lock:
            self._link = link
            lesson, page = led_to(link)
            if self._furthest and lesson == self._lesson:
                self._furthest = max(self._furthest, page)
            for student in self._students.values():
                _call(student, link)
        self._tell(self.students)
        return f"opened for {len(self._students)}"

    def reveal(self, key: str, *, on: bool) -> str:
        """Tell what is right of a question, or no more. Raises ClassError where nobody answered such."""
        with self._lock:
            for each, asked in self._asked.items():
                if str(each) == key:
                    asked.revealed = on
                    break
            else:
                raise ClassError("that question was answered by nobody yet")
        self._tell(())
        return "revealed" if on else "hidden"

    def reset(self, number: int) -> str:
        """Begin a student's sitting anew; what they answered stays. Raises ClassError where there is none."""
        student = next((one for one in self.students if one.number == number), None)
        if student is None:
            raise ClassError(f"there is no student {number} in the class")
        with self._lock:
            _call(student, self._link)
            student.resets += 1
        self._tell((student,))
        return f"{student.name} begins anew"

    def close(self, became: str = "") -> None:
        """End it: nobody comes or answers any more. `became` says what became of the answers."""
        self.is_over, self.ended = True, became
        self._tell(self.students)

    # ── what is to be seen of it ──────────────────────────────────────────────────────────────────────────

    def scene(self) -> schema.ClassScene:
        """What the teacher sees."""
        with self._lock:
            counts: dict[int, int] = {}
            for asked in self._asked.values():
                for number in asked.first:
                    counts[number] = counts.get(number, 0) + 1
            students = tuple(
                schema.ClassStudent(
                    one.number,
                    one.name,
                    one.title,
                    one.page,
                    one.pages > 0,
                    round(one.seen),
                    counts.get(one.number, 0),
                )
                for one in self.students
            )
            questions = tuple(
                _question(key, asked) for key, asked in sorted(self._asked.items(), key=lambda item: item[0])
            )
        return schema.ClassScene(
            address=self.address,
            students=students,
            questions=questions,
            paused=self._paused,
            furthest=self._furthest,
            lesson=self._lesson,
            pages=self._pages,
            ended=self.ended,
        )


def _call(student: Student, link: str) -> None:
    student.call = (student.call[0] + 1, link)


def _question(key: Key, asked: Asked) -> schema.ClassQuestion:
    given = list(asked.first.values())
    results = {one.result for one in given}
    return schema.ClassQuestion(
        key=str(key),
        lesson=asked.title,
        page=key.page,
        text=told(asked.ask.texts)[:TEXT],
        bars=bars(asked.ask, (one.said for one in given), revealed=asked.revealed),
        answers=len(given),
        shown=len(asked.shown),
        revealed=asked.revealed,
        result=results.pop() if asked.revealed and len(results) == 1 else "",
    )
