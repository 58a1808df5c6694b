"""A setting that is a number, given another value: the experiment that makes.

learning_rate, l2, …    the field of that name
hidden.2                neurons of the second hidden layer
dropout                 of all hidden layers alike
data.noise              an option of the data set
split.test              a share, which is taken from the training share
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from learnscope.data.builtin import datasets
from learnscope.errors import ExperimentError, check_choice, check_number
from learnscope.experiment import Experiment
from learnscope.experiment.rules import WHOLES
from learnscope.scene import words
from learnscope.scene.numbers import NUMBERS
from learnscope.scene.settings import OPTION, SHARES

LAYER = "hidden."  # before the number of a hidden layer, from 1
STOPPING = frozenset({"epochs", "patience", "loss_below", "accuracy_above", "steps"})
OWN = {  # those the page has controls of their own for
    "learning_rate": "learning rate",
    "batch_size": "batch size",
    "seed": "seed",
    "dropout": "dropout",
}


def titles(experiment: Experiment) -> Mapping[str, str]:
    """What settings that are numbers are called; those that only say when to stop are left out."""
    return {
        **OWN,
        **{name: number.title for name, number in NUMBERS.items() if name not in STOPPING},
        **{f"{LAYER}{k}": f"neurons in hidden {k}" for k in range(1, len(experiment.hidden) + 1)},
        **{f"{OPTION}{option.name}": option.name for option in _options(experiment)},
        **{name: f"{name.removeprefix('split.')} share" for name in SHARES},
    }


def with_value(experiment: Experiment, name: str, value: float) -> Experiment:
    """`experiment` with the setting `name` at `value`. Raises ExperimentError or ArgumentError."""
    check_choice("setting of numbers", name, titles(experiment))
    try:
        return replace(experiment, **_fields(experiment, name, value))
    except ExperimentError as error:  # it speaks of the field, the reader knows it by its title
        title = titles(experiment)[name]
        raise ExperimentError(re.sub(rf"^{re.escape(name)}\b", title, str(error))) from None


def present_value(experiment: Experiment, name: str) -> float | None:
    """The value of the setting as it stands; None where it is off, or differs from layer to layer."""
    if name.startswith(LAYER):
        return float(experiment.hidden[int(name.removeprefix(LAYER)) - 1])
    if name.startswith(OPTION):
        option = next(one for one in _options(experiment) if OPTION + one.name == name)
        return float(dict(experiment.data_options).get(option.name, option.default))
    if name in SHARES:
        return experiment.split[1 + SHARES.index(name)]
    value = getattr(experiment, name)
    return None if value is None or isinstance(value, tuple) else float(value)


def said(experiment: Experiment, name: str) -> str:
    """The setting and its value, for a sentence: "learning rate 0.3", "five neurons in hidden 1"."""
    value, title = present_value(experiment, name), titles(experiment)[name]
    if name.startswith(LAYER) and value is not None:
        return words.count(int(value), "neuron") + title.removeprefix("neurons")
    return f"{title} {'off' if value is None else words.number(value, digits=8)}"


def _fields(experiment: Experiment, name: str, value: float) -> dict[str, Any]:
    if name.startswith(LAYER):
        sizes: list[Any] = list(experiment.hidden)
        sizes[int(name.removeprefix(LAYER)) - 1] = _whole(value)
        return {"hidden": tuple(sizes)}
    if name.startswith(OPTION):
        option = next(one for one in _options(experiment) if OPTION + one.name == name)
        given = {**dict(experiment.data_options), option.name: _whole(value) if option.whole else value}
        return {"data_options": given}
    if name in SHARES:
        shares = list(experiment.split)
        shares[1 + SHARES.index(name)] = check_number(titles(experiment)[name], value, "[0, 1)")
        shares[0] = round(1 - shares[1] - shares[2], 12)
        return {"split": tuple(shares)}
    return {name: _whole(value) if name in WHOLES else value}


def _options(experiment: Experiment) -> tuple[Any, ...]:
    return next((record.options for record in datasets() if record.name == experiment.data), ())


def _whole(value: Any) -> Any:
    """A number as a reader sends it, as a whole one where it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
