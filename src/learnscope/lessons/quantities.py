"""The numbers that a page speaks of: as they are where it begins, and where its play ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from learnscope.errors import ArgumentError
from learnscope.lessons.expressions import When
from learnscope.scene import names
from learnscope.scene.belonging import find
from learnscope.scene.grammar import KINDS, PARTS, WIRE, named, parse
from learnscope.scene.named import Moment
from learnscope.scene.plane_grid import is_planar
from learnscope.scene.values import value


@dataclass(frozen=True, eq=False)
class Quantities:
    """Two moments; the same one twice where nothing is played."""

    start: Moment
    end: Moment
    decimals: int | None = None  # in texts, where its lesson says

    def look(self, name: str, when: When) -> float:
        """The number of that name. Raises ArgumentError where there is none, or none at that moment."""
        moment = self.start if when == "start" else self.end
        found = value(find(name, moment.subject), moment)
        if found is None:
            raise ArgumentError(f"{name} must have a value on this page, got none: {_lacking(name)}")
        return found

    def title(self, name: str) -> str:
        """What a reader calls it."""
        return names.number(parse(name), self.start.subject.neurons, self.start.subject.setup.dataset.noun)

    def weights(self, kind: str) -> Iterator[str]:
        """That kind's number of each weight, by name. Raises ArgumentError for a kind that no weight has."""
        known = KINDS.get(kind)
        if known is None or known.axes != WIRE:
            words = ", ".join(word for word, each in KINDS.items() if each.axes == WIRE)
            raise ArgumentError(f"{kind} must be a kind of number that weights have: {words}")
        sizes = self.start.subject.step.network.sizes
        for link, (below, above) in enumerate(pairwise(sizes)):
            yield from (f"{kind}.{link}.{start}.{end}" for start in range(below) for end in range(above))

    def axes(self, on: str, over: tuple[str, ...]) -> tuple[str, ...]:
        """What the coordinates of a picture are called. Raises ArgumentError where there is none."""
        if on == "landscape":
            if not over:
                raise ArgumentError(
                    "on must be a picture there is: to ask about the landscape, name in the state of this "
                    "page over which weights it is drawn, like over: weight.0.0.0, weight.0.1.0"
                )
            return tuple(self.title(str(find(name, self.start.subject))) for name in over)
        if not is_planar(self.start.subject.setup):
            raise ArgumentError(
                "on must be a picture there is: only data of two inputs have a decision picture"
            )
        return self.start.subject.setup.dataset.input_titles[:2]

    def wire(self, name: str) -> str:
        """The name of the weight that a number on a wire belongs to."""
        found = find(name, self.start.subject)
        if found.kind.axes != WIRE:
            raise ArgumentError(f"an answer must be a weight, got {self.title(name)}; point at a wire")
        return str(named("weight", *found.index))


def _lacking(name: str) -> str:
    """Why a number that the network has is not there."""
    kind = parse(name).kind
    if kind.word.startswith("last."):
        return "there was no step before this one; begin later, with step"
    if kind.own:
        return "its sample is not in the batch; leave out @, or show that sample"
    if kind.word.removeprefix("new.").split(".")[0] in PARTS:
        return "nothing is measured there"
    return "it is not there at this moment"
