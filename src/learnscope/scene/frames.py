"""Frames: of a scene, what a reader does not have yet.

A reader is sent a scene whole once, and then what has changed since the last one sent to it. Nothing is
declared to be a part: records are compared with records of the same kind, field by field, and

    record   a map of the fields that differ, each as what has changed in it
    tuple    of the same length: a map from places to what has changed there; else whole
    bytes    that begin as the old ones do: how many to keep, and what follows them
             of the same length, with few numbers that differ: their places, and these numbers
             else whole
    others   whole

What did not change is left out, so that a frame costs what is new in it, and a reader keeps the very objects
it has for all the rest. A record of another kind comes whole, with its tag.
"""

from typing import Any

import msgspec
import numpy as np

from learnscope.scene.schema import Frame, Scene

SMALL = 256  # bytes of which less are sent whole: what could be spared is not worth a look
WORTH = 64  # bytes that must be spared for the rest to be sent alone
WORD = 8  # bytes of a number
PLAIN = frozenset((float, int, str, bool, type(None)))  # of what changes in them nothing stays


class Sender:
    """Scenes on their way to one reader, as messages: the first whole, each other as a frame."""

    def __init__(self) -> None:
        self._sent: Scene | None = None

    def __call__(self, scene: Scene) -> bytes:
        """The message that brings the reader from the last scene to `scene`."""
        message = scene if self._sent is None else frame(self._sent, scene)
        self._sent = scene
        return msgspec.msgpack.encode(message)


class Receiver:
    """The other end, for readers in Python: what comes, in plain maps, lists and bytes."""

    def __init__(self) -> None:
        self._scene: Any = None

    def __call__(self, message: bytes) -> dict[str, Any]:
        """What the message says: a whole scene where it is a scene or a frame, anything else as it is."""
        said: dict[str, Any] = msgspec.msgpack.decode(message)
        if said["type"] not in ("scene", "frame"):
            return said
        self._scene = said if said["type"] == "scene" else applied(self._scene, said["changes"])
        return dict(self._scene)


class _Same:
    """There is nothing to say."""


SAME = _Same()


def frame(before: Scene, after: Scene) -> Frame:
    """What a reader who has `before` needs to have `after`."""
    changed = changes(before, after)
    return Frame({} if changed is SAME else changed)


def changes(before: Any, after: Any) -> Any:
    """What makes `after` of `before`, SAME where nothing does."""
    if before is after:
        return SAME
    kind = type(after)
    if kind is not type(before):
        return after
    found: dict[Any, Any] = {}
    if kind is tuple:
        if len(before) != len(after):
            return after
        for place, new in enumerate(after):
            old = before[place]
            if old is new or old == new:
                continue
            change = new if type(new) in PLAIN else changes(old, new)
            if change is not SAME:
                found[place] = change
        return found or SAME
    fields = getattr(kind, "__struct_fields__", None)
    if fields is not None:
        for name in fields:
            old, new = getattr(before, name), getattr(after, name)
            # whether two records are equal msgspec finds out without Python
            if old is new or old == new:
                continue
            change = new if type(new) in PLAIN else changes(old, new)
            if change is not SAME:
                found[name] = change
        return found or SAME
    if before == after:
        return SAME
    return _bytes(before, after) if kind is bytes else after


def applied(before: Any, change: Any) -> Any:
    """What a reader has who had `before`, in plain maps, lists and bytes, and was told of `change`."""
    if not isinstance(change, dict) or "type" in change or before is None:
        return change
    if isinstance(before, bytes):
        return _rewritten(before, **change)
    if isinstance(before, list):
        return [applied(old, change[k]) if k in change else old for k, old in enumerate(before)]
    return before | {name: applied(before.get(name), new) for name, new in change.items()}


def _bytes(before: bytes, after: bytes) -> Any:
    """`after`, or what of it differs from `before` where that is shorter."""
    both = min(len(before), len(after))
    if both < SMALL:
        return after
    if after.startswith(before):
        return {"keep": both, "tail": after[both:]}
    if len(before) == len(after) and both % WORD == 0:
        words = np.frombuffer(after, np.uint64)
        places = np.flatnonzero(np.frombuffer(before, np.uint64) != words)
        if len(places) * (WORD + 4) + WORTH < both:
            return {"places": places.astype("<u4").tobytes(), "words": words[places].tobytes()}
    differ = np.frombuffer(before, np.uint8, both) != np.frombuffer(after, np.uint8, both)
    first = int(differ.argmax())
    kept = first if differ[first] else both
    return after if kept < WORTH else {"keep": kept, "tail": after[kept:]}


def _rewritten(
    before: bytes, *, keep: int = 0, tail: bytes = b"", places: bytes = b"", words: bytes = b""
) -> bytes:
    if not places:
        return before[:keep] + tail
    numbers = np.frombuffer(before, np.uint64).copy()
    numbers[np.frombuffer(places, "<u4")] = np.frombuffer(words, np.uint64)
    return numbers.tobytes()
