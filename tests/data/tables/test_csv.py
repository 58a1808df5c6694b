"""CSV files: what is written is what is read, in whatever spelling, in one block or in many."""

import csv
import gzip
import io

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.data.builtin import load
from learnscope.data.tables import csv_text, load_csv
from tests.sampling import many


@pytest.fixture
def write(tmp_path):
    """A function that writes text or bytes to a file and returns its path."""

    def write(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def iris_text(separator=",", end="\n"):
    """Iris as text, its species last."""
    iris = load("iris")
    lines = [separator.join((*iris.input_names, "species"))]
    for row, number in zip(iris.inputs.tolist(), iris.classes, strict=True):
        lines.append(separator.join((*map(repr, row), iris.output_names[number])))
    return end.join(lines) + end


def assert_iris(dataset):
    """The built-in numbers, names and classes, bit for bit."""
    iris = load("iris")
    assert (dataset.inputs == iris.inputs).all()
    assert (dataset.targets == iris.targets).all()
    assert dataset.input_names == iris.input_names
    assert dataset.output_names == iris.output_names
    assert dataset.kind == "classes"


def test_iris_makes_the_round_trip(write):
    """The file's numbers are the built-in ones, and the data set is called as the file."""
    dataset = load_csv(write(iris_text(), "flowers.csv"))

    assert_iris(dataset)
    assert (dataset.name, dataset.source, dataset.note) == ("flowers", "flowers.csv", "")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_and_line_ends_are_found_out(write, separator, end):
    """Four separators, and the line ends of three systems."""
    assert_iris(load_csv(write(iris_text(separator, end))))


@pytest.mark.parametrize(
    ("name", "options"),
    [("t.tsv", {}), ("t.tab", {}), ("t.txt", {"separator": "\t"}), ("t.csv", {"separator": "\t"})],
)
def test_a_tab_separates_tsv(write, name, options):
    """By the file's ending, or when asked for."""
    assert_iris(load_csv(write(iris_text("\t"), name), **options))


@pytest.mark.parametrize("name", ["flowers.csv.gz", "flowers.tsv.gz"])
def test_a_packed_file_is_unpacked(write, name):
    """The data set is called without either ending."""
    packed = gzip.compress(iris_text("\t" if "tsv" in name else ",").encode())
    dataset = load_csv(write(packed, name))

    assert_iris(dataset)
    assert dataset.name == "flowers"


@pytest.mark.parametrize("block", [1, 7, 100, 2000])
def test_blocks_of_any_size_give_the_same(write, monkeypatch, block):
    """A file read in many pieces is the file read in one."""
    monkeypatch.setattr(csv_text, "BLOCK", block)

    assert_iris(load_csv(write(iris_text())))


CELLS = st.text(st.sampled_from('ab ,"\nü€𝄞x'), min_size=1, max_size=6).filter(
    lambda text: text == text.strip() and text not in ("?", "NA")
)


@settings(max_examples=many(60))
@given(
    rows=st.lists(
        st.tuples(
            st.floats(-1e9, 1e9), st.sampled_from(["p", "q r", 'say "so"', "a,b", "two\nlines", "ü€"]), CELLS
        ),
        min_size=3,
        max_size=12,
    ).filter(lambda rows: all(len({row[k] for row in rows}) > 1 for k in range(3))),
    block=st.integers(1, 60),
)
def test_what_python_writes_is_what_is_read(tmp_path_factory, rows, block):
    """Any words, with separators, quotation marks and line ends in them, cut into blocks anywhere."""
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("number", "word", "target"), *((repr(a), b, c) for a, b, c in rows)])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_text, "BLOCK", block)
        dataset = load_csv(path, kind="classes")

    assert dataset.inputs[:, 0].tolist() == [a for a, _, _ in rows]
    assert [dataset.output_names[k] for k in dataset.classes] == [c for _, _, c in rows]
    if "word = p" in dataset.input_names:
        place = dataset.input_names.index("word = p")
        assert dataset.inputs[:, place].tolist() == [float(b == "p") for _, b, _ in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "shift_jis"])
