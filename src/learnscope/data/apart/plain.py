"""What was read, on its way from one process to another: numbers and words, of which nothing is executed.

    length (8 bytes, lowest first)   JSON: what it is, its words, the shapes of its arrays
    length, JSON                     as many lists of texts as that says
    numbers                          the arrays, one after the other, as they lie in memory

Whoever takes it believes nothing: a record checks its fields as if it were made for the first time, and no
more is taken than was asked for.
"""

import errno
import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from learnscope import errors
from learnscope.data.dataset import Dataset, LabelType
from learnscope.data.decisions import Decision
from learnscope.data.limits import AtMost
from learnscope.data.remedies import RefusedError, Remedy
from learnscope.errors import LearnscopeError, check_choice

if TYPE_CHECKING:
    from learnscope.data.own_file import OpenedFile

LENGTH = 8  # bytes of a length
JSON = 2**26  # bytes that are taken at once
SLAB = 2**20  # characters of texts that go together
# The fields of a data set, beside `whole`, `decisions` and `texts`.
WORDS = ("name", "title", "kind", "source", "licence", "task", "noun", "label_type", "note")
LISTS = (
    *("input_names", "input_units", "output_names", "output_units"),
    *("input_titles", "columns", "target_columns"),
)
SIZES = ("image_shape", "given_parts")
ARRAYS = ("inputs", "targets")
ERRORS: dict[str, type[LearnscopeError]] = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, LearnscopeError)
}
Found: TypeAlias = "Dataset | OpenedFile"


class Source(Protocol):
    """Where it comes from."""

    def fill(self, place: memoryview) -> None:
        """Take as many bytes as there is place for. Raises EOFError where fewer come."""


class FaultError(Exception):
    """A fault of the reader itself, with where it happened, for the log."""


def told(found: Found) -> Iterator[bytes | memoryview]:
    """What was read, in pieces."""
    if not isinstance(found, Dataset):
        pixels = np.ascontiguousarray(found.pixels)
        yield _headed({"what": "picture", "note": found.note, "shape": pixels.shape})
        yield pixels.data.cast("B")
        return
    words = {name: getattr(found, name) for name in (*WORDS, *LISTS, *SIZES, "whole")}
    words["decisions"] = [asdict(decision) for decision in found.decisions]
    shapes = [getattr(found, name).shape for name in ARRAYS]
    slabs = list(_slabs(found.texts))
    yield _headed({"what": "data", "words": words, "shapes": shapes, "slabs": len(slabs)})
    yield from map(_headed, slabs)
    for name in ARRAYS:
        yield np.ascontiguousarray(getattr(found, name)).data.cast("B")


def told_error(error: BaseException, where: str) -> bytes:
    """Why nothing was read; `where` is the traceback of what was not raised on purpose."""
    said: dict[str, Any] = {"what": "fault", "where": where}
    if isinstance(error, OSError):
        said = {"what": "system", "number": error.errno or 0, "reason": error.strerror or str(error)}
    elif isinstance(error, RefusedError):
        said = {
            "what": "refused",
            "problem": error.problem,
            "remedies": [asdict(remedy) for remedy in error.remedies],
            "by_hand": error.by_hand,
            "about_target": error.about_target,
            "columns": error.columns,
        }
    elif isinstance(error, LearnscopeError):
        known = next(kind.__name__ for kind in type(error).__mro__ if ERRORS.get(kind.__name__) is kind)
        said = {"what": "error", "kind": known, "message": str(error)}
    return _headed(said)


def taken(source: Source, at_most: AtMost) -> Found:
    """What was read. Raises the error that was told, OSError, FaultError.

    ValueError, TypeError, KeyError or EOFError where what comes is not what may come.
    """
    head = _head(source)
    if head["what"] == "picture":
        from learnscope.data.own_file import OpenedFile

        pixels = _array(source, head["shape"], np.dtype(np.uint8), 4 * at_most.pixels)
        return OpenedFile(pixels, str(head["note"]))
    if head["what"] != "data":
        raise _error(head)
    words = head["words"]
    texts = [text for _ in range(int(head["slabs"])) for text in _words(_head(source))]
    arrays = [_array(source, shape, np.dtype(np.float64), at_most.numbers) for shape in head["shapes"]]
    for array in arrays:
        array.flags.writeable = False
    check_choice("label_type", words["label_type"], get_args(LabelType))
    said: dict[str, Any] = {name: _word(words[name]) for name in WORDS}
    said |= {name: _words(words[name]) for name in LISTS}
    said |= {name: None if words[name] is None else tuple(map(int, words[name])) for name in SIZES}
    said |= dict(zip(ARRAYS, arrays, strict=True))
    said |= {"decisions": tuple(map(_decision, words["decisions"])), "whole": bool(words["whole"])}
    return Dataset(**said, texts=tuple(texts))


def _headed(value: Any) -> bytes:
    text = json.dumps(value, separators=(",", ":")).encode("ascii")
    return len(text).to_bytes(LENGTH, "little") + text


def _head(source: Source) -> Any:
    size = bytearray(LENGTH)
    source.fill(memoryview(size))
    length = int.from_bytes(size, "little")
    if length > JSON:
        raise ValueError(f"{length} bytes of words are more than {JSON}")
    text = bytearray(length)
    source.fill(memoryview(text))
    return json.loads(text)


def _slabs(texts: tuple[str, ...]) -> Iterator[list[str]]:
    slab: list[str] = []
    size = 0
    for text in texts:
        slab.append(text)
        size += len(text)
        if size > SLAB:
            yield slab
            slab, size = [], 0
    if slab:
        yield slab


def _array(source: Source, shape: list[int], kind: np.dtype[Any], most: int) -> NDArray[Any]:
    sides = tuple(map(int, shape))
    if min(sides, default=0) < 0 or math.prod(sides) > most:
        raise ValueError(f"an array of {sides} is more than {most}")
    array = np.empty(sides, dtype=kind)
    source.fill(array.data.cast("B"))
    return array


def _words(values: Any) -> tuple[str, ...]:
    return tuple(map(_word, values))


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a word must be text, got {errors.shown(value)}")
    return value


def _decision(told: Any) -> Decision:
    remedy = None if told["remedy"] is None else _remedy(told["remedy"])
    return Decision(_word(told["words"]), remedy, _word(told["undoes"]), bool(told["asked"]))


def _remedy(told: Any) -> Remedy:
    value = told["value"]
    if not isinstance(value, str | bool | int):
        value = _words(value)
    return Remedy(_word(told["argument"]), value, _word(told["button"]), _word(told["loses"]))


def _error(head: Any) -> Exception:
    match head["what"]:
        case "refused":
            return RefusedError(
                _word(head["problem"]),
                remedies=tuple(map(_remedy, head["remedies"])),
                by_hand=_word(head["by_hand"]),
                about_target=bool(head["about_target"]),
                columns=_words(head["columns"]),
            )
        case "error":
            return ERRORS[head["kind"]](_word(head["message"]))
        case "system":
            number = int(head["number"])
            return OSError(number if number in errno.errorcode else errno.EIO, _word(head["reason"]))
    return FaultError(_word(head["where"]))
