"""What can be wrong with a table, each with its full message: file, row, column, value and remedy."""

import gzip

import numpy as np
import pytest

from learnscope.data import limits
from learnscope.data.tables import csv_text, load_csv
from learnscope.data.tables.encode import encode
from learnscope.errors import ArgumentError, DataError, FormatError

DATE_REMEDY = (
    "a date or time; make columns of what matters about it (month, weekday, days since the first), or pass "
    "ignore=['b']"
)


def message_of(path, content, error=DataError, **options):
    """The message with which loading fails, and no other exception behind it."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(error) as caught:
        load_csv(path, **options)
    assert caught.value.__cause__ is None
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "t.csv is empty; a table has a line of column names and a line per sample"),
        (" \n\n", "t.csv is empty; a table has a line of column names and a line per sample"),
        ("a,b\n", "t.csv holds names of columns and no samples; add a line per sample"),
        ("a,b", "t.csv holds names of columns and no samples; add a line per sample"),
        ("a,b\n,\n,\n", "t.csv holds names of columns and no samples; add a line per sample"),
        ("a\n1\n2\n", "t.csv: there must be an input column beside the target, got only a"),
        (
            "a,b\n1,x\n2,y,z\n",
            "t.csv row 2 has 3 cells where there are 2 columns (it is the only one of 2 rows); put a cell "
            "that contains ',' between quotation marks, or pass ragged='drop' (leaves 1 of 2 rows)",
        ),
        (
            "a,b\n1,x,y\n2,y,z,w\n3,x\n",
            "t.csv row 1 has 3 cells where there are 2 columns (2 of 3 rows have too many); put a cell that "
            "contains ',' between quotation marks, or pass ragged='drop' (leaves 1 of 3 rows)",
        ),
        (
            'a,b\n1,x\n2,5" pipe\n3,y\n',
            "t.csv row 2: a quotation mark stands inside a cell or is never closed; write it twice and "
            "put the cell "
            "between quotation marks",
        ),
        (
            'a,b\n1,x\n\n2,"y\n3,z\n4,w\n',
            "t.csv row 2: a quotation mark stands inside a cell or is never closed; write it twice and "
            "put the cell "
            "between quotation marks",
        ),
        (
            b"a,b\n1,x\n2,caf\xe9\n",
            "t.csv line 3 holds the byte 0xe9, which is not UTF-8; save it as UTF-8, or pass "
            "encoding='cp1252' (reads 'café')",
        ),
        (
            "a,b\n1,Привет\n".encode("cp1251"),
            "t.csv line 2 holds the byte 0xcf, which is not UTF-8; save it as UTF-8, or pass "
            "encoding='cp1251' (reads 'Привет'), encoding='gb18030' (reads '橡桠弪') or encoding='cp1252' "
            "(reads 'Ïðèâåò')",
        ),
        (b"a,b\n1,x\0\n", "t.csv line 2 holds a zero byte, so it is no text; save it as CSV"),
    ],
)
def test_files_that_are_no_tables_are_refused(tmp_path, content, message):
    """Empty ones, ones without names or samples, broken rows, and what is no UTF-8."""
    assert message_of(tmp_path / "t.csv", content) == message


@pytest.mark.parametrize("block", [3, 10, 2**23])
def test_faults_are_numbered_alike_in_every_block(tmp_path, monkeypatch, block):
    """The row or line of a fault does not depend on how the file is cut."""
    monkeypatch.setattr(csv_text, "BLOCK", block)
    path = tmp_path / "t.csv"
    rows = "a,b\n" + "".join(f"{k},x{k % 2}\n" for k in range(1, 30))

    assert message_of(path, rows + "30,x,y\n31,x1\n").startswith("t.csv row 30 has 3 cells")
    assert message_of(path, rows + '30,x"y\n31,x1\n').startswith("t.csv row 30: a quotation mark")
    assert message_of(path, rows.encode() + b"30,\xff\n").startswith("t.csv line 31 holds the byte 0xff")
    assert message_of(path, rows.encode() + b"30,\0\n").startswith("t.csv line 31 holds a zero byte")
    assert message_of(path, rows + "n/a,x1\n31,x0\n").startswith("t.csv row 30: column 'a' holds 'n/a'")


def test_a_row_that_never_ends_is_refused(tmp_path, monkeypatch):
    """An open quotation mark does not swallow the rest of a large file."""
    monkeypatch.setattr(csv_text, "LONGEST", 200)
    monkeypatch.setattr(csv_text, "BLOCK", 50)
    text = "a,b\n1,x\n" + '2,"y\n' + "3,z\n" * 500

    assert message_of(tmp_path / "t.csv", text) == (
        "t.csv row 2: a quotation mark stands inside a cell or is never closed; write it twice and put "
        "the cell "
        "between quotation marks"
    )


ROWS = "".join(f"{k},{k * k % 7},{'xyz'[k % 3]}\n" for k in range(3, 12))  # below a gap
MEND = "pass missing='mean' (makes up 1 cell) or missing='drop' (leaves 10 of 11 rows)"


@pytest.mark.whole
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "a,b,c\n1,2,x\n2,n/a,y\n" + ROWS,
            f"t.csv row 2: column 'b' holds 'n/a', which stands for a missing value; {MEND}",
        ),
        (
            "a,b,c\n1,2,x\n2,oops,y\n" + ROWS,
            "t.csv row 2: column 'b' holds 'oops', which is no number (the other 10 cells hold numbers); "
            + MEND,
        ),
        (
            "a,b,c\n1,2,x\n2,,y\n,4,x\n" + ROWS,
            "t.csv row 2: column 'b' is empty; pass missing='mean' (makes up 2 cells) or missing='drop' "
            "(leaves 10 of 12 rows)",
        ),
        (
            "a,b,c\n1,2,x\n2\n3,4,x\n" + ROWS,
            "t.csv row 2: column 'b' is empty; pass missing='drop' (leaves 11 of 12 rows)",
        ),
        (
            "a,b,c\n1,red,x\n2,blue,y\n3,NA,x\n",
            "t.csv row 3: column 'b' holds 'NA', which stands for a missing value; pass missing='mean' "
            "(makes up 1 cell) or missing='drop' (leaves 2 of 3 rows)",
        ),
        (
            "a,b,c\n1,2,x\n2,3,\n3,4,y\n",
            "t.csv row 2: column 'c' is empty; pass missing='drop' (leaves 2 of 3 rows)",
        ),
        (
            "a,b,c\n1,2,x\n2,3,\n3,4,x\n",
            "t.csv row 2: column 'c' is empty; the rows without gaps have nothing to tell apart, so choose "
            "another target",
        ),
        (
            "a,b,c\n1,2,x\n2,inf,y\n" + ROWS,
            f"t.csv row 2: column 'b' holds 'inf', which is not within ±1e150; {MEND}",
        ),
        (
            "a,b,c\n1,2,x\n2,-3e200,y\n" + ROWS,
            f"t.csv row 2: column 'b' holds '-3e+200', which is not within ±1e150; {MEND}",
        ),
        (
            "a,b\n,1\n,2\n",
            "t.csv: there must be an input column beside the target, got only b (column 'a' left out for "
            "holding nothing)",
        ),
        (
            "a,b\n7,1\n7,2\n",
            "t.csv: there must be an input column beside the target, got only b (column 'a' left out for "
            "being the same in every row)",
        ),
        (
            "a,b,c\n1,2,0.5\n2,3,0.5\n",
            "t.csv: column 'c' holds 0.5 in every row, so nothing can be learned from it; choose another "
            "target",
        ),
        (
            "a,b,c\n1,2,x\n2,3,x\n",
            "t.csv: column 'c' holds one class only ('x'); there must be two to tell apart",
        ),
        (
            "a,b,c\n1,2024-03-01,x\n2,2024-03-02,y\n",
            "t.csv row 1: column 'b' holds '2024-03-01', " + DATE_REMEDY,
        ),
        ("a,b,c\n1,1.3.2024,x\n2,2.3.2024,y\n", "t.csv row 1: column 'b' holds '1.3.2024', " + DATE_REMEDY),
        (
            "a,b,c\n1,03/01/24,x\n2,,y\n3,03/02/24,y\n",
            "t.csv row 1: column 'b' holds '03/01/24', " + DATE_REMEDY,
        ),
        (
            "a,b,c\n1,2024-03-01 12:30,x\n2,2024-03-01T13:00:00Z,y\n",
            "t.csv row 1: column 'b' holds '2024-03-01 12:30', " + DATE_REMEDY,
        ),
        ("a,b,c\n1,12:30,x\n2,13:00,y\n", "t.csv row 1: column 'b' holds '12:30', " + DATE_REMEDY),
        (
            "a,b\n1,2024-03-01\n2,2024-03-02\n",
            "t.csv row 1: column 'b' holds '2024-03-01', a date or time; make columns of what matters about "
            "it (month, weekday, days since the first) or choose another target",
        ),
        (
            "a,b\n" + "".join(f"id{k},{k % 2}\n" for k in (*range(51), 5)),
            "t.csv: column 'a' holds 51 different words, more than the 50 that become inputs; pass "
            "categories=51 (makes 51 inputs) or ignore=['a']",
        ),
        (
            "a,b\n" + "".join(f"id{k},{k % 2}\n" for k in (*range(1001), 5)),
            "t.csv: column 'a' holds 1 001 different words, more than the 50 that become inputs; pass "
            "ignore=['a']",
        ),
        (
            "a,b\n1%,x\n2,y\n3%,x\n",
            "t.csv: column 'a' holds numbers with % and others without; write all in one way, or pass "
            "ignore=['a']",
        ),
        (
            'a,b,c\n"1,5",2.5,"1,935"\n"2,5",3.5,"2,100"\n',
            "t.csv row 1: column 'c' holds '1,935', and other columns have both decimal points and decimal "
            "commas; pass decimal=',' or decimal='.'",
        ),
        (
            "a,b\n" + "".join(f"{k},id{k}\n" for k in range(1001)),
            "t.csv: column 'b' holds 1 001 classes, more than the 1 000 there may be; choose another target",
        ),
    ],
)
def test_cells_and_columns_that_cannot_be_used_are_named(tmp_path, content, message):
    """Missing values, words among numbers, dates, columns that never change, too many words or classes."""
    assert message_of(tmp_path / "t.csv", content) == message


@pytest.mark.whole
@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        (
            {"target": "speces"},
            DataError,
            "t.csv: there is no target column 'speces'; did you mean 'species'? (width, Height, species)",
        ),
        (
            {"target": "height"},
            DataError,
            "t.csv: there is no target column 'height'; did you mean 'Height'? (width, Height, species)",
        ),
        (
            {"target": ["species", "x"]},
            DataError,
            "t.csv: there is no target column 'x' (width, Height, species)",
        ),
        (
            {"target": "species", "ignore": "species"},
            DataError,
            "t.csv: there is no target column 'species' (width, Height)",
        ),
        (
            {"ignore": ["widht"]},
            DataError,
            "t.csv: there is no column 'widht'; did you mean 'width'? (width, Height, species)",
        ),
        (
            {"ignore": ["width", "Height"]},
            DataError,
            "t.csv: there must be an input column beside the target, got only species",
        ),
        (
            {"ignore": ["width", "Height", "species"]},
            DataError,
            "t.csv: there must be an input column beside the target, got only none",
        ),
        (
            {"target": 3},
            ArgumentError,
            "target must be a column's name or a list of names, or a place as text, '1' for the first, got 3",
        ),
        ({"ignore": [1]}, ArgumentError, "ignore must be a column's name or a list of names, got [1]"),
        (
            {"missing": "dorp"},
            ArgumentError,
            "unknown missing 'dorp'; did you mean 'drop'? (drop, error, mean)",
        ),
        (
            {"kind": "value"},
            DataError,
            "unknown kind of target 'value'; did you mean 'values'? (classes, labels, values)",
        ),
        (
            {"kind": "values"},
            DataError,
            "t.csv row 1: target column 'species' holds 'a', which is no number; choose another "
            "target, or pass kind='classes'",
        ),
        (
            {"target": ["width", "species"]},
            DataError,
            "t.csv row 1: target column 'species' holds 'a', which is no number; choose another "
            "target, or pass kind='classes'",
        ),
        (
            {"target": "Height", "kind": "labels"},
            DataError,
            "t: targets of kind 'labels' must hold 0 and 1 only in each row, got [3.0] in row 1",
        ),
        ({"categories": 1}, ArgumentError, "categories must be a whole number of at least 2, got 1"),
        ({"words": 0}, ArgumentError, "words must be a whole number of at least 1, got 0"),
        ({"separator": ";;"}, ArgumentError, "separator must be a single character, got ';;'"),
        ({"separator": "·"}, ArgumentError, "separator must be a single character, got '·'"),
        ({"decimal": "·"}, ArgumentError, "unknown decimal '·' (,, .)"),
        ({"thousands": "x"}, ArgumentError, "unknown thousands 'x' (,  , ', ,, .)"),
        ({"thousands": "."}, ArgumentError, "thousands and decimal must differ, got '.' for both"),
        ({"header": "no"}, ArgumentError, "header must be True, False or None, got 'no'"),
        ({"ragged": "cut"}, ArgumentError, "unknown ragged 'cut' (drop, error)"),
        ({"table": 1}, ArgumentError, "table must be the name of a sheet or of a file in an archive, got 1"),
        ({"keep": "x"}, DataError, "t.csv: there is no column 'x' (width, Height, species)"),
        (
            {"keep": "width", "ignore": "width"},
            ArgumentError,
            "a column is either kept or ignored, got 'width' for both",
        ),
        (
            {"missing_markers": [None]},
            ArgumentError,
            "missing_markers must be a list of words and numbers, got [None]",
        ),
        (
            {"separator": ",", "decimal": ","},
            ArgumentError,
            "separator and decimal must differ, got ',' for both",
        ),
        (
            {"encoding": "klingon"},
            ArgumentError,
            "unknown encoding 'klingon'; 'utf-8', 'cp1252' and 'utf-16' are usual",
        ),
        *(
            (
                {"encoding": encoding},
                ArgumentError,
                f"unknown encoding {encoding!r}; 'utf-8', 'cp1252' and 'utf-16' are usual",
            )
            for encoding in ("base64", "hex", "rot13", "zlib", "undefined", 3, "", "a\0b")
        ),
    ],
)
def test_choices_that_cannot_be_are_refused(tmp_path, options, error, message):
    """Columns that are not there, with the nearest name, and arguments out of their range."""
    content = "width,Height,species\n1,3,a\n2,4,b\n"

    assert message_of(tmp_path / "t.csv", content, error, **options) == message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "a,b,c\n,2,x\n1,,y\n2,,x\n,4,x\n",
            "t.csv: every row has a missing value; leave out the columns that have most of them, or pass "
            "missing='mean'",
        ),
        (
            "a,b\n1,x\n2,x\n,y\n",
            "t.csv: column 'b' holds one class only ('x'); there must be two to tell apart",
        ),
        (
            "a,b\n1,0.5\n2,0.5\n,1.5\n",
            "t.csv: column 'b' holds 0.5 in every row that is left, so nothing can be learned from it; "
            "choose another "
            "target",
        ),
    ],
)
def test_what_is_left_without_gaps_must_still_be_learnable(tmp_path, content, message):
    """Rows, classes and changing columns."""
    assert message_of(tmp_path / "t.csv", content, missing="drop") == message


def test_more_numbers_than_are_held_are_refused(tmp_path, monkeypatch):
    """The limit is on rows times inputs."""
    monkeypatch.setattr(limits, "EVERYTHING", limits.AtMost(numbers=5))

    assert message_of(tmp_path / "t.csv", "a,b,c\n1,2,x\n2,3,y\n3,4,x\n") == (
        "t.csv: 3 rows of 2 inputs are 6 numbers, more than the 5 (40 bytes) held at once; take fewer rows "
        "or columns"
    )


def test_more_outputs_than_are_held_are_refused(tmp_path, monkeypatch):
    """The same limit is on rows times classes."""
    monkeypatch.setattr(limits, "EVERYTHING", limits.AtMost(numbers=3))

    assert message_of(tmp_path / "t.csv", "a,c\n1,x\n2,y\n3,x\n") == (
        "t.csv: 3 rows of 2 outputs are 6 numbers, more than the 3 (24 bytes) held at once; take fewer rows "
        "or columns"
    )


def test_more_rows_than_can_be_held_are_refused_as_soon_as_they_are_seen(tmp_path, monkeypatch):
    """Whatever follows is not read."""
    monkeypatch.setattr(csv_text, "BLOCK", 2**10)
    content = "a,b\n" + "1,x\n2,y\n" * 1000 + '3,"never read\n'
    with limits.held_to(limits.AtMost(numbers=1000)):
        assert message_of(tmp_path / "t.csv", content) == (
            "t.csv has more than 1 000 rows, and no more numbers than that (8 kB) are held at once; "
            "take fewer rows"
        )


@pytest.mark.parametrize(
    ("head", "options"), [("a,b,c,d,e,f", {}), ("\n\n a;b;c;d;e;f", {}), ("axbxcxdxexf", {"separator": "x"})]
)
def test_more_columns_than_are_read_are_refused_before_they_are_named(tmp_path, head, options):
    """By the separators in the first line."""
    with limits.held_to(limits.AtMost(columns=5)):
        assert message_of(tmp_path / "t.csv", head + "\n1,2\n", **options) == (
            "t.csv: 6 columns are more than the 5 read at once; take fewer"
        )
        with pytest.raises(
            DataError, match=r"^rows: 6 columns are more than the 5 read at once; take fewer$"
        ):
            limits.check_size("rows", 1, 6)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("flwers.csv", "there is no file '{folder}/flwers.csv'; did you mean 'flowers.csv'?"),
        ("zzz.csv", "there is no file '{folder}/zzz.csv'"),
        ("nowhere/x.csv", "there is no file '{folder}/nowhere/x.csv'"),
        ("", "'{folder}' is a folder; pass a file"),
    ],
)
def test_files_that_are_not_there_are_named(tmp_path, name, message):
    """With the nearest name beside them."""
    (tmp_path / "flowers.csv").write_text("a,b\n1,x\n2,y\n")
    with pytest.raises(DataError) as caught:
        load_csv(tmp_path / name)

    assert str(caught.value) == message.format(folder=tmp_path)


def test_cells_too_long_for_pythons_reader_are_read(tmp_path):
    """It serves to find faults, and gives up on cells beyond 128 kB; Polars does not."""
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "1,x\n2,y\n" * 3 + "3," + "z" * 200_000 + "\n")

    assert len(load_csv(path)) == 7
    assert message_of(path, "a,b\n1," + "z" * 200_000 + "\n2,y,w\n") == (
        "t.csv cannot be read as a table from row 1 on; save it as CSV again"
    )
    assert message_of(path, "a" * 200_000 + ",b\n1,x\n") == (
        "t.csv: the first line must name the columns, but holds no names; add a line of names, or pass "
        "header=False"
    )


def test_what_cannot_be_read_for_another_reason_is_named(tmp_path, monkeypatch):
    """Where neither marks nor cells are at fault, the row from which on it fails."""
    monkeypatch.setattr("learnscope.data.tables.csv_source.CsvSource._parse", lambda *_: None)

    assert message_of(tmp_path / "t.csv", "a,b\n1,x\n2,y\n") == (
        "t.csv cannot be read as a table from row 1 on; save it as CSV again"
    )


@pytest.mark.parametrize("rows", ["1,x\n", "1,x\n2,y\n3,x\n"])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch, rows):
    """Rows that come or go between the first reading and the second."""
    path = tmp_path / "t.csv"

    def change(*arguments, **options):
        path.write_text("a,b\n" + rows)
        return encode(*arguments, **options)

    monkeypatch.setattr("learnscope.data.tables.build.encode", change)

    assert message_of(path, "a,b\n1,x\n2,y\n") == "t.csv changed while it was read; load it again"


def test_broken_archives_are_named(tmp_path):
    """Cut short, or no archive at all."""
    whole = gzip.compress(np.random.default_rng(0).bytes(1000))

    assert message_of(tmp_path / "t.csv.gz", whole[:500], FormatError) == (
        "t.csv.gz cannot be unpacked (Compressed file ended before the end-of-stream marker was reached); "
        "make or fetch the archive again"
    )
    assert message_of(tmp_path / "t.csv.gz", b"a,b\n") == (
        "t.csv.gz holds names of columns and no samples; add a line per sample"
    )
