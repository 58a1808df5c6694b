"""Seeking, walking, futures: what is recorded, where edits in the past lead, names, deletion, comparison."""

import msgspec
import numpy as np
import pytest

from learnscope.scene import schema
from tests.scene.recomputed import assert_true
from tests.session.reader import Reader, numbers, opened, strip
from tests.session.test_configure import parameters
from tests.session.test_play import by_hand, reader_of, run_of
from tests.settings import value_of


def trained(epochs: int = 2) -> Reader:
    """A reader at the end of some epochs of 7 steps."""
    reader = reader_of()
    reader.get(schema.Train, epochs=epochs)
    return reader


def futures(reader: Reader) -> list[tuple[str, str, str, int, int]]:
    """Name, title, parent, departure and end of each future."""
    return [(f.name, f.title, f.parent, f.departure, f.steps) for f in run_of(reader).futures]


def test_a_step_revisited_is_the_step_that_was_made() -> None:
    """Weights, batch and every number of the stage; the record is as long as before."""
    reader, other = trained(), by_hand(5)

    scene = reader.get(schema.Seek, step=5)
    scene = reader.get(schema.ShowSample, number=other.scene.experiment.sample.number)

    assert scene.moment.step == 5
    assert run_of(reader).head == 14
    assert scene.stage.links == other.scene.stage.links
    assert scene.stage.layers == other.scene.stage.layers
    assert scene.experiment.batch == other.scene.experiment.batch
    assert_true(scene)


def test_seeking_is_no_move_and_changes_the_revision() -> None:
    """From any moment of the run, however old; nothing is taken back by an undo but what was done."""
    reader = trained()
    old, revision = reader.scene.moment, reader.scene.moment.revision
    reader.get(schema.Seek, step=3)

    reply = reader.session.handle(schema.Seek(at=old, step=9))

    assert isinstance(reply, schema.Scene)
    assert (reply.moment.step, reply.moment.revision, reply.undo) == (9, revision + 2, "training")
    assert reply.said == "after nine updates"


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"step": 15}, "step", "step must be a whole number from 0 to 14, got 15"),
        ({"step": -1}, "step", "step must be a whole number from 0 to 14, got −1"),
        (
            {"step": 0, "future": "7"},
            "future",
            "future must name a future of this run, got '7'; there are 1 (main)",
        ),
    ],
)
def test_only_what_was_made_can_be_seen(fields: dict[str, object], field: str, message: str) -> None:
    """Steps of a future that is there."""
    problem = trained().refused(schema.Seek, **fields)

    assert (problem.field, problem.message) == (field, message)


def test_a_step_made_in_the_past_walks_along() -> None:
    """The numbers are those of the record, and nothing is added to it."""
    reader = trained()
    end = parameters(reader.scene)
    reader.get(schema.Seek, step=10)

    for _ in range(4):
        reader.get(schema.Advance, next_batch=True, phase=4.0)

    assert parameters(reader.scene) == end
    assert futures(reader) == [("1", "main", "", 0, 14)]


def test_a_step_made_otherwise_in_the_past_begins_another_future() -> None:
    """With another batch than was taken then."""
    reader = trained()
    reader.get(schema.Seek, step=4)
    reader.get(schema.NextBatch)

    reader.get(schema.Advance, next_batch=True, phase=4.0)

    assert futures(reader) == [("1", "main", "", 0, 14), ("2", "changed at step 5", "1", 4, 5)]
    assert reader.get(schema.Undo).moment.step == 4
    assert futures(reader) == [("1", "main", "", 0, 14)]


def test_a_step_made_with_an_edited_sample_is_revisited_with_it() -> None:
    """The copy is shown again, marked as edited, and the step after it is what it led to."""
    reader = by_hand(3)
    edited = reader.get(schema.SetInput, index=1, value=7.5)
    after = reader.get(schema.Advance, next_batch=True, phase=4.0)
    reader.get(schema.Train, epochs=1)

    back = reader.get(schema.Seek, step=3)

    assert back.experiment.sample.edited
    assert back.experiment.sample == edited.experiment.sample
    assert back.stage.links == edited.stage.links
    assert parameters(reader.get(schema.Seek, step=4)) == parameters(after)
    assert not reader.scene.experiment.sample.edited


def test_an_edit_at_the_end_is_an_event() -> None:
    """The run goes on in the same future, with a mark; the step there is seen as it was after the edit."""
    reader = by_hand(5)
    edited = reader.get(schema.SetParameter, link=0, role="bias", index=(0,), value=0.5)
    reader.get(schema.Advance, next_batch=True, phase=4.0)

    marks = [(mark.step, mark.title) for mark in run_of(reader).marks if mark.kind == "edit"]
    assert marks == [(5, "bias hidden 1")]
    assert futures(reader) == [("1", "main", "", 0, 6)]
    assert parameters(reader.get(schema.Seek, step=5)) == parameters(edited)


