"""The tree of futures: everything that is remembered of the runs of a sitting, as values.

    tree = begin(setup, loop)                             one future, "1", at step 0
    growth = grow(tree, "1", 1000, engine)                growth.tree is 1000 steps longer
    tree = hand_step(tree, "1", by_hand=…)                one step on the plain engine, a sample edited or not
    tree = event(tree, "1", point, setup, loop, cause)    an edit at the head: a new segment begins
    tree = fork(tree, "1", 420, title=…, …)               another future, departing at step 420
    point(tree, "2", 99)                                  where it was after 99 updates, bit for bit
    window(tree, "2", 0, 10**6, bins=800)                 the curves of its steps, no extreme lost
    measured(tree, "2", 0, 10**6, bins=800)               the curves of what was measured

Nothing is changed in place: every operation returns another tree, and an undo puts an older one back. Trees
share what they have in common; buffers that grow are copied where two trees part.
"""

from learnscope.run.branch import event, fork, placed, race, remove, rename, stopping
from learnscope.run.curves import Curves
from learnscope.run.future import Best, Future
from learnscope.run.grow import Burst, Growth, grow, hand_step, measure_head
from learnscope.run.limits import Limits
from learnscope.run.point import Point
from learnscope.run.read import best, point, record, segment_at
from learnscope.run.segment import ByHand, Segment
from learnscope.run.tree import Tree, begin, lineage
from learnscope.run.window import measured, measured_at_end, window

__all__ = [
    "Best",
    "Burst",
    "ByHand",
    "Curves",
    "Future",
    "Growth",
    "Limits",
    "Point",
    "Segment",
    "Tree",
    "begin",
    "best",
    "event",
    "fork",
    "grow",
    "hand_step",
    "lineage",
    "measure_head",
    "measured",
    "measured_at_end",
    "placed",
    "point",
    "race",
    "record",
    "remove",
    "rename",
    "segment_at",
    "stopping",
    "window",
]
