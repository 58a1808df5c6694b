"""What becomes of columns: numbers, truths, categories, text, and the targets."""

import re
from collections import Counter

import numpy as np
import pytest

from learnscope.data.tables import csv_text, load_csv


@pytest.fixture
def read(tmp_path):
    """A function that writes a table and loads it."""

    def read(text, **options):
        path = tmp_path / "t.csv"
        path.write_text(text, encoding="utf-8")
        return load_csv(path, **options)

    return read


@pytest.mark.parametrize("words", ["true,false", "True,False", "TRUE,false", "yes,no", "Yes,NO"])
def test_truths_are_1_and_0(read, words):
    """True and false in any letters, and yes and no."""
    yes, no = words.split(",")
    dataset = read(f"wet,y\n{yes},a\n{no},b\n{yes},a\n")

    assert dataset.input_names == ("wet",)
    assert dataset.inputs.tolist() == [[1], [0], [1]]


def test_a_category_is_a_column_per_word(read):
    """In alphabetical order, each sample with one 1."""
    dataset = read("colour,y\nred,1\nblue,2\nred,3\ngreen sea,4\n")

    assert dataset.input_names == ("colour = blue", "colour = green sea", "colour = red")
    assert dataset.inputs.tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 1], [0, 1, 0]]


def test_numbers_among_words_make_a_category(read):
    """Where most cells are words."""
    assert read("engine,y\nV8,1\nV6,2\n4,1\n").input_names == ("engine = 4", "engine = V6", "engine = V8")


def test_text_is_counts_of_its_commonest_words(read):
    """In small letters, by frequency and then alphabet; apostrophes join, other signs part."""
    messages = ["Free money, FREE!", "don't be late", "be free - be late", "money-back money"]
    dataset = read("m,y\n" + "\n".join(f'"{text}",{k % 2}' for k, text in enumerate(messages)), words=5)
    counts = [Counter(re.findall(r"\w+(?:'\w+)*", text.lower())) for text in messages]

    assert dataset.input_names == ("m: be", "m: free", "m: money", "m: late", "m: back")
    assert dataset.inputs.tolist() == [[c[name[3:]] for name in dataset.input_names] for c in counts]


def test_text_is_counted_over_all_blocks(read, monkeypatch):
    """The commonest words are those of the file, however it is cut."""
    monkeypatch.setattr(csv_text, "BLOCK", 30)
    rows = [f"word{k % 7} and word{k % 3} number {k},{k % 2}" for k in range(60)]
    dataset = read("m,y\n" + "\n".join(rows), words=4)

    assert dataset.input_names == ("m: and", "m: number", "m: word0", "m: word1")
    assert dataset.inputs.sum(axis=0).tolist() == [60, 60, 29, 29]


def test_two_hundred_words_are_counted_unless_told_otherwise(read):
    """The limit that is stated."""
    rows = [f"w{3 * k} w{3 * k + 1} w{3 * k + 2},{k % 2}" for k in range(100)]

    assert read("m,y\n" + "\n".join(rows)).inputs.shape == (100, 200)


def test_few_different_phrases_are_a_category(read):
    """Cells of several words, of which most repeat."""
    dataset = read("city,y\n" + "New York,1\nLos Angeles,2\n" * 5)

    assert dataset.input_names == ("city = Los Angeles", "city = New York")


def test_up_to_50_different_words_are_a_category(read):
    """And with a larger limit, more."""
    rows = "w,y\n" + "\n".join(f"id{k:02d},{k % 2}" for k in range(60))

    assert read("w,y\n" + "\n".join(f"id{k % 50:02d},{k % 2}" for k in range(60))).inputs.shape == (60, 50)
    assert (read(rows, categories=60).inputs == np.eye(60)).all()


def test_the_last_column_is_the_target(read):
    """Unless another is named."""
    text = "a,b,c\n1,2,x\n2,4,y\n3,5,x\n"

    assert read(text).output_names == ("x", "y")
    assert read(text, target="a").output_names == ("1", "2", "3")
    assert read(text, target="a").input_names == ("b", "c = x", "c = y")


def test_ignored_columns_are_no_part_of_it(read):
    """Neither as input nor as target, whatever they hold."""
    dataset = read("a,when,b,c\n1,2024-01-01,x,\n2,2024-01-02,y,\n", ignore=["when", "c"])

    assert dataset.input_names == ("a",)
    assert dataset.output_names == ("x", "y")
    assert read("a,b,c\n1,x,u\n2,y,v\n", ignore="b").output_names == ("u", "v")


