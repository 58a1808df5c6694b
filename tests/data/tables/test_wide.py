"""A table may be as wide as it likes: what is done for each name takes no longer the more names there are."""

import numpy as np
import pytest

from learnscope.data.dataset import Dataset
from learnscope.data.tables import layout
from learnscope.errors import DataError

WIDE = 300_001


def test_three_hundred_thousand_equal_names_are_told_apart():
    """In a moment: were each compared with all before it, this would not end."""
    names, made = layout._distinct(["a"] * WIDE + ["a 2", ""])

    assert names[:4] == ("a", "a 3", "a 4", "a 5")
    assert names[-2:] == ("a 2", f"unnamed {WIDE + 2}")
    assert len(set(names)) == len(names) == WIDE + 2
    assert len(made) == WIDE - 1


def test_a_name_given_twice_is_found_wherever_it_stands():
    """In the last two of very many."""
    names = [*map(str, range(WIDE - 1)), "0"]
    with pytest.raises(DataError) as caught:
        Dataset(
            name="wide", title="wide", inputs=np.zeros((1, WIDE)), targets=np.zeros((1, 1)),
            input_names=tuple(names), input_units=("",) * WIDE, output_names=("y",), output_units=("",),
            kind="values",
        )  # fmt: skip

    assert str(caught.value) == "wide: names must differ from each other, got '0' twice"
