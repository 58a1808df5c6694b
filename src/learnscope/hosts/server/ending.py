"""The signals that mean "end": Ctrl-C, SIGTERM, and SIGHUP, which comes when the terminal is closed.

They are taken from before the server is loaded, so that one that comes early is neither lost nor answered
with a traceback. While it runs, the server takes the first two itself, and raises them again after its end:
here they then do no harm. What is to outlive its terminal is begun with SIGHUP ignored (nohup): so it stays.
"""

import signal
from collections.abc import Callable
from types import FrameType
from typing import Self

SIGNALS = (signal.SIGINT, signal.SIGTERM)
HANGUP: int | None = getattr(signal, "SIGHUP", None)  # which Windows has not


class Ending:
    """A context in which the signals are passed on to whoever asks to be told."""

    def __init__(self) -> None:
        self._tell: Callable[[], None] | None = None
        self._wanted = False

    def __enter__(self) -> Self:
        """Take the signals."""
        wanted: list[int] = list(SIGNALS)
        if HANGUP is not None and signal.getsignal(HANGUP) is not signal.SIG_IGN:
            wanted.append(HANGUP)
        self._before = {number: signal.signal(number, self._take) for number in wanted}
        return self

    def __exit__(self, *_: object) -> None:
        """Give them back to whoever had them."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def then(self, tell: Callable[[], None]) -> None:
        """Call `tell` on every signal; at once where one has come already."""
        self._tell = tell
        if self._wanted:
            tell()

    def _take(self, number: int, frame: FrameType | None) -> None:
        self._wanted = True
        if self._tell is not None:
            self._tell()
