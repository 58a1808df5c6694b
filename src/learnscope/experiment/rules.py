"""What each field of an experiment may be. One that is no choice and no number has a function of its own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.initializers import INITIALIZERS
from learnscope.core.losses import LOSSES
from learnscope.core.network import PRECISIONS
from learnscope.core.optimizers import OPTIMIZERS
from learnscope.core.schedules import SCHEDULES
from learnscope.data.arrays import from_arrays
from learnscope.data.builtin import datasets
from learnscope.data.dataset import Dataset
from learnscope.data.features import FEATURES
from learnscope.data.split import check_shares
from learnscope.errors import (
    ArgumentError,
    ExperimentError,
    check_choice,
    check_number,
    check_whole,
    shown,
)

ScaleName = Literal["standard", "none"]
SCALES: tuple[ScaleName, ...] = ("standard", "none")

CHOICES: dict[str, Iterable[str]] = {
    "output": ACTIVATIONS,
    "loss": LOSSES,
    "initializer": INITIALIZERS,
    "precision": PRECISIONS,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "scale": SCALES,
}
NUMBERS: dict[str, str] = {  # by the interval they must be in
    "initial_scale": "(0, inf)",
    "momentum": "[0, 1)",
    "decay": "[0, 1)",
    "beta1": "[0, 1)",
    "beta2": "[0, 1)",
    "epsilon": "[0, inf)",
    "weight_decay": "[0, inf)",
    "learning_rate": "(0, inf)",
    "schedule_factor": "(0, inf)",
    "schedule_end": "[0, inf)",
    "l1": "[0, inf)",
    "l2": "[0, inf)",
    "clip_norm": "(0, inf)",
    "loss_below": "(0, inf)",
    "accuracy_above": "[0, 1)",
}
WHOLES: dict[str, int] = {  # by the least they may be
    "schedule_every": 1,
    "schedule_over": 1,
    "warmup": 0,
    "batch_size": 1,
    "epochs": 1,
    "steps": 1,
    "patience": 1,
    "seed": 0,
}
OPTIONAL = frozenset(
    {"output", "loss", "epsilon", "clip_norm", "steps", "loss_below", "accuracy_above", "patience"}
)


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an experiment as they are kept. Raises ExperimentError where one breaks its rule."""
    values = dict(given)
    values["data"] = _data(given["data"])
    values["data_options"] = _data_options(values["data"], given["data_options"])
    values["features"] = _features(given["features"])
    values["hidden"] = hidden = _hidden(given["hidden"])
    values["activation"] = _activation(given["activation"], len(hidden))
    values["dropout"] = _dropout(given["dropout"], len(hidden))
    values["split"] = check_shares(given["split"], error=ExperimentError)
    for name in (*CHOICES, *NUMBERS, *WHOLES):
        if given[name] is not None or name not in OPTIONAL:
            values[name] = _plain(name, given[name])
    if values["schedule"] == "warmup" and values["warmup"] == 0:
        raise ExperimentError("warmup must be at least 1 step for the schedule 'warmup', got 0")
    if values["patience"] is not None and values["split"][1] == 0:
        raise ExperimentError(
            "patience needs validation samples to watch, got a split without; give validation a share"
        )
    return values


def _plain(name: str, value: Any) -> str | float:
    """A choice or a number."""
    if name in CHOICES:
        label = {"output": "output activation"}.get(name, name)
        return check_choice(label, value, CHOICES[name], error=ExperimentError)
    if name in WHOLES:
        return check_whole(name, value, low=WHOLES[name], error=ExperimentError)
    return check_number(name, value, NUMBERS[name], error=ExperimentError)


def _data(value: Any) -> str | Dataset:
    if isinstance(value, Dataset):
        return value
    if isinstance(value, tuple | list) and len(value) == 2:
        return from_arrays(*value)
    if not isinstance(value, str) or not value:
        raise ExperimentError(
            "data must be the name of a built-in data set, a Dataset or a pair of arrays (X, y), "
            f"got {_called(value)}"
        )
    if "." in value or "/" in value or "\\" in value:
        raise ExperimentError(
            f"data must be the name of a built-in data set, got {shown(value)}; "
            "for a file pass what open_data makes of it"
        )
    return check_choice("data set", value, [record.name for record in datasets()], error=ExperimentError)


def _called(value: Any) -> str:
    """What a message calls data it cannot take: its value where that is short, its type otherwise."""
    plain = value is None or isinstance(value, str | int | float | bool)
    return shown(value) if plain else f"one of type {type(value).__name__}"


def _data_options(data: str | Dataset, given: Any) -> tuple[tuple[str, float], ...]:
    try:
        options = dict(given)
    except (TypeError, ValueError):
        raise ExperimentError(
            f"data_options must map names of options to numbers, got {shown(given)}"
        ) from None
    if not isinstance(data, str):
        if options:
            raise ExperimentError(f"data_options must be left out for data of your own, got {shown(options)}")
        return ()
    record = next(record for record in datasets() if record.name == data)
    known = {option.name: option for option in record.options}
    if options and not known:
        raise ExperimentError(f"data set {data!r} has no options, got {shown(options)}")
    for name in options:
        check_choice(f"option of data set {data!r}", name, known, error=ExperimentError)
    try:
        return tuple((name, known[name].check(options[name])) for name in sorted(options))
    except ArgumentError as error:
        raise ExperimentError(f"data option {error}") from None


def _features(given: Any) -> tuple[str, ...]:
    names = _list("features", given, f"a list of features ({', '.join(FEATURES)})")
    for name in names:
        check_choice("feature", name, FEATURES, error=ExperimentError)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ExperimentError(f"features must differ from each other, got {twice!r} twice")
    return names


def _hidden(given: Any) -> tuple[int, ...]:
    sizes = _list("hidden", given, "a list of the neurons of each hidden layer")
    return tuple(
        check_whole(f"hidden[{k}]", size, low=1, error=ExperimentError) for k, size in enumerate(sizes)
    )


def _activation(given: Any, layers: int) -> str | tuple[str, ...]:
    if isinstance(given, str):
        return check_choice("activation", given, ACTIVATIONS, error=ExperimentError)
    names = _per_layer("activation", given, "one name", layers)
    for name in names:
        check_choice("activation", name, ACTIVATIONS, error=ExperimentError)
    return names[0] if layers == 1 else names


def _dropout(given: Any, layers: int) -> float | tuple[float, ...]:
    rule = {"interval": "[0, 1)", "error": ExperimentError}
    if not isinstance(given, Sequence | np.ndarray) or isinstance(given, str):
        return check_number("dropout", given, **rule)  # type: ignore[arg-type]
    shares = _per_layer("dropout", given, "one share", layers)
    kept = tuple(
        check_number(f"dropout[{k}]", share, **rule)  # type: ignore[arg-type]
        for k, share in enumerate(shares)
    )
    return kept[0] if layers == 1 else kept


def _per_layer(name: str, given: Any, one: str, layers: int) -> tuple[Any, ...]:
    values = _list(name, given, f"{one} or one per hidden layer")
    if len(values) != layers:
        raise ExperimentError(f"{name} must be {one} or one per hidden layer ({layers}), got {len(values)}")
    return values


def _list(name: str, given: Any, rule: str) -> tuple[Any, ...]:
    if not isinstance(given, Sequence | np.ndarray) or isinstance(given, str) or np.ndim(given) != 1:
        raise ExperimentError(f"{name} must be {rule}, got {shown(given)}")
    return tuple(given.tolist() if isinstance(given, np.ndarray) else given)
