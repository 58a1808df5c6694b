"""A lesson as it was read."""

from dataclasses import dataclass, field

from learnscope.lessons.blocks import Ask, Block, Front, Goal, Play, Stand
from learnscope.lessons.text import Text

Item = Text | Block


@dataclass(frozen=True)
class Page:
    """One claim, one picture, one action."""

    title: str
    line: int
    items: tuple[Item, ...]

    @property
    def stand(self) -> Stand | None:
        """What is on the page when it opens; None where it begins where the page before it ends."""
        return next((item for item in self.items if isinstance(item, Stand)), None)

    @property
    def over(self) -> tuple[str, ...]:
        """The weights and biases over which its landscape is drawn; () where its reader chooses."""
        return () if self.stand is None else self.stand.over

    @property
    def play(self) -> Play | None:
        return next((item for item in self.items if isinstance(item, Play)), None)

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Its questions, in their order."""
        return tuple(item for item in self.items if isinstance(item, Ask))

    @property
    def goals(self) -> tuple[Goal, ...]:
        return tuple(item for item in self.items if isinstance(item, Goal))


@dataclass(frozen=True)
class Lesson:
    """A file that was read without a fault."""

    name: str  # of the file, without its ending
    front: Front
    pages: tuple[Page, ...] = field(default=())
