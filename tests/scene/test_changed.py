"""What changed most: the ranking is that of the numbers, and both networks get the same samples."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope import train
from learnscope.core.backward import backward
from learnscope.core.forward import forward
from learnscope.errors import ArgumentError
from learnscope.scene.changed import largest
from tests.small import small

RUN = train(small(data="iris", hidden=(5,), epochs=4, seed=3), engine="plain")
STEP = RUN.step(9)


def ranked(difference: np.ndarray, most: int = 10) -> list[int]:
    """Places by |difference|, the largest first, equals in order."""
    return np.argsort(-np.abs(difference), kind="stable")[:most].tolist()


def test_a_step_ranks_its_own_updates() -> None:
    """Names, both numbers and their difference, and the largest that is left out, as NumPy has them."""
    ranking = STEP.changed()

    old, new = STEP.network.parameters, STEP.after.parameters
    order = ranked(new - old)
    layout = STEP.network.layout
    names = []
    for place in order:
        address = layout.address(place)
        names.append(f"{address.role}.{address.layer}." + ".".join(map(str, address.index)))
    assert [one.name for one in ranking.changes] == names
    assert [(one.before, one.after) for one in ranking.changes] == [(old[p], new[p]) for p in order]
    assert ranking.count == 43
    assert ranking.rest == np.sort(np.abs(new - old))[-11]
    assert ranking.sentence.startswith("This step changes the ")
    assert f"{ranking.changes[0].title.removeprefix('bias of ')} most, by " in ranking.sentence
    assert str(ranking).splitlines()[0] == ranking.sentence
    assert len(str(ranking).splitlines()) == 11


def test_values_of_a_sample_are_ranked_with_its_probabilities() -> None:
    """Under the parameters before and after the update, nothing else differing."""
    row = 2
    ranking = STEP.changed(kind="values", sample=int(STEP.samples[row]), most=100)

    def values(trace: object, probability: np.ndarray) -> np.ndarray:
        layers = [layer.activation[row] for layer in trace.layers]  # type: ignore[attr-defined]
        return np.concatenate([*layers, probability[row]])

    before, after = values(STEP.trace, STEP.verdict), values(STEP.trace_after, STEP.verdict_after)
    order = ranked(after - before, 11)
    assert [one.difference for one in ranking.changes] == (after - before)[order].tolist()
    assert {one.name.partition(".")[0] for one in ranking.changes} == {"value", "probability"}
    assert (ranking.count, ranking.rest) == (11, 0.0)


@pytest.mark.parametrize("batch_size", [1, 7, 105])
def test_two_runs_get_the_same_samples_whatever_they_learned_from(batch_size: int) -> None:
    """The other network's values and gradients are those of this step's batch."""
    recipe = RUN.experiment.replace(batch_size=batch_size, learning_rate=0.7, epochs=12)
    other = train(recipe, engine="plain").step(9)

    values = STEP.changed(other, kind="values", most=100)
    gradients = STEP.changed(other, kind="gradients", most=100)

    trace = forward(other.network, STEP.x)
    expected = backward(other.network, trace, STEP.y, l1=0.0, l2=0.0)
    hidden = {f"value.1.{k}": number for k, number in enumerate(trace.layers[0].activation[0].tolist())}
    assert {one.name: one.after for one in values.changes if one.name.startswith("value.1.")} == hidden
    first = max(gradients.changes, key=lambda one: abs(one.difference))
    assert gradients.changes[0] == first
    assert sorted(one.after for one in gradients.changes) == sorted(expected.parameters.tolist())


def test_networks_of_other_shapes_share_their_outputs() -> None:
    """Their values are ranked; of weights and gradients it is said why not."""
    other = train(RUN.experiment.replace(hidden=(3, 3)), engine="plain").step(9)

    assert {one.name for one in STEP.changed(other, kind="values").changes} == {
        *(f"value.2.{k}" for k in range(3)),
        *(f"probability.{k}" for k in range(3)),
    }
    with pytest.raises(ArgumentError) as told:
        STEP.changed(other)
    assert str(told.value) == (
        "kind must be 'values' where networks have other shapes, 4-3-3-3 instead of 4-5-3, got 'parameters': "
        "their weights and biases do not stand for each other"
    )


def test_a_step_has_no_new_gradients() -> None:
    """They are those of the next step."""
    with pytest.raises(ArgumentError) as told:
        STEP.changed(kind="gradients")
    assert str(told.value) == (
        "kind must be 'parameters' or 'values' of one step, got 'gradients': the new network has none before "
        "its next step; lay another step beside it"
    )


def test_another_kind_of_data_cannot_be_laid_beside() -> None:
    """No sample goes into both networks."""
    other = train(small(data="xor", epochs=10), engine="plain").step(0)
    with pytest.raises(ArgumentError) as told:
        STEP.changed(other)
    assert str(told.value) == (
        "other must take the inputs and outputs of this step's network, 4-5-3, "
        f"got {'-'.join(map(str, other.network.sizes))}; take a run of the same kind of data"
    )


def test_equal_networks_differ_in_nothing() -> None:
    """And that is said."""
    ranking = STEP.changed(STEP)
    assert ranking.rest == 0
    assert ranking.sentence == "After 9 steps, the other has the same weights and biases as this one."


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.floats(0, 5) | st.sampled_from([0.0, 1.0, np.inf]), min_size=1, max_size=30),
    st.integers(1, 12),
)
def test_the_largest_are_those_of_a_stable_sort(sizes: list[float], most: int) -> None:
    """Equal sizes keep their order."""
    array = np.array(sizes)
    assert largest(array, most).tolist() == np.argsort(-array, kind="stable")[:most].tolist()
