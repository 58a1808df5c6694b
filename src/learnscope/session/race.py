"""A race: futures trained in turn, lap by lap, to equal steps; those behind catch up first."""

import math
from dataclasses import dataclass, replace

from learnscope.core.compiled import Engine
from learnscope.run import Tree, grow, stopping
from learnscope.run.grow import Watcher
from learnscope.session.moves.learn import Clock, ready, told
from learnscope.session.state import State
from learnscope.session.visit import visit

LAP = 0.006  # seconds that a lap should take
LONGEST_LAP = 4096  # steps
MOST_RACING = 8


@dataclass(frozen=True)
class Laps:
    """What some laps led to."""

    tree: Tree
    steps: int  # of the next lap
    level: int  # where all are that have not ended
    made: int  # steps of each, those of futures that caught up not counted
    trained: int  # steps of all together
    stopped: str  # why there are no more, a sentence
    hit: int | None  # the step at which the watcher ended it

    def state(self, before: State) -> State:
        """The state shown after it: the end of the future shown, where it races."""
        if self.tree[before.future].racing:
            return visit(before, self.tree[before.future].steps, tree=self.tree)
        return replace(before, tree=self.tree)


def racing(tree: Tree) -> tuple[str, ...]:
    """The futures that race."""
    return tuple(future.name for future in tree.futures if future.racing)


def raced(
    state: State,
    lap: int,
    most: int,
    *,
    goal: int | None,
    again: bool,
    clock: Clock,
    engine: Engine,
    until: float,
    watch: Watcher | None = None,
) -> Laps:
    """Laps until the clock says `until` or `most` steps of each are made; what races has equal steps then.

    One lap is made at least. With `again`, those that had ended run too. `watch` looks at the future shown.
    """
    tree = ready(state)
    if again:
        for name in racing(tree):
            tree = stopping(tree, name, "")
    made, trained, hit = 0, 0, None
    level = max(tree[name].steps for name in racing(tree))
    while True:
        running = [name for name in racing(tree) if not tree[name].stopped]
        if not running:
            stopped = "Stopped: every future in the race has ended."
            return Laps(tree, lap, level, made, trained, stopped, hit)
        behind = [name for name in running if tree[name].steps < level]
        target = level if behind else min(level + min(lap, most - made), goal or level + lap)
        if target > level or behind:
            began = clock()
            for name in behind or running:
                growth = grow(
                    tree, name, target - tree[name].steps, engine,
                    until=until if behind else math.inf, clock=clock,
                    watch=watch if name == state.future else None,
                )  # fmt: skip
                tree, trained = told(growth, name), trained + growth.made
                hit = growth.hit if growth.hit is not None else hit
        if not behind and target > level:
            made, level, took = made + target - level, target, clock() - began
            lap = min(2 * lap, LONGEST_LAP) if took < LAP / 2 else max(1, lap // 2) if took > LAP else lap
        if hit is not None or clock() >= until or made >= most or level == goal:
            return Laps(tree, lap, level, made, trained, "", hit)
