"""What the fields of an experiment may be: by their settings, checks of their own, and rules about two."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.dropout import SHARE
from learnscope.core.layers import BIASES, check_bias as bias_kinds
from learnscope.data.arrays import from_arrays
from learnscope.data.builtin import datasets
from learnscope.data.dataset import Dataset
from learnscope.data.features import FEATURES
from learnscope.data.foreign import read_bunch
from learnscope.data.split import check_shares
from learnscope.errors import (
    ArgumentError,
    ExperimentError,
    check_choice,
    check_list,
    check_whole,
    repeated,
    shown,
)
from learnscope.experiment.setting import Choice, Number, Setting, Special
from learnscope.experiment.start import Start, start_of


def checked(settings: Mapping[str, Setting], given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an experiment as they are kept. Raises ExperimentError where one breaks its rule."""
    values: dict[str, Any] = {}
    for name, setting in settings.items():
        values[name] = _checked(setting, given[name], values)
    if values["schedule"] == "warmup" and values["warmup"] == 0:
        raise ExperimentError("warmup must be at least 1 step for the schedule 'warmup', got 0")
    if values["patience"] is not None and values["split"][1] == 0:
        raise ExperimentError(
            "patience needs validation samples to watch, got a split without; give validation a share"
        )
    return values


def _checked(setting: Setting, value: Any, before: Mapping[str, Any]) -> Any:
    if isinstance(setting, Special):
        return setting.check(value, before)
    if value is None and setting.default is None:
        return None
    if isinstance(setting, Choice):
        return check_choice(setting.called, value, setting.words, error=ExperimentError)
    assert isinstance(setting, Number)
    return setting.rule.check(setting.name, value, error=ExperimentError)


def check_data(value: Any, before: Mapping[str, Any]) -> str | Dataset:
    """The name of a built-in data set, a Dataset, or one made of a pair of arrays."""
    if isinstance(value, Dataset):
        return value
    if isinstance(value, tuple | list) and len(value) == 2:
        return from_arrays(*value)
    if read_bunch(value) is not None:
        return from_arrays(value)
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


def check_data_options(given: Any, before: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """Names and values of options that the built-in data set has."""
    data = before["data"]
    if not isinstance(given, Mapping | tuple | list):
        raise ExperimentError(f"data_options must map names of options to numbers, got {shown(given)}")
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


def check_features(given: Any, before: Mapping[str, Any]) -> tuple[str, ...]:
    """Names of FEATURES, each once."""
    names = _list("features", given, f"a list of features ({', '.join(FEATURES)})")
    for name in names:
        check_choice("feature", name, FEATURES, error=ExperimentError)
    if (twice := repeated(names)) is not None:
        raise ExperimentError(f"features must differ from each other, got {twice!r} twice")
    return names


def check_split(given: Any, before: Mapping[str, Any]) -> tuple[float, float, float]:
    """Three shares that sum to 1."""
    return check_shares(given, error=ExperimentError)


def check_hidden(given: Any, before: Mapping[str, Any]) -> tuple[int, ...]:
    """Sizes of layers, of at least one neuron."""
    sizes = _list("hidden", given, "a list of the neurons of each hidden layer")
    return tuple(
        check_whole(f"hidden[{k}]", size, low=1, error=ExperimentError) for k, size in enumerate(sizes)
    )


def check_activation(given: Any, before: Mapping[str, Any]) -> str | tuple[str, ...]:
    """One activation for all hidden layers, or one for each."""
    layers = len(before["hidden"])
    if isinstance(given, str):
        return check_choice("activation", given, ACTIVATIONS, error=ExperimentError)
    names = _per_layer("activation", given, "one name", layers)
    for name in names:
        check_choice("activation", name, ACTIVATIONS, error=ExperimentError)
    return names[0] if layers == 1 else names


def check_bias(given: Any, before: Mapping[str, Any]) -> str | tuple[str, ...]:
    """One kind of bias for all layers, or one for each, that of the outputs last."""
    layers = len(before["hidden"]) + 1
    words = (given,) if isinstance(given, str) else _list("bias", given, "one word or one per layer")
    for word in words:
        check_choice("bias", word, BIASES, error=ExperimentError)
    if isinstance(given, str):
        return given
    if len(words) != layers:
        raise ExperimentError(
            f"bias must be one word or one per layer, the output included ({layers}), got {len(words)}"
        )
    return words[0] if len(set(words)) == 1 else words


def check_start(given: Any, before: Mapping[str, Any]) -> Start | None:
    """Numbers to start with that fit the hidden layers and their biases."""
    return start_of(given, before["hidden"], bias_kinds(before["bias"], len(before["hidden"]) + 1))


def check_dropout(given: Any, before: Mapping[str, Any]) -> float | tuple[float, ...]:
    """One share for all hidden layers, or one for each."""
    layers = len(before["hidden"])
    if not isinstance(given, Sequence | np.ndarray) or isinstance(given, str):
        return SHARE.check("dropout", given, error=ExperimentError)
    shares = _per_layer("dropout", given, "one share", layers)
    kept = tuple(SHARE.check(f"dropout[{k}]", share, error=ExperimentError) for k, share in enumerate(shares))
    return kept[0] if layers == 1 else kept


def _per_layer(name: str, given: Any, one: str, layers: int) -> tuple[Any, ...]:
    values = _list(name, given, f"{one} or one per hidden layer")
    if len(values) != layers:
        raise ExperimentError(f"{name} must be {one} or one per hidden layer ({layers}), got {len(values)}")
    return values


def _list(name: str, given: Any, rule: str) -> tuple[Any, ...]:
    entries = check_list(name, given, rule, error=ExperimentError)
    if any(isinstance(entry, list | tuple | np.ndarray) for entry in entries):
        raise ExperimentError(f"{name} must be {rule}, got {shown(given)}")
    return tuple(given.tolist() if isinstance(given, np.ndarray) else entries)
