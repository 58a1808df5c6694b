"""Readers that do what a hostile file may make of one; another process imports them by this module's name."""

import os
import signal
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from learnscope.data.apart import Task
from learnscope.errors import DataError


@dataclass(frozen=True)
class Hungry(Task):
    """Takes memory until it is stopped."""

    def carried_out(self) -> NoReturn:
        """Sixteen megabytes at a time, all of them used."""
        taken = []
        while True:
            taken.append(b"x" * 2**24)


@dataclass(frozen=True)
class Endless(Task):
    """Computes until it is stopped."""

    def carried_out(self) -> NoReturn:
        """Nothing of use."""
        while True:
            pass


@dataclass(frozen=True)
class Waiting(Task):
    """Waits for what does not come, and leaves something where it unpacks."""

    def carried_out(self) -> NoReturn:
        """The first argument is where its number is written."""
        Path(os.environ["TMPDIR"], "unpacked").write_bytes(b"x")
        place = Path(self.arguments[0])
        place.with_suffix(".new").write_text(str(os.getpid()), encoding="ascii")
        place.with_suffix(".new").rename(place)
        while True:
            threading.Event().wait()


@dataclass(frozen=True)
class Ended(Task):
    """Ends without a word, by the signal that is its argument, or with a code where that is negative."""

    def carried_out(self) -> Any:
        """As what corrupts memory does."""
        how = self.arguments[0]
        if how < 0:
            os._exit(-how)
        os.kill(os.getpid(), how)
        signal.pause()


@dataclass(frozen=True)
class Faulty(Task):
    """Has a fault."""

    def carried_out(self) -> NoReturn:
        """That nobody raised on purpose."""
        raise ZeroDivisionError("a fault of the reader")


@dataclass(frozen=True)
class Telling(Task):
    """Says where it runs."""

    def carried_out(self) -> NoReturn:
        """As a refusal: its environment, open descriptors, priority, and whether it prints to anybody."""
        print("printed")
        os.write(2, b"written")
        open_ones = sorted(os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")[:-1])
        first = Path("/proc/self/oom_score_adj").read_text(encoding="ascii").strip()
        raise DataError(repr((dict(os.environ), open_ones, os.nice(0), first)))
