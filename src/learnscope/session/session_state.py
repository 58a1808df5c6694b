"""All a sitting holds at one moment, and whether an intent may be carried out there."""

from dataclasses import dataclass, replace

from learnscope.scene import schema
from learnscope.session.moves.configure import begins_anew
from learnscope.session.play import Playing
from learnscope.session.state import Numbers, State
from learnscope.session.undo import UndoStack
from learnscope.session.view import View

PAUSE_FIRST = (
    "at must be a moment at rest for this, got one of a run that plays; "
    "pause before changing anything but how it learns"
)


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

    def looked_at(self) -> "SessionState":
        """The same with a view that suits its network."""
        view = self.view.of(self.numbers.subject)
        return self if view is self.view else replace(self, view=view)

    @property
    def going(self) -> bool:
        """Whether it plays, or what was shown in haste is to be completed."""
        return self.playing is not None or self.numbers.haste


def gone(intent: schema.Intent, now: SessionState) -> str:
    """Why `intent` cannot be carried out at this moment, "" where it can."""
    at = intent.at
    if intent.when == "always":
        return ""
    if at.run != now.state.run:
        return "at must be a moment of the present run, got one of another; look again and repeat it"
    if intent.when == "any_moment":
        return ""
    if now.playing is not None:
        goes_on = intent.when == "while_playing"
        if goes_on and not (isinstance(intent, schema.Configure) and begins_anew(intent.name)):
            return ""
        return PAUSE_FIRST
    if not is_present(at, now):
        return (
            f"at must be the present moment, step {now.state.step} revision {now.revision}, "
            f"got step {at.step} revision {at.revision}; the page has moved on, look again and repeat it"
        )
    if at.sample != now.state.sample:
        shown = now.state.sample
        return f"at must name the sample shown, {shown}, got {at.sample}; look again and repeat it"
    return ""


def is_present(at: schema.Moment, now: SessionState) -> bool:
    """Whether `at`, a moment of this run, is the present one."""
    return (at.step, at.revision) == (now.state.step, now.revision)
