"""What each intent changes, what it leaves, and what it says."""

import math

import numpy as np
import pytest

import learnscope as ls
from learnscope.experiment import set_up
from learnscope.scene import schema
from learnscope.starting_points import STARTING_POINTS
from learnscope.training.order import epoch_order
from tests.scene.recomputed import assert_true, numpy
from tests.session.reader import Reader, new_session, numbers
from tests.settings import value_of

FORWARD_DONE = 4.0  # with two links: read, two forwards and the loss are done
END = 7.0


def minus(value: object) -> str:
    """A value as messages to a person have it."""
    return str(value).replace("-", "−")


@pytest.fixture
def reader() -> Reader:
    """A reader of Iris 4-5-3."""
    return Reader(new_session())


@pytest.fixture
def original() -> Reader:
    """A reader of the 2015 original."""
    return Reader(new_session("original"))


def order(reader: Reader, epoch: int) -> list[int]:
    """The numbers of the samples of an epoch, from 0, in the order they are visited."""
    experiment = STARTING_POINTS["iris"].experiment
    train = set_up(experiment).split.train
    return (epoch_order(train, seed=value_of(reader.scene, "seed"), epoch=epoch) + 1).tolist()


# ── the beginning ────────────────────────────────────────────────────────────────────────────────────────


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


# ── rest ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("phase", [0.0, 2.5, 7.0])
def test_a_rest_keeps_the_position_and_nothing_else(reader: Reader, phase: float) -> None:
    """No revision, no undo, the same numbers."""
    before = reader.scene
    after = reader.get(schema.Rest, seen=phase)

    assert after.moment.phase == phase
    assert after.moment.revision == before.moment.revision
    assert after.undo == ""
    assert numbers(after) == numbers(before)
    assert reader.session.scene() == after


# ── steps ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_step_with_the_same_batch_lowers_its_loss(reader: Reader) -> None:
    """The batch, the sample and its place stay; the losses told are those of the update."""
    before = reader.scene
    after = reader.get(schema.Advance, next_batch=False, phase=1.5)

    assert after.moment.step == 1
    assert after.moment.phase == 1.5
    assert after.moment.revision == before.moment.revision + 1
    assert after.experiment.batch == before.experiment.batch
    assert after.stage.previous == before.stage.change
    assert after.stage.change.batch_loss_before < before.stage.change.batch_loss_before
    assert after.undo == "step 1"
    assert after.said == "step 1 is made; the loss of its batch 1.2374 → 1.1097"


def test_steps_follow_the_shuffled_order_into_the_next_epoch(reader: Reader) -> None:
    """Seven batches of fifteen, then the first of another shuffle."""
    seen = list(reader.scene.experiment.batch.numbers)
    for _ in range(6):
        seen += reader.get(schema.Advance, next_batch=True, phase=0.0).experiment.batch.numbers
    following = reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert seen == order(reader, 0)
    assert sorted(seen) == sorted(order(reader, 1))
    assert following.experiment.batch.numbers == tuple(order(reader, 1)[:15])
    assert (following.experiment.batch.epoch, following.experiment.batch.index) == (2, 1)
    assert following.said.endswith("; next is batch 1 of 7 in epoch 2")


def test_a_short_last_batch_is_averaged_over_what_it_holds(reader: Reader) -> None:
    """105 samples in batches of 20 leave five."""
    reader.get(schema.Configure, name="batch_size", value=20)
    for _ in range(5):
        scene = reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert (scene.experiment.batch.size, scene.experiment.batch.index, scene.experiment.batch.count) == (
        5,
        6,
        6,
    )
    assert_true(scene)


