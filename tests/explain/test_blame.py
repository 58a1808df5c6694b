"""The chain of blame: paths add up to the gradient shown, shares to 1, and each number is where it says."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import learnscope as ls
from learnscope.core.forward import forward
from learnscope.errors import ArgumentError
from learnscope.explain import explain
from learnscope.explain.blame_scene import blame_scene
from learnscope.scene.belonging import find
from learnscope.scene.grammar import named
from learnscope.scene.named import Moment
from learnscope.scene.values import value
from tests.explain.test_explanations import RECIPES, moment_of
from tests.sampling import many


def names_of(moment: Moment) -> list[str]:
    """A number of each kind that the loss reaches, in every layer."""
    network = moment.subject.step.network
    found = [str(named("input", 0))]
    for link, (below, above) in enumerate(zip(network.sizes, network.sizes[1:], strict=False)):
        wire, neuron = (link, below - 1, above - 1), (link + 1, above - 1)
        found += [str(named(word, *wire)) for word in ("gradient", "weight", "update")]
        found.append(f"{named('gradient', *wire)}@{moment.subject.rows[-1]}")
        found += [str(named(word, *neuron)) for word in ("delta", "arriving", "value")]
        if network.biases[link] is not None:
            found.append(str(named("gradient.bias", link, above - 1)))
    return found


@pytest.mark.parametrize("recipe", RECIPES)
def test_paths_add_up_to_the_gradient_that_is_shown(recipe: dict[str, Any]) -> None:
    """Of the batch's mean, penalty included, and of a sample's own; whatever leads there."""
    moment = moment_of(recipe)
    for name in names_of(moment):
        paths = explain(name, moment).paths
        assert paths is not None, name
        listed = sum(path.part for path in paths.paths)

        assert listed + paths.rest + paths.penalty == pytest.approx(paths.gradient, rel=1e-9, abs=1e-13)
        if name.startswith("gradient"):
            shown = explain(name, moment).value
            close = 1e-9 if moment.subject.step.network.precision == "float64" else 1e-5
            assert paths.gradient == pytest.approx(shown, rel=close, abs=1e-13), name
        sizes = [abs(path.part) for path in paths.paths]
        assert sizes == sorted(sizes, reverse=True)
        for path in paths.paths:
            product = np.prod([ref.value for ref in path.factors])
            assert path.product == pytest.approx(product, rel=1e-12, abs=1e-300)


@given(sizes=st.lists(st.integers(1, 4), min_size=0, max_size=3).map(tuple), seed=st.integers(0, 50))
@settings(max_examples=many(20))
def test_a_mean_path_is_the_mean_of_the_samples_own(sizes: tuple[int, ...], seed: int) -> None:
    """Path by path, the part of the batch is the mean over its samples of theirs."""
    moment = moment_of({"data": "iris", "hidden": sizes, "activation": "tanh", "batch_size": 6, "seed": seed})
    place = (0, 1, 0)
    mean = explain(str(named("gradient", *place)), moment).paths
    own = [explain(f"{named('gradient', *place)}@{row}", moment).paths for row in moment.subject.rows]
    assert mean is not None
    listed = [{path.title: path.part for path in one.paths} for one in own if one is not None]
    for path in mean.paths:  # of very many, each lists those that are largest for itself
        parts = [parts[path.title] for parts in listed if path.title in parts]
        if mean.count == len(mean.paths):
            assert len(parts) == len(own)
        elif len(parts) < len(own):
            continue

        assert path.part == pytest.approx(np.mean(parts), rel=1e-9, abs=1e-15)


def test_what_a_weight_changes_is_what_outputs_do() -> None:
    """Forward, of the sample shown, by central differences."""
    moment = moment_of(RECIPES[0])
    step, row = moment.subject.step, moment.subject.place
    outputs = []
    for nudge in (-1e-6, 1e-6):
        parameters = step.network.parameters.copy()
        parameters[step.network.layout.place(0, "weight", (2, 1))] += nudge
        outputs.append(forward(step.network.with_parameters(parameters), step.x).output[row])

    found = list(explain("weight.0.2.1", moment).effects.values())

    assert found == pytest.approx((outputs[1] - outputs[0]) / 2e-6, rel=1e-6, abs=1e-9)


def test_shares_of_blame_add_up() -> None:
    """Listed and left out together are 1, for weights, neurons and samples; each with what a share is."""
    scene = blame_scene("loss.batch", moment_of(RECIPES[0]))

    assert [one.kind for one in scene.shares] == ["parameters", "neurons", "samples"]
    for one in scene.shares:
        assert sum(each.share for each in one.shares) + one.rest == pytest.approx(1.0)
        assert one.definition.startswith("A ")
    assert scene.shares[2].title == "flowers"


def test_who_is_to_blame_is_asked_of_a_step() -> None:
    """`run.step(n).blame("samples")` prints as a list; another kind is refused."""
    step = ls.train(ls.Experiment(data="iris", hidden=(5,), batch_size=15, epochs=2)).step(3)

    found = step.blame("samples", most=2)
    losses = step.losses

    assert found.shares[0].share == pytest.approx(losses.max() / losses.sum())
    assert str(found).splitlines()[-2].endswith("the other 13")
    assert str(found).splitlines()[-1] == (
        "A share is the loss of the flower over that of all flowers of the batch."
    )
    with pytest.raises(ArgumentError) as refused:
        step.blame("layers")  # type: ignore[arg-type]
    assert str(refused.value) == "unknown kind 'layers' (neurons, parameters, samples)"


def test_every_factor_has_its_value_where_its_name_says() -> None:
    """The numbers that light up on the stage are those of the product."""
    moment = moment_of(RECIPES[0])
    for path in blame_scene("gradient.0.1.2", moment).paths:
        for factor in path.factors:
            assert value(find(factor.name, moment.subject), moment) == factor.value
        assert path.wires[0] == (0, 1, 2)


def test_of_one_path_the_sentence_says_so() -> None:
    """Outputs' own weights have one; an input has one for each neuron and output."""
    moment = moment_of(RECIPES[0])

    one = blame_scene("gradient.1.0.0", moment)
    many_ = blame_scene("input.0", moment)

    assert one.sentence.startswith("One path leads from the loss here, and brings ")
    assert many_.count == 15
    assert many_.sentence.startswith("15 paths lead from the loss here, and add up to ")
