"""How a sitting is looked at: what stands inside the neurons, which number is selected, which part of the run
the strip shows, what is laid beside it.

No number follows from it, so that it is neither undone nor kept.
"""

from dataclasses import dataclass, field, replace

from learnscope.errors import IntentError, check_whole
from learnscope.scene.belonging import belongs, find
from learnscope.scene.run import Window
from learnscope.scene.schema import Compare, Intent, LookAt, NeuronFace, Select, ViewStrip
from learnscope.scene.subject import Subject
from learnscope.session.moves.move import naming
from learnscope.watch.breakpoints import Breakpoint, breakpoints

MOST_BINS = 2000


@dataclass(frozen=True)
class View:
    """What is looked at, and how closely."""

    face: NeuronFace = "function"
    selected: str = ""  # the name of the number that is selected, "" for none
    window: Window = field(default_factory=Window)
    compared: str = ""  # the future laid beside the one shown, "" where none is
    breakpoints: tuple[Breakpoint, ...] = field(default_factory=breakpoints)  # what training stops for

    def changed(self, intent: Intent, subject: Subject) -> "View":
        """The view that `intent`, which is about looks, asks for of the moment of `subject`.

        Raises IntentError for a broken rule.
        """
        match intent:
            case Compare():
                return replace(self, compared=intent.future)
            case LookAt():
                return replace(self, face=intent.face)
            case Select():
                with naming("name"):
                    return replace(self, selected=str(find(intent.name, subject)) if intent.name else "")
            case ViewStrip():
                return replace(self, window=_window(intent))
        raise TypeError(f"no view for {type(intent).__name__}")

    def of(self, subject: Subject) -> "View":
        """This view of another moment: a number that its network does not have is let go of."""
        gone = self.selected and not belongs(self.selected, subject)
        return replace(self, selected="") if gone else self


def _window(intent: ViewStrip) -> Window:
    with naming("bins"):
        bins = check_whole("bins", intent.bins, low=1, high=MOST_BINS)
    for name in ("first", "last"):
        end = getattr(intent, name)
        with naming(name):
            if end is not None:
                check_whole(name, end, low=0)
    if intent.first is not None and intent.last is not None and intent.last <= intent.first:
        raise IntentError(
            f"last must be above first, {intent.first}, got {intent.last}; give a longer window",
            field="last",
        )
    return Window(intent.first, intent.last, bins)
