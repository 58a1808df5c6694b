"""Rounds, medians and tables."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """Seconds per unit of work of one contestant, one number per round; `note` says what it reached."""

    seconds: tuple[float, ...]
    note: str = ""

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return statistics.median(self.seconds)


def interleaved(contestants: Mapping[str, Callable[[int], float]], *, rounds: int) -> dict[str, Result]:
    """Each contestant once per round, in turn, so that whatever slows the machine slows them all.

    A contestant takes the number of the round and returns seconds per unit of work.
    """
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds):
        for name, run in contestants.items():
            taken[name].append(run(number))
    return {name: Result(tuple(seconds)) for name, seconds in taken.items()}


def timed(run: Callable[[], int]) -> float:
    """Seconds per unit of work; `run` returns how many units it did."""
    began = time.perf_counter()
    units = run()
    return (time.perf_counter() - began) / units


def table(title: str, results: Mapping[str, Result], *, unit: str, scale: float, wanted: str) -> str:
    """Medians and spreads, with ratios to the first entry, which is Learnscope's."""
    lines = ["", title, f"  {'':34}{unit:>12}{'from':>10}{'to':>10}{'ratio':>9}"]
    first = next(iter(results.values())).median
    for name, result in results.items():
        low, high = min(result.seconds) * scale, max(result.seconds) * scale
        ratio = result.median / first
        numbers = f"{result.median * scale:12.3f}{low:10.3f}{high:10.3f}{ratio:8.2f}×"
        lines.append(f"  {name:34}{numbers}  {result.note}".rstrip())
    peers = [result.median for name, result in results.items() if not name.startswith("Learnscope")]
    if peers:
        lines.append(f"  against the fastest peer: {min(peers) / first:.2f} ×   (wanted: {wanted})")
    return "\n".join(lines)
