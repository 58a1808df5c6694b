"""An intent belongs to the moment it was made at."""

import logging
import math

import msgspec
import pytest

from learnscope.scene import schema
from learnscope.session import Session, drawing
from tests.scene.recomputed import assert_true
from tests.session.reader import Reader, new_session, numbers, send

END = 7.0


@pytest.fixture
def reader() -> Reader:
    """A reader of Iris 4-5-3."""
    return Reader(new_session())


UNKNOWN = "what this was asked of is no longer there; look again and repeat it"


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"run": "elsewhere"}, UNKNOWN),
        ({"run": "100-2"}, UNKNOWN),
        ({"step": 3}, UNKNOWN),
        ({"revision": 1}, UNKNOWN),
        ({"sample": 3}, "sample 4 is no longer shown; look again and repeat it"),
    ],
)
def test_an_intent_made_elsewhere_is_stale(reader: Reader, changed: dict[str, object], message: str) -> None:
    """Another run, step, revision or sample: nothing is done, and the serial comes back."""
    at = msgspec.structs.replace(reader.scene.moment, **changed)

    reply = send(reader.session, schema.Advance(at=at, serial=12, next_batch=True, phase=0.0))

    assert reply == schema.Problem("stale", "at", message, 12)
    assert reader.session.scene() == reader.scene


def test_the_second_of_two_readers_is_told_that_the_page_has_moved_on() -> None:
    """Two tabs at one sitting: who comes late must look again."""
    session = new_session()
    first, second = Reader(session), Reader(session)
    first.get(schema.SetParameter, link=0, role="bias", index=(0,), value=1.0)

    problem = second.refused(schema.SetParameter, link=0, role="bias", index=(0,), value=2.0)

    assert problem.kind == "stale"


def test_a_rest_elsewhere_is_no_news(reader: Reader) -> None:
    """A position says nothing about another step: the scene comes as it is, without a message."""
    at = msgspec.structs.replace(reader.scene.moment, step=1, phase=6.0)

    assert send(reader.session, schema.Rest(at=at)) == reader.scene


@pytest.mark.parametrize(
    ("phase", "text"), [(-0.1, "-0.1"), (7.1, "7.1"), (math.nan, "nan"), (math.inf, "inf")]
)
@pytest.mark.parametrize("kind", [schema.Rest, schema.NextBatch, schema.Undo])
def test_a_position_off_the_timeline_is_refused(
    reader: Reader, kind: type[schema.Intent], phase: float, text: str
) -> None:
    """From 0 to the end, both included."""
    problem = reader.refused(kind, seen=phase)

    assert (problem.kind, problem.field) == ("refused", "at.phase")
    assert problem.message == f"at.phase must be from 0 to 7, got {text.replace('-', '−')}"


INTENTS = [
    (schema.SetParameter, {"link": 1, "role": "bias", "index": (0,), "value": 0.5}, "bias setosa is now 0.5"),
    (schema.SetInput, {"index": 0, "value": 5.0}, "input sepal length is now 5 cm"),
    (schema.SetTarget, {"index": 0, "value": 0.5}, "target setosa is now 0.5"),
    (schema.Configure, {"name": "learning_rate", "value": 0.25}, "learning rate is now 0.25"),
    (schema.Configure, {"name": "batch_size", "value": 105}, "batch size is now 105"),
    (schema.NextBatch, {}, "batch 2 of 7 in epoch 1"),
    (schema.ShowSample, {"number": 14}, "sample 14 of batch 1 of 7 in epoch 1 is shown"),
]


