"""Tables as programs and people write them: what is read, what is said, and what puts it back."""

import json

import numpy as np
import pytest

from learnscope.data.tables import load_csv
from learnscope.errors import DataError

ROWS = [(round(0.3 * k - 2, 1), (7 * k) % 11, "no" if k % 3 else "yes") for k in range(24)]
TABLE = "a,b,y\n" + "".join(f"{a},{b},{y}\n" for a, b, y in ROWS)


@pytest.fixture
def read(tmp_path):
    """A function that writes a file and loads it."""

    def read(content, *, called="t.csv", **options):
        path = tmp_path / called
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_csv(path, **options)

    return read


def said(dataset, place="library"):
    """What was decided, apart from what is learned."""
    return [decision.told(place) for decision in dataset.decisions[1:]]


def with_column(name, cells, *, first=True):
    """The table with another column, at its beginning or before its target."""
    lines = TABLE.splitlines()
    added = [name, *map(str, cells)]
    if first:
        return "\n".join(f"{cell},{line}" for cell, line in zip(added, lines, strict=True))
    parts = [line.rpartition(",") for line in lines]
    return "\n".join(f"{head},{cell},{last}" for (head, _, last), cell in zip(parts, added, strict=True))


# Columns that are left out


@pytest.mark.parametrize("name", ["", "Unnamed: 0", "row", "rownames", "index", "Nr", "PassengerId", "X"])
@pytest.mark.parametrize("start", [0, 1])
def test_a_column_that_counts_the_rows_is_left_out(read, name, start):
    """Whatever it is called, from 0 or 1; it comes back when it is kept."""
    text = with_column(name, range(start, start + 24))
    called = name or "unnamed 1"
    dataset = read(text)

    assert dataset.input_names == ("a", "b")
    assert dataset.note == f"column {called!r} left out for counting the rows"
    assert said(dataset) == [
        f"column {called!r} left out for counting the rows; keep=[{called!r}] brings it back"
    ]
    assert read(text, keep=called).input_names == (called, "a", "b")


@pytest.mark.parametrize(("name", "left_out"), [("Unnamed: 0", True), ("id", True), ("height", False)])
def test_row_numbers_in_another_order_are_told_by_their_name(read, name, left_out):
    """As in a table that was sorted or split."""
    dataset = read(with_column(name, (k * 5 % 24 + 100 for k in range(24))))

    assert (name not in dataset.input_names) == left_out


def test_a_column_that_counts_is_kept_where_there_is_no_other(read):
    """It is what there is to learn from."""
    assert read("x,y\n" + "".join(f"{k},{k % 2}\n" for k in range(20))).input_names == ("x",)


def test_names_of_rows_are_left_out(read):
    """Words, another in each row, that R writes with an empty name, or with one name fewer."""
    names = [f"car {k}" for k in range(24)]
    for text in (with_column('""', names), with_column("", names)[1:]):
        assert read(text).input_names == ("a", "b")
        assert read(text).note == "column 'unnamed 1' left out for holding another word in every row"


def test_identifiers_are_left_out(read):
    """More than fifty words that are no text, none of them twice."""
    text = "key,a,y\n" + "".join(f"k{k:03d},{k % 7},{'xyz'[k % 3]}\n" for k in range(60))

    assert said(read(text)) == [
        "column 'key' left out for holding another word in every row; keep=['key'] brings it back"
    ]


def test_constant_and_empty_columns_are_left_out_together(read):
    """Each reason is said once, however many columns; what is empty cannot come back."""
    lines = TABLE.splitlines()
    text = "k1,k2,k3,k4,k5,e," + lines[0] + "\n" + "\n".join("7,x,true,0.0,5,," + line for line in lines[1:])
    dataset = read(text)

    assert dataset.input_names == ("a", "b")
    assert said(dataset) == [
        "column 'e' left out for holding nothing",
        "5 columns left out for being the same in every row ('k1', 'k2', 'k3' and 2 more); "
        "keep=['k1', 'k2', 'k3', 'k4', 'k5'] brings them back",
    ]
    assert read(text, keep=["k1", "k4"]).input_names == ("k1", "k4", "a", "b")
    with pytest.raises(DataError, match=r"^t\.csv: column 'e' is empty in every row; pass ignore=\['e'\]$"):
        read(text, keep="e")


