"""Names that people pick are harmless wherever they are shown, and told from each other."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from learnscope.classroom.names import LONGEST, MARKS, NOBODY, picked, seen_as

anything = st.text(max_size=80) | st.text(
    alphabet="aA \t\r\n\u202e\u200d\u0301\u00a0<>&'\"=+-@,;\x00\ufeff", max_size=60
)


@given(anything)
def test_nothing_harmful_is_left(text):
    """No control, no turn of direction, no line end, no tower of marks; some of it is left."""
    name = picked(text)
    assert 0 < len(name) <= LONGEST
    assert name == " ".join(name.split(" ")) == name.strip()
    for sign in name:
        assert unicodedata.category(sign)[0] != "C" or sign in "\u200c\u200d"
        assert sign == " " or not sign.isspace()
    marks = "".join("m" if unicodedata.category(sign).startswith("M") else "." for sign in name)
    assert "m" * (MARKS + 1) not in marks


@given(st.lists(anything, max_size=12))
def test_no_two_are_alike(texts):
    """Whoever comes with a name that is taken gets a number with it."""
    taken: list[str] = []
    for text in texts:
        taken.append(picked(text, taken))
    assert len({seen_as(name) for name in taken}) == len(taken)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", NOBODY),
        (" \u200b\u3164 ", NOBODY),
        ("Zoë  Ångström", "Zoë Ångström"),
        ("李小龍", "李小龍"),
        ("محمد", "محمد"),
        ("👩‍🔬 Ada", "👩‍🔬 Ada"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("a\r\nSet-Cookie: b", "a Set-Cookie: b"),
        ("<script>", "<script>"),  # which each place escapes as its own rules say
        ("x" * 500, "x" * LONGEST),
    ],
)
def test_names_of_all_kinds(text, name):
    """People's own scripts stay as they are."""
    assert picked(text) == name
