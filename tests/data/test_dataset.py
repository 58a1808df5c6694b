"""A data set: what it refuses, what it hands out, and when two are the same."""

from dataclasses import replace

import numpy as np
import pytest

from learnscope.data.dataset import Dataset, frozen_rows
from learnscope.errors import DataError


def flowers(**changes):
    """Three flowers of two kinds, with `changes`."""
    parts = {
        "name": "flowers",
        "title": "Flowers",
        "inputs": [[5.1, 1.4], [7.0, 4.7], [6.3, 6.0]],
        "targets": [[1, 0], [0, 1], [0, 1]],
        "input_names": ("sepal", "petal"),
        "input_units": ("cm", "cm"),
        "output_names": ("setosa", "other"),
        "output_units": ("", ""),
        "kind": "classes",
    }
    return Dataset(**(parts | changes))


def test_a_data_set_counts_its_samples_and_their_classes():
    """The length is the number of rows, and classes are numbers from 0."""
    dataset = flowers()

    assert len(dataset) == 3
    assert dataset.classes.tolist() == [0, 1, 1]
    assert dataset.classes.dtype == np.int64


def test_arrays_are_copied_and_read_only():
    """Changing what was passed in changes nothing, and what is handed out cannot be written to."""
    given = np.array([[5.1, 1.4], [7.0, 4.7], [6.3, 6.0]])
    dataset = flowers(inputs=given)

    given[0, 0] = 99

    assert dataset.inputs[0, 0] == 5.1
    assert not dataset.inputs.flags.writeable
    assert not dataset.targets.flags.writeable


def test_rows_that_are_handed_over_are_not_copied():
    """A read-only array that owns its memory is taken as it is; a read-only view of a writable one is not."""
    owned = np.ones((3, 2))
    view = owned.view()
    view.flags.writeable = False
    copied = frozen_rows("rows", view)
    owned.flags.writeable = False
    taken = frozen_rows("rows", owned)

    assert not np.shares_memory(copied, owned)
    assert taken is owned


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"inputs": [[5.1, 1.4], [7.0, np.nan], [6.3, 6.0]]},
            "flowers: inputs must be finite, got nan in row 2, column 2 ('petal')",
        ),
        (
            {"inputs": [[5.1, 1.4], [7.0, 4.7], [-np.inf, 6.0]]},
            "flowers: inputs must be finite, got -inf in row 3, column 1 ('sepal')",
        ),
        (
            {"inputs": [[5.1, 1.4], [7.0, 4.7], [6.3, 1e151]]},
            "flowers: inputs must be within ±1e150, got 1e+151 in row 3, column 2 ('petal')",
        ),
        (
            {"inputs": [5.1, 7.0, 6.3]},
            "flowers: inputs must have shape (N, columns) with N of at least 1, got (3,)",
        ),
        (
            {"inputs": np.empty((0, 2))},
            "flowers: inputs must have shape (N, columns) with N of at least 1, got (0, 2)",
        ),
        ({"targets": [[1, 0], [0, 1]]}, "flowers: inputs and targets must have as many rows, got 3 and 2"),
        ({"input_names": ("sepal",)}, "flowers: 2 columns need as many names, got 1"),
        ({"output_units": ("",)}, "flowers: 2 columns need as many names, got 1"),
        (
            {"input_names": ("sepal", "sepal")},
            "flowers: names must differ from each other, got 'sepal' twice",
        ),
        (
            {"targets": [[1, 0], [1, 1], [0, 1]]},
            "flowers: targets of kind 'classes' must hold one 1 and else 0 in each row, got [1.0, 1.0] "
            "in row 2",
        ),
        (
            {"targets": [[1, 0], [1, 1], [0, 0.5]], "kind": "labels"},
            "flowers: targets of kind 'labels' must hold 0 and 1 only in each row, got [0.0, 0.5] in row 3",
        ),
        (
            {"kind": "class"},
            "unknown kind of target 'class'; did you mean 'classes'? (classes, labels, values)",
        ),
        (
            {"image_shape": (2, 2)},
            "flowers: image_shape must be (height, width) or (height, width, 3) with as many numbers as "
            "there are "
            "inputs (2), got (2, 2)",
        ),
        (
            {"image_shape": (1, 1, 2)},
            "flowers: image_shape must be (height, width) or (height, width, 3) with as many numbers as "
            "there are "
            "inputs (2), got (1, 1, 2)",
        ),
    ],
)
def test_a_data_set_says_what_it_refuses(changes, message):
    """Every rule of the record, with its full message."""
    with pytest.raises(DataError) as caught:
        flowers(**changes)

    assert str(caught.value) == message


def test_only_classes_have_class_numbers():
    """Asking for the class numbers of values or labels is an error."""
    dataset = flowers(
        targets=[[1.5], [2.5], [3.5]], output_names=("height",), output_units=("m",), kind="values"
    )

    with pytest.raises(DataError) as caught:
        _ = dataset.classes

    assert str(caught.value) == "flowers has targets of kind 'values', not class numbers"


def test_the_fingerprint_is_that_of_the_content():
    """It stays with another title, and changes with a number, a name, a unit or the kind."""
    first = flowers()
    others = [
        flowers(inputs=[[5.1, 1.4], [7.0, 4.7], [6.3, 6.1]]),
        flowers(targets=[[1, 0], [1, 0], [0, 1]]),
        flowers(input_names=("sepal", "leaf")),
        flowers(input_units=("cm", "mm")),
        flowers(output_names=("setosa", "else")),
        flowers(kind="labels"),
        flowers(image_shape=(1, 2)),
    ]

    assert flowers(title="Blumen", source="a book", note="none").fingerprint == first.fingerprint
    assert len({first.fingerprint, *(other.fingerprint for other in others)}) == 8


def test_the_fingerprint_is_the_same_everywhere():
    """A known data set has a known fingerprint, on any machine."""
    assert flowers().fingerprint == ("45d0deaf635ffe926d1c33bcc9dc36661aa90af7ffe0fe2fa69dd23664b87704")


def test_a_data_set_can_be_changed_into_another():
    """`dataclasses.replace` keeps what is not replaced."""
    dataset = replace(flowers(), inputs=[[1, 2], [3, 4], [5, 6]])

    assert dataset.inputs.tolist() == [[1, 2], [3, 4], [5, 6]]
    assert dataset.output_names == ("setosa", "other")
