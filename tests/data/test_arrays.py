"""Arrays in memory: what X and y may be, and what y means."""

import numpy as np
import pytest

from learnscope.data import limits
from learnscope.data.arrays import from_arrays
from learnscope.errors import DataError, ShapeError

FOUR = np.arange(8.0).reshape(4, 2)
NAN = float("nan")


@pytest.mark.parametrize(
    ("y", "kind", "names", "rows"),
    [
        (["b", "a", "b", "c"], "classes", ("a", "b", "c"), [[0, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        ([True, False, True, True], "classes", ("false", "true"), [[0, 1], [1, 0], [0, 1], [0, 1]]),
        ([7, -1, 7, 7], "classes", ("-1", "7"), [[0, 1], [1, 0], [0, 1], [0, 1]]),
        ([[7], [-1], [7], [7]], "classes", ("-1", "7"), [[0, 1], [1, 0], [0, 1], [0, 1]]),
        ([0.5, 1.0, 2.0, 3.0], "values", ("target",), [[0.5], [1], [2], [3]]),
        ([0.0, 1.0, 1.0, 0.0], "classes", ("0", "1"), [[1, 0], [0, 1], [0, 1], [1, 0]]),
        ([2.0, -1.0, 2.0, 2.0], "classes", ("-1", "2"), [[0, 1], [1, 0], [0, 1], [0, 1]]),
        (
            [[0.5, 1], [2, 3], [4, 5], [6, 7]],
            "values",
            ("target 1", "target 2"),
            [[0.5, 1], [2, 3], [4, 5], [6, 7]],
        ),
        ([[0, 1], [1, 0], [1, 0], [0, 1]], "classes", ("0", "1"), [[0, 1], [1, 0], [1, 0], [0, 1]]),
        ([[0, 1], [1, 1], [0, 0], [0, 1]], "labels", ("0", "1"), [[0, 1], [1, 1], [0, 0], [0, 1]]),
        (
            np.array(["x", "y", "x", "x"], dtype=object),
            "classes",
            ("x", "y"),
            [[1, 0], [0, 1], [1, 0], [1, 0]],
        ),
        (np.array([1, 2, 2, 1], dtype=object), "classes", ("1", "2"), [[1, 0], [0, 1], [0, 1], [1, 0]]),
    ],
)
def test_targets_mean_what_the_table_says(y, kind, names, rows):
    """Words, truths and few whole numbers, also as floats, are classes; columns of 0 and 1 labels too."""
    dataset = from_arrays(FOUR, y)

    assert (dataset.kind, dataset.output_names) == (kind, names)
    assert dataset.targets.tolist() == rows


@pytest.mark.parametrize(("different", "kind"), [(20, "classes"), (21, "values")])
def test_up_to_20_different_whole_numbers_are_classes(different, kind):
    """One more and they are values."""
    y = np.arange(100) % different

    assert from_arrays(np.zeros((100, 1)), y).kind == kind


@pytest.mark.parametrize(
    ("y", "kind", "names"),
    [
        ([1.0, 2.0, 2.5, 1.0], "classes", ("1", "2", "2.5")),
        ([1, 2, 2, 1], "values", ("target",)),
        ([1, 0, 0, 1], "labels", ("0",)),
        ([[0, 1], [1, 0], [1, 0], [0, 1]], "values", ("target 1", "target 2")),
        ([[0.0, 1.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], "labels", ("0", "1")),
    ],
)
def test_a_kind_by_name_overrules_the_table(y, kind, names):
    """Values can be classes, and classes values."""
    dataset = from_arrays(FOUR, y, kind=kind)

    assert (dataset.kind, dataset.output_names) == (kind, names)


def test_names_give_classes_their_order_and_keep_the_absent():
    """For words they are the classes, for whole numbers those counted from 0."""
    words = from_arrays(FOUR, ["low", "high", "low", "low"], output_names=["low", "middle", "high"])
    numbers = from_arrays(FOUR, [0, 2, 0, 0], output_names=["low", "middle", "high"])

    assert words.targets.tolist() == numbers.targets.tolist() == [[1, 0, 0], [0, 0, 1], [1, 0, 0], [1, 0, 0]]
    assert words.output_names == ("low", "middle", "high")


def test_inputs_are_named_and_copied():
    """Plain numbers count from 1; units, title and source are kept."""
    given = FOUR.copy()
    dataset = from_arrays(
        given, [0, 1, 1, 0], name="mine", title="Mine", input_units=["m", "s"], source="a book"
    )
    given[:] = 0

    assert dataset.inputs.tolist() == FOUR.tolist()
    assert dataset.input_names == ("input 1", "input 2")
    assert (dataset.name, dataset.title, dataset.source) == ("mine", "Mine", "a book")
    assert dataset.input_units == ("m", "s")


@pytest.mark.parametrize("dtype", [np.float32, np.uint8, np.bool_, np.int64, object])
def test_any_numbers_become_float64(dtype):
    """Exactly."""
    dataset = from_arrays((FOUR > 3).astype(dtype), [0, 1, 1, 0])

    assert dataset.inputs.dtype == np.float64
    assert dataset.inputs.tolist() == (FOUR > 3).tolist()


@pytest.mark.parametrize("shape", [(3, 2), (3, 2, 3)])
def test_pictures_become_rows_of_pixels(shape):
    """Row by row from the upper left, with the shape kept and pixels named."""
    pictures = np.arange(4 * np.prod(shape)).reshape(4, *shape)
    dataset = from_arrays(pictures, [0, 1, 1, 0])

    assert dataset.image_shape == shape
    assert (dataset.inputs.reshape(pictures.shape) == pictures).all()
    assert dataset.input_names[-1] == ("pixel 3.2" if len(shape) == 2 else "pixel 3.2 blue")


def test_rows_of_pixels_can_be_said_to_be_pictures():
    """By their shape."""
    dataset = from_arrays(np.zeros((2, 6)), [0, 1], image_shape=(2, 3))

    assert dataset.input_names[3] == "pixel 2.1"


@pytest.mark.parametrize(
    ("X", "y", "options", "error", "message"),
    [
        (
            [1, 2, 3],
            [0, 1, 1],
            {},
            ShapeError,
            "X must have shape (N, n), (N, height, width) or (N, height, width, 3), got (3,); pass X[:, "
            "None]",
        ),
        (
            np.zeros((2, 2, 2, 4)),
            [0, 1],
            {},
            ShapeError,
            "X must have shape (N, n), (N, height, width) or (N, height, width, 3), got (2, 2, 2, 4)",
        ),
        (FOUR, [0, 1, 1], {}, ShapeError, "X and y must have as many rows, got 4 and 3"),
        (FOUR, [], {}, ShapeError, "y must have shape (N,) or (N, outputs) with N of at least 1, got (0,)"),
        (
            FOUR,
            np.zeros((4, 1, 2)),
            {},
            ShapeError,
            "y must have shape (N,) or (N, outputs) with N of at least 1, got (4, 1, 2)",
        ),
        (
            np.zeros((0, 3)),
            [0, 1],
            {},
            ShapeError,
            "X and y must have as many rows, got 0 and 2",
        ),
        (
            [[1, 2], [3, NAN]],
            [0, 1],
            {},
            DataError,
            "arrays: inputs must be finite, got nan in row 2, column 2 ('input 2')",
        ),
        (
            [[1, 2], [3, float("inf")]],
            [0, 1],
            {"input_names": ["width", "height"], "name": "mine"},
            DataError,
            "mine: inputs must be finite, got inf in row 2, column 2 ('height')",
        ),
        (
            [[1, 2], [3, "x"]],
            [0, 1],
            {},
            DataError,
            "arrays: X must hold numbers, got 'x' in row 2, column 2; a table with words is read by "
            "from_frame",
        ),
        (
            np.array([[1, 2], [3, None]], dtype=object),
            [0, 1],
            {},
            DataError,
            "arrays: X must hold numbers, got None in row 2, column 2; a table with words is read by "
            "from_frame",
        ),
        ([[1], [2]], [0.5, NAN], {}, DataError, "arrays: y must be finite, got nan in row 2"),
        ([[1], [2]], [[0.5, 1], [NAN, 2]], {}, DataError, "arrays: y must be finite, got nan in row 2"),
        (
            [[1], [2]],
            np.array(["a", None], dtype=object),
            {},
            DataError,
            "arrays: y holds None in row 2, which is no class and no number",
        ),
        (
            [[1], [2]],
            np.array(["a", 1], dtype=object),
            {},
            DataError,
            "arrays: y mixes words and numbers; pass either class names or numbers",
        ),
        (
            [[1], [2]],
            np.array(["2020-01-01", "2020-01-02"], dtype="datetime64[D]"),
            {},
            DataError,
            "arrays: y must hold numbers or class names, got an array of datetime64[D]",
        ),
        (
            [[1], [2]],
            ["a", "a"],
            {},
            DataError,
            "arrays: y holds one class only ('a'); there must be two to tell apart",
        ),
        (
            [[1], [2]],
            [3, 3],
            {},
            DataError,
            "arrays: y holds one class only ('3'); there must be two to tell apart",
        ),
        (
            [[1], [2]],
            ["a", "b"],
            {"output_names": ["a", "c"]},
            DataError,
            "arrays: y must hold one of a, c, got 'b' in row 2",
        ),
        (
            [[1], [2]],
            [1, 2],
            {"output_names": ["a", "c"]},
            DataError,
            "arrays: y must hold a class number below 2, got 2 in row 2",
        ),
        (
            [[1], [2]],
            ["a", "b"],
            {"kind": "values"},
            DataError,
            "arrays: y must hold numbers for targets of kind 'values', got 'a' in row 1",
        ),
        (
            [[1], [2]],
            [0, 1],
            {"kind": "class"},
            DataError,
            "unknown kind of target 'class'; did you mean 'classes'? (classes, labels, values)",
        ),
        (
            [[1], [2]],
            [[1, 1], [0, 1]],
            {"kind": "classes"},
            DataError,
            "arrays: targets of kind 'classes' must hold one 1 and else 0 in each row, got [1.0, 1.0] in "
            "row 1",
        ),
    ],
)
def test_other_arrays_are_refused(X, y, options, error, message):
    """Shapes that do not fit, cells that are no numbers, targets that mean nothing."""
    with pytest.raises(error) as caught:
        from_arrays(X, y, **options)

    assert str(caught.value) == message


def test_more_classes_than_there_may_be_are_refused():
    """1 001 different words are no classes."""
    with pytest.raises(DataError) as caught:
        from_arrays(np.zeros((1001, 1)), [str(k) for k in range(1001)])

    assert str(caught.value) == (
        "arrays: y holds 1 001 classes, more than the 1 000 there may be; "
        "choose another target, or pass kind='values'"
    )


def test_more_outputs_than_are_held_are_refused(monkeypatch):
    """The same limit is on rows times classes."""
    monkeypatch.setattr(limits, "EVERYTHING", limits.AtMost(numbers=8))
    with pytest.raises(DataError) as caught:
        from_arrays(FOUR, ["a", "b", "c", "a"])

    assert str(caught.value) == (
        "arrays: 4 rows of 3 outputs are 12 numbers, more than the 8 (64 bytes) held at once; take fewer "
        "rows or columns"
    )


def test_more_numbers_than_are_held_are_refused(monkeypatch):
    """The limit is on rows times inputs."""
    monkeypatch.setattr(limits, "EVERYTHING", limits.AtMost(numbers=7))
    with pytest.raises(DataError) as caught:
        from_arrays(FOUR, [0, 1, 1, 0])

    assert str(caught.value) == (
        "arrays: 4 rows of 2 inputs are 8 numbers, more than the 7 (56 bytes) held at once; take fewer rows "
        "or columns"
    )
