"""Numbers at the edge of float64, and beyond: every scene is built, and everything can be taken back."""

import math
from collections.abc import Iterator
from typing import get_args

import msgspec
import numpy as np
import pytest

from learnscope.scene import schema
from tests.session.reader import NETWORKS, Reader, new_session, numbers, send
from tests.session.test_play import reader_of

HUGE = [1e16, -1e155, 1e300, -1.7976931348623157e308, 5e-324]


@pytest.fixture(params=NETWORKS)
def reader(request: pytest.FixtureRequest) -> Reader:
    """A reader of each starting point."""
    return Reader(new_session(request.param))


@pytest.mark.parametrize("value", HUGE)
@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (schema.SetParameter, {"link": 0, "role": "weight", "index": (0, 1)}),
        (schema.SetParameter, {"link": 1, "role": "weight", "index": (1, 0)}),
        (schema.SetParameter, {"link": 1, "role": "bias", "index": (1,)}),
        (schema.SetInput, {"index": 1}),
        (schema.SetTarget, {"index": 1}),
    ],
)
def test_huge_values_are_taken_stepped_with_and_taken_back(
    reader: Reader, kind: type[schema.Intent], fields: dict[str, object], value: float
) -> None:
    """Whatever follows from them, no scene fails and no warning is raised."""
    before = reader.scene
    reader.get(kind, **fields, value=value)
    for _ in range(3):
        reader.get(schema.Advance, next_batch=False, phase=0.0)
    for _ in range(4):
        scene = reader.get(schema.Undo)

    assert numbers(scene) == numbers(before)


@pytest.mark.parametrize("rate", [5e-324, 1e10, 1.7976931348623157e308])
def test_any_learning_rate_can_be_stepped_with(reader: Reader, rate: float) -> None:
    """From the smallest to the largest number."""
    reader.get(schema.Configure, name="learning_rate", value=rate)
    for _ in range(3):
        scene = reader.get(schema.Advance, next_batch=True, phase=0.0)

    assert scene.moment.step == 3


def test_a_training_that_has_diverged_says_so() -> None:
    """Not-a-number is shown as what it is, judged by no verdict, passed by no check, and can be repaired."""
    reader = Reader(new_session())
    reader.get(schema.Configure, name="learning_rate", value=1e308)
    for _ in range(5):
        scene = reader.get(schema.Advance, next_batch=False, phase=0.0)

    assert math.isnan(scene.stage.output.sample_loss)
    assert np.isnan(scene.stage.links[1].weight.numpy()).any()
    assert scene.stage.change.before == schema.Verdict("", None)
    assert scene.check is not None
    assert not scene.check.passed
    assert (
        scene.check.note == "Nothing was compared: a gradient or a difference of losses is no finite number."
    )
    assert scene.outcome.before[0].accuracy == 0.0
    assert scene.said == "step 5 is made; the loss of its batch not a number → not a number"
    assert any("not a number" in phase.sentence for phase in scene.stage.timeline)

    repaired = reader.get(schema.Reset)
    assert math.isfinite(repaired.stage.output.sample_loss)


def test_a_diverged_weight_can_be_set_by_hand() -> None:
    """One number after the other becomes finite again."""
    reader = Reader(new_session("original"))
    reader.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=1e308)
    reader.get(schema.SetInput, index=0, value=1e308)
    assert np.isinf(reader.scene.stage.links[0].forward.numpy()[0, 0])

    scene = reader.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=0.5)

    assert scene.check is not None
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(scene), type=schema.Scene) == scene


def test_a_sample_s_loss_beyond_all_bounds_is_told() -> None:
    """ "∞" in sentences, infinity in numbers."""
    reader = Reader(new_session())
    reader.get(schema.SetParameter, link=1, role="bias", index=(1,), value=1e9)
    scene = reader.get(schema.SetTarget, index=0, value=1.7976931348623157e308)

    assert scene.stage.output.sample_loss == math.inf
    assert scene.said.endswith("→ ∞")


def test_the_first_number_that_was_none_is_remembered():
    """However many steps follow, the diagnosis names the step and the place where it began."""
    reader = Reader(new_session())
    reader.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=1e308)
    reader.get(schema.SetParameter, link=1, role="weight", index=(0, 0), value=1e308)
    reader.get(schema.SetParameter, link=1, role="weight", index=(1, 0), value=1e308)
    first = None
    for _ in range(6):
        scene = reader.get(schema.Advance, next_batch=False, phase=0.0)
        found = [one for one in scene.diagnoses if one.name == "not_finite"]
        if found and first is None:
            first = found[0].evidence
        if first is not None:
            assert found[0].evidence == first

    assert first is not None
    reader.get(schema.Reset)
    assert not [one for one in reader.scene.diagnoses if one.name == "not_finite"]


def test_single_precision_takes_what_it_can_hold():
    """A larger number would be infinite there."""
    reader = reader_of(precision="float32")

    problem = reader.refused(schema.SetParameter, link=0, role="weight", index=(0, 0), value=1e39)

    assert problem.field == "value"
    assert (
        problem.message == "value must be from −3.4028234663852886e+38 to 3.4028234663852886e+38, got 1e+39"
    )


@pytest.mark.parametrize("value", [1.7976931348623157e308, -1e200, 0.0])
def test_every_lens_answers_whatever_the_numbers(value: float) -> None:
    """Also after steps, until nothing is a number: an answer or a refusal in words, and no warning."""
    reader = reader_of(data="iris", hidden=(3,), batch_size=5, activation="relu", learning_rate=1e200)
    edit = {"link": 0, "role": "weight", "index": (0, 0), "value": value}
    for act, fields in ((schema.SetParameter, edit), (schema.Train, {"epochs": 1})):
        reader.get(act, **fields)
        for question in questions(reader.scene.moment):
            reply = send(reader.session, question)
            assert not isinstance(reply, schema.Problem) or reply.kind == "refused", (question, reply)


def questions(at: schema.Moment) -> Iterator[schema.Question]:
    """Of each lens some, on the whole network and on one of its weights and values."""
    for name in ("weight.0.0.0", "gradient.1.0.0", "delta.1.0", "loss.batch"):
        yield schema.Why(at=at, name=name)
        yield schema.AskBlame(at=at, name=name)
        yield schema.AskSpread(at=at, name=name)
        yield schema.CheckSheet(at=at, key="one", name=name, answers={name: "1e308"})
    yield schema.AskHistory(at=at, name="weight.0.0.0")
    yield schema.AskErrorCurve(at=at, name="weight.0.0.0")
    yield schema.AskRemoval(at=at, names=("weight.0.0.0",), by=1e308)
    yield schema.AskRemovalMap(at=at, map="pairs")
    yield from (schema.Matrices(at=at, place=place) for place in range(6))
    for over in get_args(schema.LandscapeOver):
        yield schema.AskLandscape(at=at, over=over)
        yield schema.AskNextSteps(at=at, over=over, size=2)
    for race in get_args(schema.Race):
        yield schema.AskDescents(at=at, race=race)
    yield schema.AskCurvature(at=at)
    yield schema.AskLandscape(at=at, names=("weight.0.0.0", "weight.1.0.0"))
    yield schema.AskChecked(at=at)
    yield schema.AskMembers(at=at)
    yield schema.Changed(at=at)
    yield schema.Code(at=at)
