"""Experiments as text: readable JSON, and the query of an address.

    {"format": "learnscope experiment", "version": 1, "data": "circle", "data_options": {"noise": 0.2}, …}
    data=circle&data.noise=0.2&hidden=4,4&learning_rate=0.1

JSON holds every field, a query what differs from what texts may leave out: the defaults of the first version,
so that a text means the same whatever the defaults become. Numbers are written with the fewest digits
that give the same bits back. Data of one's own is not part of the text: it is named, with its fingerprint,
and handed in again by whoever reads it. No file is ever read for what a text says.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from learnscope.data.dataset import Dataset
from learnscope.errors import ExperimentError, FormatError, check_choice, repeated, shown
from learnscope.experiment.record import DEFAULTS, FIELDS, SETTINGS, Experiment
from learnscope.experiment.setting import Number, Special
from learnscope.experiment.start import Start

FORMAT = "learnscope experiment"
VERSION = 1
OPTION = "data."  # before the names of data options in a query
OFF = "off"  # an optional number that is None
LEFT_OUT: dict[str, Any] = {  # what a field that a text does not name is, where that is not the default
    "split": (0.7, 0.15, 0.15), "hidden": (8, 8), "activation": "tanh", "learning_rate": 0.03,
    "batch_size": 10, "schedule": "constant", "schedule_over": 1000, "l2": 0.0, "epochs": 50,
}  # fmt: skip


def to_json(experiment: Experiment) -> str:
    """All fields as JSON."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    document |= {name: getattr(experiment, name) for name in FIELDS}
    document["data_options"] = dict(experiment.data_options)
    document["start"] = experiment.start and experiment.start.lists()
    if isinstance(experiment.data, Dataset):
        document["data"] = {"name": experiment.data.name, "fingerprint": experiment.data.fingerprint}
    return json.dumps(document, allow_nan=False, ensure_ascii=False)


def from_json(text: str, data: Dataset | None) -> dict[str, Any]:
    """The arguments of the experiment that `text` holds."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"an experiment must be JSON, got text that is none ({error})") from None
    if not isinstance(document, dict) or document.pop("format", None) != FORMAT:
        raise FormatError(f"an experiment must say format {FORMAT!r}, got {shown(document)}")
    version = document.pop("version", None)
    if version != VERSION:
        raise FormatError(
            f"an experiment must have version {VERSION}, which this Learnscope reads, got {shown(version)}"
        )
    _check_fields(document)
    named = document["data"]
    if isinstance(named, dict):
        document["data"] = _own(str(named.get("name")), named.get("fingerprint"), data)
    else:
        _check_built_in(named, data)
    return LEFT_OUT | document


def to_url(experiment: Experiment) -> str:
    """What differs from what texts may leave out, as a query."""
    pairs: dict[str, str]
    if isinstance(experiment.data, Dataset):
        pairs = {"data": experiment.data.name, "fingerprint": experiment.data.fingerprint}
    else:
        pairs = {"data": experiment.data}
    for name in FIELDS[1:]:
        value = getattr(experiment, name)
        if value == LEFT_OUT.get(name, DEFAULTS[name]):
            continue
        if name == "data_options":
            pairs |= {OPTION + option: _written(number) for option, number in value}
        else:
            pairs[name] = ",".join(map(_written, value)) if isinstance(value, tuple) else _written(value)
    return urlencode(pairs, safe=",", quote_via=quote)


def from_url(text: str, data: Dataset | None) -> dict[str, Any]:
    """The arguments of the experiment that a query, or an address with one, holds."""
    before, mark, after = text.partition("#")[0].partition("?")
    pairs = parse_qsl(after if mark else before, keep_blank_values=True)
    if (twice := repeated([name for name, _ in pairs])) is not None:
        raise ExperimentError(f"an address must give each field once, got {twice!r} twice")
    query = dict(pairs)
    fingerprint = query.pop("fingerprint", None)
    values = LEFT_OUT | read_fields(query)
    _check_fields(values)
    if fingerprint is None:
        _check_built_in(values["data"], data)
    else:
        values["data"] = _own(values["data"], fingerprint, data)
    return values


def read_fields(written: Mapping[str, str]) -> dict[str, Any]:
    """Fields written as in a query, by name, as arguments of an experiment; their rules are checked there."""
    values: dict[str, Any] = {}
    options: dict[str, Any] = {}
    for name, text in written.items():
        if name.startswith(OPTION):
            options[name.removeprefix(OPTION)] = _number(text)
        else:
            check_choice("field of an experiment", name, FIELDS, error=ExperimentError)
            values[name] = _read(name, text)
    return values | {"data_options": options} if options else values


def _check_fields(given: dict[str, Any]) -> None:
    for name in given:
        check_choice("field of an experiment", name, FIELDS, error=ExperimentError)
    if "data" not in given:
        raise ExperimentError("an experiment must name its data; add the field 'data'")


def _check_built_in(named: Any, data: Dataset | None) -> None:
    if data is not None:
        raise ExperimentError(
            f"data must be left out for an experiment on the built-in {shown(named)}, got {data.name!r}"
        )


def _own(name: str, fingerprint: Any, data: Dataset | None) -> Dataset:
    """The data handed in, if it is the one that is named."""
    if data is None:
        raise ExperimentError(
            f"the experiment's data {shown(name)} is not built in; open it and pass it as data"
        )
    if data.fingerprint != fingerprint:
        raise ExperimentError(
            f"data must be the {shown(name)} the experiment was made with, "
            f"got {data.name!r} with other numbers or names"
        )
    return data


def _written(value: Any) -> str:
    if isinstance(value, Start):
        return json.dumps(value.lists(), separators=(",", ":"))
    if value is None:
        return OFF
    return value if isinstance(value, str) else repr(value)


def _read(name: str, text: str) -> Any:
    """The value of a field; text that is no number where one should be stays text, for the rule to name."""
    setting = SETTINGS[name]
    if isinstance(setting, Number):
        if setting.optional and text == OFF:
            return None
        return _whole(text) if setting.rule.whole else _number(text)
    if isinstance(setting, Special) and setting.items in ITEMS:
        values = tuple(map(ITEMS[setting.items], text.split(","))) if text else ()
        return values[0] if setting.single and len(values) == 1 else values
    return text


def _whole(text: str) -> int | str:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 4000 else text


def _number(text: str) -> float | int | str:
    whole = _whole(text)
    if isinstance(whole, int):
        return whole
    try:
        return float(text)
    except ValueError:
        return text


ITEMS: dict[str, Callable[[str], Any]] = {"words": str, "wholes": _whole, "numbers": _number}
