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

from learnscope.classroom.code import code_of
from learnscope.classroom.names import picked
from learnscope.classroom.questions import Asked, Given, Key, attempt_line, counted, finished, question_scene
from learnscope.classroom.standing import ENDED, REMOVED, Answered, At, Opened, Report, Standing, led_to
from learnscope.errors import LearnscopeError
from learnscope.scene import schema

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none looks like another
WORD = 8  # signs of the word that lets students in
MOST = 400  # students
SLOW = 60.0  # seconds in which the page of somebody who has joined must open, where others want their place
FULL = "The class is full: {most} have come; ask your teacher"


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
    since: float = 0.0  # when they came to that page
    call: tuple[int, str] = (0, "")  # how many links they were to open, and the last, "" once it was opened
    resets: int = 0  # how often their sitting was begun anew
    came: bool = False  # whether a page of theirs was ever open
    removed: bool = False


Tell = Callable[[Iterable[Student]], None]


class Classroom:
    """It. `link` is opened by everybody who comes.

    `lesson` is the name of the one it is about, "" for none, and `title` its title. `pages` are the titles of
    its pages, and `asks` says how many questions with right answers each of them has.
    """

    def __init__(
        self,
        *,
        link: str = "",
        lesson: str = "",
        title: str = "",
        pages: tuple[str, ...] = (),
        asks: tuple[int, ...] = (),
        most: int = MOST,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.word = "".join(secrets.choice(SIGNS) for _ in range(WORD))
        self.address = ""
        self.ended = ""
        self.is_over = False
        self._lesson, self._title, self._pages, self._asks = lesson, title, pages, asks
        self._link = link
        self._most = most
        self._clock = clock
        self._paused = False
        self._furthest = 0
        self._students: dict[str, Student] = {}  # by their secrets
        self._removed: dict[str, Student] = {}
        self._asked: dict[Key, Asked] = {}
        self._lock = threading.RLock()
        self._tell: Tell = lambda students: None

    def then(self, tell: Tell) -> None:
        """Call `tell` after each change, with the students to whom it is to be shown."""
        self._tell = tell

    @property
    def link(self) -> str:
        """What whoever comes now is to open, "" for nothing."""
        return self._link

    # ── students ──────────────────────────────────────────────────────────────────────────────────────────

    def opens(self, word: str) -> bool:
        """Whether it is the word of this class; capitals do not matter."""
        return hmac.compare_digest(word.strip().lower().encode(), self.word.encode())

    def join(self, name: str) -> Student:
        """Somebody comes. Raises ClassError where nobody can any more."""
        with self._lock:
            if self.is_over:
                raise ClassError(ENDED)
            if len(self._students) >= self._most and not self._make_room():
                raise ClassError(FULL.format(most=self._most))
            number = len(self._students) + len(self._removed) + 1
            now = self._clock()
            student = Student(number, picked(name, self._names()), now, since=now, call=(0, self._link))
            self._students[student.secret] = student
        self._tell(())
        return student

    def _make_room(self) -> bool:
        """Let somebody give way who has joined and never opened a page; whether there is one."""
        late = self._clock() - SLOW
        never = next((one for one in self.students if not one.came and one.seen < late), None)
        if never is not None:
            self._take_out(never)
        return never is not None

    def _take_out(self, student: Student) -> None:
        student.removed = True
        for asked in self._asked.values():
            asked.drawn = None
        self._removed[student.secret] = student  # first: whose sitting theirs is may be asked at any moment
        del self._students[student.secret]

    def _names(self, *, but: Student | None = None) -> list[str]:
        return [student.name for student in self.students if student is not but]

    def student(self, secret: str) -> Student | None:
        """Whose secret it is."""
        return self._students.get(secret)

    def is_coming(self, student: Student) -> bool:
        """Whether they joined a moment ago, and no page of theirs was ever open."""
        return not (student.came or student.removed) and student.seen >= self._clock() - SLOW

    def was_removed(self, secret: str) -> bool:
        """Whether it is that of a student who was removed."""
        return secret in self._removed

    def whose(self, sitting: str) -> Student | None:
        """Whose sitting that is, of all who came; None where it is no student's."""
        return next((one for one in self.everybody if one.sitting == sitting), None)

    @property
    def students(self) -> tuple[Student, ...]:
        """All, in the order in which they came."""
        return tuple(self._students.values())

    @property
    def everybody(self) -> tuple[Student, ...]:
        """All, and those who were removed."""
        return (*self.students, *tuple(self._removed.values()))

    def arrived(self, student: Student) -> None:
        """A page of theirs was opened."""
        student.came = True
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
        """How things stand for them; for who was removed it stays so, whatever becomes of the class."""
        call, link = student.call
        return Standing(
            name=student.name,
            lesson=self._lesson,
            furthest=0 if student.removed else self._furthest,
            paused=self._paused and not student.removed,
            over=self.is_over and not student.removed,
            removed=student.removed,
            link=link,
            call=call,
            resets=student.resets,
        )

    def take(self, student: Student, report: Report) -> str:
        """Their desk has reported that; why it is not taken, "" where it is.

        An answer that is taken is among the `answers` from then on, and one that is not must not be told as
        answered.
        """
        with self._lock:
            if isinstance(report, Answered) and (self.is_over or student.removed):
                return ENDED if self.is_over else REMOVED
            tells = self._took(student, report)
        if isinstance(report, Opened) and report.failed:
            self._tell((student,))  # nothing else shows them that it is not asked for any more
        elif tells:
            self._tell(())
        return ""

    def _took(self, student: Student, report: Report) -> bool:
        """Take a report; whether the teacher has something else to see."""
        match report:
            case At() if student.pages == 0:
                return False  # it is their teacher who looks at what is theirs
            case At(lesson, title, page, busy):
                before = (student.lesson, student.page)
                student.lesson, student.title, student.page = lesson, title, page
                now = self._clock()
                moved = before != (lesson, page)
                if busy:
                    student.seen = now
                if moved:
                    student.since = now
                return moved
            case Opened(call, _):
                if call == student.call[0]:
                    student.call = (call, "")
                return False
            case Answered():
                key = Key(report.place, report.lesson, report.page, report.ask.number)
                asked = self._asked.setdefault(key, Asked(report.ask, report.title))
                now = self._clock()
                given = Given(student, key, report.seed, report.said, report.result, now, student.resets)
                new = asked.note(given)
                if new:  # a page that is opened again has its answers checked again
                    student.seen = now
                return new

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

    def answered_by(self, number: int) -> tuple[str, ...]:
        """What a student answered, a line for each attempt. Raises ClassError where there is none."""
        student = self._numbered(number)
        return tuple(
            attempt_line(asked, given, named=given.key.lesson != self._lesson)
            for asked, given in self.answers
            if given.student is student
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
            self._link, before = link, self._furthest
            lesson, page = led_to(link)
            if self._furthest and lesson == self._lesson:
                self._furthest = max(self._furthest, page)
            for student in self._students.values():
                _call(student, link)
        self._tell(self.students)
        here = sum(student.pages > 0 for student in self._students.values())
        opened = f"opened for {here} who {'is' if here == 1 else 'are'} here, and for whoever comes"
        return f"{opened}; up to page {self._furthest} is open now" if self._furthest > before else opened

    def reveal(self, key: str, *, on: bool) -> str:
        """Tell what is right of a question, or no more. Raises ClassError where nobody answered such."""
        with self._lock:
            for each, asked in self._asked.items():
                if str(each) == key:
                    asked.revealed, asked.drawn = on, None
                    break
            else:
                raise ClassError("that question was answered by nobody yet")
        self._tell(())
        return "revealed" if on else "hidden"

    def reset(self, number: int) -> str:
        """Begin a student's sitting anew, and let them answer again; what they answered stays.

        Raises ClassError where there is none.
        """
        student = self._numbered(number)
        with self._lock:
            _call(student, self._link)
            student.resets += 1
        self._tell((student,))
        return f"{student.name} begins anew"

    def rename(self, number: int, name: str) -> str:
        """Call a student otherwise, in the file as well. Raises ClassError where there is none."""
        student = self._numbered(number)
        with self._lock:
            before, student.name = student.name, picked(name, self._names(but=student))
        self._tell((student,))
        taken = "" if student.name == picked(name) else f"{picked(name)} is taken: "
        return f"{taken}{before} is now {student.name}"

    def remove(self, number: int) -> str:
        """End a student's sitting, and let others have their name. Raises ClassError where there is none.

        What they answered is in no bar any more; in the file it stays, and says so.
        """
        student = self._numbered(number)
        with self._lock:
            self._take_out(student)
        self._tell((student,))
        return f"{student.name} is removed"

    def _numbered(self, number: int) -> Student:
        student = next((one for one in self.students if one.number == number), None)
        if student is None:
            raise ClassError(f"there is no student {number} in the class")
        return student

    def stop(self) -> None:
        """Let nobody come or answer any more: the answers are what they are."""
        with self._lock:
            self.is_over = True
        self._tell(self.students)

    def close(self, became: str) -> None:
        """End it. `became` says what became of the answers."""
        self.stop()
        self.ended = became
        self._tell(self.students)

    # ── what is to be seen of it ──────────────────────────────────────────────────────────────────────────

    def scene(self) -> schema.ClassScene:
        """What the teacher sees."""
        with self._lock:
            counts = counted(self._asked)
            done = finished(self._asked, self._lesson, self._asks)
            students = tuple(
                schema.ClassStudent(
                    one.number,
                    one.name,
                    one.title,
                    one.page,
                    one.pages > 0,
                    round(one.seen),
                    counts[one.number],
                    round(one.since),
                    one.lesson == self._lesson and (one.page, one.number) in done,
                    one.sitting,
                )
                for one in self.students
            )
            drawn = (question_scene(key, self._asked[key]) for key in sorted(self._asked))
            questions = tuple(one for one in drawn if one.answers or one.shown)
        return schema.ClassScene(
            address=self.address,
            code=code_of(self.address),
            students=students,
            questions=questions,
            paused=self._paused,
            furthest=self._furthest,
            lesson=self._lesson,
            title=self._title,
            pages=self._pages,
            ended=self.ended,
        )


def _call(student: Student, link: str) -> None:
    student.call = (student.call[0] + 1, link)
