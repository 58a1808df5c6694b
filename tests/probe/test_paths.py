"""Paths from the loss to a weight add up to its gradient; forward, they are what outputs do."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.forward import forward
from learnscope.core.network import Network
from learnscope.errors import ArgumentError
from learnscope.probe.paths import blame, effects
from learnscope.probe.shares import shares_of
from learnscope.training.step import Step, make_step
from tests.sampling import many


def step_of(sizes: tuple[int, ...], seed: int, *, dropout: float = 0.0) -> Step:
    """A step of a random network on five samples."""
    network = Network.draw(list(sizes), activation="tanh", loss="softmax_cross_entropy", seed=seed)
    random = np.random.default_rng(seed)
    x, y = random.normal(size=(5, sizes[0])), np.eye(sizes[-1])[random.integers(0, sizes[-1], 5)]
    return make_step(network, x, y, learning_rate=0.1, dropout=dropout, seed=seed)


@given(
    sizes=st.lists(st.integers(1, 4), min_size=3, max_size=5).map(tuple),
    seed=st.integers(0, 99),
    dropout=st.sampled_from([0.0, 0.4]),
)
@settings(max_examples=many(100))
def test_all_paths_together_are_the_gradient(sizes: tuple[int, ...], seed: int, dropout: float) -> None:
    """Of every weight, for one sample: the sum over all ways to the outputs; sorted by size."""
    step = step_of(sizes, seed, dropout=dropout)
    for link, start, end in itertools.islice(_weights(sizes), 12):
        found = blame(step, 2, link, start, end, most=1000)
        own = step.own(2)

        assert found.count == len(found.paths)
        assert sum(path.product for path in found.paths) == pytest.approx(found.gradient, rel=1e-9, abs=1e-15)
        assert found.gradient == own.passed(link)[start] * own.delta(link + 1)[end]
        sizes_of = [abs(path.product) for path in found.paths]
        assert sizes_of == sorted(sizes_of, reverse=True)
        for path in found.paths:
            assert path.product == pytest.approx(np.prod(path.factors), rel=1e-12)


def test_the_largest_paths_are_the_largest() -> None:
    """Of 1 296 paths the best ten are those of the whole list."""
    step = step_of((3, 6, 6, 6, 6), 1)

    few, every = blame(step, 0, 0, 1, 2, most=10), blame(step, 0, 0, 1, 2, most=5000)

    assert few.count == every.count == 216
    assert [path.neurons for path in few.paths] == [path.neurons for path in every.paths[:10]]
    assert few.rest == pytest.approx(sum(path.product for path in every.paths[10:]), rel=1e-9)


def test_forward_a_weight_changes_outputs_as_it_says() -> None:
    """By central differences on the outputs."""
    step = step_of((3, 4, 3, 2), 3)
    network, nudge = step.network, 1e-6
    for link, start, end in ((0, 1, 2), (1, 3, 0), (2, 1, 1)):
        place = network.layout.place(link, "weight", (start, end))
        outputs = []
        for sign in (-1, 1):
            parameters = network.parameters.copy()
            parameters[place] += sign * nudge
            outputs.append(forward(network.with_parameters(parameters), step.x).output[1])

        slope = (outputs[1] - outputs[0]) / (2 * nudge)

        assert effects(step, 1, link, start, end) == pytest.approx(slope, rel=1e-6, abs=1e-9)


def test_shares_add_up() -> None:
    """To 1 over samples, over parameters, over neurons; the largest gradient has the largest share."""
    step = step_of((3, 4, 2), 5)
    found = shares_of(step)

    assert found.samples.sum() == pytest.approx(1)
    assert found.parameters.sum() == pytest.approx(1)
    assert sum(one.sum() for one in found.neurons) == pytest.approx(1)
    assert found.parameters.argmax() == np.abs(step.gradients.parameters).argmax()


def test_most_must_be_some() -> None:
    """A list of no paths is refused."""
    with pytest.raises(ArgumentError, match="most must be a whole number of at least 1, got 0"):
        blame(step_of((2, 2, 2), 0), 0, 0, 0, 0, most=0)


def _weights(sizes: tuple[int, ...]) -> itertools.chain[tuple[int, int, int]]:
    return itertools.chain.from_iterable(
        itertools.product([link], range(n_in), range(n_out))
        for link, (n_in, n_out) in enumerate(itertools.pairwise(sizes))
    )