def test_columns_that_end_up_constant_are_left_out(read):
    """When rows with gaps are."""
    dataset = read("a,b,y\n1,5,x\n2,5,y\n,7,x\n4,5,x\n", missing="drop")

    assert dataset.inputs.tolist() == [[1], [2], [4]]
    assert dataset.note == (
        "column 'b' left out for being the same in every row that is left; 1 of 4 rows left out for missing "
        "values"
    )


def test_empty_columns_at_the_end_are_no_target(read):
    """With separators at the ends of all lines, of the rows only, or of some rows."""
    lines = TABLE.splitlines()
    dataset = read("\n".join(line + ",," for line in lines))
    assert dataset.output_names == ("no", "yes")
    assert dataset.note == "2 columns left out for holding nothing ('unnamed 4', 'unnamed 5')"

    for text in ([lines[0], *(line + "," for line in lines[1:])], [*lines[:9], lines[9] + ",,", *lines[10:]]):
        dataset = read("\n".join(text))
        assert (len(dataset), dataset.input_names) == (24, ("a", "b"))
        assert dataset.note == "empty cells behind the last column left out"


def test_rows_with_too_many_cells_are_counted_and_left_out_when_asked(read):
    """Where the cells hold something, it is asked."""
    lines = TABLE.splitlines()
    text = "\n".join([*lines[:5], lines[5] + ",extra", *lines[6:]])
    with pytest.raises(DataError) as caught:
        read(text)
    dataset = read(text, ragged="drop")

    assert str(caught.value) == (
        "t.csv row 5 has 4 cells where there are 3 columns (it is the only one of 24 rows); put a cell that "
        "contains ',' between quotation marks, or pass ragged='drop' (leaves 23 of 24 rows)"
    )
    assert (len(dataset), dataset.note) == (23, "1 row with too many cells left out")


# The target


def test_a_target_may_be_named_by_its_place(read):
    """Counted from 1, unless a column is called so; in a table without names too."""
    assert read(TABLE, target="2").target_columns == ("b",)
    assert read(TABLE.partition("\n")[2], target="1", kind="values").output_names == ("column 1",)


def test_a_last_column_that_never_changes_gives_way_to_one_that_is_called_a_target(read):
    """As in tables of pixels; it is said. Without such a name, it is asked."""
    text = "label,p,q\n" + "".join(f"{k % 3},{k * k % 5},0\n" for k in range(12))

    assert read(text).target_columns == ("label",)
    assert said(read(text))[0] == "'label' is the target, since the last column, 'q', never changes"
    with pytest.raises(DataError, match="column 'q' holds one class only"):
        read(text.replace("label", "colour"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TABLE, "'y' is the target: 2 classes (no and yes)"),
        ("x,n\n1,1\n2,2\n", "'n' is the target: 2 classes (1 and 2); kind='values' takes it as numbers"),
        ("x,n\n1,1.5\n2,2\n", "'n' is the target: numbers"),
        (
            "x,n\n" + "".join(f"{k},{k}\n" for k in range(30)),
            "'n' is the target: numbers; kind='classes' takes it as classes",
        ),
    ],
)
def test_what_is_learned_is_said(read, text, words):
    """The target, its kind, and how it could be taken instead."""
    assert read(text).decisions[0].told("library") == words


def test_several_targets_are_said(read):
    """As labels or as numbers."""
    text = "x,p,q\n1,0,1\n2,1,1\n3,1,0\n"
    assert read(text, target=["p", "q"]).decisions[0].words == (
        "'p' and 'q' are the targets: 2 labels, any number of them at once"
    )


# Names and lines that are no data


def test_names_that_come_twice_are_made_up_and_said(read):
    """No line of names is taken for a sample."""
    dataset = read(TABLE.replace("a,b,y", "a,a,y", 1))

    assert dataset.input_names == ("a", "a 2")
    assert dataset.note == "names made up: 'a 2'"


