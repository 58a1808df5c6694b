"""A run's steps are those of the mathematics, are the same every time, and can be visited again."""

from dataclasses import replace

import numpy as np
import pytest

import learnscope as ls
from learnscope.core.clipping import clip
from learnscope.core.dropout import draw_masks
from learnscope.core.optimizers import OPTIMIZERS, Optimizer
from learnscope.core.penalties import penalty
from learnscope.core.schedules import Schedule
from learnscope.data.scaling import Scaling
from learnscope.errors import ArgumentError
from learnscope.library import train
from learnscope.training import engines, plan as plan_module
from learnscope.training.conditions import StopRules
from learnscope.training.order import batch, epoch_order
from tests.core.drawn import distance
from tests.training.plans import ENGINES, make_plan, make_split, train_plan

STEP_ERROR = 1e-12  # what the last bits of sums in another order amount to in one step

EVERYTHING = {
    "optimizer": Optimizer("adam"),
    "schedule": Schedule("cosine", over=40, end=0.001, warmup=5),
    "l1": 1e-3,
    "l2": 1e-2,
    "dropout": 0.25,
    "clip_norm": 0.5,
}


def by_hand(plan, steps):
    """The networks after 0 .. steps updates, made with the public functions, one at a time."""
    network, state = plan.network, plan.optimizer.start(plan.network)
    networks = [network]
    for step in range(steps):
        epoch, index = divmod(step, plan.batches)
        order = epoch_order(plan.split.train, seed=plan.seed, epoch=epoch)
        rows = batch(order, batch_size=plan.batch_size, index=index)
        masks = None
        if any(plan.dropout):
            masks = draw_masks(network, len(rows), rates=plan.dropout, seed=plan.seed, step=step)
        trace = ls.forward(network, plan.inputs[rows], masks=masks)
        gradients = ls.backward(network, trace, plan.targets[rows], l1=plan.l1, l2=plan.l2)
        vector = gradients.parameters.copy()
        clip(vector, float(np.linalg.norm(vector)), plan.clip_norm)
        network, state = plan.optimizer.update(
            network,
            replace(gradients, parameters=vector),
            state,
            learning_rate=plan.schedule.rates(plan.learning_rate, step, step + 1)[0],
        )
        networks.append(network)
    return networks


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_makes_the_steps_that_are_explained(engine, optimizer):
    """Forward, backward and update by the public functions give the run's networks, step by step."""
    plan = make_plan(epochs=2, **EVERYTHING | {"optimizer": Optimizer(optimizer)})

    run = train_plan(plan, engine=engine)

    networks = by_hand(plan, run.steps)
    assert run.steps == 2 * plan.batches == 12
    for step, network in enumerate(networks):
        assert distance(run.at(step).parameters, network.parameters) < 20 * STEP_ERROR


@pytest.mark.skipif("compiled" not in ENGINES, reason="Numba is not installed; pip install numba")
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("kind", ["classes", "labels", "values"])
def test_plain_and_compiled_agree_per_step(kind, optimizer):
    """From the same network both engines make the same step, to 1e-12 by norm, and measure the same."""
    plan = make_plan(kind=kind, **EVERYTHING | {"optimizer": Optimizer(optimizer)})
    plain = train_plan(plan, engine="plain")
    for step in (0, 7, 20):
        start = replace(plan, network=plain.at(step), stop=StopRules(steps=1))

        one, other = (train_plan(start, engine=engine) for engine in ("plain", "compiled"))

        assert distance(one.network.parameters, other.network.parameters) < STEP_ERROR
        assert np.allclose(one.history.record, other.history.record, rtol=1e-11, atol=1e-14)
        assert np.allclose(one.history.measures.values, other.history.measures.values, rtol=1e-11)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("options", [{}, EVERYTHING], ids=["plain descent", "everything"])
def test_seeking_equals_running(engine, options):
    """at(n) is bit for bit the network that n steps produce."""
    plan = make_plan(epochs=6, **options)
    run = train_plan(plan, engine=engine)

    for step in (0, 1, 5, 6, 17, 35, 36):
        found = run.at(step)
        ran = train_plan(replace(plan, stop=StopRules(steps=step)), engine=engine) if step else None
        expected = plan.network if ran is None else ran.network
        assert found.parameters.tobytes() == expected.parameters.tobytes()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_seed_gives_the_same_bits(engine):
    """Two runs of one plan are equal in every number; another seed's is not."""
    plan = make_plan(**EVERYTHING)

    one, other = train_plan(plan, engine=engine), train_plan(plan, engine=engine)

    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()
    assert one.history.record.tobytes() == other.history.record.tobytes()
    assert one.history.measures.values.tobytes() == other.history.measures.values.tobytes()
    assert train_plan(replace(plan, seed=1), engine=engine).network != one.network


