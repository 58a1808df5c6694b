"""When those of a class are shown that it has changed.

What the teacher wants of students, they are shown at once, and what was wanted within a moment after that
together. What students do, the teacher alone is shown, a few times a second at most.
"""

import asyncio
import contextlib
import math
from collections.abc import Callable, Iterable

from learnscope.classroom.classroom import Classroom, Student
from learnscope.sittings.talk import AnySittings

SOON = 0.3  # seconds between two times
LAST = 1.5  # seconds that a class which was closed is still to be seen


class Showing:
    """It: `sittings` are shown anew as the `classroom` changes, in whatever thread that is."""

    def __init__(self, classroom: Classroom, sittings: AnySittings) -> None:
        self._classroom = classroom
        self._sittings = sittings
        self._loop: asyncio.AbstractEventLoop | None = None
        self._changed: set[str] = set()  # sittings of students
        self._due: asyncio.TimerHandle | None = None
        self._told = -math.inf  # when students were shown something last
        self._work: set[asyncio.Task[None]] = set()
        self._end: Callable[[], None] = lambda: None
        classroom.then(self._tell)

    def begin(self) -> None:
        """From now on, in this event loop."""
        self._loop = self._loop or asyncio.get_running_loop()

    def then_end(self, end: Callable[[], None]) -> None:
        """Call `end` a moment after the class is closed."""
        self._end = end

    def _tell(self, students: Iterable[Student]) -> None:
        """The class has changed."""
        if self._loop is not None:
            names = {student.sitting for student in students}
            with contextlib.suppress(RuntimeError):  # of a loop that has ended
                self._loop.call_soon_threadsafe(self._note, names)

    def _note(self, names: set[str]) -> None:
        loop = asyncio.get_running_loop()
        at = max(loop.time(), self._told + SOON) if names else loop.time() + SOON
        self._changed |= names
        if self._due is None or at < self._due.when():
            if self._due is not None:
                self._due.cancel()
            self._due = loop.call_at(at, self._show)

    def _show(self) -> None:
        loop = asyncio.get_running_loop()
        self._due = None
        if self._changed:
            self._told = loop.time()
        mine = {student.sitting for student in self._classroom.everybody}
        teachers = {name for name in self._sittings.names if name not in mine}
        changed, self._changed = self._changed | teachers, set()
        task = asyncio.ensure_future(self._sittings.renew(changed))
        self._work.add(task)
        task.add_done_callback(self._work.discard)
        if self._classroom.ended:
            loop.call_later(LAST, self._end)
