"""Asking the network at a moment: before and after the update, in parts that leave others their turn."""

import itertools

import pytest

from learnscope.library.train import train
from learnscope.scene import schema
from learnscope.starting_points import STARTING_POINTS
from tests.session.reader import Reader, new_session


def test_the_network_on_screen_is_asked() -> None:
    """Once the update is shown, the new one; the path leads a program to the same number."""
    reader = Reader(new_session())
    before = reader.ask(schema.AskRemoval, names=("value.1.0",))
    end = float(len(reader.scene.stage.timeline))
    after = reader.ask(schema.AskRemoval, seen=end, names=("value.1.0",))

    assert isinstance(before, schema.RemovalScene)
    assert isinstance(after, schema.RemovalScene)
    measures = {one.part: one for one in reader.scene.outcome.before}
    counts = sum(one.count for one in measures.values())
    assert before.loss * counts - sum(one.loss * one.count for one in measures.values()) < 1e-9
    assert after.loss != before.loss
    run = train(STARTING_POINTS["iris"].experiment.replace(steps=1), engine="plain")
    found = [eval(one.path, {"run": run}) for one in (before, after)]
    assert [one.loss for one in found] == pytest.approx([before.new_loss, after.new_loss], rel=1e-12)


def test_a_map_comes_in_parts_of_a_moment_each() -> None:
    """A clock by which each entry takes a third of the time for an answer."""
    ticks = itertools.count()
    reader = Reader(new_session(clock=lambda: next(ticks) * 0.012))
    known, answers = 0, 0
    while known < 20:
        part = reader.ask(schema.AskRemovalMap, map="link.0", first=known)
        assert isinstance(part, schema.RemovalMapScene)
        assert part.first == known
        assert 1 <= part.change.shape[0] <= 4
        known, answers = known + part.change.shape[0], answers + 1

    assert answers >= 5


def test_what_is_no_part_is_refused() -> None:
    """With a remedy."""
    reader = Reader(new_session())

    outputs = reader.refused(schema.AskRemoval, names=("probability.0",))
    maps = reader.refused(schema.AskRemovalMap, map="link.7")

    assert outputs.message == (
        "name must be of an input, a hidden neuron or a wire, got 'probability.0'; outputs are what the loss "
        "is made of, so they stay"
    )
    assert (maps.field, maps.message.partition(";")[0]) == ("map", "unknown map 'link.7'")
