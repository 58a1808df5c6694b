"""The file that is left of a class."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from learnscope.classroom.answers import HEAD, harmless, table, write
from learnscope.classroom.classroom import Classroom
from tests.classroom.lesson import answer, page

FORMULAS = ['=HYPERLINK("http://x","y")', "+1+1", "-A1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    """Whatever a student picked as name or answer."""
    assert harmless(text).startswith("'")
    assert harmless(text).replace("'", "") == text
    classroom = Classroom(clock=lambda: 0.0)
    student = classroom.join(text)
    answer(classroom, student, text, said=text)
    for row in list(csv.reader(io.StringIO(table(classroom))))[1:]:
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


@given(st.lists(st.sampled_from(["a", ";", "\t", "\n", "\r", " ", '"', "=1", "+", "-", "@", ",", "'"])))
def test_no_cell_is_a_formula_where_lines_are_parted_at_semicolons(parts):
    """As spreadsheets do in many countries, whatever is quoted."""
    text = harmless("".join(parts))
    assert text.replace("'", "") == "".join(parts).replace("'", "")
    for cell in re.split(r"[;\t\r\n]", text):
        assert not cell.lstrip(' "').startswith(("=", "+", "-", "@")), cell


def test_answers_of_one_who_was_removed_are_marked():
    """By the name they have at the end; others are not."""
    classroom = Classroom()
    ada, bo = classroom.join("Ada"), classroom.join("Bo")
    for student in (ada, bo):
        answer(classroom, student, "1")
    classroom.rename(2, "Bohr")
    classroom.remove(1)
    rows = list(csv.DictReader(io.StringIO(table(classroom))))
    assert [(row["name"], row["removed"]) for row in rows] == [("Ada", "yes"), ("Bohr", "")]


def test_two_of_one_name_are_told_apart():
    """By their numbers, in the order in which they came."""
    classroom = Classroom()
    for _ in range(2):
        answer(classroom, classroom.join("Ada"), "1")
        classroom.remove(len(classroom.everybody))
    rows = list(csv.DictReader(io.StringIO(table(classroom))))
    assert [(row["name"], row["student"]) for row in rows] == [("Ada", "1"), ("Ada", "2")]


def test_numbers_have_one_minus_sign():
    """The one of keyboards, whichever was typed; what is a number is one for programs too."""
    classroom = Classroom()
    for given_ in ("-0.5", "−0.5", "–0.5", "－0.5"):
        answer(classroom, classroom.join("Ada"), given_)
    rows = list(csv.DictReader(io.StringIO(table(classroom))))
    assert [row["answer"] for row in rows] == ["-0.5"] * 4


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_every_answer_is_a_row(rows):
    """Whatever is in it: it is read as it was written."""
    classroom = Classroom(clock=lambda: 0.0)
    for name, given_ in rows:
        answer(classroom, classroom.join(name), given_, said=given_)
    read = list(csv.reader(io.StringIO(table(classroom), newline="")))
    assert read[0] == list(HEAD)
    assert len(read) == 1 + len(rows)
    assert all(len(row) == len(HEAD) for row in read)


def test_it_is_a_new_file(tmp_path: Path):
    """Nothing that is there is written over, and without answers there is none."""
    classroom = Classroom()
    assert write(classroom, tmp_path) is None
    answer(classroom, classroom.join("Ada"), "0.5")
    first, second = write(classroom, tmp_path), write(classroom, tmp_path)
    assert first is not None
    assert second is not None
    assert first != second
    rows = list(csv.DictReader(io.StringIO(first.read_text(encoding="utf-8-sig"))))
    (row,) = rows
    assert (row["name"], row["lesson"], row["page"], row["question"]) == ("Ada", "Blame", "3", "1")
    assert (row["asked"], row["answer"], row["right"], row["correct"]) == ("What?", "0.5", "no", "1")
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([first.name, second.name])


def test_who_asked_to_be_shown_is_told():
    """An answer that is none is a row as well."""
    classroom = Classroom()
    ada = classroom.join("Ada")
    answer(classroom, ada, "", right=None)
    answer(classroom, ada, "1", right=True)
    rows = list(csv.DictReader(io.StringIO(table(classroom))))
    assert [(row["attempt"], row["answer"], row["right"]) for row in rows] == [
        ("1", "(asked to be shown)", ""),
        ("2", "1", "yes"),
    ]
    assert page().blocks
