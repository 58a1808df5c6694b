"""More inputs for points on the plane: x², y², xy, sin x, sin y.

They let a network without hidden layers bend its boundary, as in the TensorFlow Playground, which offers
the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from learnscope.data.dataset import Dataset, Floats
from learnscope.errors import ArgumentError, DataError, check_choice


@dataclass(frozen=True)
class Feature:
    """One of them: what it makes of x and y, and what it is good for."""

    title: str  # and name
    explanation: str
    of: Callable[[Floats, Floats], Floats]


FEATURES: dict[str, Feature] = {
    feature.title: feature
    for feature in (
        Feature("x²", "Lets a neuron tell the middle from both sides.", lambda x, y: x * x),
        Feature("y²", "Lets a neuron tell the middle from above and below.", lambda x, y: y * y),
        Feature("xy", "Above 0 where x and y have the same sign.", lambda x, y: x * y),
        Feature("sin x", "A wave from left to right.", lambda x, y: np.sin(x)),
        Feature("sin y", "A wave from below to above.", lambda x, y: np.sin(y)),
    )
}

TITLES = ("x₁", "x₂")  # what a reader sees for x and y, so that y is left to the target


def with_features(dataset: Dataset, names: Sequence[str], *, keep: bool = True) -> Dataset:
    """`dataset` with the inputs of FEATURES that `names` lists, in that order; its two inputs are x and y.

    They follow x and y, or with keep=False replace them. Raises DataError where there are not two inputs.
    """
    if dataset.inputs.shape[1] != 2:
        raise DataError(f"{dataset.name}: features need two inputs, x and y, got {dataset.inputs.shape[1]}")
    if isinstance(names, str) or (not keep and not names):
        raise ArgumentError(f"names must be a list of features ({', '.join(FEATURES)}), got {names!r}")
    added = feature_columns(dataset.inputs, names)
    held = (dataset.input_names, dataset.input_units, dataset.input_titles)
    kept_names, kept_units, kept_titles = held if keep else ((), (), ())
    return replace(
        dataset,
        image_shape=None,
        inputs=np.concatenate([dataset.inputs, added], axis=1) if keep else added,
        input_names=(*kept_names, *names),
        input_titles=(*kept_titles, *(_titled(name, dataset.input_titles) for name in names)),
        input_units=(*kept_units, *("" for _ in names)),
    )


def _titled(name: str, titles: tuple[str, ...]) -> str:
    """A feature as a reader sees it, of inputs that are called otherwise: x₁x₂ for xy."""
    x, y = titles if titles == TITLES else ("x", "y")
    return "".join({"x": x, "y": y}.get(letter, letter) for letter in name)


def feature_columns(points: Floats, names: Sequence[str]) -> Floats:
    """The features that `names` lists of `points` (N, 2), as columns (N, len(names))."""
    x, y = points.T
    columns = [FEATURES[check_choice("feature", name, FEATURES)].of(x, y) for name in names]
    return np.stack(columns, axis=1) if columns else np.empty((len(points), 0))
