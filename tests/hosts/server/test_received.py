"""What files become, by what they are; and where they cannot be read, why, and what can be done."""

import gzip

import numpy as np
import pytest

from tests.hosts.server.desk import FLOWERS, GAP, Desk, Files, idx, npz, parquet, pictures, png

SAID = "flowers: 4 samples, petal, sepal → setosa, versicolor"
DATES = b"day,petal,species\n" + b"".join(
    b"2024-05-%02d,%d,%s\n" % (day, day, [b"a", b"b"][day % 2]) for day in range(1, 9)
)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("flowers.csv", FLOWERS)], SAID),
        ([("flowers.tsv", FLOWERS.replace(b",", b"\t"))], SAID),
        ([("flowers.csv.gz", gzip.compress(FLOWERS))], SAID),
        ([("flowers.parquet", parquet())], SAID),
        ([("my flowers/f.csv", FLOWERS)], "f: 4 samples, petal, sepal → setosa, versicolor"),
        ([("Blüten 花.csv", FLOWERS)], "Blüten 花: 4 samples, petal, sepal → setosa, versicolor"),
        (
            [("points.npz", npz(X=np.eye(2), y=np.array([0, 1])))],
            "points: 2 samples, input 1, input 2 → 0, 1",
        ),
        (
            [("train-labels-idx1-ubyte", idx(1, 2)), ("train-images-idx3-ubyte", idx(3, 2, 1, 2))],
            "train-images-idx3-ubyte: 2 samples, pixel 1.1, pixel 1.2 → 0, 1",
        ),
        (
            [("m/a-images.idx", idx(3, 2, 1, 1)), ("m/a-labels.idx", idx(1, 2))],
            "a-images: 2 samples, pixel 1.1 → 0, 1",
        ),
        (
            [("train.csv", FLOWERS), ("test.csv", FLOWERS)],
            "train: 8 samples, petal, sepal → setosa, versicolor",
        ),
        (
            [
                *(("train-labels-idx1-ubyte", idx(1, 2)), ("train-images-idx3-ubyte", idx(3, 2, 1, 2))),
                *(("t10k-labels-idx1-ubyte", idx(1, 2)), ("t10k-images-idx3-ubyte", idx(3, 2, 1, 2))),
            ],
            "train-images-idx3-ubyte: 4 samples, pixel 1.1, pixel 1.2 → 0, 1",
        ),
        (
            pictures("pets/cats/1.png", "pets/cats/2.png", "pets/dogs/1.png", "pets/.hidden"),
            "pets: 3 samples, pixel 1.1, pixel 1.2, pixel 1.3 → cats, dogs",
        ),
        (
            pictures("Katzen/ä 1.png", "犬/1.png"),
            "images: 2 samples, pixel 1.1, pixel 1.2, pixel 1.3 → Katzen, 犬",
        ),
    ],
)  # fmt: skip
def test_files_become_what_is_shown(desk: Desk, files: Files, said: str) -> None:
    """Tables, archives, IDX files and folders of pictures, by the names they have."""
    response = desk.send(files)

    assert response.status_code == 200
    assert desk.said == [said]


def test_fields_are_options_of_the_reader(desk: Desk) -> None:
    """The target, and columns to leave out; a field that is empty was not given."""
    desk.send([("f.csv", FLOWERS)], target="petal", missing="")
    desk.send([("f.csv", FLOWERS)], ignore=["petal"], kind="classes")
    desk.send([("f.csv", GAP)], missing="drop")
    desk.send([("f.csv", FLOWERS)], target="sepal", kind="values", ignore=["species"])
    desk.send([("f.csv", FLOWERS.partition(b"\n")[2])], header="no")

    assert desk.said == [
        "f: 4 samples, sepal, species = setosa, species = versicolor → petal",
        "f: 4 samples, sepal → setosa, versicolor",
        "f: 3 samples, petal, sepal → setosa, versicolor",
        "f: 4 samples, petal → sepal",
        "f: 4 samples, column 1, column 2 → setosa, versicolor",
    ]


