"""NumPy's .npz archives.

Inputs and targets are found under the first pair of names that the archive has:

    X y · x y · inputs targets · data target · images labels
    x_train y_train · X_train y_train · train_images train_labels

To a pair of the second line the arrays with val and then with test in place of train are appended where
there are such; these parts are kept as they came. Arrays mean what they mean in
`from_arrays`; only pictures of unsigned bytes are divided by 255. Nothing is unpickled.
"""

import math
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from learnscope.data.arrays import from_arrays
from learnscope.data.dataset import Dataset
from learnscope.data.decisions import Decision, note_of
from learnscope.data.limits import check_size
from learnscope.data.parts import ORDER, counts_of, part_called, parts_said
from learnscope.data.paths import existing_file, stem
from learnscope.data.remedies import counted, listed
from learnscope.errors import ArgumentError, DataError, FormatError, LearnscopeError, shown
from learnscope.keywords import answering

PAIRS = (("X", "y"), ("x", "y"), ("inputs", "targets"), ("data", "target"), ("images", "labels"))
NOUNS = {"classes": ("class", "classes"), "labels": ("label", "labels")}
PARTED = (("x_{}", "y_{}"), ("X_{}", "y_{}"), ("{}_images", "{}_labels"))


@answering
def load_npz(
    path: str | Path,
    *,
    x: str | None = None,
    y: str | None = None,
    kind: str | None = None,
    name: str | None = None,
) -> Dataset:
    """The data set of the .npz archive at `path`: X (N, n) or pictures, y (N,) or (N, outputs).

    `x` and `y` name its arrays where they are called otherwise than the module says. `kind` is "classes",
    "labels" or "values" where the targets say otherwise, `name` what the data set is called. Raises
    FormatError where it is no such archive, DataError where it lacks the arrays or holds objects.
    """
    file = existing_file(path)
    for argument, array in (("x", x), ("y", y)):
        if array is not None and not isinstance(array, str):
            raise ArgumentError(f"{argument} must be the name of an array, got {shown(array)}")
    called = stem(file) if name is None else name
    try:
        with zipfile.ZipFile(file) as archive:
            members = {
                item.removesuffix(".npy"): item for item in archive.namelist() if item.endswith(".npy")
            }
            pairs = _pairs(file.name, tuple(members), x, y)
            for member in {member for pair in pairs for member in pair}:
                with archive.open(members[member]) as stream:
                    _check_header(file.name, member, stream)
            inputs, counts = _joined(file.name, archive, [members[pair[0]] for pair in pairs])
            targets, _ = _joined(file.name, archive, [members[pair[1]] for pair in pairs])
    except LearnscopeError:
        raise
    except Exception as error:  # for a damaged archive or header, NumPy and zipfile raise nearly anything
        raise FormatError(
            f"{file.name} is no .npz archive that can be read ({error}); save it again"
        ) from None
    shape = None
    if inputs.ndim in (3, 4) and inputs.dtype == np.uint8:
        shape, inputs = inputs.shape[1:], inputs.reshape(len(inputs), -1) / 255
        inputs.flags.writeable = False
    dataset = from_arrays(inputs, targets, name=called, kind=kind, image_shape=shape, source=file.name)
    said: tuple[Decision, ...] = (_about(pairs[0][1], dataset),)
    if len(pairs) == 1:
        return replace(dataset, decisions=said)
    of = dict(zip((pair[0] for pair in pairs), counts, strict=True))
    parts = counts_of([sum(n for name, n in of.items() if part_called(name) == part) for part in ORDER])
    said += (parts_said(parts),)
    return replace(dataset, given_parts=parts, decisions=said, note=note_of(said[1:]))


def _about(array: str, dataset: Dataset) -> Decision:
    """What is learned."""
    names = listed(dataset.output_names, most=6)
    if dataset.kind == "values":
        return Decision(f"{array!r} is the target: numbers")
    return Decision(
        f"{array!r} is the target: {counted(len(dataset.output_names), *NOUNS[dataset.kind])} ({names})"
    )


def _pairs(file: str, names: tuple[str, ...], x: str | None, y: str | None) -> list[tuple[str, str]]:
    """The names of the arrays to take, as pairs of inputs and targets to be joined."""
    if x is not None or y is not None:
        for argument, name in (("x", x), ("y", y)):
            if name not in names:
                raise DataError(
                    f"{file} holds no array {shown(name)} to take as {argument}; it holds {_list(names)}"
                )
        return [(str(x), str(y))]
    for inputs, targets in PAIRS:
        if inputs in names and targets in names:
            return [(inputs, targets)]
    for inputs, targets in PARTED:
        found = [(inputs.format(part), targets.format(part)) for part in ("train", "val", "test")]
        if found[0][0] in names and found[0][1] in names:
            return [pair for pair in found if pair[0] in names and pair[1] in names]
    raise DataError(f"{file} holds no arrays X and y; it holds {_list(names)}, so pass x and y")


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names[:10]) + (", …" if len(names) > 10 else "") if names else "no arrays"


def _check_header(file: str, member: str, stream: IO[bytes]) -> None:
    """Raise DataError for an array of objects, or a larger one than is taken in."""
    read = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    version = npy.read_magic(stream)
    if version not in read:
        raise ValueError(f"array format {version}")
    shape, _, dtype = read[version](stream)
    if dtype.hasobject:
        raise DataError(
            f"{file}: array {member!r} holds Python objects, which are not unpickled; save plain numbers"
        )
    if shape:
        check_size(file, shape[0], math.prod(shape[1:]))


def _joined(file: str, archive: zipfile.ZipFile, members: list[str]) -> tuple[NDArray[Any], list[int]]:
    """The arrays of `members` one below the other, and how many rows each has."""
    arrays = []
    for member in members:
        with archive.open(member) as stream:
            arrays.append(npy.read_array(stream, allow_pickle=False))
    if len({array.shape[1:] for array in arrays}) > 1 or arrays[0].ndim == 0:
        shapes = ", ".join(
            f"{m.removesuffix('.npy')} {a.shape}" for m, a in zip(members, arrays, strict=True)
        )
        raise DataError(f"{file}: arrays must have rows of one shape to be joined, got {shapes}")
    counts = [len(array) for array in arrays]
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays), counts
