"""What is printed of measures: whole on a screen, with the table of classes and those never predicted."""

import numpy as np
import pytest

from learnscope.training.evaluation import Evaluation, confusion, unpredicted

MATRIX = np.array([[8, 0, 1], [2, 0, 0], [0, 0, 11]])
LONG = "a class whose name goes on and on and on until nobody reads it any more"


def measured(matrix: np.ndarray | None, *classes: str, **more: object) -> Evaluation:
    """Measures over some samples."""
    given: dict[str, object] = {"accuracy": 0.5, "r2": None, "errors": None, **more}
    return Evaluation(22, 0.03126, 0.0, confusion=matrix, classes=classes, **given)  # type: ignore[arg-type]


def test_the_table_of_classes_is_printed() -> None:
    """Truth in rows, what was said in columns, and the class that no sample was taken for."""
    assert repr(measured(MATRIX, "moss", "fern", "reed")).splitlines() == [
        "<Evaluation of 22 samples: loss 0.03126, accuracy 50.0 %>",
        "rows: the truth; columns: what was said",
        "     |  moss  fern  reed",
        "moss |     8     0     1",
        "fern |     2     0     0",
        "reed |     0     0    11",
        "never predicted: fern",
    ]


def test_long_names_stand_beside_letters() -> None:
    """They are whole in `classes` and `never_predicted`."""
    found = measured(MATRIX, "moss", LONG, "reed")

    assert repr(found).splitlines()[2:6] == [
        "                                         |  moss  a class whose name goes on and on and o…  reed",
        "moss                                     |     8                                         0     1",
        "a class whose name goes on and on and o… |     2                                         0     0",
        "reed                                     |     0                                         0    11",
    ]
    assert found.never_predicted == (LONG,)


@pytest.mark.parametrize("count", [2, 12, 18, 19, 400])
@pytest.mark.parametrize("name", ["c", LONG])
def test_it_fits_a_screen(count: int, name: str) -> None:
    """However many classes there are, whatever they are called."""
    matrix = np.arange(count * count).reshape(count, count) * (np.arange(count) % 2)
    lines = repr(measured(matrix, *(f"{k} {name}" for k in range(count)))).splitlines()

    assert len(lines) <= 24
    assert max(map(len, lines)) <= 100
    assert lines[-1].startswith("never predicted: 0 c" if name == "c" else "never predicted: 0 a class")


def test_values_have_their_errors() -> None:
    """And no table."""
    errors = np.array([0.25, 12.5])

    assert repr(measured(None, accuracy=None, r2=0.81234, errors=errors)) == (
        "<Evaluation of 22 samples: loss 0.03126, R² 0.8123, errors 0.25, 12.5>"
    )
    assert measured(None).never_predicted == ()


def test_a_class_that_no_sample_has_is_none_that_was_missed() -> None:
    """Only where it occurs can it be predicted."""
    true, said = np.array([0, 0, 1]), np.array([0, 0, 0])

    assert unpredicted(confusion(said, true, 4)) == [1]
