"""What is shown: all that builders of opened things draw from."""

from collections.abc import Callable
from dataclasses import dataclass

from learnscope.run import Tree
from learnscope.scene.schema import MeasureScene
from learnscope.scene.strip import StripDrawer
from learnscope.scene.subject import Subject

Beside = Callable[[str], tuple[Subject, tuple[MeasureScene, ...]]]  # another future at the step shown


@dataclass(frozen=True, eq=False)
class Shown:
    """The moment, the run it is of, and what is drawn of other moments of it."""

    subject: Subject
    tree: Tree
    future: str
    strip: StripDrawer  # which remembers curves
    beside: Beside
    quick: bool = False  # in haste: another moment follows soon
    playing: bool = False
