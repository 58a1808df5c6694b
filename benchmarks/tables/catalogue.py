"""Real tables that packages ship, each with the column that is learned.

Some are there to choose defaults by, the others to judge them. Left out are rows with missing values, columns
that hold one value only, and columns that number or name the rows or hold the answer under another name.
"""

import importlib
import importlib.util
import io
import json
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

import learnscope as ls


@dataclass(frozen=True)
class Table:
    """One table: `place` is how its package calls it."""

    package: str
    place: str
    target: str
    kind: str
    without: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called here."""
        return self.place.rpartition("/")[2].removesuffix(".json").removesuffix(".csv")


def _classes(package: str, place: str, target: str, *without: str) -> Table:
    return Table(package, place, target, "classes", without)


def _values(package: str, place: str, target: str, *without: str) -> Table:
    return Table(package, place, target, "values", without)


# To choose defaults by.
CHOSE = (
    _classes("scikit-learn", "wine", "target"),
    _classes("pydataset", "MASS/biopsy", "class", "ID"),
    _classes("pydataset", "MASS/birthwt", "low", "bwt"),
    _classes("pydataset", "MASS/fgl", "type"),
    _classes("pydataset", "HSAUR/plasma", "ESR"),
    _classes("pydataset", "car/Cowles", "volunteer"),
    _classes("pydataset", "car/Womenlf", "partic"),
    _classes("pydataset", "Ecdat/Participation", "lfp"),
    _classes("pydataset", "rpart/kyphosis", "Kyphosis"),
    _classes("pydataset", "rpart/stagec", "pgstat", "pgtime"),
    _classes("pydataset", "Ecdat/Hdma", "deny"),
    _classes("pydataset", "Zelig/turnout", "vote"),
    _classes("vega_datasets", "cars.json", "Origin", "Name"),
    _classes("statsmodels", "anes96", "vote"),
    _values("scikit-learn", "diabetes", "target"),
    _values("pydataset", "Ecdat/Housing", "price"),
    _values("pydataset", "car/Salaries", "salary"),
    _values("pydataset", "car/Prestige", "prestige", "census"),
    _values("pydataset", "car/Duncan", "prestige"),
    _values("pydataset", "datasets/swiss", "Fertility"),
    _values("pydataset", "datasets/quakes", "mag"),
    _values("pydataset", "datasets/trees", "Volume"),
    _values("pydataset", "datasets/attitude", "rating"),
    _values("pydataset", "datasets/LifeCycleSavings", "sr"),
    _values("pydataset", "datasets/rock", "perm"),
    _values("pydataset", "datasets/faithful", "waiting"),
    _values("pydataset", "datasets/warpbreaks", "breaks"),
    _values("pydataset", "MASS/hills", "time"),
    _values("pydataset", "MASS/UScrime", "y"),
    _values("pydataset", "Ecdat/Caschool", "testscr", "distcod", "county", "district", "readscr", "mathscr"),
    _values("statsmodels", "star98", "NABOVE", "NBELOW"),
    _values("statsmodels", "ccard", "AVGEXP"),
)
# To judge them: these have no say.
JUDGES = (
    _classes("scikit-learn", "breast_cancer", "target"),
    _classes("scikit-learn", "digits", "target"),
    _classes("scikit-learn", "iris", "target"),
    _classes("pydataset", "MASS/Pima.te", "type"),
    _classes("pydataset", "MASS/crabs", "sp", "index"),
    _classes("pydataset", "MASS/cats", "Sex"),
    _classes("pydataset", "car/Chile", "vote"),
    _classes("pydataset", "Ecdat/Fishing", "mode", "price", "catch"),
    _classes("pydataset", "COUNT/titanic", "survived"),
    _classes("pydataset", "Ecdat/Yogurt", "choice", "id"),
    _classes("vega_datasets", "seattle-weather.csv", "weather", "date"),
    _classes("statsmodels", "spector", "GRADE"),
    _values("pydataset", "MASS/Boston", "medv"),
    _values("pydataset", "MASS/cpus", "perf", "name", "estperf"),
    _values("pydataset", "MASS/UScereal", "calories"),
    _values("pydataset", "MASS/Rubber", "loss"),
    _values("pydataset", "Ecdat/Computers", "price"),
    _values("pydataset", "car/SLID", "wages"),
    _values("pydataset", "car/Anscombe", "education"),
    _values("pydataset", "car/Leinhardt", "infant"),
    _values("pydataset", "car/Ornstein", "interlocks"),
    _values("pydataset", "datasets/mtcars", "mpg"),
    _values("pydataset", "datasets/airquality", "Ozone"),
    _values("pydataset", "datasets/stackloss", "stack.loss"),
    _values("pydataset", "datasets/ToothGrowth", "len"),
    _values("pydataset", "plm/Wages", "lwage"),
    _values("vega_datasets", "barley.json", "yield"),
    _values("statsmodels", "statecrime", "murder"),
    _values("statsmodels", "engel", "foodexp"),
)
TABLES = (*CHOSE, *JUDGES)


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
    return frame.drop(frame.columns[0])  # numbers or names the rows


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
