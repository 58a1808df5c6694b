"""How a desk is connected with its class: within one process, or by bytes between two.

A student's desk is made by a `DeskMaker`. The process of the class (the host) makes it with the class:

    make = DeskMaker(session, Here(classroom, student))
    desk = make(snapshot)

and that is all where one process computes. Another process is sent `pickle.dumps(make)`: `session`, what
makes the student's session, can be pickled, and the class stays behind. There, before a desk is made:

    make = pickle.loads(sent)
    make.then(send)         # called with what desks report, as bytes, in whatever thread
    make.hear(news)         # how things stand, as bytes; again whenever the host says so
    desk = make(snapshot)

while the host keeps the maker that it sent:

    make.news()             # how things stand now, for hear
    make.take(report)       # what send was called with; a Problem where that is not taken: an answer
                            # that was given too late is to be told as that

News are whole, so of many only the last need arrive; reports are to arrive in their order, each once. After
news the sitting is to be shown anew; of which students there is some, `Classroom.then` is told. What a desk
knows on its own, that it opened a link, holds at once, whatever news cross its report.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from learnscope.classroom.classroom import Classroom, Student
from learnscope.classroom.places import Desk
from learnscope.classroom.standing import Answered, Opened, Report, Standing
from learnscope.scene.schema import Problem
from learnscope.sittings.model import Make

_standing = msgspec.msgpack.Decoder(Standing)
_report = msgspec.msgpack.Decoder(Report)


@dataclass(frozen=True)
class Here:
    """A line to a class in this process."""

    classroom: Classroom
    student: Student

    @property
    def standing(self) -> Standing:
        """How things stand now."""
        return self.classroom.standing(self.student)

    def report(self, report: Report) -> str:
        """Tell the class, and say why it does not take that."""
        return self.classroom.take(self.student, report)


class Replica:
    """A line to a class in another process, which knows what it heard last."""

    def __init__(self) -> None:
        self._heard: Standing | None = None
        self._opened = -1  # the last call that was answered
        self._send: Callable[[bytes], None] | None = None

    def then(self, send: Callable[[bytes], None]) -> None:
        """Call `send` with what is reported."""
        self._send = send

    def hear(self, news: bytes) -> None:
        """How things stand now."""
        self._heard = _standing.decode(news)

    @property
    def standing(self) -> Standing:
        """How things stand, as far as is known here."""
        heard = self._heard
        if heard is None:
            raise RuntimeError("a desk in another process must hear how things stand before it is made")
        return replace(heard, link="") if heard.link and heard.call <= self._opened else heard

    def report(self, report: Report) -> str:
        """Have the class told; whether it takes that is found where it is."""
        if isinstance(report, Opened):
            self._opened = max(self._opened, report.call)
        if self._send is None:
            raise RuntimeError("a desk in another process must be told where to report before it is made")
        self._send(msgspec.msgpack.encode(report))
        return ""


@dataclass(frozen=True)
class DeskMaker:
    """Makes the desk of a student, here or, once it was pickled, in another process."""

    session: Make
    line: Here | Replica

    def __call__(self, snapshot: bytes | None) -> Desk:
        """The desk, begun or from a snapshot. Raises FormatError where that is none."""
        return Desk(self.session, snapshot, self.line)

    def news(self) -> bytes:
        """How things stand for the student now."""
        return msgspec.msgpack.encode(self.line.standing)

    def take(self, report: bytes) -> Problem | None:
        """A desk of theirs in another process has reported that; what is to be told instead of an answer."""
        found = _report.decode(report)
        why = self.line.report(found)
        return Problem("refused", "", why, found.serial) if why and isinstance(found, Answered) else None

    def hear(self, news: bytes) -> None:
        """Things stand so."""
        if isinstance(self.line, Replica):
            self.line.hear(news)

    def then(self, report: Callable[[bytes], None]) -> None:
        """Call `report` with what desks report."""
        if isinstance(self.line, Replica):
            self.line.then(report)

    def __reduce__(self) -> tuple[object, ...]:
        """The class stays where it is."""
        return _elsewhere, (self.session,)


def _elsewhere(session: Make) -> DeskMaker:
    return DeskMaker(session, Replica())