def test_training_from_the_page_equals_a_loop_in_python(reader: Reader) -> None:
    """Thirty steps in the shuffled order, bit for bit."""
    setup = set_up(STARTING_POINTS["iris"].experiment)
    network = setup.network
    for step in range(30):
        rows = epoch_order(setup.split.train, seed=7, epoch=step // 7)[step % 7 * 15 : step % 7 * 15 + 15]
        trace = ls.forward(network, setup.x[rows])
        network = ls.update(network, ls.backward(network, trace, setup.y[rows]), learning_rate=0.1)
        scene = reader.get(schema.Advance, next_batch=True, phase=0.0)

    for k, link in enumerate(scene.stage.links):
        assert np.array_equal(link.weight.numpy(), network.weights[k])
        assert np.array_equal(numpy(scene.stage.layers[k + 1].bias), network.biases[k])


@pytest.mark.parametrize(
    ("phase", "text"), [(-0.5, "-0.5"), (7.0, "7.0"), (math.nan, "nan"), (math.inf, "inf")]
)
def test_a_step_cannot_begin_off_its_timeline(reader: Reader, phase: float, text: str) -> None:
    """Its end belongs to the step after."""
    problem = reader.refused(schema.Advance, next_batch=False, phase=phase)

    assert (problem.kind, problem.field) == ("refused", "phase")
    assert problem.message == f"phase must be at least 0 and below 7, got {minus(text)}"


# ── batches and samples ──────────────────────────────────────────────────────────────────────────────────


def test_the_next_batch_leaves_the_network(reader: Reader) -> None:
    """Another batch, its first sample, the same weights, and back again."""
    first = reader.scene
    second = reader.get(schema.NextBatch)

    assert second.experiment.batch.numbers == tuple(order(reader, 0)[15:30])
    assert second.moment.sample == second.experiment.batch.numbers[0] - 1
    assert second.moment.phase == FORWARD_DONE
    assert second.moment.step == 0
    assert second.undo == "next batch"
    assert second.said == f"batch 2 of 7 in epoch 1, showing sample {second.experiment.sample.number}"
    assert [link.weight for link in second.stage.links] == [link.weight for link in first.stage.links]
    back = reader.get(schema.NextBatch, back=True)
    assert back.undo == "previous batch"
    assert numbers(back) == numbers(first)


def test_batches_roll_over_into_epochs_both_ways(reader: Reader) -> None:
    """The last is followed by the first of the next epoch, and preceded from there."""
    for _ in range(7):
        scene = reader.get(schema.NextBatch)
    assert (scene.experiment.batch.epoch, scene.experiment.batch.index) == (2, 1)

    scene = reader.get(schema.NextBatch, back=True)

    assert (scene.experiment.batch.epoch, scene.experiment.batch.index) == (1, 7)
    assert scene.experiment.batch.numbers == tuple(order(reader, 0)[90:])


def test_nothing_comes_before_the_first_batch(reader: Reader) -> None:
    """The message says why."""
    problem = reader.refused(schema.NextBatch, back=True)

    assert (problem.kind, problem.field) == ("needless", "back")
    assert problem.message == "this is the first batch of the first epoch; there is none before it"


def test_the_sample_shown_stays_where_the_next_batch_holds_it(reader: Reader) -> None:
    """With all samples in the batch, the same one is watched through the epochs."""
    reader.get(schema.Configure, name="batch_size", value=105)
    number = reader.get(
        schema.ShowSample, number=reader.scene.experiment.batch.numbers[40]
    ).experiment.sample.number

    scene = reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert scene.experiment.batch.epoch == 2
    assert scene.experiment.sample.number == number


def test_a_sample_of_the_batch_is_just_shown(reader: Reader) -> None:
    """The batch and its gradients stay."""
    before = reader.scene
    number = before.experiment.batch.numbers[4]

    after = reader.get(schema.ShowSample, number=number)

    assert after.moment.sample == number - 1
    assert after.experiment.batch.place == 4
    assert after.experiment.batch.numbers == before.experiment.batch.numbers
    assert [link.gradient for link in after.stage.links] == [link.gradient for link in before.stage.links]
    assert after.moment.phase == FORWARD_DONE
    assert after.undo == f"sample {number}"
    assert after.said == f"sample {number} of batch 1 of 7 in epoch 1 is shown"


def test_a_sample_elsewhere_is_shown_in_its_batch_of_this_epoch(reader: Reader) -> None:
    """Sample 40 of the order is in the third batch."""
    number = order(reader, 0)[39]

    scene = reader.get(schema.ShowSample, number=number)

    assert scene.experiment.batch.index == 3
    assert scene.experiment.batch.numbers == tuple(order(reader, 0)[30:45])
    assert scene.experiment.batch.place == 9


def test_a_sample_that_is_not_learned_from_is_refused(reader: Reader) -> None:
    """The message names its part and the nearest sample to learn from."""
    parts = set_up(STARTING_POINTS["iris"].experiment).split
    for part, rows in (("validation", parts.validation), ("test", parts.test)):
        number = int(rows[0]) + 1
        distances = np.abs(parts.train + 1 - number)
        nearest = int(parts.train[distances.argmin()]) + 1

        problem = reader.refused(schema.ShowSample, number=number)

        assert (problem.kind, problem.field) == ("refused", "number")
        assert problem.message == (
            f"sample {number} is in the {part} set and never learned from; "
            f"the nearest sample to learn from is {nearest}"
        )


@pytest.mark.parametrize("number", [0, -1, 151, 2**62])
def test_a_sample_that_does_not_exist_is_refused(reader: Reader, number: int) -> None:
    """Samples are counted from 1 to 150."""
    problem = reader.refused(schema.ShowSample, number=number)

    assert problem.field == "number"
    assert problem.message == f"number must be a whole number from 1 to 150, got {minus(number)}"


def test_neighbours_lead_through_all_training_samples(reader: Reader) -> None:
    """With single samples, 105 times next is once around, and previous leads back."""
    reader.get(schema.Configure, name="batch_size", value=1)
    first = reader.scene.experiment.sample.number
    seen = [first]
    for _ in range(104):
        seen.append(
            reader.get(schema.ShowSample, number=reader.scene.experiment.sample.next).experiment.sample.number
        )

    assert sorted(seen) == sorted(order(reader, 0))
    assert reader.scene.experiment.sample.next == first
    assert reader.scene.experiment.sample.previous == seen[-2]


# ── parameters ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_weight_can_be_set(reader: Reader) -> None:
    """Only that weight changes, the forward pass has followed, and the loss is told."""
    before = reader.scene
    after = reader.get(schema.SetParameter, seen=1.0, link=1, role="weight", index=(2, 1), value=-0.25)

    expected = before.stage.links[1].weight.numpy().copy()
    expected[2, 1] = -0.25
    assert np.array_equal(after.stage.links[1].weight.numpy(), expected)
    assert after.stage.links[0].weight == before.stage.links[0].weight
    assert after.moment.phase == FORWARD_DONE
    assert after.moment.step == 0
    assert after.undo == "weight hidden 3 → versicolor"
    losses = [scene.stage.output.sample_loss for scene in (before, after)]
    assert after.said == (
        "weight hidden 3 → versicolor is now −0.25; "
        f"the loss of this sample {losses[0]:.4g} → {losses[1]:.4g}"
    )
    assert_true(after)


def test_a_bias_can_be_set(reader: Reader) -> None:
    """Biases of hidden and output neurons."""
    hidden = reader.get(schema.SetParameter, link=0, role="bias", index=(1,), value=1e-3)
    assert hidden.undo == "bias hidden 2"
    assert hidden.said.startswith("bias hidden 2 is now 0.001; ")
    assert numpy(hidden.stage.layers[1].bias)[1] == 1e-3

    output = reader.get(schema.SetParameter, link=1, role="bias", index=(0,), value=2.0)

    assert output.undo == "bias setosa"
    assert numpy(output.stage.layers[2].bias).tolist() == [2.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"value": math.nan}, "value", "value must be a finite number, got nan"),
        ({"value": -math.inf}, "value", "value must be a finite number, got −inf"),
        ({"link": 2}, "link", "link must be a whole number from 0 to 1, got 2"),
        ({"link": -1}, "link", "link must be a whole number from 0 to 1, got −1"),
        ({"index": (5, 0)}, "index", "index[0] must be a whole number from 0 to 4, got 5"),
        ({"index": (0, -1)}, "index", "index[1] must be a whole number from 0 to 2, got −1"),
        ({"index": (1,)}, "index", "index of a weight must hold two numbers, from and to, got [1]"),
        ({"index": ()}, "index", "index of a weight must hold two numbers, from and to, got []"),
        (
            {"role": "bias"},
            "index",
            "index of a bias must hold one number, of the neuron, got [0, 0]",
        ),
        ({"role": "bias", "index": (3,)}, "index", "index[0] must be a whole number from 0 to 2, got 3"),
    ],
)
def test_a_parameter_that_does_not_exist_or_is_not_finite_is_refused(
    reader: Reader, fields: dict[str, object], field: str, message: str
) -> None:
    """The message names the field, the rule and the value; nothing changes."""
    problem = reader.refused(
        schema.SetParameter, **{"link": 1, "role": "weight", "index": (0, 0), "value": 1.0, **fields}
    )

    assert (problem.kind, problem.field, problem.message) == ("refused", field, message)


