"""Every data set says what it asks, in one plain sentence."""

import numpy as np
import pytest

from learnscope.data.arrays import from_arrays
from learnscope.data.builtin import datasets, load


@pytest.mark.parametrize("name", [record.name for record in datasets()])
def test_every_built_in_data_set_asks_one_question(name: str) -> None:
    """One question, in words; inputs are never called as the target is marked, y."""
    dataset = load(name)

    assert dataset.task.endswith("?")
    assert dataset.task.count("?") == 1
    assert len(dataset.task) < 80
    assert "y" not in dataset.input_titles


def test_data_of_one_s_own_asks_from_its_names() -> None:
    """Kind, names and counts make the question."""
    x = np.arange(12.0).reshape(6, 2)

    classes = from_arrays(x, ["ill", "well"] * 3)
    values = from_arrays(x, np.linspace(0, 1, 6))
    many = from_arrays(x, list("abcdef"))

    assert classes.task == "Is it ill or well, from two numbers?"
    assert values.task == f"How large is {values.output_names[0]}, from two numbers?"
    assert many.task == "Which of six classes is it, from two numbers?"
    assert many.noun == "sample"
