"""Breakpoints in a sitting: set, met while it plays or trains, told in the scene; what-ifs that are kept."""

from typing import Any

import pytest

from learnscope.experiment import Experiment
from learnscope.scene import schema
from learnscope.session.what_if import what_if
from learnscope.watch.breakpoints import BREAKPOINTS
from tests.session.reader import Reader, new_session, numbers
from tests.small import SMALL

RECIPE: dict[str, Any] = {
    "data": "circle", "data_options": {"samples": 60}, "hidden": (5, 4), "optimizer": "sgd", "batch_size": 8,
    "learning_rate": 0.5, "seed": 3,
}  # fmt: skip


def reader_of(**changes: Any) -> Reader:
    """A reader at the recipe."""
    return Reader(new_session(experiment=Experiment(**SMALL | RECIPE | changes)))


def breakpoint_of(scene: schema.Scene, name: str) -> schema.BreakpointScene:
    """One of them as the scene has it."""
    assert scene.run is not None
    return next(each for each in scene.run.breakpoints if each.name == name)


def played(reader: Reader) -> schema.Scene:
    """What is shown when it has played to its end."""
    reader.get(schema.Play, pace=0.0)
    for _ in range(200):
        if reader.session.going:
            reader.session.tick()
    reader.scene = reader.session.scene()
    return reader.scene


def test_a_breakpoint_that_is_on_stops_what_plays() -> None:
    """At its first hit, with the reason; going on from there, it stops at the next."""
    reader = reader_of()
    reader.get(schema.SetBreakpoint, name="weight_flips", on=True)

    first = played(reader)
    second = played(reader)

    steps = [first.moment.step, second.moment.step]
    assert breakpoint_of(second, "weight_flips").hits == tuple(steps)
    assert first.run is not None
    assert first.run.stopped.startswith("Stopped: the weight from neuron ")
    assert first.run.stopped.endswith(" changed sign.")


def test_a_breakpoint_stops_a_training_of_epochs() -> None:
    """At the step at which it would stop what plays."""
    playing, training = reader_of(), reader_of()
    for reader in (playing, training):
        reader.get(schema.SetBreakpoint, name="gradient_explodes", on=True, number=0.7)

    scene = training.get(schema.Train, epochs=50)

    assert scene.moment.step == played(playing).moment.step > 0
    assert scene.training is not None
    assert scene.training.stopped.startswith("Stopped: the norm of the gradient is ")


def test_one_that_is_off_is_told_in_the_list_and_marked_once_it_is_on() -> None:
    """Where it would have stopped is known before; a mark on the strip belongs to one that is on."""
    reader = reader_of()
    off = reader.get(schema.Train, epochs=10)
    on = reader.get(schema.SetBreakpoint, name="weight_flips", on=True)

    hit = breakpoint_of(off, "weight_flips").hits
    assert hit != ()
    assert marked(off, "A weight changes sign: ") == ()
    there = marked(on, "A weight changes sign: ")  # a slow machine looks at more of them the second time
    assert there == breakpoint_of(on, "weight_flips").hits
    assert there[: len(hit)] == hit


def marked(scene: schema.Scene, title: str) -> tuple[int, ...]:
    """Steps of the marks on the strip that begin so."""
    assert scene.run is not None
    return tuple(mark.step for mark in scene.run.marks if mark.title.startswith(title))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "loss_rises", "on": True}, "training stops when the loss rises, 3 times in a row"),
        (
            {"name": "gradient_vanishes", "on": True, "number": 1e-5},
            "training stops when a gradient vanishes, 1e−5",
        ),
        ({"name": "not_finite", "on": False}, "training no longer stops when a number is not finite"),
    ],
)
def test_a_breakpoint_that_is_set_is_told(fields: dict[str, Any], said: str) -> None:
    """In the scene and in a sentence."""
    scene = reader_of().get(schema.SetBreakpoint, **fields)

    set_now = breakpoint_of(scene, fields["name"])
    assert scene.said == said
    assert set_now.on is fields["on"]
    assert set_now.number == fields.get("number", set_now.number)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        (
            {"name": "loss_falls", "on": True}, "name",
            f"unknown breakpoint 'loss_falls'; did you mean 'loss_rises'? ({', '.join(sorted(BREAKPOINTS))})",
        ),
        (
            {"name": "loss_rises", "on": True, "number": 0.5}, "number",
            "number must be a whole number from 1 to 1000, got 0.5",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_refused(fields: dict[str, Any], field: str, message: str) -> None:
    """At the part of the intent at fault."""
    problem = reader_of().refused(schema.SetBreakpoint, **fields)

    assert (problem.field, problem.message) == (field, message)


def test_a_what_if_that_is_kept_is_a_future_with_its_bits() -> None:
    """It departs from the start, ends at the measures of the what-if, and an undo takes it away."""
    reader = reader_of()
    reader.get(schema.Train, epochs=3)
    asked: dict[str, Any] = {"name": "hidden.1", "value": 7.0, "steps": 40, "y_name": "l2", "y": 0.01}
    before = reader.scene
    question = schema.WhatIf(at=before.moment, milliseconds=1000.0, **asked)
    state = reader.session._now.state
    answer = what_if(state, question, clock=lambda: 0.0, engine="plain")

    scene = reader.get(schema.KeepWhatIf, **asked)

    assert scene.run is not None
    kept = scene.run.futures[-1]
    assert (kept.title, kept.departure, kept.steps) == ("seven neurons in hidden 1, L2 penalty λ 0.01", 0, 40)
    assert scene.run.shown == kept.name
    assert scene.moment.step == 40
    asked_of, made = (
        [(one.part, one.loss, one.accuracy) for one in outcome if one.part != "test"]
        for outcome in (answer.there.outcome, scene.outcome.before)
    )
    assert made == asked_of
    assert scene.undo == "keeping seven neurons in hidden 1, L2 penalty λ 0.01"
    again = reader.get(schema.Undo)
    assert numbers(again) == numbers(before)


def test_a_value_that_breaks_a_rule_is_not_kept() -> None:
    """And nothing has changed."""
    problem = reader_of().refused(schema.KeepWhatIf, name="learning_rate", value=0.0, steps=10)

    assert (problem.field, problem.message) == ("value", "learning rate must be above 0, got 0.0")
