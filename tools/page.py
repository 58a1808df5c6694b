"""Build web/ into src/learnscope/hosts/page/, where a source is newer than the built page.

    python tools/page.py              build the page, where needed
    python tools/page.py --modules    only install the modules of web/, where needed
    python tools/page.py --requires   print the Python package to install first, or nothing

In a source distribution all files bear one date and the page is there: nothing is built, no Node needed.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import node

WEB = node.WEB
PAGE = WEB.parent / "src" / "learnscope" / "hosts" / "page" / "index.html"


def build() -> None:
    """Build the page where it is missing or older than its sources."""
    if not stale():
        return
    modules()
    node.npm("run", "--silent", "build", "--", "--logLevel", "warn")


def modules() -> None:
    """Install what package-lock.json names, where npm has not yet done so."""
    installed = WEB / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (WEB / "package-lock.json").stat().st_mtime:
        # Vite counts as a development dependency; NODE_ENV=production must not leave it out.
        node.npm("ci", "--include=dev", "--loglevel=error")


def stale() -> bool:
    """Whether the page is missing or any of its sources is newer."""
    if not PAGE.exists():
        return True
    built = PAGE.stat().st_mtime
    return any(source.stat().st_mtime > built for source in _sources())


def _sources() -> Iterator[Path]:
    yield from (path for path in WEB.iterdir() if path.is_file())
    yield from (path for path in (WEB / "src").rglob("*") if path.is_file() and ".test." not in path.name)


if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case []:
                build()
            case ["--modules"]:
                modules()
            case ["--requires"]:
                print(*node.requires() if stale() else [])
            case _:
                sys.exit(__doc__)
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)  # npm has said why