@pytest.mark.skipif("compiled" not in ENGINES, reason="Numba is not installed; pip install numba")
def test_a_change_of_engine_begins_a_segment(monkeypatch):
    """Each stretch is made again by its own engine; nothing but the last bits tells of it."""
    plan, looked = make_plan(epochs=10, **EVERYTHING), []
    monkeypatch.setattr(engines, "_ready", lambda moment: len(looked) > 1 or looked.append(moment))
    monkeypatch.setattr(engines, "fill_cache", lambda: None)
    monkeypatch.setattr(train, "TURN", 0.0)

    run = train_plan(plan)

    first, second = run.tree["1"].segments
    assert (first.engine, second.engine, second.causes) == ("plain", "compiled", ())
    assert 0 < second.first < run.steps == 60
    assert run.engine == "compiled"
    for step in (second.first - 1, second.first):
        assert run.at(step).parameters.tobytes() == by_engine(plan, "plain", step)
    assert run.at(60) == run.network
    assert len(run.history) == len(run.history.record) == 60


def by_engine(plan, engine, steps):
    return train_plan(replace(plan, stop=StopRules(steps=steps)), engine=engine).network.parameters.tobytes()


def test_the_history_tells_what_happened():
    """Every column of every step, recomputed from the networks on the way."""
    plan = make_plan(epochs=2, l1=1e-3, l2=1e-2, schedule=Schedule("exponential", factor=0.9))
    run = train_plan(plan, engine="plain")
    history = run.history

    assert history.step.tolist() == list(range(12))
    assert history.epoch.tolist() == [0] * 6 + [1] * 6
    assert history.learning_rate == pytest.approx(0.1 * 0.9 ** np.arange(12))
    for step in range(12):
        network, after = run.at(step), run.at(step + 1)
        rows = run.tree["1"].segment.loop.batch(step)
        trace = ls.forward(network, plan.inputs[rows])
        gradients = ls.backward(network, trace, plan.targets[rows], l1=1e-3, l2=1e-2)
        move = after.parameters - network.parameters
        assert history.loss[step] == pytest.approx(ls.loss(network, trace, plan.targets[rows]), rel=1e-12)
        assert history.penalty[step] == pytest.approx(penalty(network, l1=1e-3, l2=1e-2), rel=1e-12)
        assert history.gradient_norm[step] == pytest.approx(np.linalg.norm(gradients.parameters), rel=1e-12)
        assert history.update_norm[step] == pytest.approx(np.linalg.norm(move), rel=1e-9)
        by_layer = [np.hypot(np.linalg.norm(g.weight), np.linalg.norm(g.bias)) for g in gradients.layers]
        assert history.gradient_norms[step] == pytest.approx(by_layer, rel=1e-12)
        assert np.linalg.norm(history.update_norms[step]) == pytest.approx(
            history.update_norm[step], rel=1e-12
        )
    table = history.columns()
    assert list(table) == [
        "step", "epoch", "learning_rate", "loss", "penalty", "gradient_norm", "update_norm",
    ]  # fmt: skip
    assert all(column.shape == (12,) and not column.flags.writeable for column in table.values())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", ["classes", "labels", "values"])
def test_measures_are_those_of_the_networks_they_name(engine, kind):
    """Loss, accuracy, R² and confusion of each part, recomputed with plain NumPy."""
    plan = make_plan(kind=kind, epochs=3, l2=0.01)
    run = train_plan(plan, engine=engine)
    measures = run.history.measures

    assert measures.step.tolist() == [0, 6, 12, 18]
    assert measures.epoch.tolist() == [0, 1, 2, 3]
    for row, step in enumerate(measures.step):
        network = run.at(int(step))
        assert measures.penalty[row] == pytest.approx(penalty(network, l2=0.01), rel=1e-12)
        for part in ("train", "validation", "test"):
            rows = getattr(plan.split, part)
            trace, y = ls.forward(network, plan.inputs[rows]), plan.targets[rows]
            found = run.evaluate(part, step=int(step))
            assert measures.loss(part)[row] == pytest.approx(ls.loss(network, trace, y), rel=1e-12)
            assert found.loss == measures.loss(part)[row]
            assert found.total == found.loss + found.penalty
            if kind == "values":
                errors, spread = ((trace.output - y) ** 2).sum(0), ((y - y.mean(0)) ** 2).sum(0)
                assert found.r2 == pytest.approx((1 - errors / spread).mean(), rel=1e-10)
                assert measures.r2(part)[row] == pytest.approx(found.r2, rel=1e-12)
                assert np.isnan(measures.accuracy(part)[row])
                assert found.accuracy is None
                continue
            right = (ls.predict(network, plan.inputs[rows]) > 0.5) == (y > 0.5)
            if kind == "classes":
                right = trace.output.argmax(axis=1) == y.argmax(axis=1)
                expected = np.zeros((2, 2), dtype=int)
                np.add.at(expected, (y.argmax(axis=1), trace.output.argmax(axis=1)), 1)
                assert found.confusion.tolist() == expected.tolist()
            assert found.accuracy == pytest.approx(right.mean())
            assert measures.accuracy(part)[row] == pytest.approx(right.mean())
            assert np.isnan(measures.r2(part)[row])


