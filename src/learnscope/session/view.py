"""How a sitting is looked at: what stands inside the neurons, which part of the run the strip shows, what is
laid beside it.

No number follows from it, so that it is neither undone nor kept.
"""

from dataclasses import dataclass, field, replace

from learnscope.errors import IntentError, check_whole
from learnscope.scene.run import Window
from learnscope.scene.schema import Compare, Intent, LookAt, NeuronFace, ViewStrip
from learnscope.session.moves.move import naming
from learnscope.watch.breakpoints import Breakpoint, breakpoints

MOST_BINS = 2000


@dataclass(frozen=True)
class View:
    """What is looked at, and how closely."""

    face: NeuronFace = "function"
    neuron: tuple[int, ...] = ()  # (layer, index) of the one looked at, whose wires are drawn too
    window: Window = field(default_factory=Window)
    compared: str = ""  # the future laid beside the one shown, "" where none is
    breakpoints: tuple[Breakpoint, ...] = field(default_factory=breakpoints)  # what training stops for

    def changed(self, intent: Intent) -> "View":
        """The view that `intent`, which is about looks, asks for. Raises IntentError for a broken rule."""
        match intent:
            case Compare():
                return replace(self, compared=intent.future)
            case LookAt():
                neuron = self.neuron if intent.neuron is None else _neuron(intent.neuron)
                return replace(self, face=intent.face or self.face, neuron=neuron)
            case ViewStrip():
                return replace(self, window=_window(intent))
        raise TypeError(f"no view for {type(intent).__name__}")


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


def _neuron(place: tuple[int, ...]) -> tuple[int, ...]:
    if len(place) not in (0, 2):
        raise IntentError(
            f"neuron must be [layer, index] or [], got {list(place)}; name its layer and its index, from 0",
            field="neuron",
        )
    with naming("neuron"):
        return tuple(check_whole("neuron", number, low=0) for number in place)
