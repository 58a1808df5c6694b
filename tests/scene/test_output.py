"""What stands beside the outputs."""

import numpy as np

from learnscope.scene.output import output_scene
from tests.scene.recomputed import numpy
from tests.scene.subjects import subject


def test_values_come_with_the_range_of_the_data() -> None:
    """The least and the greatest target of each output, in its own unit; classes have none."""
    one = subject(data="plane", hidden=(3,))

    output = output_scene(one)

    targets = one.setup.dataset.targets
    assert np.array_equal(numpy(output.own_range), [[targets.min(), targets.max()]])
    assert output_scene(subject()).own_range is None


def test_outputs_within_two_ends_share_their_scale() -> None:
    """Of a single sample too: all a sigmoid can say, or a tanh, in the unit of the data."""
    for activation, ends in (("sigmoid", (0, 1)), ("tanh", (-1, 1))):
        one = subject(data="worked", scale="none", hidden=(2,), split=(1.0, 0.0, 0.0), output=activation)
        assert numpy(output_scene(one).own_range).tolist() == [[*ends], [*ends]]


def test_a_single_value_stands_within_its_scale() -> None:
    """From nothing to double, the same for outputs of one unit."""
    one = subject(data="worked", scale="none", hidden=(2,), split=(1.0, 0.0, 0.0))

    assert numpy(output_scene(one).own_range).tolist() == [[0, 1.98], [0, 1.98]]


def test_a_target_that_was_set_stands_within_its_scale() -> None:
    """However far it is from those of the data."""
    one = subject(data="plane", hidden=(3,), target=(50.0,))

    output = output_scene(one)

    assert numpy(output.own_range)[0, 1] == numpy(output.own_target)[0] > one.setup.dataset.targets.max()
