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
