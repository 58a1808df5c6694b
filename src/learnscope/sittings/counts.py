"""What is counted of all sittings, for who watches a server: as text that Prometheus reads.

Source: prometheus.io/docs/instrumenting/exposition_formats (version 0.0.4).
"""

import bisect
import sys
from collections.abc import Mapping
from pathlib import Path

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


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

    def text(self, gauges: Mapping[str, tuple[str, float]]) -> str:
        """All of it, with `gauges`: by name, what each is and its value now."""
        lines = []
        for name, (what, value) in gauges.items():
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


def resident() -> int:
    """Bytes of this process that lie in memory; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return _most_resident()
    import os

    return pages * os.sysconf("SC_PAGE_SIZE")


def _most_resident() -> int:
    """The most that lay there so far, where that is all that is known."""
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
