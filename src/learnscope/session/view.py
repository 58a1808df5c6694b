"""How a sitting is looked at: which number is selected, what is open and how, what training stops for.

No number follows from it, so that it is neither undone nor kept. It belongs to the sitting, not to a reader:
what one opens, all have open.
"""

from dataclasses import dataclass, field, replace

from learnscope.errors import IntentError, check_choice, check_whole
from learnscope.scene.belonging import belongs, find
from learnscope.scene.opened import KINDS, tag_of
from learnscope.scene.schema import Close, Comparison, Intent, Open, Opened, Select, Strip
from learnscope.scene.subject import Subject
from learnscope.session.moves.move import naming
from learnscope.session.state import State
from learnscope.session.visit import future_of
from learnscope.watch.breakpoints import Breakpoint, breakpoints

MOST_BINS = 2000


@dataclass(frozen=True)
class View:
    """What is looked at, and how closely."""

    selected: str = ""  # the name of the number that is selected, "" for none
    opened: tuple[Opened, ...] = (Strip(),)  # at most one of a kind
    breakpoints: tuple[Breakpoint, ...] = field(default_factory=breakpoints)  # what training stops for

    def changed(self, intent: Intent, state: State, subject: Subject) -> "View":
        """The view that `intent`, which is about looks, asks for of the moment of `subject`, that of `state`.

        Raises IntentError for a broken rule.
        """
        match intent:
            case Open():
                return self.with_open(_checked(intent.what, state))
            case Close():
                with naming("what"):
                    check_choice("what", intent.what, [tag_of(kind) for kind in KINDS])
                kept = (one for one in self.opened if tag_of(type(one)) != intent.what)
                return replace(self, opened=tuple(kept))
            case Select():
                with naming("name"):
                    return replace(self, selected=str(find(intent.name, subject)) if intent.name else "")
        raise TypeError(f"no view for {type(intent).__name__}")

    @property
    def compared(self) -> str:
        """The future laid beside the one shown, "" where none is."""
        return next((one.future for one in self.opened if isinstance(one, Comparison)), "")

    def with_open(self, what: Opened) -> "View":
        """With `what` open, in place of what is open of its kind."""
        kept = {type(one): one for one in self.opened} | {type(what): what}
        return replace(self, opened=tuple(kept.values()))

    def of(self, subject: Subject) -> "View":
        """This view of another moment: a number that its network does not have is let go of."""
        gone = self.selected and not belongs(self.selected, subject)
        return replace(self, selected="") if gone else self


def _checked(what: Opened, state: State) -> Opened:
    """`what`, where it can be open of the run of `state`. Raises IntentError otherwise."""
    match what:
        case Comparison():
            future_of(state, what.future)
        case Strip():
            _check_window(what)
    return what


def _check_window(strip: Strip) -> None:
    with naming("bins"):
        check_whole("bins", strip.bins, low=1, high=MOST_BINS)
    for name in ("first", "last"):
        end = getattr(strip, name)
        with naming(name):
            if end is not None:
                check_whole(name, end, low=0)
    if strip.first is not None and strip.last is not None and strip.last <= strip.first:
        raise IntentError(
            f"last must be above first, {strip.first}, got {strip.last}; give a longer window",
            field="last",
        )