def test_other_encodings_are_read_when_named(write, encoding, monkeypatch):
    """The words come out as they were written, also where a block ends inside a letter."""
    monkeypatch.setattr(csv_text, "BLOCK", 3)
    words = ("日本", "東京") if encoding == "shift_jis" else ("naïve", "café")
    text = f"width,{words[0]}\n1,{words[1]}\n2,{words[0]}\n"
    dataset = load_csv(write(text.encode(encoding)), encoding=encoding)

    assert set(dataset.output_names) == set(words)
    assert dataset.input_names == ("width",)


def test_a_byte_order_mark_is_no_part_of_the_first_name(write):
    """As spreadsheets write it."""
    assert load_csv(write("\ufeffwidth,kind\n1,a\n2,b\n")).input_names == ("width",)


def test_decimal_commas_are_read_when_asked_for(write):
    """In a file separated by semicolons, also beside cells with spaces."""
    dataset = load_csv(write("width;height;kind\n1,5; 2,25;a\n-2,5;3;b\n"), decimal=",")

    assert dataset.inputs.tolist() == [[1.5, 2.25], [-2.5, 3]]


def test_a_file_without_names_is_read_when_told_so(write):
    """Columns are counted from 1."""
    dataset = load_csv(write("5.1,3.5,setosa\n4.9,3.0,other\n"), header=False)

    assert dataset.input_names == ("column 1", "column 2")
    assert dataset.inputs.tolist() == [[5.1, 3.5], [4.9, 3.0]]


def test_rows_that_hold_nothing_are_passed_over(write):
    """Blank lines and rows of empty cells, anywhere in the file."""
    dataset = load_csv(write("\n\nwidth,kind\n\n1,a\n,\n2,b\n\n\n"))

    assert dataset.inputs.tolist() == [[1], [2]]


def test_spaces_around_cells_and_names_do_not_count(write):
    """Numbers and words are what is between them."""
    dataset = load_csv(write(" width , kind \n 1 , a \n 2.5, b\n"))

    assert dataset.input_names == ("width",)
    assert dataset.inputs.tolist() == [[1], [2.5]]
    assert dataset.output_names == ("a", "b")


def test_numbers_are_read_to_the_last_bit(write):
    """A thousand random floats, written by repr, in every size."""
    random = np.random.default_rng(1)
    numbers = random.normal(size=1000) * 10.0 ** random.integers(-140, 140, 1000)
    text = "x,y\n" + "\n".join(f"{a!r},{k % 2}" for k, a in enumerate(numbers.tolist()))

    assert load_csv(write(text)).inputs[:, 0].tolist() == numbers.tolist()


@pytest.mark.parametrize("spelling", ["1e3", "+1000", "1000.", " 1000 ", "1E+03", '"1000"'])
def test_numbers_may_be_spelled_in_many_ways(write, spelling):
    """Exponents, signs, points and spaces."""
    assert load_csv(write(f"x,y\n{spelling},a\n.5,b\n")).inputs.tolist() == [[1000], [0.5]]


def test_numbers_longer_than_any_integer_are_read(write):
    """Forty digits, next to a few."""
    dataset = load_csv(write(f"x,y\n{10**40},a\n5,b\n"))

    assert dataset.inputs.tolist() == [[1e40], [5]]


def test_types_that_differ_between_blocks_are_settled(write, monkeypatch):
    """Whole at first and fractional later is numbers; codes keep their zeros where words come later."""
    monkeypatch.setattr(csv_text, "BLOCK", 20)
    rows = [f"{k},{k:03d},{k % 2}" for k in range(20)] + [f"{k}.5,x{k:02d},{k % 2}" for k in range(20)]
    dataset = load_csv(write("number,code,kind\n" + "\n".join(rows)))

    assert dataset.inputs[:, 0].tolist() == [*range(20), *(k + 0.5 for k in range(20))]
    assert dataset.input_names[1:3] == ("code = 000", "code = 001")
    assert (dataset.inputs[:, 1:] == np.eye(40)).all()


def test_a_name_may_be_given(write):
    """It is what code and people call the data set."""
    dataset = load_csv(write("x,y\n1,a\n2,b\n"), name="mine")

    assert (dataset.name, dataset.title) == ("mine", "mine")


def test_text_paths_are_paths(write):
    """A path may be a string."""
    assert len(load_csv(str(write("x,y\n1,a\n2,b\n")))) == 2
