"""What a reader decided about data, so that it is said once, where it can be put back.

A `Decision` travels with the data set it was made for. The command line prints it, the page shows it with its
remedy as a button, and `Dataset.note` keeps its words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from learnscope.data.remedies import Place, Remedy


@dataclass(frozen=True)
class Decision:
    """Something that was decided, in words that follow "flowers.csv:", and what undoes it."""

    words: str
    remedy: Remedy | None = None
    undoes: str = "brings it back"
    asked: bool = False  # whether it was asked for, so that only the page, which asked, says how to undo it

    def told(self, place: Place) -> str:
        """It, and how to put it back; on the page, that is a button beside it."""
        if self.remedy is None or self.asked or place == "page":
            return self.words
        return f"{self.words}; {self.remedy.told(place)} {self.undoes}"


def note_of(decisions: Sequence[Decision]) -> str:
    """The words of all decisions, for whoever comes later."""
    return "; ".join(decision.words for decision in decisions)