def test_of_one_sample_alone_r2_is_not_known() -> None:
    """It has no variance to explain; its loss is measured all the same."""
    run = ls.train(
        ls.Experiment(data="worked", hidden=(2,), split=(1, 0, 0), epochs=2, batch_size=1), engine="plain"
    )

    assert run.evaluate("train").r2 is None
    assert "R²" not in repr(run.evaluate("train"))
    assert np.isnan(run.history.measures.r2("train")).all()
    assert np.isfinite(run.history.measures.loss("train")).all()


def test_measures_know_the_names_of_classes() -> None:
    """Over a part, and over samples of one's own."""
    run = ls.train(ls.Experiment(data="iris", epochs=1), engine="plain")
    inputs, names = run.dataset.inputs[:4], ["setosa"] * 4

    for found in (run.evaluate("test"), run.evaluate(inputs, names)):
        assert found.classes == ("setosa", "versicolor", "virginica")


def test_dropout_is_off_when_measuring():
    """Measures are those of the whole network."""
    plan = make_plan(epochs=1, dropout=0.9)
    run = train_plan(plan, engine="plain")
    rows = plan.split.train

    loss = ls.loss(run.network, ls.forward(run.network, plan.inputs[rows]), plan.targets[rows])

    assert run.history.measures.loss("train")[-1] == pytest.approx(loss, rel=1e-12)


@pytest.mark.parametrize("engine", ENGINES)
def test_scaling_on_the_way_gives_the_bits_of_a_scaled_copy(engine, monkeypatch):
    """Large data is not copied, and nobody can tell."""
    scaling = Scaling(np.array([1.0, -2.0, 0.5]), np.array([2.0, 0.5, 3.0]))
    plan = make_plan(input_scaling=scaling, **EVERYTHING)
    copied = train_plan(plan, engine=engine)

    monkeypatch.setattr(plan_module, "COPY_LIMIT", 0)
    on_the_way = train_plan(plan, engine=engine)

    assert on_the_way.tree["1"].segment.loop.material.x.base is not None
    assert len(on_the_way.tree["1"].segment.loop.material.center) == 3
    assert on_the_way.network.parameters.tobytes() == copied.network.parameters.tobytes()


def test_predictions_are_in_the_data_s_own_units():
    """Inputs are scaled before, values unscaled after."""
    scaling, targets = (
        Scaling(np.ones(3), 2 * np.ones(3)),
        Scaling(np.array([5.0, 6.0]), np.array([3.0, 4.0])),
    )
    plan = make_plan(kind="values", input_scaling=scaling, target_scaling=targets)
    run = train_plan(plan, engine="plain")

    values = run.predict(plan.inputs[:4])

    inside = ls.predict(run.network, (plan.inputs[:4] - 1) / 2)
    assert np.allclose(values, inside * [3, 4] + [5, 6])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "changes",
    [
        {"batch_size": 1},
        {"batch_size": 42},
        {"batch_size": 1000},
        {"samples": 1, "split": make_split(1, (100, 100))},
        {"network": ls.Network.draw([3, 1, 2], seed=0)},
        {"network": ls.Network.draw([3, 2], seed=0)},
        {"network": ls.Network.draw([3, 512, 2], seed=0)},
        {"network": ls.Network.draw([3, 4, 4, 4, 2], activation=["relu", "gelu", "sin"], seed=0)},
        {"network": ls.Network.draw([3, 4, 2], loss="hinge", seed=0)},
    ],
    ids=lambda changes: ", ".join(f"{name}={value}" for name, value in changes.items() if name != "split"),
)
def test_odd_sizes_train(engine, changes):
    """Batch 1, a whole batch, a batch beyond the data, one sample, one unit, no hidden layer, 512 units."""
    plan = make_plan(epochs=20, **{"learning_rate": 0.05} | changes)

    run = train_plan(plan, engine=engine)

    losses = run.history.measures.loss("train")
    assert run.steps == 20 * plan.batches
    assert losses[-1] < losses[0]


