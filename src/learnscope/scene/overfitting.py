"""What train, validation and test losses say together, for the page (`run/overfitting.py`)."""

from learnscope.run import Tree
from learnscope.run.overfitting import turning
from learnscope.scene.schema import OverfittingScene


def overfitting_scene(tree: Tree, shown: str) -> OverfittingScene | None:
    """What the losses of the future `shown` say; None where there are but training samples."""
    found = turning(tree, shown, 0, tree[shown].steps)
    if found is None:
        return None
    return OverfittingScene(found.step if found.part == "validation" else -1, found.risen, found.sentence)