@pytest.mark.parametrize(
    "first",
    ["1.5,3,yes", "4,3,yes", "?,3,yes", "-2.0,0,no"],
)
def test_a_table_without_names_loses_no_sample(read, first):
    """Its first line looks like the others; it is said, and can be taken for names."""
    text = first + "\n" + TABLE.partition("\n")[2]
    dataset = read(text, missing="drop")

    assert dataset.input_names == ("column 1", "column 2")
    assert len(dataset) == (24 if "?" in first else 25)
    assert said(dataset)[0] == (
        f"the first line ({first.replace(',', ', ')}) is a sample, so the columns are called by number; "
        "header=True takes it for names"
    )
    assert len(read(text, header=True, missing="drop")) == 24


def test_a_table_of_words_without_names_is_told_by_words_that_come_again(read):
    """Names do not stand in their own column."""
    rows = ["med,2,big,yes", "low,4,small,no", "high,2,med,no", "med,4,big,yes", "low,more,small,no"] * 4

    assert len(read("\n".join(rows))) == 20
    assert read("\n".join(["buying,doors,boot,class", *rows])).target_columns == ("class",)


@pytest.mark.parametrize("names", ["country,1990,1991,1992,y", "id,0,1,2,y", "x,1990,2000,2010,y"])
def test_numbers_may_be_names(read, names):
    """Years and numbers of pixels, where other names stand beside them."""
    rows = [f"c{k % 4},{k % 3}.5,{k % 5}.25,{k % 2},{'ab'[k % 2]}" for k in range(12)]

    assert read("\n".join([names, *rows])).target_columns == ("y",)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("# made by hand\n# in mm\n", "2 lines of comment left out ('# made by hand' and '# in mm')"),
        ("% one, two, three\n", "1 line of comment left out ('% one, two, three')"),
        ("Survey 2024,,\n", "1 line above the names left out ('Survey 2024')"),
        ("Survey 2024\n\nof plants\n", "2 lines above the names left out ('Survey 2024' and 'of plants')"),
    ],
)
def test_lines_above_the_names_are_recognised_by_their_shape(read, before, words):
    """Comments and titles, with a quotation mark in them or not."""
    dataset = read(before + TABLE)

    assert (len(dataset), dataset.input_names, dataset.note) == (24, ("a", "b"), words)


def test_names_in_a_comment_are_names(read):
    """As NumPy's savetxt writes them."""
    text = "# a,b,y\n" + "".join(f"{k * k % 7}.5,{k % 5},{k % 2}\n" for k in range(9))

    assert read(text).target_columns == ("y",)


def test_a_line_of_units_is_no_sample(read):
    """It gives the inputs their units; a first row with one stray word is a sample."""
    lines = TABLE.splitlines()
    for units in ("(cm),(kg),", "cm,kg,-", "[m/s],%,", "°C,m²,"):
        dataset = read("\n".join([lines[0], units, *lines[1:]]))
        assert len(dataset) == 24
        assert dataset.input_units == tuple(unit.strip("()[]") for unit in units.split(",")[:2])
    with pytest.raises(DataError, match=r"^t\.csv row 1: column 'a' holds 'n/k', which is no number"):
        read("\n".join([lines[0], "n/k,5,yes", *lines[1:]]))


# Separators and quotation marks


def test_columns_by_blanks_are_read(read):
    """In columns of any width, with words between quotation marks, tabs among them, with names or without."""
    rows = "".join(f"  {a:7}   {b:3}  {y}\n" for a, b, y in ROWS)
    quoted = "".join(f'{a}   {b}\t"the {y} one"\n' for a, b, y in ROWS)

    assert read("a b y\n" + rows).input_names == ("a", "b")
    assert read(rows, called="t.data").inputs.tolist() == [[a, b] for a, b, _ in ROWS]
    assert read(quoted).output_names == ("the no one", "the yes one")


def test_a_preset_separator_is_followed(read):
    """The line that Excel writes."""
    assert read("sep=;\n" + TABLE.replace(",", ";")).input_names == ("a", "b")


def test_quotation_marks_behind_a_backslash_are_part_of_the_cell(read):
    """As programs write them that do not double marks."""
    cells = [['say "hi"', 'a 5" pipe', "back\\slash"][k % 3] for k in range(24)]
    written = ['"' + cell.replace("\\", "\\\\").replace('"', '\\"') + '"' for cell in cells]

    assert read(with_column("note", written)).input_names[:3] == (
        'note = a 5" pipe',
        "note = back\\slash",
        'note = say "hi"',
    )


