"""How many descriptors runs take that are open at once, in a process that may have 1024.

    python -m tests.hosts.server.descriptors FOLDER HELPERS RUNS

It prints how many connections a server with so many helpers would take, how many descriptors the run of a
sitting takes, and how many so many of them take together with everything else.
"""

import resource
import shutil
import sys
from contextlib import ExitStack, closing
from pathlib import Path

from learnscope.hosts.server.connections import grant
from learnscope.scene import schema
from learnscope.session.making import SessionMaker
from learnscope.store.contents import Notes
from learnscope.store.file import RunFile
from learnscope.store.read import open_stored

HARD = 1024


def taken() -> int:
    """How many there are, this look at them left out."""
    return len(list(Path("/proc/self/fd").iterdir())) - 1


def main(folder: Path, helpers: int, runs: int) -> str:
    """What is to be printed."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (HARD, HARD))
    most = grant(helpers)
    session = SessionMaker(folder / "first")(None)
    before = taken()
    session.handle(schema.Advance(at=session.scene().moment, next_batch=False, phase=0.0))
    session.snapshot(settle=True)
    each = taken() - before
    session.release()
    (made,) = (folder / "first").glob("*.run")
    stored = open_stored(made)
    with ExitStack() as opened:
        for number in range(runs):
            file = folder / f"{number}.run"
            shutil.copy(made, file)
            run = RunFile(file, stored.tree, stored.setups, stored.about["stamp"])
            opened.enter_context(closing(run))
            run.save(stored.tree, Notes())
        return f"{most} {each} {taken()}"


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
