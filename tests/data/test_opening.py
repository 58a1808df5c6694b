"""One verb for every source: it goes by name, folder and first bytes."""

import bz2
import contextlib
import gzip
import io
import json
import lzma
import struct
import zipfile

import numpy as np
import polars as pl
import pytest
from PIL import Image

from learnscope.data.builtin import load
from learnscope.data.limits import AtMost, held_to
from learnscope.data.opening import open_data
from learnscope.errors import ArgumentError, DataError, FormatError, LearnscopeError

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
    "and, or, xor_gate, circle, xor, gauss, spiral, moons, plane, bumps, iris, digits, crowd, life, "
    "mail, mail_tags, original, worked, guess, cafe, ravine, wave, twins"
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
            "test, thousands, words)",
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


def idx_files(folder, part, count):
    """The two IDX files of a part."""
    pixels, labels = np.arange(count * 4, dtype=np.uint8), np.arange(count, dtype=np.uint8) % 2
    (folder / f"{part}-images-idx3-ubyte").write_bytes(
        bytes((0, 0, 8, 3)) + struct.pack(">3I", count, 2, 2) + pixels.tobytes()
    )
    (folder / f"{part}-labels-idx1-ubyte").write_bytes(
        bytes((0, 0, 8, 1)) + struct.pack(">I", count) + labels.tobytes()
    )


def test_four_idx_files_are_train_and_test(tmp_path):
    """In one folder, by their names; two are what they were."""
    folder = tmp_path / "mnist"
    folder.mkdir()
    idx_files(folder, "train", 6)
    assert (open_data(folder).given_parts, open_data(folder).name) == (None, "train-images-idx3-ubyte")
    idx_files(folder, "t10k", 4)
    dataset = open_data(folder)

    assert (dataset.name, dataset.given_parts, len(dataset)) == ("mnist", (6, 0, 4), 10)
    assert dataset.inputs[6, 0] == 0
    assert dataset.note == "the parts are as they came: 6 samples to learn from and 4 samples to test with"


