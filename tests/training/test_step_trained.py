"""The step that is shown is the step that trains: the same bits, whatever the recipe."""

from typing import Any

import numpy as np
from hypothesis import given, settings, strategies as st

import learnscope as ls
from learnscope.core.compiled import PLAIN
from learnscope.core.optimizers import OPTIMIZERS, Optimizer, OptimizerState
from learnscope.core.schedules import Schedule
from learnscope.training import kernels
from learnscope.training.loop import Loop
from learnscope.training.step import make_step
from tests.sampling import many
from tests.training.plans import make_plan

LOSSES = {
    "classes": ["softmax_cross_entropy", "binary_cross_entropy", "hinge", "squared_error"],
    "labels": ["binary_cross_entropy", "hinge", "huber"],
    "values": ["squared_error", "half_squared_error", "huber"],
}


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """Plans with a bit of everything."""
    kind = draw(st.sampled_from(sorted(LOSSES)))
    activations = draw(st.lists(st.sampled_from(["tanh", "relu", "gelu", "sin"]), min_size=1, max_size=2))
    network = ls.Network.draw(
        [3, *(5 for _ in activations), 2],
        activation=activations,
        loss=draw(st.sampled_from(LOSSES[kind])),
        seed=draw(st.integers(0, 9)),
        precision=draw(st.sampled_from(["float64", "float32"])),
    )
    schedule = Schedule(
        draw(st.sampled_from(["constant", "step", "exponential", "cosine"])),
        every=2, over=6, warmup=draw(st.integers(0, 3)),
    )  # fmt: skip
    return {
        "kind": kind,
        "network": network,
        "optimizer": Optimizer(draw(st.sampled_from(sorted(OPTIMIZERS)))),
        "schedule": schedule,
        "l1": draw(st.sampled_from([0.0, 0.01])),
        "l2": draw(st.sampled_from([0.0, 0.1])),
        "dropout": draw(st.sampled_from([0.0, 0.4])),
        "clip_norm": draw(st.sampled_from([np.inf, 0.05])),
        "batch_size": draw(st.sampled_from([1, 8, 100])),
        "seed": draw(st.integers(0, 99)),
    }


@settings(max_examples=many(60), deadline=None)
@given(recipe=plans(), before=st.integers(0, 9), ahead=st.integers(0, 3), fresh=st.booleans())
def test_a_step_has_the_bits_of_the_training_loop(recipe, before, ahead, fresh) -> None:
    """Parameters, optimizer state, loss, penalty and norm, on the plain engine, after some steps."""
    plan = make_plan(**recipe)
    loop = Loop(plan)
    state = loop.start()
    state.ahead = ahead
    if before:
        loop.advance(state, before, PLAIN, measure=False)
    if fresh:
        state.began = state.step
        state.slots[:] = 0
    rows = loop.batch(state.step + ahead)
    step = make_step(
        plan.network.with_parameters(state.parameters), plan.inputs[rows], plan.targets[rows],
        learning_rate=plan.learning_rate, number=state.step, optimizer=plan.optimizer,
        optimizer_state=OptimizerState(state.step - state.began, state.slots.copy()), schedule=plan.schedule,
        l1=plan.l1, l2=plan.l2, dropout=plan.dropout, clip_norm=plan.clip_norm, seed=plan.seed,
    )  # fmt: skip

    stretch = loop.advance(state, 1, PLAIN, measure=False)

    assert step.after.parameters.tobytes() == state.parameters.tobytes()
    assert step.optimizer_state_after.slots.tobytes() == state.slots.tobytes()
    assert step.optimizer_state_after.updates == state.step - state.began
    told = stretch.record[0, [kernels.LOSS, kernels.PENALTY, kernels.GRADIENT]]
    assert told.tolist() == [step.loss, step.penalty, step.gradient_norm]
