"""`python -m benchmarks.tables [--candidates]`: write docs/defaults.md, or try what else was considered."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.tables.catalogue import CHOSE, JUDGES, Table
from benchmarks.tables.contest import Result, contest, ours_alone
from benchmarks.tables.page import candidate_line, page
from learnscope.experiment.text import LEFT_OUT
from learnscope.training.compile import compile_kernels

PAGE = Path(__file__).resolve().parents[2] / "docs" / "defaults.md"
CONSTANT: dict[str, Any] = {"schedule": "constant"}
CANDIDATES: dict[str, dict[str, Any]] = {
    "the defaults": {},
    "the earlier defaults": LEFT_OUT,
    "the network of the lowest validation loss": {"best": True},
    "a constant rate": CONSTANT,
    "a constant rate, `l2=0`": CONSTANT | {"l2": 0.0},
    "a constant rate, `l2=0.03`": CONSTANT | {"l2": 0.03},
    "`l2=0`": {"l2": 0.0},
    "`l2=0.02`": {"l2": 0.02},
    "`learning_rate=0.001`": {"learning_rate": 0.001},
    "`learning_rate=0.01`": {"learning_rate": 0.01},
    "`split=(0.75, 0.1, 0.15)`": {"split": (0.75, 0.1, 0.15)},
}


def main() -> None:
    """Learn the tables, and tell of progress on stderr."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables", description=__doc__)
    parser.add_argument("--candidates", action="store_true", help="print what else was considered")
    asked = parser.parse_args()
    compile_kernels()
    if asked.candidates:
        for title, recipe in CANDIDATES.items():
            print(candidate_line(title, [ours_alone(table, **recipe) for table in CHOSE]), flush=True)
        return
    PAGE.write_text(page(list(_told(JUDGES))), encoding="utf-8")
    print(f"Written to {PAGE}.")


def _told(tables: Iterable[Table]) -> Iterable[Result]:
    for table in tables:
        found = contest(table)
        print(f"{table.name}: {found.ours:.3f}, {found.peers:.3f}", file=sys.stderr)
        yield found


if __name__ == "__main__":
    main()