def test_two_tables_are_train_and_test(tmp_path):
    """Of the same columns, in one folder or named; rows left out count in their own part."""
    lines = TABLE.splitlines()
    (tmp_path / "train.csv").write_text("\n".join([*lines[:5], ",5,0"]))
    (tmp_path / "test.csv").write_text("\n".join([lines[0], *lines[5:]]))
    named = open_data(tmp_path / "train.csv", test=tmp_path / "test.csv", missing="drop")
    dataset = open_data(tmp_path, missing="drop")

    assert (dataset.given_parts, named.given_parts) == ((4, 0, 2), (4, 0, 2))
    assert dataset.inputs.tolist() == X.tolist()
    assert named.name == "train"
    (tmp_path / "test.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError) as caught:
        open_data(tmp_path, missing="drop")
    assert str(caught.value) == (
        "test.csv lacks the column 'c' of train.csv; both must have the same columns, the target too"
    )


def test_a_folder_of_anything_else_says_what_is_taken(tmp_path):
    """One table in it is that table."""
    (tmp_path / "a.csv").write_text(TABLE)
    assert open_data(tmp_path).name == "a"
    (tmp_path / "b.csv").write_text(TABLE)
    with pytest.raises(DataError) as caught:
        open_data(tmp_path)

    assert str(caught.value) == (
        "got a.csv, b.csv; choose one table or archive, a table to train and one to test with (train "
        "and test in "
        "their names), a folder with one sub-folder of images per class, or IDX files of images and of their "
        "labels"
    )


@pytest.mark.parametrize("name", ["a" * 5000, "a" * 5000 + "/b.csv", "a\0b.csv"])
def test_names_that_cannot_be_are_refused(name):
    """In one sentence of reasonable length."""
    with pytest.raises(DataError) as caught:
        open_data(name)

    assert len(str(caught.value)) < 160


def pack(kind, content):
    """A file packed in that way."""
    if kind == "zip":
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("__MACOSX/._t.csv", b"x")
            archive.writestr("inner/t.csv", content)
        return file.getvalue()
    return {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "plain": bytes}[kind](content)


@pytest.mark.parametrize("kind", ["plain", "gz", "bz2", "xz", "zip"])
@pytest.mark.parametrize("twice", [False, True])
def test_packed_files_are_told_by_their_bytes(tmp_path, kind, twice):
    """Under any name, also packed twice."""
    content = pack(kind, TABLE.encode())
    (tmp_path / "t.data").write_bytes(gzip.compress(content) if twice else content)

    assert open_data(tmp_path / "t.data").inputs.tolist() == X.tolist()


def test_an_archive_of_several_tables_asks_which(tmp_path):
    """By name; a broken one, an empty one and one without tables are told."""
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("a.csv", TABLE)
        archive.writestr("b.csv", "x,y\n1,0\n2,1\n")
    with pytest.raises(DataError) as caught:
        open_data(tmp_path / "t.zip")
    assert str(caught.value) == ("t.zip holds 2 tables (a.csv, b.csv); pass table='a.csv' or table='b.csv'")
    assert len(open_data(tmp_path / "t.zip", table="b.csv")) == 2
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("a.pdf", b"x")
        archive.writestr("b.pdf", b"x")
    with pytest.raises(
        DataError, match=r"^t.zip holds a.pdf, b.pdf and no table; unpack it and open what is in"
    ):
        open_data(tmp_path / "t.zip")
    (tmp_path / "t.zip").write_bytes(b"PK\3\4")
    with pytest.raises(FormatError, match=r"^t.zip is no ZIP archive that can be read \("):
        open_data(tmp_path / "t.zip")


FRAME = {"a": X[:, 0].tolist(), "b": X[:, 1].tolist(), "c": Y.tolist()}
ROWS = [dict(zip(FRAME, row, strict=True)) for row in zip(*FRAME.values(), strict=True)]
JSON = {
    "records": json.dumps(ROWS),
    "lines": "\n".join(map(json.dumps, ROWS)) + "\n",
    "columns": json.dumps(FRAME),
    "index": json.dumps({name: dict(enumerate(cells)) for name, cells in FRAME.items()}),
    "split": json.dumps({"columns": list(FRAME), "index": [], "data": [list(row.values()) for row in ROWS]}),
    "table": json.dumps({"schema": {}, "data": ROWS}),
    "rows": json.dumps([list(row.values()) for row in ROWS]),
}


@pytest.mark.parametrize("form", list(JSON))
def test_json_is_read_in_every_form(tmp_path, form):
    """Records, lines, columns, and what pandas writes."""
    (tmp_path / "t.txt").write_text(JSON[form])

    assert open_data(tmp_path / "t.txt").inputs.tolist() == X.tolist()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"a": 1', r"t.json is no JSON that can be read \(.*\); save it again"),
        ("[1, 2]", r"t.json holds no table; a table is a list of records, such as .*, or one record a line"),
        ("[]", r"t.json holds no table; .*"),
        ('{"a": 1}\n[2]\n', r"t.json line 2 is no JSON record, got '\[2\]'"),
        (b'[{"a": "\xff"}]', r"t.json is no UTF-8, as JSON must be; save it again"),
    ],
)
def test_json_that_is_no_table_is_refused(tmp_path, content, message):
    """With what a table would be."""
    (tmp_path / "t.json").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LearnscopeError, match=f"^{message}$"):
        open_data(tmp_path / "t.json")


def test_feather_is_read_as_a_file_and_as_a_stream(tmp_path):
    """Version 2, which is Arrow's own format."""
    pl.DataFrame(FRAME).write_ipc(tmp_path / "t.feather")
    pl.DataFrame(FRAME).write_ipc_stream(tmp_path / "t.arrows")

    for name in ("t.feather", "t.arrows"):
        assert open_data(tmp_path / name).inputs.tolist() == X.tolist()


