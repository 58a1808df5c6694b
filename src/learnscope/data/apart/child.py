"""What a process does that reads for another: it takes one task, reads, tells, and ends.

It takes little of the machine, ends with whoever asked, and is the first that the system ends where memory
runs out. What it prints is for nobody.
"""

import contextlib
import os
import pickle
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from learnscope.data.apart.task import Share, Task

NICE = 10
FIRST = "1000"  # of all, where the system must end some process; Linux


def main() -> None:
    """Read the task at standard input and tell what it leads to at standard output."""
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST, encoding="ascii")
    task, share = pickle.load(asked)  # comes from the process that began this one
    threading.Thread(target=_end_with, args=(asked,), daemon=True).start()
    task.prepare()  # in a moment, for which somebody waits
    with contextlib.suppress(OSError):
        os.nice(NICE)
    _keep_to(share)
    _tell(task, told)
    told.flush()
    os._exit(0)  # what was read needs no taking apart


def _tell(task: "Task", told: BinaryIO) -> None:
    from learnscope.data.apart import plain

    try:
        found = task.carried_out()
    except Exception as error:
        told.write(plain.told_error(error, traceback.format_exc()))
        return
    for piece in plain.told(found):
        told.write(piece)


def _keep_to(share: "Share") -> None:
    """Be ended by the system after so much computing, and leave no image of memory behind."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (share.computing, share.computing + 1))


def _end_with(asked: BinaryIO) -> None:
    """End when whoever asked has."""
    asked.read()
    os._exit(1)


if __name__ == "__main__":
    main()
