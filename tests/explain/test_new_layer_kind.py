"""A kind of layer that nobody wrote anything for is computed, checked and explained by its description alone.

Two are made here: one whose outputs look through the same small window, so that weights and the bias are
shared; and one whose outputs each see a few inputs only. Nothing else of Learnscope knows of them.
"""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from learnscope.core.arrays import frozen
from learnscope.core.backward import backward
from learnscope.core.compiled import COMPILED, PLAIN
from learnscope.core.forward import forward, predict
from learnscope.core.layers import LAYER_KINDS, Layer, LayerKind, Listed
from learnscope.core.network import Network
from learnscope.errors import ArgumentError
from learnscope.experiment import Experiment, set_up
from learnscope.explain import explain
from learnscope.explain.blame import RANKED, shared
from learnscope.explain.code import code_of
from learnscope.explain.matrices import matrices_scene
from learnscope.explain.scene import why_scene
from learnscope.library.run_step import RunStep
from learnscope.probe.gradient_check import check_gradients
from learnscope.probe.paths import effects
from learnscope.probe.removal import Removals
from learnscope.run import begin, grow
from learnscope.scene.belonging import find
from learnscope.scene.layers import link_scenes
from learnscope.scene.named import Moment
from learnscope.scene.parameters import name_at
from learnscope.scene.spread import spread_scene
from learnscope.scene.values import path, value
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of
from tests.explain.test_explanations import LEAVES, check, every_name

WIDTH = 2  # inputs that an output sees


def _window(layer: Layer, *, shares: bool) -> Listed:
    """Output j sees inputs j, j + 1, …, through weights of its own or through the same."""
    n_in, n_out = layer.input_shape[0], layer.output_shape[0]
    output, offset = np.divmod(np.arange(n_out * WIDTH), WIDTH)
    weight = offset if shares else np.arange(n_out * WIDTH)
    biases = np.zeros(n_out, dtype=np.int64) if shares else np.arange(n_out)
    return Listed(n_in, n_out, output + offset, weight, output, biases)


KINDS = {
    "window": LayerKind(
        "window", "shared window", "z_j = Σ_k x_{j+k} · w_k + b",
        lambda layer: {"weight": (WIDTH,), "bias": (1,)},
        lambda layer: _window(layer, shares=True),
    ),
    "local": LayerKind(
        "local", "local", "z_j = Σ_k x_{j+k} · w_jk + b_j",
        lambda layer: {"weight": (layer.output_shape[0], WIDTH), "bias": layer.output_shape},
        lambda layer: _window(layer, shares=False),
    ),
}  # fmt: skip


@pytest.fixture(params=KINDS)
def moment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Moment:
    """Some way into training a network with two such layers below a dense one, with all that can act."""
    monkeypatch.setitem(LAYER_KINDS, request.param, KINDS[request.param])
    recipe: dict[str, Any] = {
        "data": "iris", "hidden": (3, 2), "activation": "tanh", "batch_size": 5, "optimizer": "momentum",
        "learning_rate": 0.1, "l1": 0.01, "l2": 0.02, "dropout": 0.3, "clip_norm": 0.5, "seed": 3,
    }  # fmt: skip
    experiment = Experiment(**recipe)
    setup = replace(set_up(experiment), network=network_of(request.param))
    tree = grow(begin(setup, Loop(plan_of(setup))), "1", 12, PLAIN).tree
    step = RunStep.of(tree, "1", 9)
    return Moment(step._subject(None), run=tree, future="1")


def network_of(kind: str, seed: int = 5) -> Network:
    """4-3-2-3: two layers of the kind and a dense one."""
    layers = (
        Layer(kind, (4,), (3,), "tanh"),
        Layer(kind, (3,), (2,), "sigmoid"),
        Layer("dense", (2,), (3,), "identity"),
    )
    count = sum(layer.parameter_count for layer in layers)
    return Network(layers, "softmax_cross_entropy", frozen(np.random.default_rng(seed).normal(size=count)))


