"""Parquet files and data frames: the same data set as from CSV."""

import datetime
import sys
from decimal import Decimal

import narwhals as nw
import numpy as np
import polars as pl
import pytest

from learnscope.data.builtin import load
from learnscope.data.tables import from_frame, load_csv, source
from learnscope.errors import DataError, FormatError

NAN = float("nan")


def iris_columns():
    """Iris as named columns, its species last."""
    iris = load("iris")
    columns = dict(zip(iris.input_names, iris.inputs.T.tolist(), strict=True))
    return columns | {"species": [iris.output_names[number] for number in iris.classes]}


def assert_iris(dataset):
    """The built-in numbers, names and classes, bit for bit."""
    iris = load("iris")
    assert (dataset.inputs == iris.inputs).all()
    assert (dataset.targets == iris.targets).all()
    assert dataset.input_names == iris.input_names
    assert dataset.output_names == iris.output_names


@pytest.mark.parametrize("name", ["flowers.parquet", "flowers.pq"])
def test_parquet_makes_the_round_trip(tmp_path, name):
    """The file's numbers are the built-in ones."""
    pl.DataFrame(iris_columns()).write_parquet(tmp_path / name)
    dataset = load_csv(tmp_path / name)

    assert_iris(dataset)
    assert (dataset.name, dataset.source) == ("flowers", name)


@pytest.mark.parametrize("lazy", [False, True])
def test_a_polars_frame_makes_the_round_trip(lazy):
    """Also a lazy one."""
    frame = pl.DataFrame(iris_columns())

    assert_iris(from_frame(frame.lazy() if lazy else frame))


def test_slices_of_any_size_give_the_same(monkeypatch):
    """A frame read in many pieces is the frame read in one."""
    monkeypatch.setattr("learnscope.data.tables.frame_source.ROWS", 7)

    assert source.ROWS > 7
    assert_iris(from_frame(pl.DataFrame(iris_columns())))


def test_all_types_of_numbers_and_words_are_read():
    """Small and large integers, floats, decimals, truths, categories, with and without gaps."""
    frame = pl.DataFrame(
        {
            "small": pl.Series([1, 2, 3], dtype=pl.UInt8),
            "float": pl.Series([0.5, 1.5, 2.5], dtype=pl.Float32),
            "decimal": pl.Series([Decimal("1.25"), Decimal("2.50"), Decimal("3.75")]),
            "truth": [True, False, True],
            "category": pl.Series(["a", "b", "a"], dtype=pl.Categorical),
            "enum": pl.Series(["x", "y", "x"], dtype=pl.Enum(["y", "x"])),
            "gap": [1, None, 3],
            "nan": [1.0, NAN, 3.0],
            "y": [1, 2, 1],
        }
    )
    dataset = from_frame(frame, missing="mean")

    assert dataset.input_names == (
        *("small", "float", "decimal", "truth"),
        *("category = a", "category = b", "enum = x", "enum = y", "gap", "nan"),
    )
    assert dataset.inputs.tolist() == [
        [1, 0.5, 1.25, 1, 1, 0, 1, 0, 1, 1],
        [2, 1.5, 2.5, 0, 0, 1, 0, 1, 2, 2],
        [3, 2.5, 3.75, 1, 1, 0, 1, 0, 3, 3],
    ]


DATES = "; make columns of what matters about it (month, weekday, days since the first), or pass "


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (
            pl.Series([datetime.date(2024, 3, 1), None]),
            f"frame row 1: column 'b' holds '2024-03-01', a date or time{DATES}ignore=['b']",
        ),
        (
            pl.Series([None, datetime.datetime(2024, 3, 1, 12)]),
            f"frame row 2: column 'b' holds '2024-03-01 12:00:00', a date or time{DATES}ignore=['b']",
        ),
        (
            pl.Series([datetime.timedelta(days=1), None]),
            f"frame row 1: column 'b' holds '1 day, 0:00:00', a date or time{DATES}ignore=['b']",
        ),
        (
            pl.Series([[1, 2], [3]]),
            "frame: column 'b' holds list(int64) values, which are no numbers and no words; pass "
            "ignore=['b']",
        ),
        (
            pl.Series([b"a", b"b"]),
            "frame: column 'b' holds binary values, which are no numbers and no words; pass ignore=['b']",
        ),
        (
            pl.Series([1.0, NAN, 3.0, 4.0]),
            "frame row 2: column 'b' holds 'nan', which is no number; pass missing='mean' (makes up 1 cell) "
            "or missing='drop' (leaves 3 of 4 rows)",
        ),
        (
            pl.Series([1, None, 3, 4]),
            "frame row 2: column 'b' is empty; pass missing='mean' (makes up 1 cell) or missing='drop' "
            "(leaves 3 of 4 rows)",
        ),
    ],
)
def test_columns_that_cannot_be_used_are_named(column, message):
    """Dates, lists, bytes, gaps; and ignoring the column is a remedy."""
    count = len(column)
    frame = pl.DataFrame({"a": range(count), "b": column, "c": ["x", "y", "x", "y"][:count]})
    with pytest.raises(DataError) as caught:
        from_frame(frame)

    assert str(caught.value) == message
    assert from_frame(frame, ignore="b").input_names == ("a",)


