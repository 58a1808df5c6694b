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
    def anew(self) -> tuple[str, ...]:
        """Which of its numbers another exercise draws."""
        return () if self.stand is None else self.stand.anew

    @property
    def goals(self) -> tuple[Goal, ...]:
        return tuple(item for item in self.items if isinstance(item, Goal))


@dataclass(frozen=True)
class Lesson:
    """A file that was read without a fault."""

    name: str  # of the file, without its ending
    front: Front
    pages: tuple[Page, ...] = field(default=())

    def first(self, page: int) -> int:
        """The page whose state that one goes on from."""
        while self.pages[page].stand is None:
            page -= 1
        return page

    def together(self, page: int) -> range:
        """The pages that go on from one state, of which it is one."""
        first = self.first(page)
        after = next((k for k in range(first + 1, len(self.pages)) if self.pages[k].stand), len(self.pages))
        return range(first, after)