def test_single_quotation_marks_wrap_cells(read):
    """Where cells begin and end with them; an apostrophe is none."""
    assert read(with_column("n", ["'a,b'", "'c,d'"] * 12)).input_names == ("n = a,b", "n = c,d", "a", "b")
    assert read(with_column("n", ["it's", "we're"] * 12)).input_names[:2] == ("n = it's", "n = we're")


# Numbers


@pytest.mark.parametrize(
    ("separator", "cells", "numbers"),
    [
        (";", ["1,5", "-0,25", "3", "1.234,5"], [1.5, -0.25, 3, 1234.5]),
        (";", ["1.200", "7,5", "12.345", "0,5"], [1200, 7.5, 12345, 0.5]),
        (";", ["1 200,5", "7,5", "1\u00a0234", "0,5"], [1200.5, 7.5, 1234, 0.5]),
        (",", ['"1,935"', '"105"', '"12,000"', '"1,234,567"'], [1935, 105, 12000, 1234567]),
        (",", ['"1,935.5"', "105", "0.5", "2.25"], [1935.5, 105, 0.5, 2.25]),
        (",", ["1'935", "105", "2’000.5", "7"], [1935, 105, 2000.5, 7]),
        (",", ["1 935", "105", "2\u202f000", "7"], [1935, 105, 2000, 7]),
        (",", ['"12,34,567"', '"1,00,000"', "5", "7"], [1234567, 100000, 5, 7]),
        (",", ['"1,5"', '"2,25"', "3", '"0,125"'], [1.5, 2.25, 3, 0.125]),
        (",", ["−1.5", "–2", "-3", "4"], [-1.5, -2, -3, 4]),
        (",", ["12%", "0.5 %", "−3%", "100%"], [12, 0.5, -3, 100]),
        (",", ["$1.5", "-$2", "$3", "$ 4"], [1.5, -2, 3, 4]),
        (",", ["1.5\u00a0", "\u00a02", "3", "4"], [1.5, 2, 3, 4]),
    ],
)
def test_numbers_are_read_as_they_are_written(read, separator, cells, numbers):
    """Decimal commas, thousands of every country, percent, money, printed minus signs: none is lost."""
    lines = [separator.join(("n", "y"))] + [f"{cell}{separator}{'pq'[k % 2]}" for k, cell in enumerate(cells)]

    assert read("\n".join(lines)).inputs[:, 0].tolist() == numbers


def test_one_column_with_a_decimal_comma_speaks_for_the_others(read):
    """1.200 beside 7,5 is 1200, whichever column holds which; it is said, and can be put back."""
    text = "p;q;y\n" + "".join(f"{k + 1}.{200 + k};{k},5;{'pq'[k % 2]}\n" for k in range(12))
    dataset = read(text)

    assert dataset.inputs[:2].tolist() == [[1200, 0.5], [2201, 1.5]]
    assert said(dataset) == [
        "commas are read as decimal signs, points between thousands; decimal='.' reads points so"
    ]


def test_thousands_are_said_and_never_offered_as_decimals(read):
    """Where every comma is followed by three digits."""
    dataset = read('price,y\n"1,935",a\n"105",b\n"2,100",a\n')

    assert [decision.told("library") for decision in dataset.decisions[1:]] == [
        "commas part thousands in 'price'"
    ]
    assert read('price,y\n"1,935",a\n"105",b\n"2,100",a\n', decimal=",").inputs[0, 0] == 1.935


def test_percent_and_money_are_units(read):
    """What all numbers of a column bear."""
    assert read(with_column("rate", [f"{k}%" for k in range(5, 29)])).input_units == ("%", "", "")


def test_codes_keep_their_zeros(read):
    """ZIP codes are categories while there are few, else they are left out; both is said."""
    few, many = ["02134", "10001", "00501", "94105"] * 6, [f"{k * 397 % 90000:05d}" for k in range(60)]
    dataset = read(with_column("zip", few))

    assert dataset.input_names[:2] == ("zip = 00501", "zip = 02134")
    assert dataset.note == "'zip' is taken as categories, since its numbers begin with 0"
    table = "zip,a,y\n" + "".join(f"{zip_},{k % 7},{'pq'[k % 2]}\n" for k, zip_ in enumerate(many))
    assert said(read(table)) == [
        "column 'zip' left out for holding too many different codes; keep=['zip'] brings it back"
    ]
    assert read(table, keep="zip").inputs[1, 0] == 397


