"""Hidden layers one by one, as the page has them, and as a recipe has them: one word where all are alike."""

from collections.abc import Sequence
from typing import Any

from learnscope.experiment import Experiment
from learnscope.experiment.changed import changed
from learnscope.scene.schema import LayerSpec


def with_layers(experiment: Experiment, layers: Sequence[LayerSpec]) -> Experiment:
    """`experiment` with these hidden layers. Raises ExperimentError where one breaks a rule."""
    return changed(
        experiment,
        hidden=tuple(layer.size for layer in layers),
        activation=_together([layer.activation for layer in layers], experiment.activation),
        dropout=_together([layer.dropout for layer in layers], 0.0),
    )


def _together(values: list[Any], none: Any) -> Any:
    """One value where all are alike, else all of them; `none` where there are none."""
    if not values:
        return none if not isinstance(none, tuple) else none[0]
    return values[0] if all(value == values[0] for value in values) else tuple(values)
