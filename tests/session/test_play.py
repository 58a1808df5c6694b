"""Playing: bursts by the clock, paces and goals, what may be asked for meanwhile."""

from typing import Any

import msgspec
import numpy as np
import pytest

from learnscope import words
from learnscope.scene import schema
from tests.scene.recomputed import assert_true
from tests.session.reader import Reader, new_session, settled
from tests.session.test_configure import parameters
from tests.settings import value_of
from tests.small import small


class Clock:
    """A clock that is set by hand, and may go on by itself each time it is read."""

    def __init__(self, by_itself: float = 0.0) -> None:
        self.now, self.by_itself = 0.0, by_itself

    def __call__(self) -> float:
        self.now += self.by_itself
        return self.now


def reader_of(clock: Any = None, **recipe: Any) -> Reader:
    """A reader at an experiment on Iris, 7 steps an epoch; each look at the clock takes 10 ms."""
    recipe = {"data": "iris", "hidden": (3,), "optimizer": "sgd", "batch_size": 15, "seed": 7} | recipe
    return Reader(new_session(experiment=small(**recipe), clock=clock or Clock(0.01)))


def run_of(reader: Reader) -> schema.RunScene:
    """The strip on screen."""
    assert reader.scene.run is not None
    return reader.scene.run


def played(reader: Reader, **fields: Any) -> schema.Scene:
    """Play until something stops it."""
    reader.get(schema.Play, **({"pace": 0.0} | fields))
    while run_of(reader).playing:
        reader.tick()
    return reader.scene


def by_hand(steps: int, **recipe: Any) -> Reader:
    """A reader who made so many steps one by one."""
    reader = reader_of(**recipe)
    for _ in range(steps):
        reader.get(schema.Advance, next_batch=True, phase=4.0)
    return reader


def test_playing_makes_the_steps_that_one_makes_by_hand() -> None:
    """In bursts of any size, bit for bit; pausing shows the last one made."""
    reader = reader_of()
    reader.get(schema.Play, pace=0.0)
    revisions = [reader.scene.moment.revision]
    for _ in range(3):
        scene = reader.tick()
        assert scene is not None
        assert scene.check is None
        assert run_of(reader).playing
        revisions.append(scene.moment.revision)
        assert_true(scene)

    scene = reader.get(schema.Pause)

    assert revisions == sorted(set(revisions))
    assert not run_of(reader).playing
    assert scene.moment.step > 0
    assert run_of(reader).stopped == f"Paused at step {words.grouped(scene.moment.step)}."
    other = by_hand(scene.moment.step)
    assert parameters(other.scene) == parameters(scene)
    assert other.scene.experiment.batch.numbers == scene.experiment.batch.numbers


def test_what_was_shown_in_haste_is_completed_at_rest() -> None:
    """A little later, in the same moment, unless something else happens before."""
    clock = Clock(0.01)
    reader = reader_of(clock)
    reader.get(schema.Play, pace=0.0)
    reader.tick()
    hasty = reader.get(schema.Pause)
    assert hasty.check is None
    assert reader.session.going
    assert reader.tick() is None

    clock.now += 1
    scene = reader.tick()

    assert scene is not None
    assert scene.check is not None
    assert scene.moment == hasty.moment
    assert scene.stage == hasty.stage
    assert not reader.session.going
    assert reader.tick() is None


def test_a_pace_is_kept_by_the_clock() -> None:
    """Ten steps a second: none is due at first, one after a tenth, three more after three."""
    clock = Clock()
    reader = reader_of(clock)
    reader.get(schema.Play, pace=10.0)
    made = []
    for seconds in (0.05, 0.05, 0.3, 0.05):
        clock.now += seconds
        scene = reader.tick()
        made.append(None if scene is None else scene.moment.step)

    assert made == [None, 1, 4, None]
    assert run_of(reader).pace == 10.0


def test_another_pace_holds_from_then_on() -> None:
    """It needs no pause."""
    clock = Clock()
    reader = reader_of(clock)
    reader.get(schema.Play, pace=1.0)
    clock.now += 1
    reader.tick()

    reader.get(schema.Play, pace=100.0)
    clock.now += 0.05
    scene = reader.tick()

    assert scene is not None
    assert scene.moment.step == 6


