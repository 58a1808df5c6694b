"""How much memory a server may take, and how many processes."""

import math
import os
from pathlib import Path

SHARE = 0.75  # of what there is
CGROUPS = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
MOST = 8  # processes that compute, beside the one that serves
EACH = 5e8  # bytes for one of them, and for that one


def most_memory(cgroups: Path = CGROUPS, own: Path = OWN) -> float:
    """Bytes that the process may take: three quarters of the machine's, or of what is allowed to it.

    A container or a service may be allowed less than the machine has, by its control group or one around it.
    Infinite where the system does not say.

    Source: docs.kernel.org/admin-guide/cgroup-v2.html (memory.max)
    """
    return SHARE * min(_machine(), _allowed(cgroups, own))


def most_processes(wanted: int | None = None) -> int:
    """How many processes compute, beside the one that serves: as many as are wanted, or one for each core.

    None on a single core, where memory is short, and on systems where processes cannot share a socket.
    """
    if os.name != "posix":
        return 0
    if wanted is not None:
        return wanted
    cores = _cores()
    return 0 if cores < 2 else int(min(cores, MOST, max(0.0, most_memory() / EACH - 1)))


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _machine() -> float:
    try:
        return float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return math.inf


def _allowed(cgroups: Path, own: Path) -> float:
    try:
        lines = own.read_text(encoding="utf-8").splitlines()
    except OSError:
        return math.inf
    named = next((line.removeprefix("0::/") for line in lines if line.startswith("0::/")), None)
    if named is None:  # control groups of the first version
        return math.inf
    place = cgroups / named
    around = [folder for folder in (place, *place.parents) if folder.is_relative_to(cgroups)]
    return min(map(_limit, around), default=math.inf)


def _limit(folder: Path) -> float:
    try:
        text = (folder / "memory.max").read_text(encoding="ascii").strip()
    except OSError:
        return math.inf
    return int(text) if text.isascii() and text.isdigit() else math.inf