def test_npy_is_a_table(tmp_path):
    """Rows of numbers, the last column the target; or records with names. Another shape is told."""
    np.save(tmp_path / "t.npy", np.column_stack([X, Y]))
    np.save(tmp_path / "r.npy", np.array([tuple(row.values()) for row in ROWS], dtype="i8,f4,u1"))
    np.save(tmp_path / "v.npy", np.arange(3.0))

    assert open_data(tmp_path / "t.npy").inputs.tolist() == X.tolist()
    assert open_data(tmp_path / "r.npy").input_names == ("f0", "f1")
    with pytest.raises(DataError) as caught:
        open_data(tmp_path / "v.npy")
    assert str(caught.value) == (
        "v.npy holds an array of float64 with shape (3,), and a table is one of numbers with shape "
        "(N, columns); "
        "put inputs X and targets y into one file with numpy.savez"
    )


def test_excel_is_read_where_fastexcel_is_installed(tmp_path, monkeypatch):
    """The first sheet that holds something, with titles and units as in a text; else the way is told."""
    fastexcel = pytest.importorskip("fastexcel", reason="fastexcel is not installed; pip install fastexcel")
    assert fastexcel
    (tmp_path / "t.csv").write_bytes(
        workbook(
            {"Notes": [], "Data": [["Survey"], list(FRAME), *map(list, zip(*FRAME.values(), strict=True))]}
        )
    )
    dataset = open_data(tmp_path / "t.csv")

    assert dataset.inputs.tolist() == X.tolist()
    assert dataset.note == "of 2 sheets, 'Data' is read; 1 line above the names left out ('Survey')"
    with pytest.raises(DataError, match=r"^t.csv holds no sheet 'Other'; it holds Notes, Data$"):
        open_data(tmp_path / "t.csv", table="Other")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DataError) as caught:
        open_data(tmp_path / "t.csv")
    assert str(caught.value) == (
        "t.csv is an Excel workbook, and reading it needs fastexcel; pip install fastexcel, or save "
        "the sheet as CSV"
    )


