"""Whole processes: importing, and training from the command line."""

import statistics
import subprocess
import sys
import time
from pathlib import Path


def seconds(arguments: list[str], *, rounds: int) -> float:
    """The median time of a whole process."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run(arguments, capture_output=True, check=True)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def report(rounds: int) -> str:
    """The measurements in words; the command is left out where it does not exist yet."""
    lines = ["\nWhole processes, machine code on disk"]
    took = seconds([sys.executable, "-c", "import learnscope"], rounds=rounds)
    lines.append(f"  import learnscope                     {took:6.2f} s   (wanted: at most 0.6 s)")
    command = Path(sys.executable).with_name("learnscope")
    try:
        took = seconds([str(command), "train", "iris", "--epochs", "50"], rounds=rounds)
        lines.append(f"  learnscope train iris --epochs 50     {took:6.2f} s   (wanted: at most 1.5 s)")
    except (OSError, subprocess.CalledProcessError):
        lines.append("  learnscope train iris --epochs 50     not available here")
    return "\n".join(lines)