def test_it_computes_what_its_terms_say(moment: Moment) -> None:
    """z is the sum of input × weight over its terms, in both engines; and its gradients are checked."""
    step = moment.subject.step
    network, layer = step.network, step.network.layers[0]
    ends = layer.wiring.ends(np.arange(layer.wiring.count))
    bias = network.biases[0]
    assert bias is not None
    by_hand = np.tile(bias.ravel()[[layer.wiring.bias(j) for j in range(3)]], (len(step.x), 1))
    for i, w, j in zip(ends.input, ends.weight, ends.output, strict=True):
        by_hand[:, j] += step.x[:, i] * network.weights[0].ravel()[w]

    assert step.trace.layers[0].preactivation == pytest.approx(by_hand, rel=1e-12, abs=1e-15)
    compiled = forward(network, step.x, masks=step.masks, engine=COMPILED)
    assert compiled.output == pytest.approx(step.trace.output, rel=1e-12)
    gradients = backward(network, compiled, step.y, l1=0.01, l2=0.02, engine=COMPILED)
    assert gradients.parameters == pytest.approx(step.gradients.parameters, rel=1e-9, abs=1e-13)
    found = check_gradients(network, step.x, step.y, masks=step.masks, l1=0.01, l2=0.02)
    assert found.passed
    assert found.count == network.parameters.size


def test_it_learns(moment: Moment) -> None:
    """By the training loop: the loss over the training data falls."""
    setup, loop = moment.subject.setup, Loop(plan_of(moment.subject.setup))
    state = loop.start()
    before = loop.measure(state.parameters, PLAIN)
    loop.advance_to(state, 200, PLAIN)

    assert loop.measure(state.parameters, PLAIN)[0, 0] < 0.8 * before[0, 0]
    assert setup.network.layers[0].kind in KINDS


def test_it_came_to_be(moment: Moment) -> None:
    """Each weight and bias is its start minus all its updates."""
    for name in wires(moment, "gradient"):
        past = explain(name, moment).history
        assert past is not None
        assert past.start - past.updates == pytest.approx(past.now, rel=1e-12)
        parameter = name.replace("gradient.bias", "bias").replace("gradient", "weight")
        assert past.now == explain(parameter, moment).value


def test_every_number_of_it_answers(moment: Moment) -> None:
    """Its tree, with its operands, is the number, before and after the update."""
    for at in (moment, replace(moment, updated=True)):
        names = list(every_name(at))

        assert len(names) > 150
        for name in names:
            check(name, at)


def test_asking_on_ends_in_inputs_parameters_and_settings(moment: Moment) -> None:
    """Operand after operand, from new weights, the loss and the norm of the gradient."""
    asked, seen = ["new.weight.0.1.0", "new.bias.1.0", "loss.batch", "gradient.norm"], set[str]()
    while asked:
        name = asked.pop()
        if name in seen:
            continue
        seen.add(name)
        why = explain(name, moment)
        word = find(name, moment.subject).kind.word
        assert why.tree is not None or word in LEAVES or word.startswith(("setting", "state")), name
        asked += [ref.name for ref in why.operands]

    assert {"weight.0.0.0", "bias.0.0", "setting.l1"} <= seen


def test_all_paths_together_are_its_gradient(moment: Moment) -> None:
    """Of each wire and bias, of one sample and of the batch; a path is the product of its named numbers."""
    sample = int(moment.subject.rows[1])
    for name in wires(moment, "gradient"):
        for asked in (name, f"{name}@{sample}"):
            why = explain(asked, moment)
            assert why.paths is not None
            assert why.paths.gradient == pytest.approx(why.value, rel=1e-9, abs=1e-14), asked
            total = sum(one.part for one in why.paths.paths) + why.paths.rest + why.paths.penalty
            assert total == pytest.approx(why.value, rel=1e-9, abs=1e-14), asked
            assert len(why.paths.paths) == why.paths.count
            for one in why.paths.paths:
                assert np.prod([ref.value for ref in one.factors]) == pytest.approx(one.product, rel=1e-9)
                for ref in one.factors:
                    find(ref.name, moment.subject)


