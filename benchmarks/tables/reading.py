"""A table of the catalogue as a data set, without rows with missing values and columns of one value only."""

import importlib
import importlib.util
import io
import json
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

import learnscope as ls
from benchmarks.tables.catalogue import Table


@cache
def load(table: Table) -> "ls.Dataset":
    """The table as a data set."""
    frame = _READERS[table.package](table.place)
    kept = [name for name in frame.columns if name not in table.without]
    frame = frame.select(kept).drop_nulls()
    frame = frame.select(column for column in frame if column.n_unique() > 1)
    if table.kind == "classes":
        frame = frame.with_columns(pl.col(table.target).cast(pl.String))
    return ls.from_frame(frame, target=table.target, kind=table.kind, name=table.name)


def _folder(module: str) -> Path:
    found = importlib.util.find_spec(module)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"{module} is missing; make tables installs it")
    return Path(found.submodule_search_locations[0])


def _scikit_learn(place: str) -> pl.DataFrame:
    bunch: Any = getattr(importlib.import_module("sklearn.datasets"), f"load_{place}")()
    columns = {str(name): bunch.data[:, at] for at, name in enumerate(bunch.feature_names)}
    return pl.DataFrame({**columns, "target": bunch.target})


def _pydataset(place: str) -> pl.DataFrame:
    """From the archive in the package: importing it would unpack that into the home folder."""
    with tarfile.open(_folder("pydataset") / "resources.tar.gz") as archive:
        file = archive.extractfile(f"resources/rdata/csv/{place}.csv")
        assert file is not None
        frame = pl.read_csv(io.BytesIO(file.read()), null_values=["NA"], infer_schema_length=None)
    frame = frame.drop(frame.columns[0])  # numbers or names the rows
    return frame.with_columns(pl.col(pl.String).replace("None", "none"))  # a word like others, there


def _statsmodels(place: str) -> pl.DataFrame:
    data: Any = importlib.import_module(f"statsmodels.datasets.{place}").load_pandas().data
    return pl.DataFrame({str(name): data[name].to_numpy() for name in data.columns})


def _vega(place: str) -> pl.DataFrame:
    path = _folder("vega_datasets") / "_data" / place
    if path.suffix == ".csv":
        return pl.read_csv(path)
    rows = json.loads(path.read_text())
    for row in rows:
        if isinstance(row.get("Year"), str):
            row["Year"] = int(row["Year"][:4])
    return pl.DataFrame(rows, infer_schema_length=None)


_READERS = {
    "scikit-learn": _scikit_learn,
    "pydataset": _pydataset,
    "statsmodels": _statsmodels,
    "vega_datasets": _vega,
}
