"""What a sitting is in a class: a session, of which the class is told, and which the class can hold still.

Each stands for the session it has (`sittings/model.py`) and puts the class into its scenes, so that a class
needs no connection of its own: what the teacher wants of all is in the next scene of each.
"""

import math
import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from msgspec.structs import replace

from learnscope.classroom.classroom import ClassError, Classroom
from learnscope.classroom.standing import At, Line, Opened, answered, at, refusal, seat
from learnscope.data.dataset import Dataset
from learnscope.errors import FormatError
from learnscope.scene import schema
from learnscope.sittings.model import Make, Model

NOT_THE_TEACHER = "only the teacher of the class can do that"
RARELY = 10.0  # seconds between two notes to the class that somebody is busy where they were
Close = Callable[[], str]  # closes the class and says what became of its answers


class _Place(ABC):
    """A session in a class."""

    def __init__(self, make: Make, snapshot: bytes | None) -> None:
        self._make = make
        self._model: Model = make(snapshot)
        self._last: schema.Scene | None = None  # of the session, where it stands there still
        self._lesson: schema.LessonScene | None = None  # of the last one

    @abstractmethod
    def _part(self) -> schema.ClassPart:
        """What its scenes say of the class."""

    @abstractmethod
    def handle(self, intent: schema.Intent) -> schema.Reply:
        """Carry out an intent, as far as the class allows."""

    def scene(self) -> schema.Scene:
        """All there is to draw now."""
        return self._told(self._last or self._model.scene())

    def look(self, question: schema.Question) -> schema.Reply:
        """The answer of the session alone: an answer that is checked counts for nobody."""
        return self._model.look(question)

    def adopt(self, dataset: Dataset) -> schema.Reply:
        """Begin anew with that data."""
        return self._reply(self._model.adopt(dataset))

    @property
    def going(self) -> bool:
        """Whether there is something to go on with."""
        return self._model.going

    def tick(self, seconds: float = 0.01) -> schema.Scene | None:
        """Go on for a moment."""
        scene = self._model.tick(seconds)
        return None if scene is None else self._told(scene)

    def pause(self) -> None:
        """Stop playing."""
        self._last = None
        self._model.pause()

    def release(self) -> None:
        """See that what it keeps itself is on disk."""
        self._model.release()

    def snapshot(self, *, settle: bool = False) -> bytes:
        """Where it stands."""
        return self._model.snapshot(settle=settle)

    def _reply(self, reply: schema.Reply) -> schema.Reply:
        if isinstance(reply, schema.Problem):
            self._last = None  # the next says that this was answered
        return self._told(reply) if isinstance(reply, schema.Scene) else reply

    def _told(self, scene: schema.Scene) -> schema.Scene:
        self._last, self._lesson = scene, scene.lesson
        return replace(scene, classroom=self._part())


