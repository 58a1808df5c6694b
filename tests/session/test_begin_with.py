"""An address that holds a recipe: it is begun with, or what is wrong in it is said with what is possible."""

import pytest

from learnscope.scene import schema
from tests.session.reader import Reader, new_session


def test_the_recipe_of_an_address_is_begun_with() -> None:
    """Data, layers and settings; an undo brings back what stood there."""
    reader = Reader(new_session())
    scene = reader.get(schema.BeginWith, query="data=circle&hidden=4&learning_rate=0.5")

    assert scene.experiment.shape == (2, 4, 2)
    assert scene.experiment.address == "data=circle&hidden=4&learning_rate=0.5"
    assert scene.said == "Circle, 2-4-2, as the address says"
    assert reader.get(schema.Undo).experiment.shape == (4, 5, 3)


def test_a_starting_point_is_one() -> None:
    """Also where it is written out."""
    reader = Reader(new_session("original"))
    address = Reader(new_session()).scene.experiment.address

    assert reader.get(schema.BeginWith, query=address).experiment.starting_point == "iris"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "data=cirle",
            "unknown data set 'cirle'; did you mean 'circle'? (and, bumps, cafe, circle, crowd, digits, "
            "gauss, guess, iris, life, mail, mail_tags, moons, or, original, plane, ravine, "
            "spiral, twins, wave, worked, xor, xor_gate)",
        ),
        ("hidden=4", "an experiment must name its data; add the field 'data'"),
        ("data=circle&hidden=x", "hidden[0] must be a whole number of at least 1, got 'x'"),
        ("data=circle&learning_rate=-1", "learning_rate must be above 0, got −1"),
        (
            "data=circle&hidden=9000,9000",
            "a network on the page must have at most 2 000 000 parameters, got 2-9000-9000-2 with "
            "81 054 002; take fewer hidden neurons",
        ),
    ],
)
def test_what_an_address_cannot_mean_is_said(query: str, message: str) -> None:
    """And nothing is begun."""
    problem = Reader(new_session()).refused(schema.BeginWith, query=query)

    assert (problem.kind, problem.message) == ("refused", message)