def test_a_batch_larger_than_the_data_is_the_whole_data():
    """One step per epoch, as with a batch of exactly all samples: a playground never updates there."""
    whole = train_plan(make_plan(batch_size=42, epochs=3), engine="plain")
    larger = train_plan(make_plan(batch_size=1000, epochs=3), engine="plain")

    assert larger.steps == 3
    assert larger.network == whole.network


def test_a_short_last_batch_is_averaged_over_what_it_holds():
    """42 samples in batches of 8 end with one of 2; the next epoch begins anew, nothing is carried over."""
    plan = make_plan(batch_size=8, epochs=2)
    run = train_plan(plan, engine="plain")

    rows = run.tree["1"].segment.loop.batch(5)
    network = run.at(5)
    gradients = ls.backward(network, ls.forward(network, plan.inputs[rows]), plan.targets[rows])

    assert [len(run.tree["1"].segment.loop.batch(step)) for step in range(12)] == [8, 8, 8, 8, 8, 2] * 2
    assert np.allclose(run.at(6).parameters, network.parameters - 0.1 * gradients.parameters, atol=1e-15)
    for epoch in range(2):
        seen = np.concatenate([run.tree["1"].segment.loop.batch(6 * epoch + step) for step in range(6)])
        assert sorted(seen) == plan.split.train.tolist()


def test_every_epoch_has_its_own_order():
    """Reshuffled from the seed."""
    run = train_plan(make_plan(batch_size=42, epochs=2), engine="plain")

    assert run.tree["1"].segment.loop.batch(0).tolist() != run.tree["1"].segment.loop.batch(1).tolist()


def test_one_class_alone_is_learned_at_once():
    """Nothing forbids it; the loss goes to 0."""
    plan = make_plan()
    one = replace(plan, targets=np.tile([1.0, 0.0], (60, 1)), epochs=30)

    run = train_plan(one, engine="plain")

    assert run.evaluate("train").accuracy == 1.0


@pytest.mark.parametrize("engine", ENGINES)
def test_float32_trains_close_to_float64(engine):
    """The same plan in the other precision, to what single precision can hold."""
    plan = make_plan(epochs=5)
    single = replace(plan, network=ls.Network.draw([3, 5, 2], seed=0, precision="float32"))

    run, other = train_plan(plan, engine=engine), train_plan(single, engine=engine)

    assert other.network.precision == "float32"
    assert distance(run.network.parameters, other.network.parameters.astype(float)) < 1e-5
    assert other.at(7).parameters.dtype == np.float32
    assert other.at(other.steps) == other.network


def test_the_best_network_is_that_of_the_lowest_validation_loss():
    """Early stopping keeps the last network and offers the best."""
    noise = np.eye(2)[np.random.default_rng(1).integers(2, size=60)]
    plan = make_plan(epochs=400, learning_rate=0.5, stop=StopRules(patience=5))
    run = train_plan(replace(plan, targets=noise), engine="plain")
    losses = run.history.measures.loss("validation")

    assert run.stopped.name == "patience"
    assert run.best_step == run.history.measures.step[losses.argmin()]
    assert run.best.parameters.tobytes() == run.at(run.best_step).parameters.tobytes()
    assert len(losses) - 1 - losses.argmin() == 5
    assert run.network == run.at(run.steps)


def test_a_run_tells_its_progress():
    """Steps made and steps in all, to the end."""
    told = []

    train_plan(make_plan(epochs=20), engine="plain", progress=lambda made, whole: told.append((made, whole)))

    assert told[-1] == (120, 120)
    assert told == sorted(told)


@pytest.mark.parametrize("step", [-1, 31, 2.5])
def test_a_step_outside_the_run_is_refused(step):
    """at wants a number from 0 to the steps made."""
    run = train_plan(make_plan(), engine="plain")

    with pytest.raises(ArgumentError) as caught:
        run.at(step)

    assert str(caught.value) == f"step must be a whole number from 0 to 30, got {step}"


def test_an_unknown_part_is_refused():
    """Parts are train, validation and test."""
    run = train_plan(make_plan(), engine="plain")

    with pytest.raises(ArgumentError) as caught:
        run.evaluate("tests")

    assert str(caught.value) == "unknown part 'tests'; did you mean 'test'? (test, train, validation)"


def test_a_part_without_samples_has_no_measures():
    """Not-a-number in the columns, None and 0 samples when asked."""
    run = train_plan(make_plan(split=make_split(60, (100, 100))), engine="plain")

    assert np.isnan(run.history.measures.loss("test")).all()
    assert np.isnan(run.history.measures.accuracy("validation")).all()
    assert run.evaluate("test").count == 0
    assert np.isnan(run.evaluate("test").loss)
    assert run.evaluate("test").accuracy is None