class Desk(_Place):
    """A student's, connected with the class by `line`."""

    def __init__(
        self,
        make: Make,
        snapshot: bytes | None,
        line: Line,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._line, self._clock = line, clock
        self._resets = line.standing.resets
        self._at: At | None = None  # as the class was told last
        self._noted = -math.inf  # when
        super().__init__(make, self._kept(snapshot))

    def scene(self) -> schema.Scene:
        """All there is to draw now; where the teacher has reset it, from its beginning."""
        standing = self._line.standing
        if self._resets != standing.resets:
            self._resets, self._last = standing.resets, None
            self._model.pause()
            self._model.release()
            self._model = self._make(None)
        if standing.waits and self._model.going:
            self.pause()
        return super().scene()

    def handle(self, intent: schema.Intent) -> schema.Reply:
        """Carry out an intent, unless the class waits or is not there yet."""
        if isinstance(intent, schema.Teach):
            return _refused(NOT_THE_TEACHER, intent)
        standing = self._line.standing
        why = refusal(standing, intent, self._at)
        if why:
            return _refused(why, intent)
        led = isinstance(intent, schema.OpenLink) and intent.text == standing.link != ""
        if not (led or _is_asked_by_itself(intent)):
            self._busy()
        before = self._lesson
        reply = self._model.handle(intent)
        if led:
            self._line.report(Opened(standing.call, isinstance(reply, schema.Problem)))
        if isinstance(intent, schema.CheckAnswer) and isinstance(reply, schema.AnsweredScene) and before:
            report = answered(intent, reply, before.page)
            if report is not None and (why := self._line.report(report)):
                return _refused(why, intent)  # the class was closed meanwhile
        return self._reply(reply)

    def adopt(self, dataset: Dataset) -> schema.Reply:
        """Begin anew with that data, unless the class waits."""
        why = refusal(self._line.standing, schema.Reset(at=NOWHERE))
        if why:
            return schema.Problem("refused", "data", why, -1)
        self._busy()
        return super().adopt(dataset)

    def tick(self, seconds: float = 0.01) -> schema.Scene | None:
        """Go on for a moment; where the class waits, stop."""
        if self._line.standing.waits:
            self.pause()
            return self.scene()
        return super().tick(seconds)

    def snapshot(self, *, settle: bool = False) -> bytes:
        """Where it stands, and after how many resets."""
        found = super().snapshot(settle=settle)
        return found and b"%d:%s" % (self._resets, found)

    def _kept(self, snapshot: bytes | None) -> bytes | None:
        """What the session goes on from; nothing where the teacher has reset it since."""
        if snapshot is None:
            return None
        resets, parted, found = snapshot.partition(b":")
        if not (parted and resets.isdigit()):
            raise FormatError("a sitting of a class begins with how often it was reset; this one does not")
        return found if int(resets) == self._resets else None

    def _part(self) -> schema.ClassPart:
        return seat(self._line.standing)

    def _told(self, scene: schema.Scene) -> schema.Scene:
        there = at(scene.lesson)
        if there != self._at:
            self._at = there
            self._line.report(there)
        return super()._told(scene)

    def _busy(self) -> None:
        """They have done something, which the class hears once in a while."""
        if self._at is not None and self._clock() - self._noted >= RARELY:
            self._noted = self._clock()
            self._line.report(replace(self._at, busy=True))


class Podium(_Place):
    """The teacher's, which begins at what all are to open; `close` ends the class."""

    def __init__(self, make: Make, snapshot: bytes | None, classroom: Classroom, close: Close) -> None:
        super().__init__(make, snapshot)
        self._classroom, self._close = classroom, close
        if snapshot is None and classroom.link:
            self._model.handle(schema.OpenLink(at=NOWHERE, text=classroom.link))

    def handle(self, intent: schema.Intent) -> schema.Reply:
        """Carry out an intent, or what is wanted of the class."""
        if not isinstance(intent, schema.Teach):
            return self._reply(self._model.handle(intent))
        try:
            said = self._done(intent)
        except ClassError as error:
            return _refused(str(error), intent)
        return schema.Taught(intent.serial, said) if isinstance(said, str) else said

    def _done(self, wanted: schema.Teach) -> str | schema.Problem | schema.Taught:
        classroom = self._classroom
        match wanted.act:
            case "pause" | "go_on":
                return classroom.pause(on=wanted.act == "pause")
            case "pace":
                return classroom.pace(wanted.number)
            case "open":
                read = self._model.handle(schema.ReadLink(at=wanted.at, text=wanted.text))
                return (
                    _of(read, wanted)
                    if isinstance(read, schema.Problem)
                    else classroom.open(wanted.text.strip())
                )
            case "open_this":
                made = self._model.handle(schema.MakeLink(at=wanted.at))
                return classroom.open(made.text) if isinstance(made, schema.MadeLink) else _of(made, wanted)
            case "reveal" | "hide":
                return classroom.reveal(wanted.text, on=wanted.act == "reveal")
            case "reset":
                return classroom.reset(wanted.number)
            case "rename":
                return classroom.rename(wanted.number, wanted.text)
            case "remove":
                return classroom.remove(wanted.number)
            case "answers":
                return schema.Taught(wanted.serial, "", classroom.answered_by(wanted.number))
            case "close":
                return self._close()

    def _part(self) -> schema.ClassPart:
        return self._classroom.scene()


NOWHERE = schema.Moment(run="", step=0, revision=0, phase=0.0, sample=0)  # for what needs no present moment


def _is_asked_by_itself(intent: schema.Intent) -> bool:
    """Whether a page asks for that when it is opened, whoever opened it."""
    return intent.about == "question" or isinstance(intent, schema.Open | schema.Close)


def _refused(why: str, intent: schema.Intent) -> schema.Problem:
    return schema.Problem("refused", "", why, intent.serial)


def _of(reply: schema.Reply, intent: schema.Intent) -> schema.Problem:
    """A problem, as that of another intent."""
    assert isinstance(reply, schema.Problem)
    return replace(reply, serial=intent.serial)
