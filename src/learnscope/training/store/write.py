"""A run to a file."""

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from learnscope.core.network import Network
from learnscope.data.dataset import Dataset
from learnscope.data.paths import existing_file, existing_folder
from learnscope.data.split import PARTS, Split
from learnscope.errors import FormatError
from learnscope.experiment.setup import base_data
from learnscope.training.experiment_run import ExperimentRun
from learnscope.training.history import History
from learnscope.training.store.header import FORMAT, NEEDS, OURS, is_run
from learnscope.training.store.tables import SCHEMA, write_array, write_history
from learnscope.training.store.versions import versions

LARGEST_DATA = 256 * 10**6  # bytes of data that is put into the file unasked
WORDS = (  # of a data set, besides its numbers
    "name", "title", "kind", "input_names", "input_units", "output_names", "output_units", "image_shape",
    "source", "licence", "note",
)  # fmt: skip


def write_run(run: ExperimentRun, path: Path, *, with_data: bool | None) -> None:
    """Write `run` to `path`. Raises FormatError where another kind of file is there."""
    check_place(path)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with contextlib.closing(sqlite3.connect(part, isolation_level=None)) as tables:
            for pragma in (f"application_id = {OURS}", f"user_version = {FORMAT}", "journal_mode = MEMORY"):
                tables.execute(f"PRAGMA {pragma}")
            tables.execute("BEGIN")
            for statement in SCHEMA.split(";"):
                tables.execute(statement)
            _write(tables, run, with_data)
            tables.execute("COMMIT")
        part.replace(path)
    except sqlite3.Error as error:
        raise OSError(f"{path.name} cannot be written ({error})") from None
    finally:
        part.unlink(missing_ok=True)


def check_place(path: Path) -> None:
    """Raise DataError where `path` can be no file, FormatError where it is another one than a run."""
    existing_folder(path.parent)
    if path.exists() and not is_run(existing_file(path)):
        raise FormatError(f"{path.name} is there already and is no saved run; choose another name")


def _write(tables: sqlite3.Connection, run: ExperimentRun, with_data: bool | None) -> None:
    setup, experiment = run.setup, run.experiment
    data = base_data(experiment)
    own = isinstance(experiment.data, Dataset)
    held = with_data if with_data is not None else data.inputs.nbytes + data.targets.nbytes <= LARGEST_DATA
    about = {
        "format": FORMAT,
        "needs": NEEDS,
        "experiment": json.loads(experiment.to_json()),
        "fingerprint": data.fingerprint,
        "data": {word: getattr(data, word) for word in WORDS} if own and held else None,
        "samples": len(data),
        "steps": run.steps,
        "stopped": None if run.stopped is None else asdict(run.stopped),
        "versions": versions(),
        "digest": digest(run.history, run.network),
    }
    rows = ((name, json.dumps(value, ensure_ascii=False)) for name, value in about.items())
    tables.executemany("INSERT INTO about VALUES (?, ?)", rows)
    write_history(tables, run.history)
    arrays: dict[str, Any] = {
        "parameters": run.network.parameters,
        "parts": _parts(setup.split, len(data)),
        "input_center": setup.scaling.center,
        "input_scale": setup.scaling.scale,
        "target_center": setup.target_scaling.center,
        "target_scale": setup.target_scaling.scale,
    }
    if own and held:
        arrays |= {"inputs": data.inputs, "targets": data.targets}
    for name, array in arrays.items():
        write_array(tables, name, array)


def _parts(split: Split, samples: int) -> Any:
    parts = np.full(samples, len(PARTS), dtype=np.uint8)
    for place, part in enumerate(PARTS):
        parts[getattr(split, part)] = place
    return parts


def digest(history: History, network: Network) -> str:
    """SHA-256 of a run's numbers, with one zero and one not-a-number as columns of SQLite have them."""
    sha = hashlib.sha256()
    for array in _arrays(history, network):
        plain = np.where(np.isnan(array), np.nan, array + 0) if array.dtype.kind == "f" else array
        sha.update(np.ascontiguousarray(plain, dtype=plain.dtype.newbyteorder("<")).data)
    return sha.hexdigest()


def _arrays(history: History, network: Network) -> Iterator[Any]:
    yield from (history.epoch, history.learning_rate, history.record)
    yield from (history.measures.step, history.measures.penalty, history.measures.values)
    for frame in history.keyframes:
        yield from (np.array(frame.step), frame.parameters, frame.slots)
    yield network.parameters
