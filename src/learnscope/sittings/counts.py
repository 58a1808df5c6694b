"""What is counted of all sittings, for who watches a server: as text that Prometheus reads.

Source: prometheus.io/docs/instrumenting/exposition_formats (version 0.0.4).
"""

import bisect
import sys
from dataclasses import dataclass
from pathlib import Path

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


GAUGES = {
    "learnscope_sittings": "Sittings that somebody looks at",
    "learnscope_sittings_in_memory": "Sittings in memory",
    "learnscope_readers": "Pages that look at them",
    "learnscope_players": "Sittings that play",
    "learnscope_waiting": "Pieces of work that wait for their turn",
    "learnscope_processes": "Processes that compute",
    "learnscope_resident_bytes": "Memory that the processes take",
}


class Counts:
    """Answers, by how long their readers waited for them, and moments that were shown of what plays."""

    def __init__(self) -> None:
        self.within = [0] * (len(BOUNDS) + 1)  # answers within each bound, and those beyond
        self.seconds = 0.0
        self.moments = 0

    def answered(self, seconds: float) -> None:
        """An intent was answered after so long."""
        self.within[bisect.bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


@dataclass(frozen=True)
class Figures:
    """What is counted, and the values of the gauges, in their order."""

    within: tuple[int, ...]
    seconds: float
    moments: int
    gauges: tuple[float, ...]

    def __add__(self, other: "Figures") -> "Figures":
        """Those of two processes together."""
        return Figures(
            tuple(map(sum, zip(self.within, other.within, strict=True))),
            self.seconds + other.seconds,
            self.moments + other.moments,
            tuple(map(sum, zip(self.gauges, other.gauges, strict=True))),
        )

    @property
    def past(self) -> "Figures":
        """What was counted until now, of a process that has ended."""
        return Figures(self.within, self.seconds, self.moments, (0.0,) * len(self.gauges))

    def text(self) -> str:
        """All of it as Prometheus reads it."""
        lines = []
        for (name, what), value in zip(GAUGES.items(), self.gauges, strict=True):
            lines += _headed(name, what, "gauge", [("", value)])
        total, buckets = 0, []
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), self.within, strict=True):
            total += count
            buckets.append((f'_bucket{{le="{bound}"}}', total))
        waited = [*buckets, ("_sum", self.seconds), ("_count", total)]
        lines += _headed("learnscope_answer_seconds", "How long answers took", "histogram", waited)
        lines += _headed(
            "learnscope_moments_total", "Moments of playing shown", "counter", [("", self.moments)]
        )
        return "\n".join(lines) + "\n"


def _headed(name: str, what: str, kind: str, values: list[tuple[str, float]]) -> list[str]:
    rows = (
        f"{name}{suffix} {value:.6g}" if value % 1 else f"{name}{suffix} {value:.0f}"
        for suffix, value in values
    )
    return [f"# HELP {name} {what}.", f"# TYPE {name} {kind}", *rows]


def resident(*others: int) -> int:
    """Bytes of this process, and of others by their numbers, that lie in memory.

    Where the system does not say it is the most that this one had so far, or 0.
    """
    try:
        pages = [int(_statm(one).split()[1]) for one in ("self", *map(str, others))]
    except (OSError, ValueError, IndexError):
        return _most_resident()
    import os

    return sum(pages) * os.sysconf("SC_PAGE_SIZE")


def _statm(process: str) -> str:
    return Path(f"/proc/{process}/statm").read_text(encoding="ascii")


def _most_resident() -> int:
    """The most that lay there so far, where that is all that is known."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
