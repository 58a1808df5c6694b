"""IDX files: what MNIST's makers wrote, and what else such files may hold."""

import gzip
import struct

import numpy as np
import pytest

from learnscope.data import limits
from learnscope.data.idx import load_idx
from learnscope.errors import DataError, FormatError

PICTURES = np.random.default_rng(5).integers(0, 256, (6, 4, 3), dtype=np.uint8)
LABELS = np.array([7, 2, 7, 0, 2, 9], dtype=np.uint8)


def idx(array, *, magic=None):
    """An IDX file of unsigned bytes."""
    head = bytes((0, 0, 8, array.ndim)) if magic is None else magic
    return head + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


@pytest.fixture
def files(tmp_path):
    """A function that writes two files under MNIST's names and returns the path of the images."""

    def files(images=None, labels=None, *, packed=False):
        pack, ending = (gzip.compress, ".gz") if packed else (bytes, "")
        path = tmp_path / f"train-images-idx3-ubyte{ending}"
        path.write_bytes(pack(idx(PICTURES) if images is None else images))
        labels = idx(LABELS) if labels is None else labels
        (tmp_path / f"train-labels-idx1-ubyte{ending}").write_bytes(pack(labels))
        return path

    return files


@pytest.mark.parametrize("packed", [False, True])
def test_images_and_labels_make_the_round_trip(files, packed):
    """As numbers from 0 to 1, with the labels found beside the images; classes are those that occur."""
    dataset = load_idx(files(packed=packed))

    assert (dataset.inputs == PICTURES.reshape(6, 12) / 255).all()
    assert [int(dataset.output_names[number]) for number in dataset.classes] == LABELS.tolist()
    assert dataset.output_names == ("0", "2", "7", "9")
    assert dataset.image_shape == (4, 3)
    assert (dataset.name, dataset.kind) == ("train-images-idx3-ubyte", "classes")


def test_labels_may_lie_elsewhere(files, tmp_path):
    """Under a name that is passed."""
    (tmp_path / "other").write_bytes(idx(LABELS[::-1]))
    dataset = load_idx(files(), tmp_path / "other", name="mnist")

    assert [int(dataset.output_names[number]) for number in dataset.classes] == LABELS[::-1].tolist()
    assert dataset.name == "mnist"


NAME = "train-images-idx3-ubyte"


@pytest.mark.parametrize(
    ("images", "labels", "error", "message"),
    [
        (
            b"PNG not idx",
            None,
            FormatError,
            f"{NAME} begins with 50 4e 47 20 where 00 00 08 03 is expected for images; it is no such IDX "
            "file",
        ),
        (
            b"",
            None,
            FormatError,
            f"{NAME} begins with nothing where 00 00 08 03 is expected for images; it is no such IDX file",
        ),
        (
            idx(LABELS),
            None,
            FormatError,
            f"{NAME} begins with 00 00 08 01 where 00 00 08 03 is expected for images; it holds labels",
        ),
        (
            idx(PICTURES, magic=b"\0\0\x0d\3"),
            None,
            FormatError,
            f"{NAME} begins with 00 00 0d 03 where 00 00 08 03 is expected for images; it is no such IDX "
            "file",
        ),
        (idx(PICTURES)[:10], None, FormatError, f"{NAME} ends inside its header; fetch it again"),
        (
            idx(PICTURES)[:-5],
            None,
            FormatError,
            f"{NAME} is cut short: it announces 6 × 4 × 3 bytes and holds 67; fetch it again",
        ),
        (
            idx(PICTURES) + b"!",
            None,
            FormatError,
            f"{NAME} holds more than the 6 × 4 × 3 bytes it announces; fetch it again",
        ),
        (
            idx(PICTURES[:0]),
            None,
            FormatError,
            f"{NAME} announces 0 × 4 × 3 images; there must be at least one",
        ),
        (
            None,
            idx(PICTURES),
            FormatError,
            "train-labels-idx1-ubyte begins with 00 00 08 03 where 00 00 08 01 is expected for labels; "
            "it holds images",
        ),
        (
            None,
            idx(LABELS[:4]),
            DataError,
            f"{NAME} holds 6 images and train-labels-idx1-ubyte 4 labels; pass the two files that belong "
            "together",
        ),
        (
            None,
            idx(np.zeros(6, dtype=np.uint8)),
            DataError,
            "train-labels-idx1-ubyte: the file holds one class only ('0'); there must be two to tell apart",
        ),
        (
            bytes((0, 0, 8, 3)) + struct.pack(">3I", 2**31, 2**10, 2**10),
            None,
            DataError,
            f"{NAME}: 2 147 483 648 rows of 1 048 576 inputs are 2 251 799 813 685 248 numbers, more than "
            "the "
            "250 000 000 (2 GB) held at once; take fewer rows or columns",
        ),
    ],
)
def test_files_that_are_none_are_named(files, images, labels, error, message):
    """Another beginning, too few bytes or too many, and labels that do not belong to the images."""
    with pytest.raises(error) as caught:
        load_idx(files(images, labels))

    assert str(caught.value) == message


def test_broken_archives_are_named(files):
    """Cut short, or no archive at all."""
    path = files(packed=True)
    whole = path.read_bytes()
    messages = []
    for content in (whole[:40], b"plain"):
        path.write_bytes(content)
        with pytest.raises(FormatError) as caught:
            load_idx(path)
        messages.append(str(caught.value))

    assert messages == [
        f"{NAME}.gz cannot be unpacked (Compressed file ended before the end-of-stream marker was reached); "
        "make or fetch the archive again",
        f"{NAME}.gz begins with 70 6c 61 69 where 00 00 08 03 is expected for images; it is no such IDX file",
    ]


def test_an_archive_that_unpacks_to_more_is_not_unpacked(files, monkeypatch):
    """The announced size is the limit of what is read."""
    monkeypatch.setattr(limits, "EVERYTHING", limits.AtMost(numbers=100))
    with pytest.raises(FormatError) as caught:
        load_idx(files(idx(PICTURES) + bytes(10**7), packed=True))

    assert str(caught.value) == f"{NAME}.gz holds more than the 6 × 4 × 3 bytes it announces; fetch it again"


def test_labels_that_are_not_there_are_named(tmp_path):
    """Under the name expected, or with the advice to pass one."""
    messages = []
    for name in ("t10k-images-idx3-ubyte", "pictures"):
        (tmp_path / name).write_bytes(idx(PICTURES))
        with pytest.raises(DataError) as caught:
            load_idx(tmp_path / name)
        messages.append(str(caught.value))

    assert messages == [
        f"there is no file '{tmp_path}/t10k-labels-idx1-ubyte'; did you mean 't10k-images-idx3-ubyte'?",
        "pictures does not say which labels belong to it; pass labels_path",
    ]
