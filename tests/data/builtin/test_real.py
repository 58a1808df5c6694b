"""The data that ship with the package: the numbers that others have too, with source and licence."""

from importlib.resources import files

import numpy as np
import pytest

from learnscope.data.builtin import load


def test_iris_has_the_sums_of_fishers_table():
    """Column sums of the corrected table, and fifty flowers of each species."""
    iris = load("iris")

    np.testing.assert_allclose(iris.inputs.sum(axis=0), [876.5, 458.6, 563.7, 179.9])
    assert np.bincount(iris.classes).tolist() == [50, 50, 50]
    assert iris.output_names == ("setosa", "versicolor", "virginica")
    assert iris.input_units == ("cm",) * 4


def test_the_two_errors_in_iris_are_corrected():
    """Flowers 35 and 38, as Fisher printed them."""
    iris = load("iris")

    assert iris.inputs[34].tolist() == [4.9, 3.1, 1.5, 0.2]
    assert iris.inputs[37].tolist() == [4.9, 3.6, 1.4, 0.1]


def test_digits_have_their_known_sums():
    """1 797 digits of 64 numbers from 0 to 16, with the counts and the sum that scikit-learn's have."""
    digits = load("digits")

    assert digits.inputs.shape == (1797, 64)
    assert digits.inputs.sum() == 561718
    assert (digits.inputs.min(), digits.inputs.max()) == (0, 16)
    assert np.bincount(digits.classes).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert digits.image_shape == (8, 8)
    assert digits.inputs[0, :8].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]
    assert digits.classes[:10].tolist() == list(range(10))


@pytest.mark.parametrize("name", ["iris", "digits"])
def test_source_and_licence_lie_beside_the_numbers(name):
    """In the data set and in a text in the package."""
    dataset = load(name)
    text = (files("learnscope.data.builtin") / "files" / f"{name}.txt").read_text(encoding="utf-8")

    assert dataset.source
    assert dataset.licence == "CC BY 4.0"
    assert "Creative Commons Attribution 4.0 International (CC BY 4.0)" in text
    assert "https://doi.org/" in text


def test_the_original_is_one_sample_in_two_decimals():
    """Three inputs in (−1, 1) and the targets 0 1 0."""
    original = load("original")

    assert original.targets.tolist() == [[0, 1, 0]]
    assert (np.abs(original.inputs) < 1).all()
    assert (np.round(original.inputs, 2) == original.inputs).all()
    assert original.input_names == ("input 1", "input 2", "input 3")
    assert original.output_names == ("output 1", "output 2", "output 3")