def test_bytes_say_what_a_file_is_and_not_its_name(tmp_path):
    """Text that is called Parquet is read as the text it is."""
    (tmp_path / "t.parquet").write_bytes(b"a,b\n1,x\n2,y\n")

    assert load_csv(tmp_path / "t.parquet").output_names == ("x", "y")


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + bytes(100)])
def test_a_broken_parquet_file_is_refused(tmp_path, content):
    """With hardly any bytes, or wrong ones."""
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(FormatError, match=r"^t\.csv is no Parquet file that can be read \("):
        load_csv(tmp_path / "t.csv")


def test_a_frame_without_rows_is_refused():
    """As a file without samples is."""
    with pytest.raises(DataError) as caught:
        from_frame(pl.DataFrame({"a": [], "b": []}))

    assert str(caught.value) == "frame holds names of columns and no samples; add a line per sample"


def test_what_is_no_frame_is_refused():
    """With the verb for arrays."""
    with pytest.raises(DataError) as caught:
        from_frame([[1, 2], [3, 4]], name="mine")

    assert str(caught.value) == (
        "mine must be a data frame (of Polars, pandas, PyArrow or another that Narwhals knows), got "
        "list; arrays "
        "are taken by from_arrays"
    )


# Other libraries are no dependencies of the tests: those that are installed are compared with.
@pytest.fixture(params=["pandas", "pyarrow"])
def backend(request):
    """The name of a library of data frames that is installed."""
    pytest.importorskip(
        request.param, reason=f"{request.param} is not installed; pip install {request.param}"
    )
    return request.param


def test_frames_of_other_libraries_make_the_round_trip(backend):
    """Numbers, words and names come out the same."""
    frame = nw.from_dict(iris_columns(), backend=backend).to_native()

    assert_iris(from_frame(frame))


def test_gaps_in_frames_of_other_libraries_are_gaps(backend):
    """In whole numbers, floats, truths and words."""
    frame = nw.from_dict(
        {
            "whole": [1, None, 3, 4, 5],
            "float": [0.5, 1.5, None, 2.5, 3.5],
            "truth": [True, False, True, None, False],
            "word": ["a", "b", "a", "b", "b"],
            "y": ["p", "q", "p", "q", "q"],
        },
        backend=backend,
    ).to_native()
    dataset = from_frame(frame, missing="drop")

    assert dataset.inputs.tolist() == [[1, 0.5, 1, 1, 0], [5, 3.5, 0, 0, 1]]
    assert dataset.note == "3 of 5 rows left out for missing values"


def test_dates_in_frames_of_other_libraries_are_named(backend):
    """And can be ignored."""
    days = [datetime.datetime(2024, 3, 1), datetime.datetime(2024, 3, 2)]
    frame = nw.from_dict({"a": [1, 2], "b": days, "c": ["x", "y"]}, backend=backend).to_native()
    with pytest.raises(DataError) as caught:
        from_frame(frame)

    assert (
        str(caught.value)
        == f"frame row 1: column 'b' holds '2024-03-01 00:00:00', a date or time{DATES}ignore=['b']"
    )
    assert from_frame(frame, ignore=["b"]).input_names == ("a",)


def test_pandas_frames_of_mixed_objects_are_read():
    """Numbers among words, names that are numbers, and gaps of every spelling."""
    pd = pytest.importorskip("pandas", reason="pandas is not installed; pip install pandas")
    frame = pd.DataFrame(
        {0: ["a", 2, "a", None], "n": pd.array([1, 2, pd.NA, 4], dtype="Int64"), "y": list("pqpq")}
    )
    dataset = from_frame(frame, missing="mean")

    assert dataset.input_names == ("0 = 2", "0 = a", "n")
    np.testing.assert_allclose(dataset.inputs, [[0, 1, 1], [1, 0, 2], [0, 1, 7 / 3], [1 / 3, 2 / 3, 4]])


@pytest.mark.parametrize("labels", [["a", "a", "y"], [1, "1", "y"]])
def test_two_columns_of_one_name_are_refused(labels):
    """As pandas allows them."""
    pd = pytest.importorskip("pandas", reason="pandas is not installed; pip install pandas")
    with pytest.raises(DataError) as caught:
        from_frame(pd.DataFrame([[1, 2, "p"], [3, 4, "q"]], columns=labels))

    assert str(caught.value) == "frame has two columns of one name; rename one"


def test_objects_that_are_no_words_are_named():
    """A list in a cell of pandas."""
    pd = pytest.importorskip("pandas", reason="pandas is not installed; pip install pandas")
    with pytest.raises(DataError) as caught:
        from_frame(pd.DataFrame({"a": [1, 2], "b": [[1], [2]], "c": ["x", "y"]}))

    assert str(caught.value) == (
        "frame: column 'b' holds list values, which are no numbers and no words; pass ignore=['b']"
    )


def test_decimals_of_pyarrow_are_numbers():
    """With gaps."""
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed; pip install pyarrow")
    table = pa.table({"a": [Decimal("1.25"), None, Decimal("2.50")], "y": ["p", "q", "q"]})

    assert from_frame(table, missing="drop").inputs.tolist() == [[1.25], [2.5]]


def test_reading_tables_waits_until_a_table_is_read():
    """Importing the verbs does not import Polars."""
    import subprocess

    code = "import learnscope.data.tables, sys; sys.exit('polars' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
