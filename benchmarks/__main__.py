"""`python -m benchmarks [--rounds N] [--seeds N] [part …]`: side by side with peers, in one run.

`class` has arguments of its own (`class_`).
"""

import argparse
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks import contest, digits, landscape, million, play, removals, runs, startup
from benchmarks.report import interleaved, table, timed
from learnscope.training.compile import compile_kernels

PARTS = ("steps", "digits", "million", "startup", "play", "runs", "removals", "landscape")
ASKED = (
    "page",
    "stage",
    "playing",
    "what_if",
    "lens",
    "class",
    "hour",
    "answers",
    "bombs",
)  # five need Chromium
LIBRARIES = ("numpy", "numba", "torch", "scikit-learn", "keras", "jax", "loss-landscapes")


def main() -> None:
    """Run the parts that are asked for, all without."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"one of {', '.join(PARTS + ASKED)}")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--sittings", type=int, default=200, help="of a class")
    parser.add_argument("--players", type=int, default=20, help="of a class")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each part of a class")
    parser.add_argument("--minutes", type=float, default=60.0, help="of the hour of play")
    parser.add_argument("--looking", action="store_true", help="who plays for an hour changes nothing")
    parser.add_argument("--seated", action="store_true", help="the class is one of `learnscope class`")
    parser.add_argument("--base", type=Path, help="another checkout, for ratios of a class and answers")
    options = parser.parse_args()
    unknown = set(options.parts) - {*PARTS, *ASKED}
    if unknown:
        parser.error(f"unknown part {min(unknown)!r}; choose from {', '.join(PARTS + ASKED)}")
    parts = options.parts or PARTS
    machine = platform.processor() or platform.machine()
    print(f"{machine}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(", ".join(f"{name} {found}" for name in LIBRARIES if (found := _version(name))))
    compile_kernels()
    if "steps" in parts:
        for entry in contest.CONTESTS:
            print(_steps(entry, options.rounds), flush=True)
    if "digits" in parts:
        goal = f"{digits.GOAL:.0%} test accuracy"
        title = f"Digits to {goal}, 64-32-10, batch {digits.BATCH}, {options.seeds} seeds"
        found = digits.results(options.seeds)
        print(table(title, found, unit="ms", scale=1e3, wanted="5 × both"), flush=True)
    if "million" in parts:
        print(million.report(), flush=True)
    if "startup" in parts:
        print(startup.report(options.rounds), flush=True)
    if "play" in parts:
        print(play.report(), flush=True)
    if "runs" in parts:
        print(runs.report(), flush=True)
    if "removals" in parts:
        print(removals.report(options.rounds), flush=True)
    if "landscape" in parts:
        print(landscape.report(options.rounds), flush=True)
    if "page" in parts:
        from benchmarks import page

        print(page.report(), flush=True)
    if "stage" in parts:
        from benchmarks import stage

        print(stage.report(), flush=True)
    if "playing" in parts:
        from benchmarks import playing

        print(playing.report(), flush=True)
    if "lens" in parts:
        from benchmarks import lens

        print(lens.report(), flush=True)
    if "class" in parts:
        from benchmarks import class_

        found = class_.report(
            sittings=options.sittings,
            players=options.players,
            seconds=options.seconds,
            base=options.base,
            seated=options.seated,
        )
        print(found, flush=True)
    if "hour" in parts:
        from benchmarks import hour

        print(f"\nPlay for {options.minutes:g} minutes", flush=True)
        print(hour.report(options.minutes, looking=options.looking), flush=True)
    if "answers" in parts:
        from benchmarks import answers

        print(answers.report(base=options.base), flush=True)
    if "bombs" in parts:
        from benchmarks import besieged

        besieged.report()
    if "what_if" in parts:
        from benchmarks import what_if

        print(what_if.report(), flush=True)


def _steps(entry: contest.Contest, rounds: int) -> str:
    entries = contest.contestants(entry)
    for steps in entries.values():
        steps(entry.steps // 5)  # whatever happens only once
    runs = {
        name: lambda number, steps=steps: timed(lambda: steps(entry.steps)) for name, steps in entries.items()
    }
    return table(
        entry.name, interleaved(runs, rounds=rounds), unit="µs per step", scale=1e6, wanted=entry.wanted
    )


def _version(name: str) -> str:
    try:
        return f"{version(name)}"
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    main()