# ── the sample's values ──────────────────────────────────────────────────────────────────────────────────


def test_an_input_can_be_set_in_its_own_unit(reader: Reader) -> None:
    """The sample is an edited copy, and the network sees the scaled value."""
    after = reader.get(schema.SetInput, index=2, value=4.7)

    assert numpy(after.stage.layers[0].raw)[2] == 4.7
    assert after.experiment.sample.edited
    assert after.moment.phase == FORWARD_DONE
    assert after.undo == "input petal length"
    assert after.said.startswith("input petal length is now 4.7 cm; the loss of this sample ")
    assert_true(after)


def test_inputs_without_unit_are_named_once(original: Reader) -> None:
    """ "input 2", not "input input 2"."""
    after = original.get(schema.SetInput, index=1, value=-0.5)

    assert after.undo == "input 2"
    assert after.said.startswith("input 2 is now −0.5; ")


def test_a_target_can_be_set_to_any_finite_number(reader: Reader) -> None:
    """Errors and labels follow, and the loss of other samples does not change."""
    after = reader.get(schema.SetTarget, index=0, value=-1.5)

    assert numpy(after.stage.output.target).tolist() == [-1.5, 1.0, 0.0]
    assert after.stage.output.error_label == "p · Σy − y"
    assert after.experiment.sample.edited
    assert after.experiment.sample.label == "−1.5, 1, 0"
    assert after.undo == "target setosa"
    assert_true(after)