def test_a_step_and_an_epoch_end_by_themselves() -> None:
    """At the next step; at the end of the epoch under way."""
    reader = reader_of()

    assert played(reader, until="step").moment.step == 1
    assert run_of(reader).stopped == "Step 1 is made."
    assert played(reader, until="epoch").moment.step == 7
    assert run_of(reader).stopped == "Epoch 1 is done."
    assert played(reader, until="epoch").moment.step == 14


def test_a_rule_ends_it_at_its_step() -> None:
    """With its sentence; it can be played on until it is met again."""
    reader = reader_of(loss_below=0.7)

    scene = played(reader, until="condition")

    assert run_of(reader).stopped.startswith("Stopped after epoch ")
    assert scene.moment.step % 7 == 0
    assert parameters(by_hand(scene.moment.step).scene) == parameters(scene)
    assert played(reader).moment.step == scene.moment.step + 7


def test_a_condition_must_be_set() -> None:
    """Without a rule or a breakpoint, nothing could end it."""
    problem = reader_of().refused(schema.Play, pace=0.0, until="condition")

    assert (problem.field, problem.message) == (
        "until",
        "until must not be 'condition' where no rule and no breakpoint is set; set one, or play until paused",
    )


def test_the_rule_about_steps_must_leave_some() -> None:
    """Once it is met, playing on is refused."""
    reader = reader_of(steps=10)
    assert played(reader).moment.step == 10
    assert run_of(reader).stopped == "Stopped: ten steps of the run are done, as the rule says."

    problem = reader.refused(schema.Play, pace=0.0)

    assert problem.message == "steps must be above 10 to train on, got 10; raise it, turn it off or reset"


@pytest.mark.parametrize(("pace", "text"), [(-1.0, "−1.0"), (float("nan"), "nan"), (float("inf"), "inf")])
def test_a_pace_is_a_number_of_steps(pace: float, text: str) -> None:
    """From 0, which is as fast as possible."""
    problem = reader_of().refused(schema.Play, pace=pace)

    assert (problem.field, problem.message) == ("pace", f"pace must be at least 0, got {text}")


def test_a_loss_that_is_no_number_ends_it() -> None:
    """With the step at which it would have been; the strip marks it."""
    reader = reader_of(data="plane", activation="relu", learning_rate=50.0)
    reader.get(schema.SetBreakpoint, name="not_finite", on=False)

    scene = played(reader)

    step = scene.moment.step
    assert run_of(reader).stopped.startswith(f"Stopped: the loss of step {step + 1} is ")
    assert run_of(reader).futures[0].stopped == run_of(reader).stopped
    assert [mark.step for mark in run_of(reader).marks if mark.kind == "fault"] == [step]


def test_one_undo_takes_back_a_playing() -> None:
    """All of it; pausing and seeking are no moves."""
    reader = reader_of()
    first = reader.scene
    reader.get(schema.Play, pace=0.0)
    reader.tick()
    reader.tick()
    reader.get(schema.Pause)
    end = reader.scene.moment.step
    reader.get(schema.Seek, step=2)
    assert reader.scene.undo == "training"

    back = reader.get(schema.Undo)

    assert (back.moment.step, run_of(reader).head, back.undo) == (0, 0, "")
    assert parameters(back) == parameters(first)
    assert reader.get(schema.Redo).moment.step == 2
    assert run_of(reader).head == end


def test_playing_that_adds_nothing_is_no_move() -> None:
    """Paused before the first step is due, or walking along what is recorded."""
    reader = reader_of(Clock())
    reader.get(schema.Play, pace=1.0)
    reader.get(schema.Pause)

    assert reader.scene.undo == ""


