"""What the steps of a run were made under: recipes, and what followed from them when they were made.

So that a file stays true where another version of Learnscope or NumPy would split, scale or draw otherwise,
it holds split, scalings and starting parameters too; each only once where several recipes share them. Data
of one's own is part of the file; what is built in is made again and known by its fingerprint.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from learnscope.data.dataset import Dataset
from learnscope.data.limits import check_size
from learnscope.data.scaling import Scaling
from learnscope.data.split import PARTS, Split
from learnscope.errors import DataError
from learnscope.experiment import Experiment, Setup, set_up, set_up_like
from learnscope.experiment.setup import OF_DATA, base_data
from learnscope.store.packing import LEVEL, sealed, unsealed
from learnscope.store.tables import put, read_array, write_array
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of

WORDS = (  # of a data set, besides its numbers
    "name", "title", "kind", "input_names", "input_units", "output_names", "output_units", "image_shape",
    "source", "licence", "note", "label_type", "given_parts",
)  # fmt: skip


def write_settings(tables: sqlite3.Connection, setups: Sequence[Setup], first: int = 0) -> None:
    """Write `setups` from place `first` on; those before it are written already."""
    for place in range(first, len(setups)):
        setup = setups[place]
        data_of = next(k for k in range(place + 1) if _same_data(setups[k], setup))
        start_of = next(k for k in range(place + 1) if _same_start(setups[k], setup))
        recipe, fingerprint = setup.experiment.to_json(), _fingerprint(tables, setup, place, data_of)
        put(tables, "settings", [sealed(place, recipe, fingerprint, data_of, start_of)])
        if data_of == place:
            write_array(tables, "parts", _parts(setup.split, len(setup.dataset)), place)
            for name, scaling in (("input", setup.scaling), ("target", setup.target_scaling)):
                write_array(tables, f"{name}_center", scaling.center, place)
                write_array(tables, f"{name}_scale", scaling.scale, place)
        if start_of == place:
            write_array(tables, "start", setup.network.parameters, place)


def read_settings(
    tables: sqlite3.Connection, name: str, about: dict[str, Any], data: Dataset | None
) -> tuple[tuple[Setup, Loop], ...]:
    """What was written, of the file `name`; `data` is one's own where the file does not hold it."""
    rows = [unsealed(row) for row in tables.execute("SELECT * FROM settings ORDER BY place")]
    if not rows or [row[0] for row in rows] != list(range(len(rows))):
        raise ValueError("settings are missing")
    read = _reader(tables, name, about, data)
    found: list[tuple[Setup, Loop]] = []
    for place, recipe, fingerprint, data_of, start_of in rows:
        experiment = read(recipe)
        if data_of == place and base_data(experiment).fingerprint != fingerprint:
            raise DataError(
                f"{name} was made with a data set {experiment.data!r} that this Learnscope makes otherwise; "
                f"use Learnscope {about['versions']['learnscope']} and NumPy {about['versions']['numpy']}"
            )
        if data_of == place:
            setup = _with_parts(tables, set_up(experiment), place)
        else:
            setup = set_up_like(found[data_of][0], experiment)
        start = setup.network.parameters
        kept = read_array(tables, "start", start.shape, start.dtype, start_of)
        setup = replace(setup, network=setup.network.with_parameters(kept))
        alike = (loop for one, loop in found if _same_material(one, setup))
        material = next((loop.material for loop in alike), None)
        found.append((setup, Loop(plan_of(setup), material=material)))
    return tuple(found)


def same_settings(one: Setup, other: Setup) -> bool:
    """Whether steps made under the two are the same."""
    return one.split is other.split and one.experiment == other.experiment and _same_start(one, other)


def write_data(tables: sqlite3.Connection, data: Dataset, *, level: int = LEVEL) -> dict[str, Any]:
    """Write the numbers of data of one's own, packed at a level of zlib, and return the rest of it."""
    write_array(tables, "inputs", data.inputs, level=level)
    write_array(tables, "targets", data.targets, level=level)
    return {word: getattr(data, word) for word in WORDS}


def _fingerprint(tables: sqlite3.Connection, setup: Setup, place: int, data_of: int) -> str:
    """That of the data as it is before features are added."""
    if data_of == place:
        return setup.base.fingerprint
    known = tables.execute("SELECT fingerprint FROM settings WHERE place = ?", (data_of,)).fetchone()
    return str(known[0])


def _reader(
    tables: sqlite3.Connection, name: str, about: dict[str, Any], data: Dataset | None
) -> Callable[[str], Experiment]:
    """What makes an experiment of a recipe."""
    held: list[Dataset] = [] if data is None else [data]

    def read(recipe: str) -> Experiment:
        named = json.loads(recipe)["data"]
        if not isinstance(named, dict):
            return Experiment.from_json(recipe)
        if not held:
            if about["data"] is None:
                raise DataError(
                    f"{name} does not hold its data {named['name']!r}; open that and pass it as data"
                )
            held.append(_data(tables, about))
        return Experiment.from_json(recipe, data=held[0])

    return read


def _data(tables: sqlite3.Connection, about: dict[str, Any]) -> Dataset:
    words: dict[str, Any] = dict(about["data"])
    if words["image_shape"] is not None:
        words["image_shape"] = tuple(words["image_shape"])
    samples, inputs, outputs = about["samples"], len(words["input_names"]), len(words["output_names"])
    check_size(words["name"], samples, inputs + outputs)
    return Dataset(
        **words,
        inputs=read_array(tables, "inputs", (samples, inputs), np.float64),
        targets=read_array(tables, "targets", (samples, outputs), np.float64),
    )


def _with_parts(tables: sqlite3.Connection, setup: Setup, place: int) -> Setup:
    """`setup` with split and scalings as they were."""
    inputs, outputs = setup.dataset.inputs.shape[1], setup.dataset.targets.shape[1]
    parts = read_array(tables, "parts", (len(setup.dataset),), np.uint8, place)

    def scaling(of: str, length: int) -> Scaling:
        center, scale = (
            read_array(tables, f"{of}_{what}", (length,), np.float64, place) for what in ("center", "scale")
        )
        return Scaling(center, scale)

    return replace(
        setup,
        split=Split(*(np.flatnonzero(parts == k) for k in range(len(PARTS)))),
        scaling=scaling("input", inputs),
        target_scaling=scaling("target", outputs),
    )


def _parts(split: Split, samples: int) -> Any:
    parts = np.full(samples, len(PARTS), dtype=np.uint8)
    for place, part in enumerate(PARTS):
        parts[getattr(split, part)] = place
    return parts


def _same_data(one: Setup, other: Setup) -> bool:
    return one.split is other.split and one.scaling is other.scaling and _alike(one, other, OF_DATA)


def _same_start(one: Setup, other: Setup) -> bool:
    mine, theirs = one.network.parameters, other.network.parameters
    return mine is theirs or (mine.dtype == theirs.dtype and mine.tobytes() == theirs.tobytes())


def _same_material(one: Setup, other: Setup) -> bool:
    return one.split is other.split and _alike(one, other, (*OF_DATA, "precision"))


def _alike(one: Setup, other: Setup, names: Sequence[str]) -> bool:
    return all(getattr(one.experiment, name) == getattr(other.experiment, name) for name in names)
