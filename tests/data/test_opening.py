"""One verb for every source: it goes by name, folder and first bytes."""

import struct

import numpy as np
import polars as pl
import pytest
from PIL import Image

from learnscope.data.builtin import load
from learnscope.data.opening import open_data
from learnscope.errors import ArgumentError, DataError

X, Y = np.arange(12).reshape(6, 2), np.array([0, 1] * 3, dtype=np.uint8)
TABLE = "a,b,c\n" + "".join(f"{a},{b},{c}\n" for (a, b), c in zip(X.tolist(), Y, strict=True))


@pytest.fixture
def sources(tmp_path):
    """A folder with the same six samples in every format."""
    (tmp_path / "t.csv").write_text(TABLE)
    (tmp_path / "t.txt").write_text(TABLE)
    (tmp_path / "t.tsv").write_text(TABLE.replace(",", "\t"))
    frame = pl.DataFrame({"a": X[:, 0], "b": X[:, 1], "c": Y})
    frame.write_parquet(tmp_path / "t.parquet")
    np.savez(tmp_path / "t.npz", X=X, y=Y)
    (tmp_path / "t-images-idx3-ubyte").write_bytes(
        bytes((0, 0, 8, 3)) + struct.pack(">3I", 6, 1, 2) + X.astype(np.uint8).tobytes()
    )
    (tmp_path / "t-labels-idx1-ubyte").write_bytes(bytes((0, 0, 8, 1)) + struct.pack(">I", 6) + Y.tobytes())
    for number, (row, label) in enumerate(zip(X, Y, strict=True)):
        path = tmp_path / "pictures" / str(label) / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(row[None].astype(np.uint8)).save(path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "scale"),
    [
        *(("t.csv", 1), ("t.txt", 1), ("t.tsv", 1), ("t.parquet", 1), ("t.npz", 1)),
        ("t-images-idx3-ubyte", 255),
    ],
)
def test_a_file_is_read_by_what_it_holds(sources, name, scale):
    """Tables, archives and IDX files hold the same samples."""
    dataset = open_data(sources / name)

    assert (dataset.inputs == X / scale).all()
    assert dataset.classes.tolist() == Y.tolist()
    assert open_data(str(sources / name)).fingerprint == dataset.fingerprint


def test_a_folder_is_read_as_images(sources):
    """One sub-folder per class, with the options of images."""
    dataset = open_data(sources / "pictures", size=None)

    assert (dataset.inputs == np.concatenate([X[::2], X[1::2]]) / 255).all()


def test_a_name_is_built_in():
    """With its options and seed."""
    assert (
        open_data("circle", samples=20, seed=3).fingerprint == load("circle", samples=20, seed=3).fingerprint
    )


def test_a_name_wins_over_a_path(sources, monkeypatch):
    """And ./ makes a path of it."""
    (sources / "pictures").rename(sources / "iris")
    monkeypatch.chdir(sources)

    assert open_data("iris").name == "iris"
    assert open_data("iris").inputs.shape == (150, 4)
    assert open_data("./iris", size=(1, 2)).inputs.shape == (6, 2)


def test_options_are_passed_on(sources):
    """Those of the reader in question."""
    assert open_data(sources / "t.csv", target="a").output_names == ("0", "2", "4", "6", "8", "10")
    labels = sources / "t-labels-idx1-ubyte"
    assert len(open_data(sources / "t-images-idx3-ubyte", labels_path=labels)) == 6


BUILT_IN = (
    "and, or, xor_gate, circle, xor, gauss, spiral, moons, plane, bumps, iris, digits, crowd, life, original"
)


@pytest.mark.parametrize(
    ("name", "options", "error", "message"),
    [
        (
            "irsi",
            {},
            DataError,
            f"'irsi' is neither built in nor a path; did you mean 'iris'? (built in: {BUILT_IN})",
        ),
        (
            "t.cvs",
            {},
            DataError,
            f"'t.cvs' is neither built in nor a path; did you mean 't.csv'? (built in: {BUILT_IN})",
        ),
        ("???", {}, DataError, f"'???' is neither built in nor a path (built in: {BUILT_IN})"),
        ("nowhere/x", {}, DataError, f"'nowhere/x' is neither built in nor a path (built in: {BUILT_IN})"),
        ("t.doc", {}, DataError, "t.doc: there must be an input column beside the target, got only x"),
        (
            "t.csv",
            {"tagret": "a"},
            ArgumentError,
            "unknown option of load_csv 'tagret'; did you mean 'target'? (categories, decimal, encoding, "
            "header, ignore, keep, kind, missing, missing_markers, name, ragged, separator, table, target, "
            "thousands, words)",
        ),
        (
            "iris",
            {"samples": 3},
            ArgumentError,
            "data set 'iris' has no options, got 'samples'",
        ),
    ],
)
def test_what_cannot_be_opened_is_named(sources, monkeypatch, name, options, error, message):
    """Unknown names with the nearest, other files with advice, unknown options."""
    monkeypatch.chdir(sources)
    (sources / "t.doc").write_bytes(b"x")
    with pytest.raises(error) as caught:
        open_data(name, **options)

    assert str(caught.value) == message