def test_from_the_past_it_walks_along_the_record() -> None:
    """Step by step at its pace, to the end; then it trains on."""
    clock = Clock()
    reader = reader_of(clock)
    reader.get(schema.Train, epochs=2)
    end = parameters(reader.scene)
    reader.get(schema.Seek, step=10)
    reader.get(schema.Play, pace=1.0)
    steps = []
    for _ in range(6):
        clock.now += 1
        reader.tick()
        steps.append(reader.scene.moment.step)
        if steps[-1] == 14:
            assert parameters(reader.scene) == end
            assert reader.scene.undo == "training"

    assert steps == [11, 12, 13, 14, 15, 16]
    assert len(run_of(reader).futures) == 1
    reader.get(schema.Pause)
    assert reader.get(schema.Undo).moment.step == 10
    assert run_of(reader).head == 14


def test_how_it_learns_may_be_changed_while_it_plays() -> None:
    """From any moment of the run: it applies at the head, is an event there, and playing goes on."""
    reader = reader_of()
    old = reader.scene.moment
    reader.get(schema.Play, pace=0.0)
    reader.tick()
    step = reader.scene.moment.step

    for intent in (
        schema.Configure(at=old, name="learning_rate", value=0.2),
        schema.Configure(at=old, name="l2", value=0.01),
        schema.Configure(at=old, name="batch_size", value=35),
    ):
        reply = reader.session.handle(intent)
        assert isinstance(reply, schema.Scene), reply
    reader.scene = reply
    reader.tick()
    scene = reader.get(schema.Pause)

    assert scene.moment.step > step
    assert (value_of(scene, "learning_rate"), value_of(scene, "batch_size")) == (0.2, 35)
    marks = [(mark.step, mark.title) for mark in run_of(reader).marks if mark.kind == "edit"]
    assert marks == [(step, "learning rate 0.2, L2 penalty λ 0.01, batch size 35")]
    again = by_hand(step)
    again.get(schema.Configure, name="learning_rate", value=0.2)
    again.get(schema.Configure, name="l2", value=0.01)
    again.get(schema.Configure, name="batch_size", value=35)
    while again.scene.moment.step < scene.moment.step:
        again.get(schema.Advance, next_batch=True, phase=4.0)
    assert parameters(again.scene) == parameters(scene)


@pytest.mark.parametrize(
    "intent",
    [
        schema.SetParameter(at=schema.Moment("", 0, 0, 0.0, 0), link=0, role="bias", index=(0,), value=1.0),
        schema.SetInput(at=schema.Moment("", 0, 0, 0.0, 0), index=0, value=1.0),
        schema.Configure(at=schema.Moment("", 0, 0, 0.0, 0), name="data", value="circle"),
        schema.Configure(at=schema.Moment("", 0, 0, 0.0, 0), name="initializer", value="he"),
        schema.Reset(at=schema.Moment("", 0, 0, 0.0, 0)),
        schema.Undo(at=schema.Moment("", 0, 0, 0.0, 0)),
        schema.Fork(at=schema.Moment("", 0, 0, 0.0, 0)),
        schema.DeleteFuture(at=schema.Moment("", 0, 0, 0.0, 0), future="1"),
        schema.Train(at=schema.Moment("", 0, 0, 0.0, 0), epochs=1),
    ],
    ids=lambda intent: type(intent).__name__,
)
def test_anything_else_waits_for_a_pause(intent: schema.Intent) -> None:
    """Even from the moment on screen; playing goes on."""
    reader = reader_of()
    reader.get(schema.Play, pace=0.0)
    reader.tick()

    reply = reader.session.handle(msgspec.structs.replace(intent, at=reader.scene.moment, serial=5))

    assert reply == schema.Problem(
        "stale",
        "at",
        "training is playing; pause it before changing anything but how it learns",
        5,
    )
    assert reader.tick() is not None
    assert run_of(reader).playing


def test_seeking_pauses() -> None:
    """From any moment; what was made stays, as one move."""
    reader = reader_of()
    old = reader.scene.moment
    reader.get(schema.Play, pace=0.0)
    reader.tick()
    made = reader.scene.moment.step

    reply = reader.session.handle(schema.Seek(at=old, step=1))

    assert isinstance(reply, schema.Scene)
    assert reply.run is not None
    assert (reply.moment.step, reply.run.playing, reply.run.head, reply.undo) == (1, False, made, "training")


