"""The neuron that is looked at: a link too large to carry all its wires carries that neuron's."""

import numpy as np
import pytest

from learnscope.data.arrays import from_arrays
from learnscope.experiment import Experiment
from learnscope.scene import schema
from tests.session.reader import Reader, new_session


@pytest.fixture
def reader() -> Reader:
    """A page at 784-128-10 of noise."""
    random = np.random.default_rng(0)
    data = from_arrays(random.random((60, 784)), random.integers(0, 10, 60), name="noise", kind="classes")
    return Reader(new_session(experiment=Experiment(data=data, hidden=(128,))))


def pairs(link: schema.LinkScene) -> set[tuple[int, int]]:
    """The places of the wires a link carries."""
    assert link.chosen is not None
    return {(int(start), int(end)) for start, end in link.chosen.numpy()}


def test_an_inputs_wires_are_all_carried(reader: Reader) -> None:
    """Those of the rule, and all 128 that leave the input, each once and in order."""
    strongest = pairs(reader.scene.stage.links[0])
    reader.get(schema.Select, name="value.0.300")
    link = reader.scene.stage.links[0]

    assert pairs(link) == strongest | {(300, end) for end in range(128)}
    assert link.rule.endswith(f", and all 128 of {reader.scene.stage.layers[0].names[300]}")
    assert link.chosen is not None
    assert link.chosen.numpy().tolist() == sorted(link.chosen.numpy().tolist())
    assert link.weight.shape == (len(pairs(link)),)


def test_of_a_neuron_with_more_wires_the_strongest_are_carried(reader: Reader) -> None:
    """300 of the 784 that lead into a hidden neuron, none weaker than one left out."""
    strongest = pairs(reader.scene.stage.links[0])
    reader.get(schema.Select, name="bias.0.5")
    link = reader.scene.stage.links[0]
    numbers, place = reader.session._now.numbers, reader.scene.experiment.batch.place
    flow = np.abs(numbers.step.trace.input[place] * numbers.step.network.weights[0][:, 5])
    own = {start for start, end in pairs(link) if end == 5}
    more = own - {start for start, end in strongest if end == 5}

    assert len(own) == 300
    assert pairs(link) == strongest | {(start, 5) for start in own}
    assert min(flow[list(more)]) >= max(np.delete(flow, list(own)))
    assert link.rule.endswith(", and as many of the 784 of hidden 6")


def test_selecting_elsewhere_and_nothing(reader: Reader) -> None:
    """A number of another layer or of a wire adds nothing, "" ends it, and a face leaves it selected."""
    strongest = pairs(reader.scene.stage.links[0])
    for name in ("delta.2.1", "weight.0.300.5", "loss.batch"):
        reader.get(schema.Select, name=name)
        assert pairs(reader.scene.stage.links[0]) == strongest
    reader.get(schema.Select, name="bias.0.5")
    reader.get(schema.Open, what=schema.NeuronPictures())
    assert len(pairs(reader.scene.stage.links[0])) > 300
    reader.get(schema.Select, name="")

    assert pairs(reader.scene.stage.links[0]) == strongest