@pytest.mark.parametrize(
    ("kind", "fields", "title"),
    [
        (schema.Configure, {"name": "learning_rate", "value": 1.6}, "learning rate 1.6"),
        (schema.Configure, {"name": "batch_size", "value": 35}, "batch size 35"),
        (schema.SetParameter, {"link": 0, "role": "bias", "index": (1,), "value": 2.0}, "bias hidden 2"),
        (schema.Configure, {"name": "optimizer", "value": "adam"}, "optimizer Adam"),
        (schema.RemoveNeuron, {"layer": 1, "index": 0}, "neuron hidden 1 removed"),
    ],
)
def test_an_edit_in_the_past_begins_another_future(
    kind: type[schema.Intent], fields: dict[str, object], title: str
) -> None:
    """Called after what was changed, and shown; the old one stays as it was; one undo takes it back."""
    reader = trained()
    before = numbers(reader.get(schema.Seek, step=4))

    scene = reader.get(kind, **fields)

    assert futures(reader) == [("1", "main", "", 0, 14), ("2", title, "1", 4, 4)]
    assert run_of(reader).shown == "2"
    assert scene.moment.step == 4
    assert [(m.future, m.step) for m in run_of(reader).marks if m.kind == "fork"] == [("2", 4)]
    reader.get(schema.Train, epochs=1)
    assert run_of(reader).futures[1].steps > 4
    for _ in range(2):
        reader.get(schema.Undo)
    reader.get(schema.Seek, step=4)
    reader.session.tick()
    assert futures(reader) == [("1", "main", "", 0, 14)]
    assert msgspec.msgpack.decode(numbers(reader.scene), type=schema.Scene).stage == (
        msgspec.msgpack.decode(before, type=schema.Scene).stage
    )


def test_a_drag_in_the_past_begins_one_future() -> None:
    """Called after where the drag ended; back where it began, none."""
    reader = trained()
    reader.get(schema.Seek, step=4)
    rate = value_of(reader.scene, "learning_rate")
    for value in (0.2, 0.3, 0.4):
        reader.get(schema.Configure, name="learning_rate", value=value, gesture=3)
    assert futures(reader)[1:] == [("2", "learning rate 0.4", "1", 4, 4)]

    reader.get(schema.Configure, name="learning_rate", value=rate, gesture=3)

    assert futures(reader) == [("1", "main", "", 0, 14)]
    reader.get(schema.Undo)
    assert reader.scene.undo == "training"


def test_looking_records_nothing() -> None:
    """Other batches and samples, in the past and at the end."""
    reader = trained()
    for step in (14, 5):
        reader.get(schema.Seek, step=step)
        reader.get(schema.NextBatch)
        reader.get(schema.ShowSample, number=reader.scene.experiment.batch.numbers[2])

    assert futures(reader) == [("1", "main", "", 0, 14)]
    assert {mark.kind for mark in run_of(reader).marks} <= {"best", "breakpoint"}


def test_a_fork_changes_nothing_yet() -> None:
    """The same numbers in another future, which goes its own way from the next step on."""
    reader = trained()
    before = reader.get(schema.Seek, step=6)

    scene = reader.get(schema.Fork, title="  a  try ")

    assert scene.stage == before.stage
    assert futures(reader)[1:] == [("2", "a try", "1", 6, 6)]
    assert scene.said == "another future, a try, begins at step 6"
    reader.get(schema.Fork)
    assert futures(reader)[2:] == [("3", "from step 6", "1", 6, 6)]


def test_futures_are_renamed() -> None:
    """The name stays; it can be taken back, and asked for at any moment."""
    reader = trained()
    reader.get(schema.RenameFuture, future="1", title="first try")
    assert futures(reader)[0][:2] == ("1", "first try")
    assert reader.scene.undo == "title first try"

    reader.get(schema.Undo)

    assert futures(reader)[0][1] == "main"


@pytest.mark.parametrize(
    ("title", "count"), [("", 0), ("   ", 0), ("x" * 81, 81)], ids=["empty", "blank", "long"]
)
def test_a_title_is_some_words(title: str, count: int) -> None:
    """Up to 80 characters."""
    problem = trained().refused(schema.RenameFuture, future="1", title=title)

    assert (problem.field, problem.message) == (
        "title",
        f"title must have 1 to 80 characters, got {count}; give another",
    )


def test_deleting_takes_what_departed_along() -> None:
    """What is shown is then where it came from; an undo brings all of it back."""
    reader = trained()
    reader.get(schema.Seek, step=6)
    reader.get(schema.Configure, name="learning_rate", value=0.5)
    reader.get(schema.Train, epochs=1)
    reader.get(schema.Seek, step=8)
    reader.get(schema.Configure, name="learning_rate", value=0.9)
    reader.get(schema.Train, epochs=2)
    shown = reader.scene
    assert [name for name, *_ in futures(reader)] == ["1", "2", "3"]

    scene = reader.get(schema.DeleteFuture, future="2")

    assert futures(reader) == [("1", "main", "", 0, 14)]
    assert scene.said == (
        "the future learning rate 0.5 is deleted with one future that departed from it; main is shown"
    )
    assert scene.moment.step == 14
    assert numbers(reader.get(schema.Undo)) == numbers(shown)


