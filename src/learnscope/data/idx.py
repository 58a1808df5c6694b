"""The IDX files in which MNIST and its relatives are published, packed (.gz) or not.

    images   bytes 0-3: 0 0 8 3   4-7: count   8-11: height   12-15: width   then a byte per pixel
    labels   bytes 0-3: 0 0 8 1   4-7: count                                 then a byte per label

Numbers have their highest byte first. Byte 2 is the type (8: unsigned bytes), byte 3 the number of
dimensions. Source: Y. LeCun, C. Cortes and C. J. C. Burges, "The MNIST database of handwritten digits".
"""

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learnscope.data.dataset import Dataset
from learnscope.data.decisions import Decision, note_of
from learnscope.data.limits import check_size
from learnscope.data.parts import parts_said
from learnscope.data.paths import existing_file, stem
from learnscope.data.pictures import pixel_names
from learnscope.data.remedies import listed
from learnscope.data.stored import Stored
from learnscope.data.targets import check_classes, one_hot
from learnscope.errors import DataError, FormatError
from learnscope.keywords import answering

LISTED = 10  # classes that are said
DIMENSIONS = {"images": 3, "labels": 1}


@answering
def load_idx(
    images_path: str | Path,
    labels_path: str | Path | None = None,
    *,
    test: str | Path | None = None,
    test_labels_path: str | Path | None = None,
    name: str | None = None,
) -> Dataset:
    """The pictures and labels of two IDX files, pixels from 0 to 1; or of four, with those to test.

    Images (N, height, width) lie in `images_path`, those to test with in `test`. Without `labels_path`, it is
    the file beside the images whose name has "labels" for "images" and "idx1" for "idx3"; so with `test`, and
    `test_labels_path`. `name` is what the data set is called. Files may be packed, whatever they are called.
    Raises FormatError where a file is no IDX file, cut short or too long, DataError where they do not fit.
    """
    images_file, images, labels_file, labels = _pair(images_path, labels_path)
    parts = None
    if test is not None:
        test_file, test_images, _, test_labels = _pair(test, test_labels_path)
        if test_images.shape[1:] != images.shape[1:]:
            raise DataError(
                f"{images_file.name} holds images of {_times(list(images.shape[1:]))} pixels and "
                f"{test_file.name} of {_times(list(test_images.shape[1:]))}; pass files that belong together"
            )
        parts = (len(images), 0, len(test_images))
        images, labels = np.concatenate([images, test_images]), np.concatenate([labels, test_labels])
    shape = images.shape[1:]
    rows = images.reshape(len(images), -1) / 255
    found, numbers = np.unique(labels, return_inverse=True)
    names = tuple(str(label) for label in found)
    check_classes(labels_file.name, "the file", names)
    rows.flags.writeable = False
    labels_said = Decision(f"the classes are the labels: {listed(names, most=LISTED)}")
    decisions = (labels_said, *((parts_said(parts),) if parts else ()))
    called = stem(images_file) if name is None else name
    return Dataset(
        name=called,
        title=called,
        inputs=rows,
        targets=one_hot(numbers.astype(np.int64), len(names)),
        input_names=pixel_names(shape),
        input_units=("",) * math.prod(shape),
        output_names=names,
        output_units=("",) * len(names),
        kind="classes",
        source=images_file.name,
        image_shape=shape,
        given_parts=parts,
        note=note_of(decisions[1:]),
        decisions=decisions,
    )


def _pair(
    images_path: str | Path, labels_path: str | Path | None
) -> tuple[Path, NDArray[np.uint8], Path, NDArray[np.uint8]]:
    """Two files that belong together, and what they hold."""
    images_file = existing_file(images_path)
    labels_file = existing_file(_labels_beside(images_file) if labels_path is None else labels_path)
    labels = _read(labels_file, "labels")
    images = _read(images_file, "images")
    if len(images) != len(labels):
        raise DataError(
            f"{images_file.name} holds {len(images)} images and {labels_file.name} {len(labels)} labels; "
            "pass the two files that belong together"
        )
    return images_file, images, labels_file, labels


def _labels_beside(images: Path) -> Path:
    name = images.name.replace("images", "labels").replace("idx3", "idx1")
    if name == images.name:
        raise DataError(f"{images.name} does not say which labels belong to it; pass labels_path")
    return images.with_name(name)


def _read(path: Path, what: str) -> NDArray[np.uint8]:
    """The array an IDX file holds: (N, height, width) for images, (N,) for labels."""
    dimensions = DIMENSIONS[what]
    with Stored.at(path).open() as file:
        head = file.read(4 + 4 * dimensions)
        _check_magic(path, head[:4], what)
        if len(head) < 4 + 4 * dimensions:
            raise FormatError(f"{path.name} ends inside its header; fetch it again")
        sizes = [int(size) for size in np.frombuffer(head, dtype=">u4", offset=4)]
        if 0 in sizes:
            raise FormatError(f"{path.name} announces {_times(sizes)} {what}; there must be at least one")
        check_size(path.name, sizes[0], math.prod(sizes[1:]))
        body = file.read(math.prod(sizes) + 1)
    if len(body) < math.prod(sizes):
        raise FormatError(
            f"{path.name} is cut short: it announces {_times(sizes)} bytes and holds {len(body)}; "
            "fetch it again"
        )
    if len(body) > math.prod(sizes):
        raise FormatError(
            f"{path.name} holds more than the {_times(sizes)} bytes it announces; fetch it again"
        )
    return np.frombuffer(body, dtype=np.uint8).reshape(sizes)


def _check_magic(path: Path, magic: bytes, what: str) -> None:
    """Raise FormatError unless the first four bytes are those of IDX `what`."""
    expected = bytes((0, 0, 8, DIMENSIONS[what]))
    if magic == expected:
        return
    known = {bytes((0, 0, 8, count)): kind for kind, count in DIMENSIONS.items()}
    begins = f"begins with {magic.hex(' ') or 'nothing'} where {expected.hex(' ')} is expected"
    hint = f"it holds {known[magic]}" if magic in known else "it is no such IDX file"
    raise FormatError(f"{path.name} {begins} for {what}; {hint}")


def _times(sizes: list[int]) -> str:
    return " × ".join(map(str, sizes))