@pytest.mark.parametrize(
    ("cells", "kind", "names"),
    [
        ("red blue red", "classes", ("blue", "red")),
        ("true false true", "classes", ("false", "true")),
        ("yes no yes", "classes", ("no", "yes")),
        ("1 2 10", "classes", ("1", "2", "10")),
        ("-1 1 -1", "classes", ("-1", "1")),
        ("1.0 2.0 10.0", "classes", ("1", "2", "10")),
        ("1 2.0 1", "classes", ("1", "2")),
        ("1 2.5 1", "values", ("y",)),
    ],
)
def test_the_kind_of_a_target_follows_from_its_cells(read, cells, kind, names):
    """Words, truths and few whole numbers, however written, are classes; numbers with decimals are values."""
    dataset = read("x,y\n" + "\n".join(f"{k},{cell}" for k, cell in enumerate(cells.split())))

    assert (dataset.kind, dataset.output_names) == (kind, names)
    if kind == "classes":
        assert [names[k] for k in dataset.classes] == [cell.removesuffix(".0") for cell in cells.split()]
    else:
        assert dataset.targets[:, 0].tolist() == [float(cell) for cell in cells.split()]


@pytest.mark.parametrize(("different", "kind"), [(20, "classes"), (21, "values")])
def test_up_to_20_different_whole_numbers_are_classes(read, different, kind):
    """The same rule as for arrays."""
    assert read("x,y\n" + "\n".join(f"{k},{k % different}" for k in range(100))).kind == kind


@pytest.mark.parametrize(
    ("cells", "kind", "names"),
    [("1.5 2.5 1.5", "classes", ("1.5", "2.5")), ("1 2 1", "values", ("y",)), ("1 0 1", "labels", ("y",))],
)
def test_a_kind_by_name_overrules_the_cells(read, cells, kind, names):
    """Numbers can be classes, and whole numbers values."""
    dataset = read("x,y\n" + "\n".join(f"{k},{cell}" for k, cell in enumerate(cells.split())), kind=kind)

    assert (dataset.kind, dataset.output_names) == (kind, names)


def test_several_targets_of_0_and_1_are_labels(read):
    """Truths and whole numbers."""
    dataset = read("x,sunny,windy\n1,true,0\n2,true,1\n3,false,1\n", target=["sunny", "windy"])

    assert (dataset.kind, dataset.output_names) == ("labels", ("sunny", "windy"))
    assert dataset.targets.tolist() == [[1, 0], [1, 1], [0, 1]]


def test_several_targets_of_numbers_are_values(read):
    """In the order they are named in."""
    dataset = read("a,x,b\n1.5,1,2\n2.5,2,4\n", target=["b", "a"])

    assert (dataset.kind, dataset.output_names) == ("values", ("b", "a"))
    assert dataset.targets.tolist() == [[2, 1.5], [4, 2.5]]


GAPS = "width,colour,kind\n1,red,a\n,blue,b\n3,,a\n4,blue,b\n5,red,\n"


def test_rows_with_gaps_are_left_out_when_asked_for(read):
    """And the data set says how many."""
    dataset = read(GAPS, missing="drop")

    assert dataset.inputs.tolist() == [[1, 0, 1], [4, 1, 0]]
    assert dataset.classes.tolist() == [0, 1]
    assert dataset.note == "3 of 5 rows left out for missing values"


def test_gaps_are_filled_with_means_when_asked_for(read):
    """With the mean of a number and the shares of a category; a row without a target is left out."""
    dataset = read(GAPS, missing="mean")

    assert dataset.inputs.tolist() == [[1, 0, 1], [8 / 3, 1, 0], [3, 2 / 3, 1 / 3], [4, 1, 0]]
    assert dataset.classes.tolist() == [0, 1, 0, 1]
    assert dataset.note == "1 of 5 rows left out for missing values; 2 missing values replaced by means"


@pytest.mark.parametrize("mark", ["", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "  "])
def test_gaps_may_be_marked_in_many_ways(read, mark):
    """Among numbers, words and truths."""
    text = f"a,b,c,y\n1,x,true,p\n2,y,false,q\n3,y,true,p\n{mark},x,true,q\n4,{mark},true,p\n5,x,{mark},p\n"

    assert read(text, missing="drop").inputs[:, 0].tolist() == [1, 2, 3]


def test_gaps_are_left_out_over_all_blocks(read, monkeypatch):
    """The rows that remain are those without gaps, in order."""
    monkeypatch.setattr(csv_text, "BLOCK", 25)
    rows = [f"{'' if k % 3 == 1 else k},{k % 2}" for k in range(50)]
    dataset = read("x,y\n" + "\n".join(rows), missing="drop")

    assert dataset.inputs[:, 0].tolist() == [k for k in range(50) if k % 3 != 1]
    assert dataset.inputs.base is None


def test_a_text_without_words_counts_none(read):
    """A cell of signs only is no gap."""
    dataset = read('m,y\n"one two",0\n"! ... !",1\n"two three",0\n')

    assert dataset.input_names == ("m: two", "m: one", "m: three")
    assert dataset.inputs.tolist() == [[1, 1, 0], [0, 0, 0], [1, 0, 1]]