@pytest.mark.parametrize(
    ("kind", "fields", "said"), INTENTS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_change_made_at_the_end_first_makes_the_update(
    kind: type[schema.Intent], fields: dict[str, object], said: str
) -> None:
    """What was on screen, the new weights, is what is changed: as if the step had been made before."""
    at_end, after_step = Reader(new_session()), Reader(new_session())
    update = at_end.scene.stage.change

    scene = at_end.get(kind, seen=END, **fields)

    after_step.get(schema.Advance, next_batch=False, phase=0.0)
    expected = after_step.get(kind, **fields)
    assert scene.moment.step == 1
    assert scene.moment.phase == 4.0
    assert scene.stage.previous == update
    assert numbers(scene) == numbers(expected)
    assert scene.said.startswith(f"step 1 is made; {said}")
    assert_true(scene)


@pytest.mark.parametrize(
    ("kind", "fields", "said"), INTENTS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_change_made_before_the_end_applies_to_the_old_weights(
    reader: Reader, kind: type[schema.Intent], fields: dict[str, object], said: str
) -> None:
    """However close to it."""
    scene = reader.get(kind, seen=6.99, **fields)

    assert scene.moment.step == 0
    assert scene.stage.previous is None
    assert scene.said.startswith(said)


def test_update_and_change_are_one_to_an_undo(reader: Reader) -> None:
    """Taking it back leads to the end of the step it was made at."""
    before = reader.scene
    reader.get(schema.SetParameter, seen=END, link=1, role="bias", index=(0,), value=0.5)

    back = reader.get(schema.Undo)

    assert back.moment.phase == END
    assert numbers(back) == numbers(before)
    assert back.undo == ""


def test_a_refused_change_at_the_end_makes_no_update(reader: Reader) -> None:
    """A refusal changes nothing at all."""
    reader.refused(schema.SetInput, seen=END, index=0, value=math.nan)


@pytest.mark.parametrize("phase", [0.0, 6.5, END])
def test_a_step_makes_one_update_wherever_it_is_asked_for(reader: Reader, phase: float) -> None:
    """At the end as well."""
    scene = reader.get(schema.Advance, seen=phase, next_batch=True, phase=0.0)

    assert scene.moment.step == 1


@pytest.mark.parametrize("kind", [schema.Reset, schema.NewStart])
def test_a_beginning_made_at_the_end_needs_no_update(reader: Reader, kind: type[schema.Intent]) -> None:
    """The step is left as it was, and an undo leads back to its end."""
    reader.get(schema.Advance, next_batch=True, phase=0.0)
    before = reader.scene
    scene = reader.get(kind, seen=END)
    assert scene.moment.step == 0
    assert "is made" not in scene.said

    back = reader.get(schema.Undo)

    assert numbers(back) == numbers(before)
    assert back.moment.phase == END


def test_what_is_unexpected_is_answered_and_logged(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault in a view leaves the state as it was, and the sitting goes on."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("out of order")

    before = reader.scene
    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(drawing, "stage_scene", fail)
        reply = reader.session.handle(schema.NextBatch(at=before.moment, serial=4))

    assert reply == schema.Problem(
        "failed", "", "a fault in Learnscope kept this from being carried out; nothing has changed", 4
    )
    assert "ZeroDivisionError: out of order" in caplog.text
    assert reader.session.scene() == before
    assert reader.get(schema.NextBatch).moment.revision == 1


def test_what_is_no_intent_is_answered(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    """Even from Python."""
    reply = reader.session.handle("advance")  # type: ignore[arg-type]

    assert isinstance(reply, schema.Problem)
    assert (reply.kind, reply.serial) == ("failed", -1)
    assert caplog.records


def test_the_sittings_of_one_address_are_told_apart() -> None:
    """After a restart, a page left open is not taken for one that is up to date."""
    seeds = iter(range(100))
    session = type(new_session())
    first, second = (session(seeds=lambda: next(seeds)) for _ in range(2))

    reply = send(second, schema.Undo(at=first.scene().moment))

    assert isinstance(reply, schema.Problem)
    assert reply.kind == "stale"


def test_another_sample_of_a_batch_shows_what_a_fresh_sitting_shows() -> None:
    """What is kept of the step from the sample before changes nothing that is seen."""
    seeds = iter(range(100))
    sittings = [Session(seeds=lambda: next(seeds), engine="plain") for _ in range(2)]
    scene = sittings[0].scene()
    others = scene.experiment.batch.numbers[1:4]
    for number in others:
        scene = sittings[0].handle(schema.ShowSample(at=scene.moment, number=number))
        assert isinstance(scene, schema.Scene)
    at = sittings[1].scene().moment
    alone = sittings[1].handle(schema.ShowSample(at=at, number=others[-1]))

    assert isinstance(alone, schema.Scene)
    for part in ("experiment", "stage", "outcome", "check", "diagnoses", "welcome"):
        assert getattr(scene, part) == getattr(alone, part), part
