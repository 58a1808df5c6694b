"""A class on one machine: `python -m benchmarks class --sittings N --players N --seconds S --base ROOT`.

Each sitting has one reader, which asks for something cheap every two seconds: a step, a sample, a weight, a
selection (`readers`). First nobody plays, then the first of them do, as fast as they can, and at last all
ask again as soon as they are answered. Wanted of 200 with 20 players on two cores: answers within 250 ms at
p99, 500 ms while some play, of which each sees five new moments a second; one megabyte a sitting.

With `--seated`, it is the server of `learnscope class`, and each has joined it by a name.
With `--base`, the checkout in ROOT is asked the same in the same go, and ratios to it are printed.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.served import HERE, served

PARTS = {"quiet": "without players", "playing": "while some play", "hasty": "as fast as answered"}


def report(
    *, sittings: int, players: int, seconds: float, base: Path | None = None, seated: bool = False
) -> str:
    """The figures in words, and how they stand to those of `base`."""
    options = ["--sittings", str(sittings), "--players", str(players), "--seconds", str(seconds)]
    if seated:
        options.append("--seated")
    lines = ["", f"A class of {sittings}, of whom {players} play, on {os.cpu_count()} cores"]
    before = None if base is None else _measured(base.resolve(), options)
    if before is not None:
        lines += ["  before", *_words(before)]
    now = _measured(HERE, options)
    lines += ["  now" if before is not None else "", *_words(now)]
    if before is not None:
        lines += ["  before / now", *_ratios(before, now)]
    return "\n".join(line for line in lines if line)


def _measured(root: Path, options: list[str]) -> dict[str, Any]:
    """What the readers report of the server in the checkout at `root`."""
    command = ["class", "--host", "127.0.0.1"] if "--seated" in options else []
    with served(root, *command) as server:
        asked = [sys.executable, "-m", "benchmarks.readers", server.address, str(server.pid), *options]
        done = subprocess.run(asked, cwd=HERE, stdout=subprocess.PIPE, check=True)
        result: dict[str, Any] = json.loads(done.stdout)
        return result


def _words(found: dict[str, Any]) -> list[str]:
    lines = [
        f"    all look after {found['joined']:.1f} s; {found['sitting'] / 1e6:.2f} MB a sitting "
        f"of {found['hasty']['memory'] / 1e6:.0f} MB"
    ]
    for name, title in PARTS.items():
        part = found[name]
        times = ", ".join(f"{1e3 * each:.0f}" for each in part["latency"])
        seen = ", {:.1f} to {:.1f} moments/s".format(*part["moments"]) if part["moments"] else ""
        lines.append(
            f"    {title:20} {part['rate']:7.1f} answers/s after {times} ms (p50, p90, p99){seen}; "
            f"{part['cpu'][0]:.2f} cores, and {part['cpu'][1]:.2f} for the readers"
        )
    return lines


def _ratios(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    lines = [f"    memory of a sitting  {before['sitting'] / now['sitting']:.1f} ×"]
    for name, title in PARTS.items():
        old, new = before[name], now[name]
        times = " ".join(f"{a / b:.1f} ×" for a, b in zip(old["latency"], new["latency"], strict=True))
        line = f"    {title:20} answers/s {new['rate'] / old['rate']:.1f} × as many; waited {times}"
        if old["moments"]:
            fewest = new["moments"][0] / max(old["moments"][0], 1e-3)
            line += f"; moments/s {fewest:.1f} × as many (fewest)"
        lines.append(line)
    return lines