@pytest.mark.parametrize("kind", [schema.SetInput, schema.SetTarget])
@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"value": math.nan}, "value", "value must be a finite number, got nan"),
        ({"value": math.inf}, "value", "value must be a finite number, got inf"),
        ({"index": 9}, "index", "index must be a whole number from 0 to {last}, got 9"),
        ({"index": -1}, "index", "index must be a whole number from 0 to {last}, got −1"),
    ],
)
def test_a_value_that_does_not_exist_or_is_not_finite_is_refused(
    reader: Reader, kind: type[schema.Intent], fields: dict[str, object], field: str, message: str
) -> None:
    """The message names the field, the rule and the value; nothing changes."""
    problem = reader.refused(kind, **{"index": 0, "value": 1.0, **fields})

    last = 3 if kind is schema.SetInput else 2
    assert (problem.kind, problem.field, problem.message) == ("refused", field, message.format(last=last))


def test_an_edited_sample_takes_part_in_its_batch(reader: Reader) -> None:
    """The update follows the edit, as long as the sample is shown."""
    before = reader.scene.stage.links[0].gradient
    edited = reader.get(schema.SetInput, index=0, value=30.0)
    assert edited.stage.links[0].gradient != before

    stepped = reader.get(schema.Advance, next_batch=False, phase=0.0)

    assert stepped.experiment.sample.edited
    assert numpy(stepped.stage.layers[0].raw)[0] == 30.0
    assert_true(stepped)


def test_showing_another_sample_drops_the_edit_and_undo_brings_it_back(reader: Reader) -> None:
    """The data set never changes."""
    clean = reader.scene
    edited = reader.get(schema.SetInput, index=0, value=30.0)
    other = reader.get(schema.ShowSample, number=edited.experiment.batch.numbers[1])
    assert not other.experiment.sample.edited

    again = reader.get(schema.ShowSample, number=edited.experiment.sample.number)
    assert numbers(again) == numbers(clean)

    reader.get(schema.Undo)
    assert numbers(reader.get(schema.Undo)) == numbers(edited)


def test_the_next_batch_drops_the_edit_where_the_sample_leaves(reader: Reader) -> None:
    """Coming back, the sample is as in the data set."""
    clean = reader.scene
    reader.get(schema.SetTarget, index=0, value=0.5)
    reader.get(schema.NextBatch)

    assert numbers(reader.get(schema.NextBatch, back=True)) == numbers(clean)


def test_the_only_sample_keeps_its_edit_from_epoch_to_epoch(original: Reader) -> None:
    """The network of 2015 learns what was typed in."""
    original.get(schema.SetInput, index=0, value=0.9)

    scene = original.get(schema.Advance, next_batch=True, phase=0.0)

    assert scene.experiment.sample.edited
    assert numpy(scene.stage.layers[0].raw)[0] == 0.9


