"""What a sitting needs of a session, so that anything that can do this can be looked at.

Calls come one after another, from changing threads. None needs to be quick, but `tick`, which is asked for at
up to sixty times a second and should take some milliseconds, so that intents get their turn between two
of them. Only questions may come while another call is under way: their answers change nothing.
"""

from collections.abc import Callable
from typing import Protocol

from learnscope.data.dataset import Dataset
from learnscope.scene.schema import Intent, Problem, Question, Reply, Scene


class Model(Protocol):
    """A session, or what stands for one: a run that is only looked at refuses what would change it."""

    def scene(self) -> Scene:
        """All there is to draw now."""
        ...

    def handle(self, intent: Intent) -> Reply:
        """Carry out an intent and return what there is to draw then; a Problem where nothing was changed.

        A question is answered. It is the model that sees to it that intents of one reader which come again
        are carried out once, and says in its scenes which were answered.
        """
        ...

    def look(self, question: Question) -> Reply:
        """The answer to a question of somebody who only looks: nobody hears that it was asked."""
        ...

    def adopt(self, dataset: Dataset) -> Reply:
        """Begin anew with that data; a Problem where nothing was changed."""
        ...

    @property
    def going(self) -> bool:
        """Whether there is something to go on with: it plays, or what was shown in haste is incomplete."""
        ...

    def tick(self, seconds: float = 0.01) -> Scene | None:
        """Go on for a moment, for about so long; None where there is nothing new to see yet."""
        ...

    def pause(self) -> None:
        """Stop playing, since nobody looks."""
        ...

    def release(self) -> None:
        """See that what it keeps itself is on disk, since nobody looks, and let others have it."""
        ...

    def snapshot(self, *, settle: bool = False) -> bytes:
        """Where it stands, for going on from there in another process; b"" where that cannot be kept.

        With `settle`, what it keeps itself is on disk as well when this returns.
        """
        ...


Make = Callable[[bytes | None], Model]  # from a snapshot; FormatError where it is none
Decode = Callable[[bytes], Intent | Problem]


class Linked(Protocol):
    """What makes models which hear from something that lives in the host, and report to it.

    The host has one and a workshop that computes for the sitting has its copy, by way of pickling; what goes
    between them is theirs. In one process neither is called.
    """

    def __call__(self, snapshot: bytes | None) -> Model:
        """A model, as `Make` makes it."""
        ...

    def news(self) -> bytes:
        """In the host: all that is to be heard now."""
        ...

    def take(self, report: bytes) -> Problem | None:
        """In the host: a model of the copy's has reported that.

        A Problem where what it answered does not hold: it is told in place of the answer with its serial,
        which comes after the report.
        """
        ...

    def hear(self, news: bytes) -> None:
        """In the workshop: there is news."""
        ...

    def then(self, report: Callable[[bytes], None]) -> None:
        """In the workshop: call `report` with what models report, from whatever thread."""
        ...
