"""One batch under two networks: what another moment's network makes of the very samples that are shown.

A comparison that shows two samples compares nothing. So the batch shown, an edited sample included, goes in
its own units to the other network, which sees it as its own scaling has it. What the other has of its own
besides, rate, optimizer, masks, is that of its step.
"""

from dataclasses import replace

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.data.scaling import Scaling
from learnscope.run import Point, Segment
from learnscope.scene.subject import Subject


def beside(shown: Subject, segment: Segment, point: Point) -> Subject | None:
    """The batch of `shown` at `point` of `segment`; None where that network takes other inputs or outputs."""
    setup, network = segment.setup, segment.loop.plan.network
    sizes = shown.step.network.sizes
    if (sizes[0], sizes[-1]) != (network.sizes[0], network.sizes[-1]) or shown.kind != setup.dataset.kind:
        return None
    x = _rescaled(shown.step.trace.input, shown.setup.scaling, setup.scaling)
    y = _rescaled(shown.step.y, shown.setup.target_scaling, setup.target_scaling)
    if setup.dataset is not shown.setup.dataset:
        setup = replace(setup, dataset=shown.setup.dataset, split=shown.setup.split)
    return replace(
        shown,
        setup=setup,
        step=segment.step_on(point, x, y),
        steps=point.step,
        previous=None,
        threshold=segment.loop.plan.threshold,
    )


def _rescaled(rows: Floats, before: Scaling, after: Scaling) -> Floats:
    """Rows (N, n) scaled otherwise; the very same where the scalings are equal."""
    same = np.array_equal(before.center, after.center) and np.array_equal(before.scale, after.scale)
    return rows if same else after.apply(before.invert(rows))
