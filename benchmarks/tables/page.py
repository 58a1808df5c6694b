"""docs/defaults.md: what the defaults reach on each table, beside scikit-learn's."""

import platform
from collections.abc import Sequence
from importlib.metadata import version

import numpy as np

from benchmarks.tables.catalogue import CHOSE
from benchmarks.tables.contest import SEEDS, Result
from learnscope.experiment.record import DEFAULTS

SHOWN = (
    "hidden", "activation", "optimizer", "learning_rate", "schedule", "batch_size", "l2", "epochs", "split",
)  # fmt: skip
HEAD = """# The defaults, on real tables

`make tables` writes this page. An experiment in which nothing but the data is given learns so: {recipe}.
It is compared with scikit-learn's `MLPClassifier` and `MLPRegressor` with their defaults, on {count} tables
that packages ship.

Each number is a mean over {splits} seeded splits. Both learn from the same rows, with standardised inputs and
targets: ours from the training rows (the validation rows are there to be watched), the peer from the
training and the validation rows. Both are judged on the same test rows: accuracy of classes, R² of
values, taken as 0 where it is below. Seconds are those of learning, of one processor.

These tables had no say: they were named before any of them was learned from, and were learned from once.
{chose} others chose the defaults. Of those, 67 had judged a recipe that was the same but for its split,
`(0.75, 0.1, 0.15)`: 0.608 against 0.608 (classes 0.720 and 0.713, values 0.545 and 0.550). The peer learns
from 13 % more rows than that, which told on small tables; then they came to those that choose.
`python -m benchmarks.tables --candidates` tries on these what else was considered.

| tables | count | ours | scikit-learn | seconds, ours | seconds, scikit-learn |
|---|---:|---:|---:|---:|---:|
"""
COLUMNS = """
| table | from | rows | inputs | ours | scikit-learn | seconds, ours | seconds, scikit-learn |
|---|---|---:|---:|---:|---:|---:|---:|
"""


def page(results: Sequence[Result]) -> str:
    """The whole page."""
    recipe = ", ".join(f"`{name}={DEFAULTS[name]!r}`" for name in SHOWN)
    text = HEAD.format(recipe=recipe, count=len(results), splits=len(SEEDS), chose=len(CHOSE))
    for kind in ("all", "classes", "values"):
        rows = [one for one in results if kind in ("all", one.table.kind)]
        text += f"| {kind} | {len(rows)} | {_numbers(rows)} |\n"
    for kind, score in (("classes", "accuracy"), ("values", "R²")):
        text += f"\n## {kind.capitalize()} ({score})\n{COLUMNS}"
        for one in results:
            if one.table.kind == kind:
                about = f"| {one.table.name} | {one.table.package} | {one.rows} | {one.inputs} |"
                text += f"{about} {_numbers([one])} |\n"
    packages = ("numpy", "numba", "scikit-learn", "pydataset", "statsmodels", "vega_datasets")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"{text}\nMeasured with Python {platform.python_version()}, {versions}.\n"


def candidate_line(title: str, results: Sequence[Result]) -> str:
    """A row of the table of what was considered."""
    scores = [
        np.mean([one.ours for one in results if kind in ("all", one.table.kind)])
        for kind in ("all", "classes", "values")
    ]
    seconds = np.mean([one.our_seconds for one in results])
    return f"| {title} | {' | '.join(f'{score:.3f}' for score in scores)} | {seconds:.2f} |"


def _numbers(results: Sequence[Result]) -> str:
    """Mean scores and seconds of both, the better score in bold."""
    columns = [(one.ours, one.peers, one.our_seconds, one.their_seconds) for one in results]
    ours, peers, mine, theirs = np.mean(columns, axis=0)
    marks = ["**" if a >= b else "" for a, b in ((ours, peers), (peers, ours))]
    scores = [f"{mark}{score:.3f}{mark}" for mark, score in zip(marks, (ours, peers), strict=True)]
    return " | ".join([*scores, f"{mine:.2f}", f"{theirs:.2f}"])