def test_unknown_fields_are_refused(desk: Desk) -> None:
    """With the nearest."""
    assert desk.refused([("f.csv", FLOWERS)], targte="petal") == (
        "unknown field 'targte'; did you mean 'target'? "
        "(broken, categories, classes, color, decimal, encoding, header, ignore, keep, kind, missing, "
        "missing_markers, "
        "ragged, separator, size, table, target, thousands, words)"
    )
    assert (
        desk.refused([("f.csv", FLOWERS)], missing="guess") == "unknown missing 'guess' (drop, error, mean)"
    )


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            [("flowers.csv", b"")],
            "flowers.csv is empty; a table has a line of column names and a line per sample",
        ),
        (
            [("flowers.csv", GAP)],
            "flowers.csv row 2: column 'petal' is empty",
        ),
        (
            [("p/cats/1.png", png(1)), ("p/dogs/2.png", b"")],
            "p: dogs/2.png is an empty file; put images there that can be read",
        ),
        (
            [("p/cats/1.png", png(1)), ("p/dogs/2.png", b"I am a picture")],
            "p: dogs/2.png is no image that can be read (PNG, JPEG, GIF, BMP, WEBP, TIFF, PPM); put "
            "images there "
            "that can be read",
        ),
        (
            pictures("pets/1.png", "pets/2.png"),
            "pets: the image '1.png' lies in no class; put each image into the sub-folder of its class",
        ),
        (
            pictures("1.png", "2.png", "3.png", "4.png"),
            "images: the image '1.png' lies in no class; put each image into the sub-folder of its class",
        ),
        (
            pictures("1.png"),
            "1.png is a single image; open a folder with one sub-folder of images per class",
        ),
        (
            [("a.csv", FLOWERS), ("b.csv", FLOWERS), ("c.csv", FLOWERS), ("d.csv", FLOWERS)],
            "got a.csv, b.csv, c.csv, …; choose one table or archive, a table to train and one to test with "
            "(train and test in their names), a folder with one sub-folder of images per class, or "
            "IDX files of "
            "images and of their labels",
        ),
        (
            [("a.pkl", b"cos\nsystem\n(S'true'\ntR.")],
            "a.pkl is a pickle, and nothing is unpickled; save plain arrays with numpy.savez, or the table "
            "as CSV",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_the_readers_own_words(desk: Desk, files: Files, message: str) -> None:
    """With the names that files have where they come from, not with those of the place they are kept in."""
    assert desk.refused(files) == message


FILL = "Fill gaps with the mean of their column (makes up 1 cell)"
DROP = "Leave rows with gaps out (leaves 3 of 4 rows)"
MANY = b"a,b\n" + b"".join(b"%d,%d\n" % (number, 7 * number) for number in range(1001))
WORDS = b"a,b\n" + b"".join(b"w%d,%d\n" % (number % 60, number % 2) for number in range(120))


@pytest.mark.parametrize(
    ("data", "fields", "offered", "target"),
    [
        (GAP, {}, {FILL: ["missing=mean"], DROP: ["missing=drop"]}, False),
        (FLOWERS, {"target": "specie"}, {}, True),
        (b"a,b\n1,x\n2,x\n", {}, {}, True),
        (DATES, {}, {"Leave 'day' out": ["ignore=day"]}, False),
        (DATES, {"target": "day"}, {}, True),
        (
            "ä,b\n1,x\n2,y\n".encode("cp1252"),
            {},
            {"Read it as Western European Windows text (reads 'ä')": ["encoding=cp1252"]},
            False,
        ),
        (FLOWERS, {"kind": "values"}, {"Take the target as classes": ["kind=classes"]}, True),
        (MANY, {"kind": "classes"}, {"Take the target as numbers": ["kind=values"]}, True),
        (
            FLOWERS + b"1,2,setosa,4\n",
            {},
            {"Leave rows with too many cells out (leaves 4 of 5 rows)": ["ragged=drop"]},
            False,
        ),
        (
            WORDS,
            {},
            {
                "Take every word as an input (makes 60 inputs)": ["categories=60"],
                "Leave 'a' out": ["ignore=a"],
            },
            False,
        ),
    ],
)
def test_remedies_come_with_the_refusal(
    desk: Desk, data: bytes, fields: dict[str, str], offered: dict[str, list[str]], target: bool
) -> None:
    """As fields to send with the files another time, with what they lose."""
    answer = desk.send([("f.csv", data)], **fields).json()

    remedies = {
        one["title"]: [f"{one['field']}={value}" for value in one["values"]] for one in answer["remedies"]
    }
    assert (remedies, answer["target"]) == (offered, target), answer["message"]


MARKED = b"n,y\n" + b"".join(b"%d,%s\n" % (-999 if k > 20 else k % 7, [b"a", b"b"][k % 2]) for k in range(23))


@pytest.mark.parametrize("data", [GAP, DATES, MARKED, FLOWERS + b"1,2,setosa,4\n"])
def test_every_remedy_helps(desk: Desk, data: bytes) -> None:
    """What is offered, sent with the same files, is an answer to that message."""
    first = desk.send([("f.csv", data)]).json()

    assert first["remedies"]
    for remedy in first["remedies"]:
        again = desk.send([("f.csv", data)], **{remedy["field"]: remedy["values"]})
        assert again.status_code == 200, again.json()


def test_what_was_decided_comes_with_the_data(desk: Desk) -> None:
    """In words, with the fields that put it back; and the columns, to choose targets from."""
    rows = FLOWERS.decode().splitlines()
    counted = "\n".join([f"row,{rows[0]}", *(f"{k},{row}" for k, row in enumerate(rows[1:]))])
    first = desk.send([("f.csv", counted.encode())]).json()
    [back] = first["decided"][1]["remedies"]
    desk.send([("f.csv", counted.encode())], **{back["field"]: back["values"]})

    assert first == {
        "title": "f",
        "decided": [
            {"words": "'species' is the target: 2 classes (setosa and versicolor)", "remedies": []},
            {
                "words": "column 'row' left out for counting the rows",
                "remedies": [{"title": "Bring 'row' back", "field": "keep", "values": ["row"]}],
            },
        ],
        "columns": ["row", "petal", "sepal", "species"],
        "targets": ["species"],
    }
    assert desk.said == [
        "f: 4 samples, petal, sepal → setosa, versicolor",
        "f: 4 samples, row, petal, sepal → setosa, versicolor",
    ]


def test_several_targets_are_labels(desk: Desk) -> None:
    """Where each is 0 or 1."""
    data = b"a,p,q\n1,0,1\n2,1,1\n3,1,0\n"
    answer = desk.send([("f.csv", data)], target=["p", "q"]).json()

    assert answer["targets"] == ["p", "q"]
    assert desk.said == ["f: 3 samples, a → p, q"]
