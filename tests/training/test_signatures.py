"""Whatever computes calls compiled kernels by signatures of one list, so that none is compiled then."""

import itertools
from pathlib import Path

import numpy as np
import pytest

import learnscope as ls
from learnscope.core import compiled
from learnscope.core.compiled import COMPILED, can_compile
from learnscope.data.arrays import from_arrays
from learnscope.experiment import Experiment
from learnscope.scene import schema
from learnscope.session import Session
from learnscope.store.autosave import Autosave
from learnscope.training import engines
from learnscope.training.evaluation import evaluate_rows
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of
from learnscope.training.signatures import SIGNATURES, typed

pytestmark = pytest.mark.skipif(not can_compile(), reason="Numba is not installed; pip install numba")


@pytest.fixture
def called(monkeypatch):
    """What kernels are called with under the compiled engine, which runs plain here."""
    from numba import typeof

    found = {}

    def spied(kernel):
        def call(*arguments):
            found.setdefault(kernel, set()).add(tuple(map(typeof, arguments)))
            return kernel(*arguments)

        return call

    monkeypatch.setattr(compiled, "_compile", spied)
    monkeypatch.setattr(engines, "_is_there", lambda: True)
    return found


def unlisted(called):
    """Calls that no signature of the list serves."""
    listed = {kernel: set(map(typed, signatures)) for kernel, signatures in SIGNATURES.items()}
    return {
        f"{kernel.__name__}{signature}"
        for kernel, signatures in called.items()
        for signature in signatures - listed.get(kernel, set())
    }


def recipes():
    """Of every kind of target, in both precisions, with what changes what kernels are handed."""
    generator = np.random.default_rng(0)
    x = np.asfortranarray(generator.normal(size=(40, 3)))[::2]
    labels = from_arrays(x, generator.integers(0, 2, size=(20, 2)), kind="labels", name="labels")
    numbers = from_arrays(x, generator.normal(size=(20, 2)), kind="values", name="values")
    common = {"hidden": (3,), "batch_size": 6, "epochs": 2}
    yield Experiment(data="iris", **common)
    yield Experiment(data="iris", precision="float32", optimizer="adam", dropout=0.3, **common)
    yield Experiment(data=labels, l2=0.1, clip_norm=1.0, schedule="cosine", **common)
    yield Experiment(data=numbers, precision="float32", optimizer="momentum", **common)
    yield Experiment(data="circle", bias="none", scale="none", l1=1, **common)


@pytest.mark.whole
@pytest.mark.parametrize("number", range(5))
def test_a_training_calls_listed_signatures_alone(called, number):
    """Train, go back, evaluate any rows, look at the landscape, see the curvature."""
    recipe = next(itertools.islice(recipes(), number, None))
    run = ls.train(recipe, engine="compiled")
    run.at(3)
    run.step(2)
    loop = Loop(plan_of(run.tree.futures[0].segments[0].setup))
    for rows in (np.arange(5), np.arange(10)[::2], np.array([3], dtype=np.int32), np.arange(0)):
        for parameters in (run.network.parameters, run.network.parameters.copy()):
            evaluate_rows(loop, parameters, rows, engine=COMPILED)
            loop.outputs(parameters, rows, COMPILED)
    ls.landscape(run, points=5)

    assert unlisted(called) == set()
    assert called


@pytest.mark.whole
@pytest.mark.parametrize("number", range(5))
def test_a_sitting_calls_listed_signatures_alone(called, number, tmp_path):
    """Play, train, seek, fork, race, ask: after its run was read from disk, too."""
    recipe = next(itertools.islice(recipes(), number, None))
    seeds, autosave = itertools.count(), Autosave(Path(tmp_path))
    clock = itertools.count()

    def session(snapshot=None):
        return Session(
            seeds=lambda: next(seeds), experiment=None if snapshot else recipe, snapshot=snapshot,
            autosave=autosave, engine="compiled", clock=lambda: next(clock) / 1000,
        )  # fmt: skip

    first = session()
    drive(first)
    again = session(first.snapshot(settle=True))
    drive(again)
    autosave.release()

    assert unlisted(called) == set()
    assert len(called) >= 5


def drive(session):
    """One of most things that compute."""
    scene = session.scene()

    def wish(kind, **fields):
        nonlocal scene
        reply = session.handle(kind(at=scene.moment, **fields))
        assert not isinstance(reply, schema.Problem) or reply.kind != "failed", reply
        scene = reply if isinstance(reply, schema.Scene) else scene
        return reply

    wish(schema.Open, what=schema.Strip())
    wish(schema.Advance, next_batch=True, phase=0.0)
    wish(schema.Train, epochs=2)
    wish(schema.Play, pace=0.0)
    for _ in range(3):
        session.tick()
    wish(schema.Pause)
    scene = session.scene()
    wish(schema.Seek, step=2)
    for _ in range(200):
        session.tick()
    wish(schema.SetParameter, link=0, role="weight", index=(0, 0), value=0.5)
    wish(schema.Train, epochs=1)
    wish(schema.Configure, name="learning_rate", value=0.02)
    wish(schema.Advance, next_batch=True, phase=0.0)
    for name in scene.run.futures:
        wish(schema.RaceFuture, future=name.name, racing=True)
    wish(schema.Play, pace=0.0, race=True)
    session.tick()
    wish(schema.Pause)
    scene = session.scene()
    wish(schema.WhatIf, name="learning_rate", value=0.5, steps=10, milliseconds=1000.0)
    wish(schema.MapRow, x_name="learning_rate", x=(0.1, 0.2), y_name="seed", y=1.0, steps=5)
    wish(schema.AskLandscape, quick=True)
    wish(schema.AskChecked)
    wish(schema.AskCurvature)
    wish(schema.AskDescents)
    wish(schema.AskNextSteps)