def test_restoring_the_sample_drops_the_edit(reader: Reader) -> None:
    """As it is in the data set."""
    clean = reader.scene
    reader.get(schema.SetInput, index=0, value=30.0)
    restored = reader.get(schema.RestoreSample)

    assert numbers(restored) == numbers(clean)
    number = clean.experiment.sample.number
    assert restored.undo == f"restored sample {number}"
    assert restored.said.startswith(f"sample {number} is as in the data set again; the loss of this sample ")


def test_typing_the_data_s_own_value_is_no_edit(reader: Reader) -> None:
    """The mark goes when the last edit is taken back by hand."""
    own = float(numpy(reader.scene.stage.layers[0].raw)[1])
    assert reader.get(schema.SetInput, index=1, value=own + 1).experiment.sample.edited

    assert not reader.get(schema.SetInput, index=1, value=own).experiment.sample.edited


# ── how steps are made ───────────────────────────────────────────────────────────────────────────────────


def test_the_learning_rate_can_be_set_at_any_phase(reader: Reader) -> None:
    """What is computed of the step stays, and so does the position; the update follows."""
    before = reader.scene
    after = reader.get(schema.Configure, seen=5.5, name="learning_rate", value=0.5)

    assert value_of(after, "learning_rate") == 0.5
    assert after.moment.phase == 5.5
    assert after.undo == "learning rate"
    assert after.said == "learning rate is now 0.5"
    assert [link.gradient for link in after.stage.links] == [link.gradient for link in before.stage.links]
    assert_true(after)


@pytest.mark.parametrize("value", [0.0, -0.1, math.nan, math.inf])
def test_a_learning_rate_outside_its_range_is_refused(reader: Reader, value: float) -> None:
    """Above 0 and finite."""
    problem = reader.refused(schema.Configure, name="learning_rate", value=value)

    assert (problem.kind, problem.field) == ("refused", "learning_rate")
    assert problem.message == f"learning rate must be above 0, got {minus(value)}"


@pytest.mark.parametrize("size", [1, 4, 20, 105])
def test_the_batch_size_can_be_set(reader: Reader, size: int) -> None:
    """The order of the epoch is cut anew; the sample shown is in the batch that holds it."""
    reader.get(schema.ShowSample, number=order(reader, 0)[50])
    scene = reader.get(schema.Configure, name="batch_size", value=size)

    index = 50 // size
    assert value_of(scene, "batch_size") == size
    assert scene.experiment.sample.number == order(reader, 0)[50]
    assert scene.experiment.batch.numbers == tuple(order(reader, 0)[index * size : (index + 1) * size])
    assert scene.experiment.batch.index == index + 1
    assert scene.experiment.batch.place == 50 % size
    assert scene.moment.phase == FORWARD_DONE
    assert scene.undo == "batch size"
    assert_true(scene)


def test_the_batch_size_is_told(reader: Reader) -> None:
    """How many samples, and which batch this is now."""
    assert (
        reader.get(schema.Configure, name="batch_size", value=1).said
        == "batch size is now 1; this is batch 1 of 105 in epoch 1"
    )


@pytest.mark.parametrize("size", [0, -3, 106])
def test_a_batch_size_outside_its_range_is_refused(reader: Reader, size: int) -> None:
    """From 1 to all that are learned from."""
    problem = reader.refused(schema.Configure, name="batch_size", value=size)

    assert (problem.kind, problem.field) == ("refused", "batch_size")
    assert problem.message == f"batch size must be a whole number from 1 to 105, got {minus(size)}"


# ── beginnings ───────────────────────────────────────────────────────────────────────────────────────────


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


def test_what_changes_nothing_is_no_move(reader: Reader) -> None:
    """The same value again needs no undo and makes no revision."""
    weight = float(reader.scene.stage.links[0].weight.numpy()[0, 0])
    first = reader.scene
    for kind, fields in (
        (schema.SetParameter, {"link": 0, "role": "weight", "index": (0, 0), "value": weight}),
        (schema.Configure, {"name": "learning_rate", "value": 0.1}),
        (schema.Configure, {"name": "batch_size", "value": 15}),
        (schema.ShowSample, {"number": first.experiment.sample.number}),
        (schema.RestoreSample, {}),
        (schema.Reset, {}),
    ):
        scene = reader.get(kind, **fields)

        assert scene.moment == first.moment
        assert scene.undo == ""
        assert scene.said == "nothing has changed"
