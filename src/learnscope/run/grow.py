"""Making steps: a future becomes longer.

The kernel makes many steps in a call; how many, changes no number. Where a rule or a watcher stops it in the
middle of a call, the tree is cut back to that step exactly.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from learnscope.core.arrays import Floats, frozen
from learnscope.core.compiled import PLAIN, Engine
from learnscope.errors import ArgumentError, check_whole
from learnscope.run.future import Future, better, going_on
from learnscope.run.point import Point
from learnscope.run.rows import epoch_ends, measure_rows, step_rows
from learnscope.run.segment import ByHand, Segment
from learnscope.run.thinning import apart, thinned
from learnscope.run.tree import Tree
from learnscope.training import kernels
from learnscope.training.conditions import Stop, StopChecker, not_finite
from learnscope.training.loop import Stretch
from learnscope.training.measures import Measures
from learnscope.training.step import Step

Clock = Callable[[], float]

FIRST = 16  # steps of a call of the kernel whose speed is not known
AT_ONCE = 0.012  # seconds a call should take, which nothing can interrupt


@dataclass(frozen=True, eq=False)
class Burst:
    """One call of the kernel, for those who watch."""

    segment: Segment  # that the steps belong to
    before: Point
    after: Point
    record: Floats  # (S, 4 + 2 L) rows of the steps before.step … after.step - 1
    measures: Measures  # at ends of epochs among them; M may be 0
    begun: Measures | None = None  # before them, where an edit, or the start, was not measured yet


Watcher = Callable[[Burst], int | None]


@dataclass(frozen=True, eq=False)
class Growth:
    """A tree with steps made."""

    tree: Tree
    made: int  # steps
    stop: Stop | None  # the rule that was met, or a loss that is not finite; the future says so too
    hit: int | None  # the step at which the watcher stopped it
    failed: float  # the loss that is not finite; 0 where all are
    late: bool  # whether time was up


def grow(
    tree: Tree,
    name: str,
    steps: int,
    engine: Engine,
    *,
    until: float = math.inf,
    at_once: float = AT_ONCE,
    clock: Clock = time.perf_counter,
    watch: Watcher | None = None,
    rules: bool = True,
) -> Growth:
    """Make up to `steps` steps at the head of the future `name`.

    It ends earlier where `clock()` reaches `until` (looked at between calls of the kernel, which take about
    `at_once` seconds; at least one is made), where a rule of the experiment is met, unless `rules` is false,
    where a loss is not finite, or at the step that `watch` returns, of those after burst.before.step up to
    burst.after.step. `watch` is told of every call of the kernel, of one that made no step only where
    something was measured before it; what it was told of steps after those that were kept is void.
    """
    check_whole("steps", steps, low=1)
    future = tree[name]
    plan, first = future.segment.loop.plan, future.steps
    limit = plan.stop.steps if rules else None
    wanted = first + steps if limit is None else min(first + steps, limit)
    grower = _Grower(tree, _made_by(future, engine), watch if wanted > first else None, rules)
    now, called = clock(), False
    while grower.future.steps < wanted and not grower.ended and (now < until or not called):
        per_step = grower.future.segment.seconds
        most = FIRST if per_step == 0 else max(1, int(min(at_once, max(until - now, 0)) / per_step))
        grower.burst(min(most, wanted - grower.future.steps), clock, now)
        now, called = clock(), True
    stop = grower.stop
    if limit is not None and stop is None and grower.future.steps >= limit:
        stop = Stop("steps", limit, f"Stopped: {limit} steps are done.")
    grown = grower.future
    if stop is not None or grown.steps > first:
        waited = 0 if stop is not None and stop.name == "patience" else grown.waited
        grown = replace(grown, stopped="" if stop is None else stop.sentence, waited=waited)
    return Growth(
        grower.tree.with_future(grown),
        grown.steps - first,
        stop,
        grower.hit,
        grower.failed,
        late=now >= until and grown.steps < wanted and not grower.ended,
    )


def hand_step(tree: Tree, name: str, *, by_hand: ByHand | None = None, known: Step | None = None) -> Tree:
    """Make one step at the head of the future `name`, on the plain engine, as `make_step` does.

    With `by_hand`, a sample of its batch has those values; and a step whose loss is not finite is made too.
    To learn from another batch than the next of the order, see `placed`. Whoever has made that very step
    already hands it in as `known`.

    Raises ArgumentError where the sample is not in the batch.
    """
    future = _made_by(tree[name], PLAIN)
    if known is not None and not math.isfinite(known.loss + known.penalty):
        known = None  # the loop is asked, and makes none
    if by_hand is None:
        grower = _Grower(tree, future, None, rules=False)
        grower.burst(1, None, 0.0, known)
        if grower.future.steps > future.steps:
            return grower.tree.with_future(replace(grower.future, stopped=""))
        by_hand = ByHand(int(future.segment.loop.batch(future.head.place)[0]))
    rows = future.segment.loop.batch(future.head.place)
    if by_hand.sample not in rows:
        raise ArgumentError(
            f"sample must be one of the batch ({', '.join(map(str, rows.tolist()))}), got {by_hand.sample}"
        )
    future = going_on(future)
    segment = replace(future.segment, by_hand=by_hand)
    grower = _Grower(tree, replace(future, segments=(*future.segments[:-1], segment)), None, rules=False)
    grower.burst(1, None, 0.0, known)
    return grower.tree.with_future(replace(grower.future, stopped=""))


def measure_head(tree: Tree, name: str, engine: Engine) -> Tree:
    """With what is measured at the head of the future, so that its curves end there.

    It is no candidate for the lowest validation loss, nor looked at by rules: they would depend on where
    somebody paused.
    """
    future = tree[name]
    head = future.head
    found = future.segment.loop.measures_now(head.step, head.parameters, engine, ahead=head.ahead)
    row = measure_rows(found)
    known = future.noted is not None and future.noted.tobytes() == row.tobytes()
    return tree.with_future(replace(future, latest=None if known else row))


class _Grower:
    """A future that is becoming longer."""

    def __init__(self, tree: Tree, future: Future, watch: Watcher | None, rules: bool) -> None:
        self.tree, self.future = tree, future
        self.stop: Stop | None = None
        self.hit: int | None = None
        self.failed = 0.0
        self._watch, self._rules = watch, rules

    @property
    def ended(self) -> bool:
        """Whether something stopped it."""
        return self.stop is not None or self.hit is not None

    def burst(self, most: int, clock: Clock | None, began: float, known: Step | None = None) -> None:
        """One call of the kernel, of at most `most` steps and not beyond the next keyframe.

        Where the one step that comes is `known`, it is not made again.
        """
        future, segment = self.future, self.future.segment
        distance = apart(self.tree, segment)
        head = future.head
        last_frame = segment.before(head.step).step
        steps = max(1, min(most, last_frame + distance - head.step))
        loop, begun = segment.loop, None
        if segment.count == 0 and segment.causes:
            begun = loop.measures_now(head.step, head.parameters, segment.made_by, ahead=head.ahead)
            future = _measured(future, measure_rows(begun))
        state = head.state()
        ends = epoch_ends(loop, head.step, head.step + steps, head.ahead)
        stretch = segment.make(state, steps, measure=ends, known=known)
        seconds = segment.seconds
        if clock is not None and len(stretch.record) == steps:
            now = (clock() - began) / steps
            if seconds == 0:
                seconds = now
            else:  # a call of few steps takes what it takes to call it, and others may have had the processor
                seconds = min(now, 2 * seconds) if steps < FIRST else 0.5 * (seconds + now)
        after = Point.of(state)
        measures = segment.measures_in(stretch)
        cut = self._stopped_at(future, Burst(segment, head, after, stretch.record, measures, begun))
        made = len(stretch.record) if cut is None else cut - head.step
        if cut is not None and cut < after.step:
            state = head.state()
            loop.advance_to(state, cut, segment.made_by)
            after = Point.of(state)
            stretch = _cut(stretch, head.step, cut)
            measures = segment.measures_in(stretch)
        if stretch.failed is not None and cut is None:
            self._fail(after.step, stretch.failed)
        frames = segment.frames
        if after.step - last_frame >= distance:
            frames = frames.with_one(after)
        segment = replace(segment, count=segment.count + made, frames=frames, seconds=seconds)
        watch = StopChecker(
            loop.plan.stop,
            start=math.inf if future.best is None else future.best.loss,
            waited=future.waited,
        )
        watch.look(measures)
        self.future = replace(
            _measured(future, measure_rows(measures)),
            segments=(*future.segments[:-1], segment),
            head=after,
            log=future.log.append(step_rows(stretch.record, future.log.columns)),
            latest=None if made else future.latest,
            waited=watch.waited,
        )
        if frames is not future.segment.frames:
            self.tree, self.future = thinned(self.tree, self.future)

    def _stopped_at(self, future: Future, burst: Burst) -> int | None:
        """The step at which a rule or the watcher stops it first."""
        if self._rules and len(burst.measures.step):
            lowest = math.inf if future.best is None else future.best.loss
            watch = StopChecker(burst.segment.loop.plan.stop, start=lowest, waited=future.waited)
            self.stop = watch.look(burst.measures)
        if self._watch is not None and (len(burst.record) or burst.begun is not None):
            self.hit = self._watch(burst)
            if self.hit is not None:
                check_whole("hit step", self.hit, low=burst.before.step + 1, high=burst.after.step)
        if self.hit is not None and self.stop is not None:
            if self.hit < self.stop.step:
                self.stop = None
            elif self.hit > self.stop.step:
                self.hit = None
        return self.hit if self.stop is None else self.stop.step

    def _fail(self, step: int, row: Floats) -> None:
        self.failed = float(row[kernels.LOSS] + row[kernels.PENALTY])
        self.stop = not_finite(step, self.failed)


def _made_by(future: Future, engine: Engine) -> Future:
    """The future with a segment at its head that `engine` can go on with."""
    segment = future.segment
    if segment.by_hand is None and segment.engine == engine.name:
        return future
    return going_on(future, engine=engine.name)


def _measured(future: Future, rows: Floats) -> Future:
    """With `rows` of measures."""
    if len(rows) == 0:
        return future
    return replace(
        future,
        measures=future.measures.append(rows),
        noted=frozen(rows[-1:].copy()),
        best=better(future.best, rows),
    )


def _cut(stretch: Stretch, first: int, last: int) -> Stretch:
    """The stretch, whose first step is `first`, up to `last` updates."""
    kept = stretch.measured <= last
    return Stretch(
        stretch.record[: last - first],
        stretch.measured[kept],
        stretch.measures[kept],
        stretch.penalties[kept],
        None,
    )
