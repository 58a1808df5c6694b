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

# Begins a server that takes its machine for a smaller one.
ON_SMALL = (
    "import os, runpy; real = os.sysconf; os.sysconf = lambda name: "
    "{} // real('SC_PAGE_SIZE') if name == 'SC_PHYS_PAGES' else real(name); "
    "runpy.run_module('learnscope', run_name='__main__')"
)
HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Served:
    """Its address with the token, its process, and the folders of what it keeps and of what it does not."""

    address: str
    pid: int
    folder: Path
    temporary: Path


@contextlib.contextmanager
def served(root: Path = HERE, *command: str, memory: int | None = None) -> Iterator[Served]:
    """The server of the checkout at `root`, that of a `command` of its, until the block is left.

    Its folder goes with it. With `memory`, it takes its machine for one with so many bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder) / "temporary"
        temporary.mkdir()
        own = {"PYTHONPATH": str(root / "src"), "PYTHONUNBUFFERED": "1", "TMPDIR": str(temporary)}
        begun = ["-m", "learnscope"] if memory is None else ["-c", ON_SMALL.format(memory)]
        kept = {name: f"{folder}/{name}" for name in ("XDG_STATE_HOME", "XDG_DATA_HOME")}
        server = subprocess.Popen(
            [sys.executable, *begun, *command, "--no-browser", "--port", "0"],
            stdout=subprocess.PIPE, text=True, cwd=folder, env=os.environ | own | kept,
        )  # fmt: skip
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found is not None
            yield Served(found[0], server.pid, Path(folder), temporary)
        finally:
            server.terminate()
            server.wait()
            if server.stdout is not None:
                server.stdout.close()