def test_where_the_reader_stands_does_not_matter_while_it_plays() -> None:
    """A rest reported late is answered with what is shown."""
    reader = reader_of()
    old = reader.scene.moment
    reader.get(schema.Play, pace=0.0)
    reader.tick()
    moment = reader.scene.moment

    reply = reader.session.handle(schema.Rest(at=old))

    assert isinstance(reply, schema.Scene)
    assert reply.moment == moment


def test_an_intent_of_another_run_is_stale_while_it_plays() -> None:
    """Even such as may be made at any moment."""
    reader = reader_of()
    at = msgspec.structs.replace(reader.scene.moment, run="elsewhere")

    for kind, fields in ((schema.Play, {"pace": 0.0}), (schema.Pause, {}), (schema.Seek, {"step": 0})):
        reply = reader.session.handle(kind(at=at, **fields))
        assert isinstance(reply, schema.Problem)
        assert reply.kind == "stale"


def test_playing_begun_after_the_update_begins_with_it() -> None:
    """At the end of the timeline the step on screen is made first, and an undo takes both back."""
    reader = reader_of()
    scene = reader.get(schema.Play, seen=float(len(reader.scene.stage.timeline)), pace=0.0)

    assert scene.moment.step == 1
    assert scene.said == "step 1 is made; training plays"
    reader.tick()
    reader.get(schema.Pause)
    assert reader.get(schema.Undo).moment.step == 0


def test_own_data_pauses_what_plays() -> None:
    """The new run is at rest, and an undo leads back to the end of what was played."""
    reader = reader_of()
    reader.get(schema.Play, pace=0.0)
    reader.tick()
    step, dataset = reader.scene.moment.step, reader.session._now.state.setup.dataset

    reply = reader.session.adopt(dataset)

    assert isinstance(reply, schema.Scene)
    assert reply.run is not None
    assert (reply.moment.step, reply.run.playing) == (0, False)
    reader.scene = reply
    assert reader.get(schema.Undo).moment.step == step


def test_a_session_nobody_looks_at_is_paused() -> None:
    """As the host tells it; without having played, it stays as it is."""
    reader = reader_of()
    before = settled(reader.session.scene())
    reader.session.pause()
    assert settled(reader.session.scene()) == before
    reader.get(schema.Play, pace=0.0)
    reader.tick()

    reader.session.pause()

    run = reader.session.scene().run
    assert run is not None
    assert not run.playing


def test_the_rate_is_that_of_the_last_moments() -> None:
    """Steps by the clock; none while nothing plays."""
    clock = Clock()
    reader = reader_of(clock)
    reader.get(schema.Play, pace=100.0)
    for _ in range(10):
        clock.now += 0.1
        reader.tick()

    assert run_of(reader).rate == pytest.approx(100)
    reader.get(schema.Pause)
    assert run_of(reader).rate == 0


def test_why_training_ended_is_told_where_it_ended() -> None:
    """Of the future shown, as long as it ends there: neither of its fork nor once that was undone."""
    reader = reader_of()
    reader.get(schema.Train, epochs=2)
    assert run_of(reader).stopped == "All 2 epochs are done."

    reader.get(schema.Seek, step=5, future="")
    assert run_of(reader).stopped == "All 2 epochs are done."
    reader.get(schema.Configure, name="learning_rate", value=0.3)
    assert (run_of(reader).head, run_of(reader).stopped) == (5, "")
    reader.get(schema.Seek, step=14, future="1")
    assert run_of(reader).stopped == "All 2 epochs are done."


def test_measures_while_it_plays_are_those_of_the_network_shown() -> None:
    """In haste too: what is told is what the network does."""
    reader = reader_of()
    reader.get(schema.Play, pace=0.0)
    scene = reader.tick()
    assert scene is not None
    step = scene.moment.step

    still = by_hand(step).scene

    for one, other in zip(scene.outcome.before, still.outcome.before, strict=True):
        assert (one.part, one.count) == (other.part, other.count)
        np.testing.assert_allclose(one.loss, other.loss, rtol=1e-12)
