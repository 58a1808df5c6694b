"""A sitting that goes on where a saved run ended."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.scene import schema
from learnscope.session import Session
from tests.session.reader import Reader, new_session
from tests.small import small

RECIPE = {"data": "iris", "hidden": [4], "batch_size": 20, "learning_rate": 0.02, "dropout": 0.2, "seed": 3}


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_page_goes_on_where_a_saved_run_ended(tmp_path, optimizer):
    """Its network, its place in the order, its optimizer's memory: the next steps have the run's own bits."""
    short = ls.train(small(**RECIPE, optimizer=optimizer, steps=15), engine="plain")
    longer = ls.train(small(**RECIPE, optimizer=optimizer, steps=18), engine="plain")
    short.save(tmp_path / "a.run")

    reader = Reader(Session(seeds=lambda: 1, saved=ls.open_run(tmp_path / "a.run")))
    assert reader.scene.moment.step == 15
    for _ in range(3):
        reader.get(schema.Advance, next_batch=True, phase=0.0)

    for link, weight in zip(reader.scene.stage.links, longer.network.weights, strict=True):
        np.testing.assert_array_equal(link.weight.numpy(), weight)


def test_reset_returns_to_the_start_of_the_run(tmp_path):
    """The starting weights are those the run began with."""
    run = ls.train(small(**RECIPE, steps=5), engine="plain")
    reader = Reader(Session(seeds=lambda: 1, saved=run))

    reader.get(schema.Reset)

    np.testing.assert_array_equal(reader.scene.stage.links[0].weight.numpy(), run.at(0).weights[0])


def test_a_run_whose_schedule_has_ended_says_why_nothing_moves() -> None:
    """Trained by the defaults, whose rate falls to 0, and gone on with."""
    run = ls.train(ls.Experiment(data="iris", epochs=2), engine="plain")
    scene = new_session(saved=run).scene()
    assert scene.stage.timeline[-1].sentence == (
        "The schedule has brought the learning rate to 0, so nothing moves. "
        "To go on learning, raise the epochs or choose a constant rate."
    )
    assert (scene.stage.links[0].after.numpy() == scene.stage.links[0].weight.numpy()).all()
