"""`python -m benchmarks.tables [--candidates]`: write docs/defaults.md, or try what else was considered."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.tables.catalogue import CHOSE, TABLES, Table
from benchmarks.tables.contest import Result, contest, ours_alone
from benchmarks.tables.page import candidate_line, page
from learnscope.training.compile import compile_kernels

PAGE = Path(__file__).resolve().parents[2] / "docs" / "defaults.md"
WIDE: dict[str, Any] = {
    "hidden": (100,), "activation": "relu", "learning_rate": 0.003, "batch_size": 32, "epochs": 100,
}  # fmt: skip
CANDIDATES: dict[str, dict[str, Any]] = {
    "the defaults": {},
    "the defaults, the network of the lowest validation loss": {"best": True},
    "100 ReLU neurons": WIDE,
    "100 ReLU neurons, the network of the lowest validation loss": WIDE | {"best": True},
    "100 ReLU neurons, `l2=0.01`, more rows to learn from": WIDE | {"l2": 0.01, "split": (0.75, 0.1, 0.15)},
    "100 ReLU neurons, `l2=0.03`, more rows to learn from": WIDE | {"l2": 0.03, "split": (0.75, 0.1, 0.15)},
}


def main() -> None:
    """Learn every table, and tell of progress on stderr."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables", description=__doc__)
    parser.add_argument("--candidates", action="store_true", help="print what else was considered")
    asked = parser.parse_args()
    compile_kernels()
    if asked.candidates:
        for title, recipe in CANDIDATES.items():
            print(candidate_line(title, [ours_alone(table, **recipe) for table in CHOSE]), flush=True)
        return
    PAGE.write_text(page(list(_told(TABLES))), encoding="utf-8")
    print(f"Written to {PAGE}.")


def _told(tables: Iterable[Table]) -> Iterable[Result]:
    for table in tables:
        found = contest(table)
        print(f"{table.name}: {found.ours:.3f}, {found.peers:.3f}", file=sys.stderr)
        yield found


if __name__ == "__main__":
    main()
