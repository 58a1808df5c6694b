"""All a sitting holds at one moment."""

from dataclasses import dataclass, replace

from learnscope.scene import schema
from learnscope.session.in_lesson import InLesson
from learnscope.session.numbers import Numbers
from learnscope.session.play import Playing
from learnscope.session.state import State
from learnscope.session.undo import UndoStack
from learnscope.session.view import View


@dataclass(frozen=True, eq=False)
class Drag:
    """Moves that belong together, as one to an undo."""

    what: tuple[type[schema.Intent], str, int]  # kind, setting and gesture
    base: State  # before the first, with the record that they edit


@dataclass(frozen=True, eq=False)
class SessionState:
    """All a sitting holds at one moment."""

    state: State
    numbers: Numbers  # of this state, or of one that differs in its position on the timeline alone
    history: UndoStack
    revision: int
    said: str
    view: View
    drag: Drag | None = None  # of the last move
    playing: Playing | None = None
    before: State | None = None  # while nothing was recorded yet by what plays: where it began
    lesson: InLesson | None = None  # that it is in

    def looked_at(self) -> "SessionState":
        """The same with a view that suits its network, and with the goals of its lesson that it reaches."""
        view = self.view.of(self.numbers.subject)
        lesson = None if self.lesson is None else self.lesson.looked_at(self.state, self.numbers)
        if view is self.view and lesson is self.lesson:
            return self
        return replace(self, view=view, lesson=lesson)

    @property
    def going(self) -> bool:
        """Whether it plays, or what was shown in haste is to be completed."""
        return self.playing is not None or self.numbers.haste
