"""Playing: training in bursts, each of which leads to another state and leaves time for what a reader wants.

from the past      it walks along the record, as fast as the pace says or, without one, in about a second
at the end         it trains on, for some milliseconds at a time or by as many steps as the pace has due
a race             futures that race are trained in turn, to equal steps

It goes on until it is paused, its goal is reached, a rule is met, a breakpoint hits or a loss is not finite.
"""

import math
from dataclasses import dataclass, replace

from learnscope.core.compiled import Engine
from learnscope.errors import IntentError, check_number, check_whole
from learnscope.run import grow, measure_head
from learnscope.run.grow import Watcher
from learnscope.scene.schema import Play
from learnscope.session.moves.learn import Clock, check_room, ready, told, why, with_end
from learnscope.session.moves.move import naming
from learnscope.session.race import raced, racing
from learnscope.session.state import State
from learnscope.session.visit import visit
from learnscope.training.conditions import StopRules

BURST = 0.01  # seconds: at 60 a second, the page has the rest of two cores
FRAMES = 60  # in which the record is walked along where no pace is given
MOST_AT_ONCE = 1000  # steps: nobody waits long for them
MOST_DUE = 10**9  # steps that are due at a time
SOON = 0.25  # seconds over which the rate is taken


@dataclass(frozen=True)
class Playing:
    """Playing under way."""

    pace: float  # steps a second, 0 as fast as possible
    race: bool
    goal: int | None  # updates made at which it ends
    arrival: str  # what is said there
    first: int  # updates made where it began
    began: float  # by the clock
    due: tuple[float, int]  # from when the pace is counted, and how many steps were made since
    timed: tuple[float, int]  # since when the rate is taken, and how many steps were made since
    rate: float = 0.0
    lap: int = 16  # steps of each future at a time, in a race
    written: bool = False  # whether anything was added to the record


@dataclass(frozen=True)
class Turn:
    """What a burst led to; with `stopped`, a sentence, it was the last."""

    state: State
    playing: Playing
    stopped: str = ""
    hit: int | None = None  # the step at which a watcher ended it


def begin_playing(state: State, intent: Play, now: float, *, breakpoints: bool) -> Playing:
    """Playing as `intent` wants it. Raises IntentError where it cannot begin."""
    with naming("pace"):
        pace = check_number("pace", intent.pace, "[0, inf)")
    with naming("steps"):
        check_whole("steps", intent.steps, low=1, high=MOST_AT_ONCE)
    if intent.until == "condition" and not breakpoints and not _has_rules(state):
        raise IntentError(
            "until must not be 'condition' where no rule and no breakpoint is set; set one, or play "
            "until paused",
            field="until",
        )
    if intent.race:
        names = racing(state.tree)
        if len(names) < 2:
            raise IntentError(
                f"at least two futures must be in a race, got {len(names)}; put another into it", field="race"
            )
        for name in names:
            check_room(state.tree, name, "race")
    elif state.step == state.head:
        check_room(state.tree, state.future, "pace")
    goal, arrival = _goal(state, intent)
    return Playing(pace, intent.race, goal, arrival, state.step, now, due=(now, 0), timed=(now, 0))


def repaced(playing: Playing, pace: float, now: float) -> Playing:
    """At another pace from now on."""
    with naming("pace"):
        return replace(playing, pace=check_number("pace", pace, "[0, inf)"), due=(now, 0))


def burst(
    state: State,
    playing: Playing,
    *,
    clock: Clock,
    engine: Engine,
    watch: Watcher | None = None,
    seconds: float = BURST,
    most: int | None = None,
) -> Turn | None:
    """Where the next burst leads to, of about so many seconds, of at most `most` new steps.

    None where no step is due.
    """
    now = clock()
    due = _due(playing, now)
    if due == 0:
        return None
    if playing.race:
        lap = raced(
            state, playing.lap, due, goal=playing.goal, again=not playing.written, clock=clock,
            engine=engine, until=now + seconds, watch=watch,
        )  # fmt: skip
        playing = replace(playing, written=True, lap=lap.steps)
        playing = _counted(playing, lap.made, due, clock(), trained=lap.trained)
        done = playing.goal is not None and lap.level >= playing.goal
        return Turn(lap.state(state), playing, lap.stopped or (playing.arrival if done else ""), lap.hit)
    hit = None
    if state.step < state.head:
        jump = due if playing.pace else max(1, math.ceil((state.head - playing.first) / FRAMES))
        there = visit(state, _bounded(state.step + jump, state.head, playing.goal))
        stopped, made, written = "", there.step - state.step, playing.written
    else:
        steps = (
            _bounded(state.step + due, playing.goal, None if most is None else state.step + most) - state.step
        )
        until = now + seconds
        growth = grow(ready(state), state.future, steps, engine, until=until, clock=clock, watch=watch)
        there = visit(state, growth.tree[state.future].steps, tree=told(growth, state.future))
        stopped, made, written, hit = why(growth), growth.made, True, growth.hit
    playing = _counted(replace(playing, written=written), made, due, clock(), trained=made)
    if not stopped and playing.goal is not None and there.step >= playing.goal:
        stopped = playing.arrival
    return Turn(there, playing, stopped, hit)


def end_playing(turn: Turn, *, now: float, engine: Engine) -> State:
    """The state where playing ended, measured, and with the reason in it."""
    state, playing = turn.state, turn.playing
    if state.step < playing.first or not playing.written:
        return state
    tree = state.tree
    for name in racing(tree) if playing.race else (state.future,):
        tree = measure_head(tree, name, engine)
    return with_end(replace(state, tree=tree), playing.first, now - playing.began, turn.stopped)


def _goal(state: State, intent: Play) -> tuple[int | None, str]:
    """Where it ends by itself, and what is said there."""
    if intent.until not in ("step", "epoch"):
        return None, ""
    at, place = state.step, state.place
    if intent.race:
        heads = [state.tree[name].head for name in racing(state.tree)]
        last = max(heads, key=lambda head: head.step)
        at, place = last.step, last.place
        if intent.until == "step" and min(head.step for head in heads) < at:
            return at, f"All futures in the race are at step {at}."
    if intent.until == "step":
        return at + intent.steps, f"Step {at + intent.steps} is made."
    epoch, batch = divmod(place, state.batches)
    return at + state.batches - batch, f"Epoch {epoch + 1} is done."


def _due(playing: Playing, now: float) -> int:
    """How many steps the pace has due."""
    if not playing.pace:
        return MOST_DUE
    since, made = playing.due
    return max(0, math.floor(min((now - since) * playing.pace, MOST_DUE) + 1e-9) - made)


def _counted(playing: Playing, made: int, most: int, now: float, *, trained: int) -> Playing:
    """`playing` after `made` of `most` steps that were due; what could not be made is not made up for.

    The rate counts the steps `trained`, of all futures of a race.
    """
    since, count = playing.due
    due = (since, count + made) if made >= most else (now, 0)
    begun, steps = playing.timed
    steps += trained
    if now - begun >= SOON:
        return replace(playing, due=due, timed=(now, 0), rate=steps / (now - begun))
    rate = playing.rate or (steps / (now - begun) if now > begun else 0.0)
    return replace(playing, due=due, timed=(begun, steps), rate=rate)


def _bounded(step: int, *ends: int | None) -> int:
    return min(step, *(end for end in ends if end is not None), 2**62)


def _has_rules(state: State) -> bool:
    return state.loop.plan.stop != StopRules()
