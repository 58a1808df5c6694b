"""Data of the reader's own: adopted from a file, or drawn on the plane."""

import numpy as np
import pytest

from learnscope.data.arrays import from_arrays
from learnscope.scene import schema
from tests.scene.recomputed import assert_true
from tests.session.reader import Reader, new_session, numbers
from tests.settings import setting
from tests.small import small


def test_data_of_one_s_own_is_adopted() -> None:
    """A new run on it, that an undo takes back; it is one of the data sets as long as it is used."""
    reader = Reader(new_session())
    first = reader.scene
    own = from_arrays(np.arange(24.0).reshape(12, 2), np.linspace(0, 9, 12), name="iris", title="growth")

    scene = reader.session.adopt(own)

    assert isinstance(scene, schema.Scene)
    assert scene.said == "data set is now growth, twelve samples; the loss is now squared error"
    assert scene.undo == "your data"
    assert (setting(scene, "data").value, scene.experiment.address) == ("own", "")
    assert setting(scene, "data").choices[0] == schema.Choice("own", "growth", "12 samples of your own.")
    assert_true(scene, experiment=small(data=own, hidden=(5,), seed=7, optimizer="sgd"))
    reader.scene = scene
    reader.get(schema.Train, epochs=2)
    reader.get(schema.NewStart)
    reader.get(schema.Configure, name="l2", value=0.1)
    assert reader.get(schema.Configure, name="data", value="own").said == "nothing has changed"
    while reader.scene.undo:
        reader.get(schema.Undo)
    assert numbers(reader.scene) == numbers(first)


def test_data_that_does_not_fit_is_not_adopted() -> None:
    """A problem, and everything is as it was."""
    reader = Reader(new_session())
    reader.get(schema.ConfigureLayers, layers=(schema.LayerSpec(2000, "tanh", 0.0),))
    wide = from_arrays(np.zeros((3, 2000)), [0.0, 1.0, 2.5], name="wide")

    problem = reader.session.adopt(wide)

    assert isinstance(problem, schema.Problem)
    assert problem.message == (
        "a network on the page must have at most 2 000 000 parameters, got 2000-2000-1 with 4 004 001; "
        "take fewer hidden neurons"
    )
    assert reader.session.scene() is not None
    failed = reader.session.adopt("no data set")  # type: ignore[arg-type]
    assert isinstance(failed, schema.Problem)
    assert failed.kind == "failed"
    assert numbers(reader.session.scene()) == numbers(reader.scene)


POINTS = [[0.5, 1.0], [-1.0, 2.0], [3.0, -0.5]]


def test_drawn_points_are_data() -> None:
    """Inputs x and y, classes by number, in their own run."""
    reader = Reader(new_session())

    scene = reader.get(schema.DrawData, points=schema.Array.of(POINTS), classes=(3, 0, 3))

    assert scene.said == (
        "data set is now your points, three points; with so few samples, all are learned from"
    )
    assert scene.undo == "drawn points"
    assert scene.experiment.data_title == "your points"
    assert scene.stage.layers[0].names == ("x₁", "x₂")
    assert scene.stage.layers[-1].names == ("class 1", "class 4")
    assert [reader.get(schema.ShowSample, number=n).experiment.sample.label for n in (1, 2, 3)] == [
        "class 4",
        "class 1",
        "class 4",
    ]


@pytest.mark.parametrize(
    ("points", "classes", "field", "message"),
    [
        (
            schema.Array((0, 2), b""), (), "points",
            "points must have shape (N, 2) with N from 1 to 5000, got (0, 2)",
        ),
        (
            schema.Array((2,), b""), (), "points",
            "points must have shape (N, 2) with N from 1 to 5000, got (2,)",
        ),
        (
            schema.Array((5001, 2), b""), (), "points",
            "points must have shape (N, 2) with N from 1 to 5000, got (5001, 2)",
        ),
        (
            schema.Array((2, 2), b"12345678"), (0, 1), "points",
            "points of shape (2, 2) must hold 32 bytes, got 8",
        ),
        (schema.Array.of(POINTS), (0, 1), "classes", "classes must hold one number per point (3), got 2"),
        (
            schema.Array.of([[0.0, 1.0], [float("nan"), 1.0]]), (0, 1), "points",
            "points must be finite and within ±1e150, got nan for point 2",
        ),
        (
            schema.Array.of(POINTS), (0, 1, 10), "classes",
            "classes[2] must be a whole number from 0 to 9, got 10",
        ),
        (
            schema.Array.of(POINTS), (2, 2, 2), "classes",
            "points must be of two classes at least, got 3 of class 3 alone; draw some of another",
        ),
    ],
)  # fmt: skip
def test_points_that_are_no_data_are_refused(
    points: schema.Array, classes: tuple[int, ...], field: str, message: str
) -> None:
    """Shape, size, numbers, classes."""
    problem = Reader(new_session()).refused(schema.DrawData, points=points, classes=classes)

    assert (problem.field, problem.message) == (field, message)
