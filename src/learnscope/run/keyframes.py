"""Keyframes within a budget of bytes: near each other while a run is short, further apart as it grows.

When they outgrow the budget, every second one is dropped and new ones are taken half as often. The first is
kept, and so is one where the engine changes, since what follows it must be replayed by another.
"""

from learnscope.training.history import Keyframe


class Keyframes:
    """The keyframes of a run, in order of their steps."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._frames: list[Keyframe] = []
        self._apart = 1  # least number of steps between two
        self._bytes = 0

    def add(self, frame: Keyframe) -> None:
        """Keep `frame`, whose step is not before any other's, unless it is too near the last."""
        if self._frames:
            last = self._frames[-1]
            same = last.engine == frame.engine
            if same and frame.step - last.step < self._apart:
                return
            if frame.step == last.step:
                self._bytes -= self._frames.pop().size
        self._frames.append(frame)
        self._bytes += frame.size
        while self._bytes > self._budget and self._thin():
            pass

    def forget_after(self, step: int) -> None:
        """Drop those after `step` updates."""
        self._frames = [frame for frame in self._frames if frame.step <= step]
        self._bytes = sum(frame.size for frame in self._frames)

    def all(self) -> tuple[Keyframe, ...]:
        """All that are kept."""
        return tuple(self._frames)

    def _thin(self) -> bool:
        """Drop every second one that may go; say whether any went."""
        kept, droppable = [], 0
        for place, frame in enumerate(self._frames):
            needed = place == 0 or self._frames[place - 1].engine != frame.engine
            droppable += not needed
            if needed or droppable % 2 == 0:
                kept.append(frame)
        went = len(kept) < len(self._frames)
        if len(kept) > 1:
            self._apart = max(self._apart * 2, (kept[-1].step - kept[0].step) // (len(kept) - 1))
        self._frames = kept
        self._bytes = sum(frame.size for frame in kept)
        return went
