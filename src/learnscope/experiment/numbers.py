"""The settings of an experiment that are numbers, as they stand, and the experiment with one of them changed.

learning_rate, l2, …    the field of that name
hidden.2                neurons of the second hidden layer
dropout                 of all hidden layers alike
data.noise              an option of the data set
split.test              a share, which is taken from the training share
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from learnscope.data.builtin import datasets
from learnscope.data.builtin.record import Option
from learnscope.errors import ExperimentError, check_choice, check_number
from learnscope.experiment.changed import changed
from learnscope.experiment.record import SETTINGS, Experiment
from learnscope.experiment.setting import Group, Number

LAYER = "hidden."  # before the number of a hidden layer, from 1
OPTION = "data."  # before the name of an option of the data set
SHARE = "split."  # before the name of a part of the data
MOST_NEURONS = 32  # of a slider
SHARES = {
    "split.validation": "Share of the samples kept to watch learning by; they are never learned from.",
    "split.test": "Share of the samples kept for the end; they are never learned from.",
}


@dataclass(frozen=True, kw_only=True)
class NumberAt:
    """A setting that is a number, in one experiment."""

    name: str
    title: str
    note: str
    group: Group
    anew: bool
    value: float | None  # None: off, or different from layer to layer
    low: float
    high: float
    scale: Literal["linear", "log"] = "linear"
    whole: bool = False
    unit: str = ""
    optional: bool = False  # whether it can be off
    most: int | Literal["", "samples"] = ""  # on the page, as in the entry
    fields: Callable[[Any], dict[str, Any]]  # those of the experiment that another value changes

    @property
    def asked(self) -> bool:
        """Whether a what-if may ask of it: of all but what only says when to stop."""
        return self.group != "stopping"


def numbers_of(experiment: Experiment) -> dict[str, NumberAt]:
    """All of them by name, in the order of the table."""
    found = []
    for name, setting in SETTINGS.items():
        if isinstance(setting, Number):
            found.append(_number(experiment, setting))
        elif name in _PARTS:
            found += _PARTS[name](experiment)
    return {number.name: number for number in found}


def with_value(experiment: Experiment, name: str, value: Any) -> Experiment:
    """`experiment` with the setting `name` at `value`; None switches an optional one off.

    Raises ExperimentError or ArgumentError, in which the setting has its title for a name.
    """
    numbers = numbers_of(experiment)
    number = numbers[check_choice("setting of numbers", name, numbers)]
    try:
        return changed(experiment, **number.fields(as_sent(number, value)))
    except ExperimentError as error:
        raise ExperimentError(re.sub(rf"^{re.escape(name)}\b", number.title, str(error))) from None


def as_sent(number: NumberAt, value: Any) -> Any:
    """`value` as a reader meant it, whose page sends every number as a float."""
    return int(value) if number.whole and isinstance(value, float) and value.is_integer() else value


def _number(experiment: Experiment, setting: Number) -> NumberAt:
    value = getattr(experiment, setting.name)
    low, high = setting.low, setting.high
    if (setting.name, experiment.schedule) == ("warmup", "warmup"):
        low = 1
    if setting.rule.whole and setting.scale == "linear" and value is not None:
        high = max(high, value)  # a slider over whole numbers reaches to where it stands
    return NumberAt(
        name=setting.name,
        title=setting.title,
        note=setting.note,
        group=setting.group,
        anew=setting.anew,
        value=None if value is None else float(value),
        low=float(low),
        high=float(high),
        scale=setting.scale,
        whole=setting.rule.whole,
        unit=setting.unit,
        optional=setting.optional,
        most=setting.most,
        fields=lambda value: {setting.name: value},
    )


def _sizes(experiment: Experiment) -> Iterator[NumberAt]:
    sizes = experiment.hidden
    for k, size in enumerate(sizes):

        def fields(value: Any, k: int = k) -> dict[str, Any]:
            return {"hidden": (*sizes[:k], value, *sizes[k + 1 :])}

        yield NumberAt(
            name=f"{LAYER}{k + 1}",
            title=f"neurons in hidden {k + 1}",
            note="They start anew, as all weights do.",
            group="network",
            anew=True,
            value=float(size),
            low=1.0,
            high=float(max(MOST_NEURONS, size)),
            whole=True,
            unit="neurons",
            fields=fields,
        )


def _dropout(experiment: Experiment) -> Iterator[NumberAt]:
    share = experiment.dropout
    yield NumberAt(
        name="dropout",
        title=SETTINGS["dropout"].title,
        note="Share of hidden activations dropped while learning, of all layers alike.",
        group="network",
        anew=False,
        value=None if isinstance(share, tuple) else share,
        low=0.0,
        high=0.9,
        fields=lambda value: {"dropout": value},
    )


def _options(experiment: Experiment) -> Iterator[NumberAt]:
    given = dict(experiment.data_options)
    for option in options_of(experiment):

        def fields(value: Any, name: str = option.name) -> dict[str, Any]:
            return {"data_options": given | {name: value}}

        yield NumberAt(
            name=OPTION + option.name,
            title=option.name,
            note=_sentence(option.note),
            group="data",
            anew=True,
            value=float(given.get(option.name, option.default)),
            low=float(option.low),
            high=float(min(option.high, 4 * option.default) if option.whole else option.high),
            whole=option.whole,
            fields=fields,
        )


def _shares(experiment: Experiment) -> Iterator[NumberAt]:
    for k, (name, note) in enumerate(SHARES.items(), 1):
        title = f"{name.removeprefix(SHARE)} share"

        def fields(value: Any, k: int = k, title: str = title) -> dict[str, Any]:
            shares = list(experiment.split)
            shares[k] = check_number(title, value, "[0, 1)")
            if sum(shares[1:]) >= 1:
                other = f"{shares[3 - k]:g} are {'test' if k == 1 else 'validation'} samples"
                raise ExperimentError(
                    f"{title} must leave samples to learn from, got {value:g}, where {other}; "
                    f"take less than {1 - shares[3 - k]:g}"
                )
            shares[0] = round(1 - shares[1] - shares[2], 12)
            return {"split": tuple(shares)}

        yield NumberAt(
            name=name,
            title=title,
            note=note,
            group="data",
            anew=True,
            value=experiment.split[k],
            low=0.0,
            high=0.5,
            fields=fields,
        )


def options_of(experiment: Experiment) -> tuple[Option, ...]:
    """The options of its data set, where that is built in and made on the spot."""
    return next((record.options for record in datasets() if record.name == experiment.data), ())


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


_PARTS: dict[str, Callable[[Experiment], Iterator[NumberAt]]] = {
    "data_options": _options,
    "split": _shares,
    "hidden": _sizes,
    "dropout": _dropout,
}