def test_spellings_of_one_truth_are_one(read):
    """As an input and as a target; letters that are no pair stay words."""
    spelled = ["True", "FALSE", "yes", "no", "1", "0"] * 4
    dataset = read(with_column("wet", spelled))

    assert dataset.input_names == ("wet", "a", "b")
    assert dataset.inputs[:6, 0].tolist() == [1, 0, 1, 0, 1, 0]
    assert dataset.note == "'wet' is taken as true or false, in 6 spellings (True, FALSE, yes, no, 1, 0)"
    assert read(with_column("wet", spelled), target="wet").output_names == ("false", "true")
    assert read(with_column("wet", ["Yes", "yes", "NO"] * 8), target="wet").output_names == ("no", "yes")
    assert read(with_column("c", ["f", "n"] * 12)).input_names[:2] == ("c = f", "c = n")


def test_few_numbers_and_words_that_come_again_are_categories(read):
    """In the order of the numbers, and no row is lost."""
    dataset = read(with_column("doors", ["2", "3", "4", "5more", "10"] * 4 + ["2"] * 4))

    assert dataset.input_names[:5] == tuple(f"doors = {word}" for word in ("2", "3", "4", "5more", "10"))
    assert len(dataset) == 24
    assert dataset.note == "'doors' is taken as categories: 2, 3, 4, 5more and 10"


def test_one_stray_word_makes_no_categories(read):
    """It is named by its row, also among few whole numbers."""
    for cells in (["1", "2", "3"] * 7 + ["2", "n/k", "1"], [f"{k}.5" for k in range(22)] + ["n/k", "7"]):
        with pytest.raises(DataError) as caught:
            read(with_column("c", cells))
        row = cells.index("n/k") + 1
        assert str(caught.value) == (
            f"t.csv row {row}: column 'c' holds 'n/k', which is no number (the other 23 cells hold numbers); "
            "pass missing='mean' (makes up 1 cell) or missing='drop' (leaves 23 of 24 rows)"
        )


# Missing values


def test_none_is_missing_and_no_class(read):
    """Neither among words nor among numbers."""
    text = TABLE.replace("yes", "None", 1)

    assert read(text, missing="drop").output_names == ("no", "yes")
    with pytest.raises(DataError, match=r"column 'y' holds 'None', which stands for a missing value"):
        read(text)


@pytest.mark.parametrize("sign", ["-", ".", "--", "*", "…"])
def test_signs_among_numbers_stand_for_nothing(read, sign):
    """Among words they are words."""
    text = with_column("n", [f"{k}.5" for k in range(22)] + [sign, "7"])
    dataset = read(text, missing="drop")

    assert dataset.inputs.shape == (23, 3)
    assert dataset.note == f"1 of 24 rows left out for missing values; in 'n', {sign!r} counted as missing"
    assert f"n = {sign}" in read(with_column("n", ["x", "y", sign] * 8)).input_names


@pytest.mark.parametrize(
    ("marker", "cells"),
    [("-999", "0.5 1.5 2.5 -1"), ("999", "3 5 4 8"), ("-9999", "120 80 95 100"), ("-99", "1 7 22 60")],
)
def test_a_number_far_from_all_others_is_asked_about(read, marker, cells):
    """-999 and the like, where they come again; one argument says that they are numbers."""
    numbers = (cells.split() * 6)[:22] + [marker] * 2
    text = with_column("n", numbers)
    with pytest.raises(DataError) as caught:
        read(text)
    message = str(caught.value)

    assert message.startswith(
        f"t.csv row 23: column 'n' holds {marker.replace('-', '−')}, in 2 of 24 rows, far"
    )
    assert message.endswith("missing='drop' (leaves 22 of 24 rows) or missing_markers=[]")
    assert len(read(text, missing="drop")) == 22
    assert said(read(text, missing="drop"))[0].endswith(
        "in 'n' stands for a missing value; missing_markers=[] takes it as a number"
    )
    assert read(text, missing_markers=[]).inputs[-1, 0] == float(marker)