def workbook(sheets):
    """A small Excel file, by hand."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    def links(*targets):
        made = (
            f'<Relationship Id="r{k}" Type="{office}/{what}" Target="{place}"/>'
            for k, (what, place) in enumerate(targets)
        )
        return f'<Relationships xmlns="{package}/relationships">{"".join(made)}</Relationships>'

    def row(number, values):
        cells = ""
        for letter, value in zip("ABCDE", values, strict=False):
            place = f'r="{letter}{number}"'
            text = f'<c {place} t="inlineStr"><is><t>{value}</t></is></c>'
            cells += text if isinstance(value, str) else f"<c {place}><v>{value}</v></c>"
        return f'<row r="{number}">{cells}</row>'

    named = "".join(f'<sheet name="{n}" sheetId="{k + 1}" r:id="r{k}"/>' for k, n in enumerate(sheets))
    types = "".join(
        f'<Override PartName="/xl/worksheets/{k}.xml" ContentType="{kind}.worksheet+xml"/>'
        for k in range(len(sheets))
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        f'ContentType="{kind}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links(
            *(("worksheet", f"worksheets/{k}.xml") for k in range(len(sheets)))
        ),
    }
    for k, rows in enumerate(sheets.values()):
        body = "".join(row(number, values) for number, values in enumerate(rows, start=1))
        parts[f"xl/worksheets/{k}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\n\n<!DOCTYPE html>\n<html>", "is a page of the web, not data; fetch the file itself"),
        (b"<html><body>", "is a page of the web, not data; fetch the file itself"),
        (
            b"version https://git-lfs.github.com/spec/v1\n",
            "is a pointer of Git LFS, not the file; fetch the file",
        ),
        (b"% c\n@RELATION t\n", "is an ARFF file; save the table as CSV"),
        (b"\x89HDF\r\n\x1a\n", "is an HDF5 file; save its arrays with numpy.savez, or the table as CSV"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "is an old Excel or Office file; save the sheet as CSV or XLSX",
        ),
        (b"\x80\x04\x95", "is a pickle, and nothing is unpickled; save plain arrays with numpy.savez"),
        (b"\x89PNG\r\n\x1a\n", "is a single image; open a folder with one sub-folder of images per class"),
        (b"%PDF-1.7", "is a PDF document; save the table as CSV"),
        (b"<?xml version='1.0'?>", "is XML; save the table as CSV"),
        (b"SQLite format 3\0", "is a database; if it is a saved run, open it with open_run"),
        (b"FEA1", "is a Feather file of version 1; save it again as Feather of version 2"),
        (bytes(257) + b"ustar", "is a tar archive; unpack it first"),
    ],
)
def test_what_cannot_be_read_is_told_for_what_it_is(tmp_path, content, message):
    """Under the name of a table too."""
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(LearnscopeError) as caught:
        open_data(tmp_path / "t.csv")

    assert str(caught.value).startswith(f"t.csv {message}")


def test_parquet_with_images_is_read_as_images(tmp_path):
    """Bytes, alone or beside a path; classes are called as the file says, and each wrong cell by its row."""
    pictures = []
    for shade in (0, 255, 51, 204):
        file = io.BytesIO()
        Image.fromarray(np.full((4, 4), shade, dtype=np.uint8)).save(file, "PNG")
        pictures.append(file.getvalue())
    frame = pl.DataFrame(
        {"img": [{"bytes": p, "path": None} for p in pictures], "label": [0, 1, 0, 1], "n": [1] * 4}
    )
    frame.write_parquet(tmp_path / "t.parquet")
    dataset = open_data(tmp_path / "t.parquet")

    assert (dataset.inputs[:, 0] == np.array([0, 255, 51, 204]) / 255).all()
    assert (dataset.image_shape, dataset.output_names, dataset.classes.tolist()) == (
        (28, 28),
        ("0", "1"),
        [0, 1, 0, 1],
    )
    assert [decision.words for decision in dataset.decisions] == [
        "'label' is the target (0 and 1), 'img' holds the pictures",
        "left out beside the pictures: 'n'",
        "pictures are brought to 28 × 28 pixels",
    ]
    pl.DataFrame({"img": pictures, "label": ["a", "b", "a", "b"]}).write_parquet(tmp_path / "b.parquet")
    assert open_data(tmp_path / "b.parquet").output_names == ("a", "b")
    pl.DataFrame({"img": [*pictures[:3], b"x"], "label": ["a", "b", "a", "b"]}).write_parquet(
        tmp_path / "c.parquet"
    )
    with pytest.raises(FormatError, match=r"^c.parquet row 4 is no image that can be read"):
        open_data(tmp_path / "c.parquet")
    with pytest.raises(DataError, match=r"^t.parquet: there is no target column 'x' \(label, n\)$"):
        open_data(tmp_path / "t.parquet", target="x")


def test_rows_without_an_image_or_a_label_can_be_left_out(tmp_path):
    """Of Parquet with images; the first is named, and what would be left."""
    content = io.BytesIO()
    Image.fromarray(np.zeros((4, 4), dtype=np.uint8)).save(content, "PNG")
    picture = content.getvalue()
    frame = pl.DataFrame({"img": [picture, None, picture, b""], "label": ["a", "b", "b", "a"]})
    frame.write_parquet(tmp_path / "t.parquet")
    with pytest.raises(DataError) as caught:
        open_data(tmp_path / "t.parquet")

    assert str(caught.value) == (
        "t.parquet row 2: column 'img' holds no image; pass missing='drop' (leaves 2 of 4 rows)"
    )
    dataset = open_data(tmp_path / "t.parquet", missing="drop")
    assert len(dataset) == 2
    assert dataset.decisions[1].words == "2 of 4 rows left out for missing values"
    frame.with_columns(label=pl.lit(None, dtype=pl.String)).write_parquet(tmp_path / "t.parquet")
    with pytest.raises(DataError, match=r"^t.parquet row 1: column 'label' is empty; put images and labels"):
        open_data(tmp_path / "t.parquet", missing="drop")


def zipped(path, files):
    """A ZIP archive of these files, by their names."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("top", ["", "pets/", "pets/sub/"])
