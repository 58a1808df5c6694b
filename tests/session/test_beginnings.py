"""Where a sitting begins, and how it begins anew."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.scene import schema
from learnscope.starting_points import STARTING_POINTS
from tests.session.moves import FORWARD_DONE, minus
from tests.session.reader import Reader, new_session, numbers
from tests.settings import value_of


@pytest.fixture
def reader() -> Reader:
    """A reader of Iris 4-5-3."""
    return Reader(new_session())


@pytest.mark.parametrize("name", sorted(STARTING_POINTS))
def test_a_sitting_begins_with_the_forward_pass_done(name: str) -> None:
    """Step 0, revision 0, the first sample of the first batch, nothing to undo, nothing said."""
    scene = new_session(name).scene()

    assert scene.protocol == schema.PROTOCOL
    assert (scene.moment.step, scene.moment.revision) == (0, 0)
    assert scene.moment.phase == len(scene.stage.layers) + 1
    assert scene.moment.sample == scene.experiment.batch.numbers[0] - 1
    assert scene.experiment.batch.place == 0
    assert (scene.undo, scene.redo, scene.said) == ("", "", "")
    assert scene.stage.previous is None
    assert scene.check is not None
    assert scene.check.passed
    assert [point.name for point in scene.experiment.starting_points] == list(STARTING_POINTS)


def test_an_unknown_starting_point_is_refused() -> None:
    """The message names those there are."""
    with pytest.raises(ls.LearnscopeError) as raised:
        new_session("irsi")

    assert (
        str(raised.value) == "unknown starting point 'irsi'; did you mean 'iris'? "
        "(cafe, guess, iris, life, original, plateau, ravine, saddle, two-two-two, valleys)"
    )


def test_a_script_makes_the_page_s_network(reader: Reader) -> None:
    """Bit for bit, from the seed on the page."""
    network = ls.Network.draw(
        [4, 5, 3],
        activation="tanh",
        output="identity",
        loss="softmax_cross_entropy",
        seed=value_of(reader.scene, "seed"),
    )

    for k, link in enumerate(reader.scene.stage.links):
        assert np.array_equal(link.weight.numpy(), network.weights[k])


def test_a_reset_returns_to_the_start_and_keeps_how_steps_are_made(reader: Reader) -> None:
    """Starting weights, first batch, no edits; learning rate and batch size stay; another run."""
    reader.get(schema.Configure, name="learning_rate", value=0.5)
    reader.get(schema.Configure, name="batch_size", value=21)
    start = reader.scene
    for _ in range(8):
        reader.get(schema.Advance, next_batch=True, phase=0.0)
    reader.get(schema.SetParameter, link=0, role="bias", index=(0,), value=3.0)
    reader.get(schema.SetInput, index=0, value=30.0)

    reset = reader.get(schema.Reset)

    assert reset.moment.run != start.moment.run
    assert (reset.moment.step, reset.moment.phase) == (0, FORWARD_DONE)
    assert reset.stage == start.stage
    assert reset.experiment == start.experiment
    assert reset.undo == "reset"
    assert reset.said == "back at the starting weights and the first batch"


def test_a_new_start_shows_its_seed_and_draws_other_weights(reader: Reader) -> None:
    """From a fresh seed, below 100000; the same seed gives the same start again."""
    first = reader.scene
    fresh = reader.get(schema.NewStart)

    assert (value_of(fresh, "seed"), value_of(fresh, "weights_seed")) == (7, 101)
    assert fresh.said == "a new start is drawn from seed 101"
    assert fresh.undo == "new start"
    assert fresh.moment.run != first.moment.run
    assert fresh.stage.links[0].weight != first.stage.links[0].weight
    again = reader.get(schema.Configure, name="weights_seed", value=7)
    assert again.moment.run not in (first.moment.run, fresh.moment.run)
    assert again.stage == first.stage
    follows = reader.get(schema.Configure, name="weights_seed", value=None)
    assert (follows.stage, follows.experiment) == (first.stage, first.experiment)


def test_a_new_start_keeps_data_split_and_order(reader: Reader) -> None:
    """The same samples are in the same batches; only the weights are others."""
    first = reader.scene.experiment

    fresh = reader.get(schema.NewStart).experiment

    assert (fresh.batch, fresh.sample, fresh.counts) == (first.batch, first.sample, first.counts)
    assert fresh.starting_point == first.starting_point == "iris"
    assert value_of(reader.get(schema.Undo), "weights_seed") is None


def test_a_new_start_keeps_how_steps_are_made(reader: Reader) -> None:
    """Learning rate and batch size were chosen, not drawn."""
    reader.get(schema.Configure, name="learning_rate", value=0.5)
    reader.get(schema.Configure, name="batch_size", value=21)

    scene = reader.get(schema.NewStart)

    assert (value_of(scene, "learning_rate"), value_of(scene, "batch_size")) == (0.5, 21)


def test_fresh_seeds_are_readable_and_not_used_before() -> None:
    """However large the numbers drawn, and however often they repeat."""
    reader = Reader(type(new_session())(seeds=lambda: 10**30 + 7))

    seeds = [value_of(reader.get(schema.NewStart), "weights_seed") for _ in range(5)]

    assert seeds == [8, 9, 10, 11, 12]  # 7 is the seed of Iris


@pytest.mark.parametrize("seed", [-1, 100_000, 2**62])
def test_a_seed_that_is_too_long_to_read_is_refused(reader: Reader, seed: int) -> None:
    """From 0 to 99999."""
    problem = reader.refused(schema.Configure, name="seed", value=seed)

    assert (problem.kind, problem.field) == ("refused", "seed")
    assert problem.message == f"seed must be a whole number from 0 to 99999, got {minus(seed)}"


def test_another_starting_point_can_be_chosen(reader: Reader) -> None:
    """The 2015 original, and back to Iris by undo."""
    iris = reader.scene
    original = reader.get(schema.Choose, name="original")

    assert original.experiment.starting_point == "original"
    assert original.experiment.data_title == "The 2015 original"
    assert original.experiment.shape == (3, 2, 3)
    assert original.experiment.description == "sigmoid, sigmoid → softmax"
    assert original.experiment.counts == "1 train"
    assert original.undo == "starting point"
    assert original.said == "The 2015 original is chosen"
    assert numbers(reader.get(schema.Undo)) == numbers(iris)


def test_an_unknown_choice_is_refused(reader: Reader) -> None:
    """The nearest name is suggested."""
    problem = reader.refused(schema.Choose, name="orginal")

    assert (problem.kind, problem.field) == ("refused", "name")
    assert (
        problem.message == "unknown starting point 'orginal'; did you mean 'original'? "
        "(cafe, guess, iris, life, original, plateau, ravine, saddle, two-two-two, valleys)"
    )