def test_forward_it_changes_outputs_as_it_says(moment: Moment) -> None:
    """By central differences on the outputs, its weights and biases moved."""
    step, nudge = moment.subject.step, 1e-6
    for place in range(step.network.parameters.size):
        name = name_at(step.network, place)
        outputs = []
        for sign in (-1, 1):
            parameters = step.network.parameters.copy()
            parameters[place] += sign * nudge
            moved = forward(step.network.with_parameters(parameters), step.x, masks=step.masks)
            outputs.append(moved.output[1])
        slope = (outputs[1] - outputs[0]) / (2 * nudge)
        link, *index = name.index
        start = index[0] if len(index) == 2 else None

        assert effects(step, 1, link, start, index[-1]) == pytest.approx(slope, rel=1e-6, abs=1e-9)


def test_lenses_of_it(moment: Moment) -> None:
    """Proofs hold, shares add up, batches are compared, removals are true, wires are drawn."""
    subject = moment.subject
    for name in wires(moment, "gradient"):
        scene = why_scene(name, moment)
        assert scene.proof is not None
        assert scene.proof.agrees, name
        spread = spread_scene(subject, name)
        assert np.mean([one.gradient for one in spread.own]) == pytest.approx(
            spread.mean, rel=1e-9, abs=1e-15
        )
    for kind in RANKED:
        found = shared(subject, kind)
        assert sum(one.share for one in found.shares) + found.rest == pytest.approx(1)
    step, layer = subject.step, subject.step.network.layers[0]
    links = link_scenes(subject)
    assert links[0].count == layer.wiring.count
    assert links[0].chosen is not None
    removed = Removals(step.network, step.x, step.y)
    laid = [one.wiring.matrix(w) for one, w in zip(step.network.layers, step.network.weights, strict=True)]
    biases = [
        b.ravel()[[one.wiring.bias(j) for j in range(one.output_shape[0])]]
        for one, b in zip(step.network.layers, step.network.biases, strict=True)
        if b is not None
    ]
    for wire in [one for one in removed.wires() if one.link == 0]:
        weights = [each.copy() for each in laid]
        weights[0][wire.start, wire.end] = 0.0
        dense = Network.from_arrays(
            weights, biases, activations=step.network.activations, loss=step.network.loss
        )
        assert removed.said(wire) == pytest.approx(predict(dense, step.x), rel=1e-9)


def test_its_paths_in_python_give_its_numbers(moment: Moment) -> None:
    """What is copied from the lens, evaluated."""
    subject = moment.subject
    run = SimpleNamespace(
        step=lambda number: subject.step, experiment=subject.setup.experiment, setup=subject.setup,
        dataset=subject.setup.dataset,
    )  # fmt: skip
    for text in every_name(moment):
        name = find(text, subject)
        code = path(name, moment)
        if code and "learning_rate" not in code:
            given = eval(code, {"run": run, "numpy": np})
            assert float(given) == pytest.approx(value(name, moment), rel=1e-12, abs=1e-15), code


def test_what_it_has_not_is_refused_in_words(moment: Moment) -> None:
    """A wire there is not, with the nearest; a step as matrices, which it is not."""
    kind = moment.subject.step.network.layers[0].kind
    with pytest.raises(ArgumentError) as refused:
        explain("weight.0.3.0", moment)
    assert str(refused.value) == (
        "weight.0.3.0 must be a number of this network: no wire joins these two; did you mean 'weight.0.0.0'?"
    )
    with pytest.raises(ArgumentError) as refused:
        matrices_scene(moment, 0, 0)
    assert str(refused.value) == f"a step as products of matrices needs dense layers, and layer 1 is '{kind}'"
    with pytest.raises(ArgumentError) as refused:
        code_of(moment.subject, "numpy")
    assert str(refused.value) == f"a step as a program needs dense layers, and layer 1 is '{kind}'"


def wires(moment: Moment, word: str) -> Iterator[str]:
    """A number of every weight and bias there is, by the name of each wire and neuron."""
    for text in every_name(moment):
        name = find(text, moment.subject)
        if name.sample is None and name.kind.word in (word, f"{word}.bias"):
            yield text
