"""Keyframes stay within their budget, and the ones that are needed stay."""

import numpy as np
from hypothesis import given, strategies as st

from learnscope.run.keyframes import Keyframes
from learnscope.training.history import Keyframe


def frame(step, engine="plain"):
    return Keyframe(step, np.zeros(10), np.zeros((0, 10)), engine)


@given(gaps=st.lists(st.integers(0, 50), max_size=200), budget=st.integers(240, 2000))
def test_keyframes_stay_within_the_budget_and_in_order(gaps, budget):
    """The first is always there, and the last is at most a few gaps behind."""
    keyframes = Keyframes(budget)
    steps = np.cumsum([0, *gaps])
    for step in steps:
        keyframes.add(frame(int(step)))

    kept = keyframes.all()
    assert sum(entry.size for entry in kept) <= budget
    assert kept[0].step == 0
    assert [entry.step for entry in kept] == sorted({entry.step for entry in kept})


def test_a_change_of_engine_is_never_dropped():
    """What follows it is replayed by another engine."""
    keyframes = Keyframes(400)
    for step in range(100):
        keyframes.add(frame(step, "plain" if step < 37 else "compiled"))

    kept = keyframes.all()

    assert (37, "compiled") in [(entry.step, entry.engine) for entry in kept]
    assert all(entry.engine == ("plain" if entry.step < 37 else "compiled") for entry in kept)


def test_forgetting_drops_what_came_after():
    """A run that is taken back keeps no frame of its future."""
    keyframes = Keyframes(10_000)
    for step in range(10):
        keyframes.add(frame(step))

    keyframes.forget_after(4)

    assert [entry.step for entry in keyframes.all()] == [0, 1, 2, 3, 4]
