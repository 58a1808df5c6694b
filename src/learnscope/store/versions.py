"""What decides the last bits of a run besides its recipe: versions, and the machine.

Numbers of one recipe and seed are the same bits on one machine with one set of versions. Elsewhere, another
release of NumPy or Numba, or another processor's matrix product, may round a last bit otherwise.
"""

import functools
import importlib.metadata
import platform
from collections.abc import Mapping

from learnscope.version import VERSION

PACKAGES = ("numpy", "numba", "scipy")


def versions() -> dict[str, str]:
    """Versions by name, "" for what is not installed, and the kind of machine."""
    return dict(_versions())


@functools.cache
def _versions() -> dict[str, str]:
    found = {"learnscope": VERSION, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = ""
    return found | {"machine": f"{platform.system()} {platform.machine()}"}


def difference(then: Mapping[str, str], now: Mapping[str, str]) -> str:
    """In what `now` differs from `then`, and what follows from it, as a sentence; "" where in nothing."""
    parts = [
        f"{name} {then.get(name) or 'missing'} rather than {now[name] or 'none'}"
        for name in now
        if name != "python" and then.get(name) != now[name]
    ]
    if not parts:
        return ""
    return (
        f"It was made with {', '.join(parts)}: networks at keyframes are exact, those between may differ in "
        "their last bits."
    )
