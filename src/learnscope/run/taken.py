"""A run of the library as a tree: its steps, curves and keyframes as the first of its futures."""

from dataclasses import replace

import numpy as np

from learnscope.run.experiment_run import ExperimentRun
from learnscope.run.future import better
from learnscope.run.limits import LIMITS, Limits
from learnscope.run.point import Point
from learnscope.run.rows import STEP, epoch_ends, measure_rows, step_rows
from learnscope.run.run import replay
from learnscope.run.segment import Segment
from learnscope.run.tree import Tree, begin
from learnscope.training.history import Keyframe


def tree_of(run: ExperimentRun, *, title: str = "main", limits: Limits = LIMITS) -> Tree:
    """What `run` remembers, as a tree whose future "1" can be read, grown and forked."""
    history, loop, steps = run.history, run.run.loop, run.steps
    tree = begin(run.setup, loop, title=title, limits=limits)
    future = tree["1"]
    head = Point.of(replay(loop, history.keyframes, steps))
    segments: list[Segment] = []
    for frame in history.keyframes:
        point = _point(frame)
        if not segments or segments[-1].engine != frame.engine:
            causes = ("start",) if not segments else ()
            segments.append(Segment(run.setup, loop, point, frame.engine, causes))
        else:
            last = segments[-1]
            segments[-1] = replace(last, frames=last.frames.with_one(point))
    ends = [*(segment.first for segment in segments[1:]), steps]
    segments = [replace(s, count=end - s.first) for s, end in zip(segments, ends, strict=True)]
    rows = measure_rows(history.measures)
    at_ends = np.isin(rows[:, STEP], [0, *epoch_ends(loop, 0, steps, 0)])
    kept, other = rows[at_ends], rows[~at_ends]
    return tree.with_future(
        replace(
            future,
            segments=tuple(segments),
            head=head,
            log=future.log.append(step_rows(history.record, future.log.columns)),
            measures=future.measures.append(kept),
            noted=kept[-1:],
            latest=other[-1:] if len(other) else None,
            best=better(None, kept),
            stopped="" if run.stopped is None else run.stopped.sentence,
        )
    )


def _point(frame: Keyframe) -> Point:
    return Point(frame.step, frame.parameters, frame.slots)