def test_numbers_of_nines_that_lie_near_others_are_numbers(read):
    """Prices, ages, and one that stands alone."""
    for cells in ([999, 950, 1000, 998] * 6, [99, 80, 95, 98] * 6, [999, *range(2, 25)]):
        assert read(with_column("n", cells)).inputs[0, 0] == cells[0]


def test_markers_may_be_named(read):
    """Words in any column, and numbers."""
    text = with_column("n", ["none yet", "-1", *(f"{k}.5" for k in range(22))])

    assert len(read(text, missing_markers=["none yet", -1], missing="drop")) == 22
    assert len(read(TABLE, missing_markers="10", missing="drop")) == sum(b != 10 for _, b, _ in ROWS)


def test_a_nearly_empty_column_is_offered_to_be_left_out_first(read):
    """What loses least stands first, and each says what it loses."""
    text = with_column("cabin", ["C1", *[""] * 9, "D2", *[""] * 12, "C1"])
    with pytest.raises(DataError) as caught:
        read(text)

    assert str(caught.value) == (
        "t.csv row 2: column 'cabin' is empty; pass ignore=['cabin'] (leaves 2 of 3 input columns and all "
        "rows), missing='mean' (makes up 21 cells) or missing='drop' (leaves 3 of 24 rows)"
    )


def test_what_was_asked_for_is_said_and_can_be_put_back(read):
    """A column that is left out, on the page; gaps that were filled or left out, everywhere the other way."""
    text = "a,day,y\n" + "".join(
        f"{'' if k == 3 else k % 7},{k},{'no' if k % 2 else 'yes'}\n" for k in range(1, 25)
    )
    filled = read(text, ignore="day", missing="mean").decisions
    dropped = read(text, missing="drop", keep="day").decisions

    assert [
        (one.told("option"), one.told("page"), one.remedy and one.remedy.button) for one in filled[1:]
    ] == [
        ("column 'day' left out, as asked", "column 'day' left out, as asked", "Bring 'day' back"),
        (
            "1 missing value replaced by means; --missing drop leaves rows with gaps out instead",
            "1 missing value replaced by means",
            "Leave rows with gaps out instead",
        ),
    ]
    assert dropped[-1].told("option") == (
        "1 of 24 rows left out for missing values; --missing mean fills gaps with means instead"
    )


def test_what_would_leave_nothing_to_learn_is_not_offered(read):
    """Leaving rows out that are all of a class."""
    text = with_column("n", ["" if y == "yes" else f"{k}.5" for k, (_, _, y) in enumerate(ROWS)])
    with pytest.raises(DataError) as caught:
        read(text)

    assert str(caught.value) == "t.csv row 1: column 'n' is empty; pass missing='mean' (makes up 8 cells)"


# Encodings


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_what_the_bytes_say_is_not_asked(read, encoding):
    """UTF-16 with and without a mark, UTF-32, UTF-8 with a mark."""
    dataset = read(TABLE.replace("a,", "größe,", 1).encode(encoding))

    assert dataset.input_names == ("größe", "b")
    assert dataset.note == ("" if "8" in encoding else f"the text is {encoding[:6].upper()}")


def test_numbers_as_words_in_json_are_numbers(read):
    """And gaps are gaps."""
    rows = [{"a": str(a), "b": b, "y": y} for a, b, y in ROWS]

    assert read(json.dumps(rows)).inputs.tolist() == [[a, b] for a, b, _ in ROWS]


def test_wide_tables_take_time_in_proportion(read):
    """Thousands of names, looked at once each: the names are checked by the hundred thousand."""
    names = [f"p{k}" for k in range(5000)]
    numbers = np.arange(15000).reshape(3, 5000)
    text = "\n".join(
        ",".join([*names, "y"]) if not k else ",".join(map(str, [*numbers[k - 1], k % 2])) for k in range(4)
    )

    assert read(text).inputs.shape == (3, 5000)


def test_names_of_any_length_are_shown_short(read):
    """In one sentence that fits a screen."""
    with pytest.raises(DataError) as caught:
        read(with_column("n" * 5000, [f"2024-01-{k:02d}" for k in range(1, 25)]))

    assert len(str(caught.value)) < 400
