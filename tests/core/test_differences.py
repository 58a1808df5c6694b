"""Central differences by one kernel: what nudging each parameter alone would give, in both engines."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.compiled import COMPILED, PLAIN, can_compile
from learnscope.core.differences import central_differences, differences
from learnscope.core.dropout import draw_masks
from learnscope.core.losses import LOSSES
from tests.core.drawn import (
    STEP,
    TRAINABLE,
    Case,
    cases,
    central_differences as one_by_one,
    distance,
    draw_case,
)
from tests.sampling import many

ENGINES = [PLAIN, COMPILED] if can_compile() else [PLAIN]
MIXED = ["fixed", "none", "learned"]


def found(case, engine=PLAIN, places=None):
    every = np.arange(case.network.parameters.size)
    return differences(
        case.network,
        case.x,
        case.y,
        masks=case.masks,
        penalties=(case.l1, case.l2),
        places=every if places is None else np.array(places),
        step=STEP,
        engine=engine,
    )


@given(case=cases(), l2=st.sampled_from([0.0, 0.1]))
@settings(deadline=None, max_examples=many(100))
def test_differences_are_those_of_whole_passes_one_by_one(case, l2):
    """The same bits, though only the layers above a nudge are passed again; kinks are told alike."""
    case = Case(case.network, case.x, case.y, l2=l2)
    slopes, smooth = one_by_one(case)

    made, crossed = found(case)

    assert made.tobytes() == slopes.T.tobytes()
    assert (crossed == ~smooth).all()


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", TRAINABLE)
def test_both_engines_make_them(activation, loss, engine):
    """With biases of every kind, dropout and penalties, to what subtracting two near losses leaves."""
    drawn = draw_case([3, 4, 4, 2], activation, loss, rows=5, seed=7, bias=MIXED)
    masks = draw_masks(drawn.network, 5, rates=0.4, seed=1, step=2)
    case = Case(drawn.network, drawn.x, drawn.y, l2=0.1, masks=masks)
    slopes, smooth = one_by_one(case)

    made, crossed = found(case, engine)

    assert (crossed == ~smooth).all()
    assert distance(made.T, slopes) < 1e-9


def test_only_the_places_asked_for_are_nudged():
    """In any order and however often they are named; the others stay 0."""
    case = draw_case([3, 4, 2], "tanh", "huber", rows=3, seed=0)
    every, _ = found(case)

    some, _ = found(case, places=[7, 0, 7, 25])

    assert some[[0, 7, 25]].tobytes() == every[[0, 7, 25]].tobytes()
    assert np.flatnonzero(some.any(axis=1)).tolist() == [0, 7, 25]


@pytest.mark.skipif(not can_compile(), reason="Numba is not installed; pip install numba")
def test_one_signature_serves_every_question():
    """Whatever is dropped, penalised or read-only, nothing is compiled after the first time."""
    case = draw_case([2, 2, 2], "relu", "hinge", rows=2, seed=0)
    found(case, COMPILED)
    before = len(COMPILED(central_differences).signatures)

    masks = draw_masks(case.network, 2, rates=0.5, seed=0, step=0)
    found(Case(case.network, case.x, case.y, l1=0.1, l2=0.2, masks=masks), COMPILED, places=[3])
    found(Case(case.network, case.x[::-1], np.asfortranarray(case.y)), COMPILED)

    assert len(COMPILED(central_differences).signatures) == before