def test_a_folder_of_images_may_be_zipped(tmp_path, top):
    """Itself or what is in it; it is called as the archive, and what is no image is told as in a folder."""
    files = {}
    for label in ("cat", "dog"):
        for number in range(2):
            content = io.BytesIO()
            Image.fromarray(np.full((28, 28), 9 * number, dtype=np.uint8)).save(content, "PNG")
            files[f"{top}{label}/{number}.png"] = content.getvalue()
    files |= {f"__MACOSX/{top}cat/._0.png": b"x", f"{top}.DS_Store": b"x"}
    dataset = open_data(zipped(tmp_path / "zoo.zip", files))

    assert (dataset.name, dataset.title, dataset.output_names) == ("zoo", "zoo", ("cat", "dog"))
    assert len(dataset) == 4
    with pytest.raises(DataError, match=r"cat/a.txt is no image that can be read .* \(leaves 4 of 5 images"):
        open_data(zipped(tmp_path / "zoo.zip", files | {f"{top}cat/a.txt": b"x"}))


def test_the_files_of_mnist_may_be_zipped(tmp_path):
    """All four, as train and test."""
    files = {}
    for name, count in (("train", 4), ("t10k", 2)):
        head = bytes((0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 1, 0, 0, 0, 1))
        files[f"{name}-images-idx3-ubyte"] = head + bytes(range(count))
        labels = bytes(k % 2 for k in range(count))
        files[f"{name}-labels-idx1-ubyte"] = bytes((0, 0, 8, 1, 0, 0, 0, count)) + labels
    dataset = open_data(zipped(tmp_path / "mnist.zip", files))

    assert (dataset.name, dataset.given_parts) == ("mnist", (4, 0, 2))
    assert [decision.words for decision in dataset.decisions] == [
        "the classes are the labels: 0 and 1",
        "the parts are as they came: 4 samples to learn from and 2 samples to test with",
    ]


@pytest.mark.parametrize("name", ["/abs/a.png", "cat//a.png", "cat\\..\\a.png"])
def test_names_in_an_archive_that_lead_elsewhere_are_refused(tmp_path, name):
    """Before anything of them is written; those with two dots are passed over, as hidden ones are."""
    files = {name: b"x", "../a.png": b"x", "cat/../../b.png": b"x", "dog/c.png": b"x"}
    with pytest.raises(DataError, match="a name that leads elsewhere"):
        open_data(zipped(tmp_path / "z.zip", files))


def test_names_too_long_for_the_disk_are_told_short(tmp_path):
    """In a folder that is unpacked, and among tables to choose from."""
    long = "x" * 5000
    with pytest.raises(FormatError) as caught:
        open_data(zipped(tmp_path / "z.zip", {f"cat/{long}.png": b"x", "dog/1.png": b"x"}))
    assert str(caught.value) == f"z.zip: 'cat/{'x' * 52}... cannot be unpacked (File name too long)"
    with pytest.raises(DataError) as caught:
        open_data(zipped(tmp_path / "z.zip", {f"{long}.csv": b"x", "a.csv": b"x"}))

    assert len(str(caught.value)) < 400


def test_an_archive_is_unpacked_no_further_than_is_allowed(tmp_path):
    """By what it says it holds, before anything is written."""
    path = zipped(tmp_path / "z.zip", {"cat/1.png": bytes(2**20), "dog/1.png": bytes(2**20)})
    with held_to(AtMost(unpacked=2**21 - 1)), pytest.raises(DataError) as caught:
        open_data(path)

    assert str(caught.value) == "z.zip holds more than 2 MB or 100 000 files; unpack it first"


def test_a_member_without_a_name_is_passed_over(tmp_path):
    """As a zero byte at its beginning makes one."""
    path = zipped(tmp_path / "t.zip", {"t.csv": TABLE, "Xame": "x"})
    path.write_bytes(path.read_bytes().replace(b"Xame", b"\0ame"))

    assert len(open_data(path)) == len(X)


def test_damaged_archives_of_arrays_are_told_in_a_sentence(tmp_path):
    """Whatever byte is wrong."""
    np.savez_compressed(tmp_path / "whole.npz", X=np.arange(600.0).reshape(200, 3), y=np.arange(200) % 2)
    whole = (tmp_path / "whole.npz").read_bytes()
    for place in range(0, len(whole), 7):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        (tmp_path / "t.npz").write_bytes(damaged)
        with contextlib.suppress(LearnscopeError):
            open_data(tmp_path / "t.npz")
