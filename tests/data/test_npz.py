"""NumPy's archives: the names of arrays, and what is not taken."""

import io
import zipfile

import numpy as np
import pytest

from learnscope.data import limits
from learnscope.data.npz import load_npz
from learnscope.errors import DataError, FormatError, ShapeError

X = np.random.default_rng(6).normal(size=(6, 3))
Y = np.array([0, 1, 2, 0, 1, 2])


@pytest.mark.parametrize(
    ("x", "y"), [("X", "y"), ("x", "y"), ("inputs", "targets"), ("data", "target"), ("images", "labels")]
)
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_arrays_make_the_round_trip(tmp_path, x, y, save):
    """Under any of the usual names, packed or not, with others beside them."""
    save(tmp_path / "mine.npz", **{x: X, y: Y, "other": np.arange(3)})
    dataset = load_npz(tmp_path / "mine.npz")

    assert (dataset.inputs == X).all()
    assert dataset.classes.tolist() == Y.tolist()
    assert (dataset.name, dataset.kind, dataset.source) == ("mine", "classes", "mine.npz")


@pytest.mark.parametrize(("x", "y"), [("x_{}", "y_{}"), ("X_{}", "y_{}"), ("{}_images", "{}_labels")])
def test_parts_are_joined(tmp_path, x, y):
    """Those to learn from first, then those to validate and to test with."""
    parts = {"test": slice(4, 6), "train": slice(0, 3), "val": slice(3, 4)}
    arrays = {x.format(part): X[rows] for part, rows in parts.items()}
    arrays |= {y.format(part): Y[rows] for part, rows in parts.items()}
    np.savez(tmp_path / "mine.npz", **arrays)
    dataset = load_npz(tmp_path / "mine.npz")

    assert (dataset.inputs == X).all()
    assert dataset.classes.tolist() == Y.tolist()


def test_arrays_of_other_names_can_be_named(tmp_path):
    """Even where the usual ones are there."""
    np.savez(tmp_path / "mine.npz", X=X, y=Y, other=X + 1, goal=Y / 2)
    dataset = load_npz(tmp_path / "mine.npz", x="other", y="goal", name="yours")

    assert (dataset.inputs == X + 1).all()
    assert (dataset.kind, dataset.name) == ("values", "yours")


def test_a_kind_may_be_named(tmp_path):
    """Class numbers can be values."""
    np.savez(tmp_path / "mine.npz", X=X, y=Y)

    assert load_npz(tmp_path / "mine.npz", kind="values").kind == "values"


@pytest.mark.parametrize("shape", [(2, 3), (2, 3, 3)])
def test_pictures_of_bytes_are_numbers_from_0_to_1(tmp_path, shape):
    """Divided by 255; other arrays are taken as they are."""
    pictures = np.random.default_rng(1).integers(0, 256, (6, *shape), dtype=np.uint8)
    np.savez(tmp_path / "bytes.npz", X=pictures, y=Y)
    np.savez(tmp_path / "floats.npz", X=pictures.astype(np.float32), y=Y)
    scaled, plain = load_npz(tmp_path / "bytes.npz"), load_npz(tmp_path / "floats.npz")

    assert (scaled.inputs == pictures.reshape(6, -1) / 255).all()
    assert (plain.inputs == pictures.reshape(6, -1)).all()
    assert scaled.image_shape == plain.image_shape == shape


@pytest.mark.parametrize(
    ("arrays", "options", "error", "message"),
    [
        (
            {"a": X, "b": Y},
            {},
            DataError,
            "t.npz holds no arrays X and y; it holds a, b, so pass x and y",
        ),
        (
            {"a": X, "b": Y},
            {"x": "a", "y": "c"},
            DataError,
            "t.npz holds no array 'c' to take as y; it holds a, b",
        ),
        (
            {"a": X, "b": Y},
            {"y": "b"},
            DataError,
            "t.npz holds no array None to take as x; it holds a, b",
        ),
        (
            {"X": X, "y": np.array(["a", None] * 3, dtype=object)},
            {},
            DataError,
            "t.npz: array 'y' holds Python objects, which are not unpickled; save plain numbers",
        ),
        (
            {"x_train": X, "y_train": Y, "x_test": X[:, :2], "y_test": Y},
            {},
            DataError,
            "t.npz: arrays must have rows of one shape to be joined, got x_train (6, 3), x_test (6, 2)",
        ),
        ({"X": X, "y": Y[:4]}, {}, ShapeError, "X and y must have as many rows, got 6 and 4"),
        (
            {"X": np.where(X[2, 1] == X, np.nan, X), "y": Y},
            {},
            DataError,
            "t: inputs must be finite, got nan in row 3, column 2 ('input 2')",
        ),
        (
            {"X": X, "y": np.zeros(6, dtype=int)},
            {},
            DataError,
            "t: y holds one class only ('0'); there must be two to tell apart",
        ),
    ],
)
def test_archives_without_the_arrays_are_refused(tmp_path, arrays, options, error, message):
    """Other names, objects, shapes that do not fit, numbers that are none."""
    np.savez(tmp_path / "t.npz", **arrays)
    with pytest.raises(error) as caught:
        load_npz(tmp_path / "t.npz", **options)

    assert str(caught.value) == message


def zipped(**members):
    """A ZIP file of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return file.getvalue()


def saved(array):
    """An .npy file."""
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "File is not a zip file"),
        (b"\x93NUMPY", "File is not a zip file"),
        (zipped(X=b"x", y=b"y"), "EOF: reading magic string, expected 8 bytes got 1"),
        (zipped(X=saved(X)[:150], y=saved(Y)), "EOF: reading array data, expected 144 bytes got 22"),
        (zipped(X=b"\x93NUMPY\x09\x00", y=saved(Y)), "array format (9, 0)"),
    ],
)
def test_files_that_are_no_archives_are_refused(tmp_path, content, reason):
    """With what NumPy or its reader of archives says."""
    (tmp_path / "t.npz").write_bytes(content)
    with pytest.raises(FormatError) as caught:
        load_npz(tmp_path / "t.npz")

    assert str(caught.value) == f"t.npz is no .npz archive that can be read ({reason}); save it again"


def test_more_numbers_than_are_held_are_refused(tmp_path):
    """By what the header says, before any is read."""
    np.savez(tmp_path / "t.npz", X=X, y=Y)
    with limits.held_to(limits.AtMost(numbers=10)), pytest.raises(DataError) as caught:
        load_npz(tmp_path / "t.npz")

    assert str(caught.value) == (
        "t.npz: 6 rows of 3 inputs are 18 numbers, more than the 10 (80 bytes) held at once; take fewer rows "
        "or columns"
    )