def test_the_first_future_stays() -> None:
    """All others came from it."""
    problem = trained().refused(schema.DeleteFuture, future="1")

    assert problem.message == (
        "future must not be the first, main, from which all others departed; reset instead"
    )


def test_futures_are_compared_at_one_step() -> None:
    """What the other has less what the shown one has, as wires are laid out, and where they differ most."""
    reader = trained()
    reader.get(schema.Seek, step=6)
    reader.get(schema.Configure, name="learning_rate", value=0.5)
    reader.get(schema.Train, epochs=1)
    shown = reader.scene

    scene = reader.get(schema.Open, what=schema.Comparison(future="1"))

    comparison = opened(reader.scene, schema.ComparisonScene)
    assert comparison is not None
    assert scene.moment == shown.moment
    assert (comparison.future, comparison.step, comparison.same_shape) == ("1", 13, True)
    other = reader.get(schema.Seek, step=13, future="1")
    assert comparison.stage is not None
    assert comparison.difference is not None
    for link, mine, difference in zip(
        comparison.stage.links, shown.stage.links, comparison.difference.weight, strict=True
    ):
        assert np.array_equal(difference.numpy(), link.weight.numpy() - mine.weight.numpy())
    assert [link.weight for link in comparison.stage.links] == [link.weight for link in other.stage.links]
    assert comparison.sentence.startswith("After 13 steps, main differs from learning rate 0.5 most in the ")
    assert opened(reader.scene, schema.ComparisonScene) is None  # it is shown itself now
    assert reader.get(schema.Close, what="comparison").undo == "training"


def test_futures_of_other_shapes_are_compared_without_differences() -> None:
    """Their sizes are told; where the other is shorter, both are shown where it ends."""
    reader = trained()
    reader.get(schema.Seek, step=6)
    reader.get(schema.AddNeuron, layer=1)
    reader.get(schema.Train, epochs=3)

    reader.get(schema.Open, what=schema.Comparison(future="1"))

    comparison = opened(reader.scene, schema.ComparisonScene)
    assert comparison is not None
    assert (comparison.step, comparison.same_shape, comparison.difference) == (14, False, None)
    assert reader.scene.moment.step == 14
    number = reader.scene.experiment.sample.number
    assert comparison.sentence == (
        f"main has another shape, 4-3-3 instead of 4-4-3; both are given flower {number}."
    )


def test_what_is_compared_must_be_there() -> None:
    """A future of this run."""
    problem = trained().refused(schema.Open, what=schema.Comparison(future="5"))

    assert problem.message == "future must name a future of this run, got '5'; there are 1 (main)"


def test_a_beginning_begins_another_record() -> None:
    """Reset, another start, another experiment; an undo brings the old one back."""
    reader = trained()
    reader.get(schema.Seek, step=4)
    reader.get(schema.Fork)
    for kind, fields in (
        (schema.Reset, {}),
        (schema.NewStart, {}),
        (schema.Configure, {"name": "data", "value": "circle"}),
    ):
        reader.get(kind, **fields)
        assert [(f[0], f[4]) for f in futures(reader)] == [("1", 0)]
        reader.get(schema.Undo)
        assert [(f[0], f[4]) for f in futures(reader)] == [("1", 14), ("2", 4)]


def test_the_strip_can_be_looked_at_closely() -> None:
    """A window of steps, in so many bins; nothing changes by it."""
    reader = trained(20)
    revision = reader.scene.moment.revision

    reader.get(schema.Open, what=schema.Strip(first=20, last=60, bins=10))

    drawn = opened(reader.scene, schema.StripScene)
    assert drawn is not None
    assert (drawn.first, drawn.last, reader.scene.moment.revision) == (20, 60, revision)
    loss = next(series for series in strip(reader.scene) if series.name == "batch loss")
    steps = loss.steps.numpy()
    assert 5 <= len(steps) <= 11
    assert (loss.low.numpy() <= loss.mean.numpy()).all()
    assert (loss.mean.numpy() <= loss.high.numpy()).all()


def test_where_the_loss_has_turned_the_plane_of_its_lowest_stands_beside() -> None:
    """Few noisy points learned by heart: the picture is that of the network one gets by going back there."""
    reader = reader_of(
        data="circle", data_options={"samples": 40, "noise": 0.5}, hidden=(16, 16), activation="relu",
        optimizer="adam", learning_rate=0.03, batch_size=10,
    )  # fmt: skip
    reader.get(schema.Open, what=schema.DecisionPicture())
    reader.get(schema.Train, epochs=150)
    known, there = run_of(reader).overfitting, opened(reader.scene, schema.DecisionScene)
    assert known is not None
    assert known.turned
    assert there is not None
    assert there.best is not None
    assert there.best_step == known.best

    reader.get(schema.Seek, step=known.best)

    shown = opened(reader.scene, schema.DecisionScene)
    assert shown is not None  # quickly drawn, as is the small one
    assert (there.best.value, there.best.winner) == (shown.plane.value, shown.plane.winner)
    assert (shown.best, shown.best_step) == (None, 0)
