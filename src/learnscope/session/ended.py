"""What a training of many steps came to, and why it ended."""

from dataclasses import dataclass

from learnscope.run import Tree, best
from learnscope.scene.schema import TrainingScene


@dataclass(frozen=True)
class Ended:
    """The last training of many steps."""

    future: str
    first: int  # updates made before
    last: int  # and after
    epochs: float
    seconds: float
    stopped: str  # a sentence


def training_scene(ended: Ended | None, tree: Tree, future: str) -> TrainingScene | None:
    """It, and the best step of the future that is shown; None before the first training."""
    if ended is None:
        return None
    lowest = best(tree, future)
    return TrainingScene(
        steps=ended.last - ended.first,
        epochs=ended.epochs,
        seconds=ended.seconds,
        stopped=ended.stopped,
        best=None if lowest is None else lowest.step,
    )
