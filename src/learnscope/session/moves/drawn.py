"""Points drawn on the plane, as a data set."""

import numpy as np

from learnscope.data.arrays import from_arrays
from learnscope.data.dataset import LARGEST, Dataset
from learnscope.errors import IntentError, check_whole
from learnscope.scene.schema import DrawData
from learnscope.session.moves.move import naming

MOST_POINTS = 5000
MOST_CLASSES = 10


def drawn_data(intent: DrawData) -> Dataset:
    """The data set "your points" with inputs x and y. Raises IntentError where a rule is broken."""
    shape, count = intent.points.shape, len(intent.classes)
    if len(shape) != 2 or shape[1] != 2 or not 1 <= shape[0] <= MOST_POINTS:
        raise IntentError(
            f"points must have shape (N, 2) with N from 1 to {MOST_POINTS}, got {shape}", field="points"
        )
    wanted = shape[0] * 16
    if len(intent.points.data) != wanted:
        raise IntentError(
            f"points of shape {shape} must hold {wanted} bytes, got {len(intent.points.data)}", field="points"
        )
    if count != shape[0]:
        raise IntentError(
            f"classes must hold one number per point ({shape[0]}), got {count}", field="classes"
        )
    points = intent.points.numpy()
    if not (np.abs(points) <= LARGEST).all():
        row, column = np.argwhere(~(np.abs(points) <= LARGEST))[0]
        raise IntentError(
            f"points must be finite and within ±1e150, got {points[row, column]} for point {row + 1}",
            field="points",
        )
    with naming("classes"):
        for k, number in enumerate(intent.classes):
            check_whole(f"classes[{k}]", number, low=0, high=MOST_CLASSES - 1)
    used = sorted(set(intent.classes))
    if len(used) < 2:
        raise IntentError(
            f"points must be of two classes at least, got {count} of class {used[0] + 1} alone; "
            "draw some of another",
            field="classes",
        )
    return from_arrays(
        points,
        np.array([used.index(number) for number in intent.classes]),
        name="points",
        title="your points",
        kind="classes",
        input_names=("x₁", "x₂"),
        output_names=[f"class {number + 1}" for number in used],
    )
