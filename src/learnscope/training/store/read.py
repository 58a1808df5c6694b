"""A run from a file."""

import contextlib
import json
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from learnscope.data.dataset import Dataset
from learnscope.data.limits import check_size
from learnscope.data.paths import existing_file
from learnscope.data.scaling import Scaling
from learnscope.data.split import PARTS, Split
from learnscope.errors import DataError, FormatError, LearnscopeError
from learnscope.experiment import Experiment, Setup, set_up
from learnscope.experiment.setup import base_data
from learnscope.training.conditions import Stop
from learnscope.training.experiment_run import ExperimentRun
from learnscope.training.loop import Loop
from learnscope.training.measures import spread
from learnscope.training.run import Run
from learnscope.training.store.header import AGAIN, FORMAT, check_header
from learnscope.training.store.tables import read_array, read_history
from learnscope.training.store.versions import difference, versions
from learnscope.training.store.write import digest
from learnscope.training.train import plan_of
from learnscope.version import VERSION

FAULTS = (sqlite3.Error, zlib.error, ValueError, TypeError, KeyError, OverflowError, MemoryError)


def open_run(path: str | Path, *, data: Dataset | None = None) -> ExperimentRun:
    """The run that `run.save` wrote to `path`; `data` is handed in where the file does not hold it.

    Its networks, at every step, are those of the run that was saved, bit for bit, on the machine and with the
    versions that made it; elsewhere `note` says what differs, and keyframes stay as they were.

    Raises FormatError where it is no such file, cut short, damaged or made by a newer Learnscope, DataError
    where there is no file or data is missing. Nothing is ever written.
    """
    file = existing_file(path)
    version = check_header(file)
    # immutable: SQLite leaves no lock and no journal beside it, and looks for none
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as tables:
            tables.execute("PRAGMA trusted_schema = OFF")
            if version != FORMAT:
                needs = tables.execute("SELECT value FROM about WHERE name = 'needs'").fetchone()[0]
                raise FormatError(
                    f"{file.name} needs Learnscope {json.loads(needs)} or newer, this is {VERSION}; "
                    "pip install --upgrade learnscope"
                )
            return _read(tables, file.name, data)
    except LearnscopeError:
        raise
    except FAULTS as error:
        raise FormatError(f"{file.name} is damaged ({error}); {AGAIN}") from None


def _read(tables: sqlite3.Connection, name: str, data: Dataset | None) -> ExperimentRun:
    about = {key: json.loads(value) for key, value in tables.execute("SELECT name, value FROM about")}
    if tables.execute("PRAGMA quick_check").fetchone()[0] != "ok":
        raise ValueError("pages do not fit each other")
    setup = _setup(tables, name, about, data)
    plan = plan_of(setup)
    targets = setup.y.astype(plan.network.parameters.dtype)
    spreads = np.stack([spread(targets[getattr(plan.split, part)]) for part in PARTS])
    history = read_history(tables, plan, spreads)
    first = history.keyframes[0].parameters
    start, last = (
        plan.network.with_parameters(vector)
        for vector in (first, read_array(tables, "parameters", first.shape, first.dtype))
    )
    setup = replace(setup, network=start)
    plan = replace(plan, network=start)
    stopped = None if about["stopped"] is None else Stop(**about["stopped"])
    if digest(history, last) != about["digest"] or len(history) != about["steps"]:
        raise ValueError("numbers are not those that were written")
    run = Run(plan, history, last, stopped, Loop(plan))
    return ExperimentRun(setup, run, note=difference(about["versions"], versions()))


def _setup(tables: sqlite3.Connection, name: str, about: dict[str, Any], data: Dataset | None) -> Setup:
    """What the run began with, as it was then."""
    recipe = about["experiment"]
    own = isinstance(recipe["data"], dict)
    if own and data is None:
        if about["data"] is None:
            raise DataError(
                f"{name} does not hold its data {recipe['data']['name']!r}; open that and pass it as data"
            )
        data = _data(tables, about)
    experiment = Experiment.from_json(json.dumps(recipe), data=data)
    if base_data(experiment).fingerprint != about["fingerprint"]:
        raise DataError(
            f"{name} was made with a data set {recipe['data']!r} that this Learnscope makes otherwise; "
            f"use Learnscope {about['versions']['learnscope']} and NumPy {about['versions']['numpy']}"
        )
    setup = set_up(experiment)
    inputs, outputs = setup.dataset.inputs.shape[1], setup.dataset.targets.shape[1]
    parts = read_array(tables, "parts", (about["samples"],), np.uint8)

    def column(of: str, length: int) -> Any:
        return read_array(tables, of, (length,), np.float64)

    return replace(
        setup,
        split=Split(*(np.flatnonzero(parts == place) for place in range(len(PARTS)))),
        scaling=Scaling(column("input_center", inputs), column("input_scale", inputs)),
        target_scaling=Scaling(column("target_center", outputs), column("target_scale", outputs)),
    )


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
