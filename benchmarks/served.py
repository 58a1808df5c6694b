"""A server of a checkout, in folders of its own, for what asks it over its real address."""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Served:
    """Its address with the token, its process, and the folder in which it keeps all it keeps."""

    address: str
    pid: int
    folder: Path


@contextlib.contextmanager
def served(root: Path = HERE) -> Iterator[Served]:
    """The server of the checkout at `root`, until the block is left; its folder goes with it."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"PYTHONPATH": str(root / "src"), "PYTHONUNBUFFERED": "1"}
        kept = {name: f"{folder}/{name}" for name in ("XDG_STATE_HOME", "XDG_DATA_HOME")}
        server = subprocess.Popen(
            [sys.executable, "-m", "learnscope", "--no-browser", "--port", "0"],
            stdout=subprocess.PIPE, text=True, cwd=folder, env=os.environ | own | kept,
        )  # fmt: skip
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found is not None
            yield Served(found[0], server.pid, Path(folder))
        finally:
            server.terminate()
            server.wait()
