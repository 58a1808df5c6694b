"""A sitting that plays: where it stands when that begins, after each burst, when it ends or is paused, and
where somebody seeks another moment, which pauses it too.

One undo takes back all that one playing added to the record.
"""

from dataclasses import replace

import msgspec

from learnscope import words
from learnscope.run import stopping
from learnscope.scene import schema
from learnscope.session import breaking, play
from learnscope.session.beside import common_step
from learnscope.session.computing import Computing
from learnscope.session.moves import learn
from learnscope.session.session_state import SessionState
from learnscope.session.state import State
from learnscope.session.visit import seek
from learnscope.watch.hits import BreakpointWatcher, Hits

EACH_OF = 20  # steps


class Player:
    """It leads from where a sitting stands to where it stands next; `hits` knows what breakpoints hit."""

    def __init__(self, computing: Computing, hits: Hits) -> None:
        self._computing = computing
        self._hits = hits
        self._watched: tuple[object, BreakpointWatcher | None] | None = None  # for what, and by whom

    def begun(self, now: SessionState, here: State, base: State, intent: schema.Play) -> SessionState:
        """Where it stands when it begins to play from `base`: `here` or, with its update made, after it.

        A step, or as many as are asked for until "step", is made at once.
        """
        stops = any(each.on and each.name != "not_finite" for each in now.view.breakpoints)
        playing = play.begin_playing(base, intent, self._computing.clock(), breakpoints=stops)
        self._watched = None
        made = base is not here
        begun = SessionState(
            base,
            self._computing.in_haste(base),
            now.history.moved("training", here) if made else now.history,
            now.revision + 1,
            f"step {base.step} is made; training plays" if made else "training plays",
            now.view,
            playing=playing,
            before=None if made else here,
            lesson=now.lesson,
        )
        at_once = intent.until == "step" and not intent.race and not intent.pace
        while at_once and begun.playing is not None and (turned := self.burst(begun)) is not None:
            begun = turned.looked_at()
        return begun

    def repaced(self, now: SessionState, intent: schema.Play) -> SessionState:
        """Where it stands when what plays goes on at another pace."""
        assert now.playing is not None
        playing = play.repaced(now.playing, intent.pace, self._computing.clock())
        return replace(now, playing=playing, revision=now.revision + 1)

    def burst(self, now: SessionState, seconds: float = play.BURST) -> SessionState | None:
        """Where the next burst of what plays leads to, of about so long; None where no step is due."""
        assert now.playing is not None
        watch, clock = self._watching(now), self._computing.clock
        turn = play.burst(
            now.state, now.playing, clock=clock, engine=self._computing.engine, watch=watch, seconds=seconds,
            most=_between_looks(now),
        )  # fmt: skip
        if turn is None:
            return None
        if turn.hit is not None and watch is not None and not turn.stopped:
            why = breaking.stopped(watch)
            tree = stopping(turn.state.tree, turn.state.future, why)
            turn = replace(turn, state=replace(turn.state, tree=tree), stopped=why)
        if turn.stopped:  # nobody waits for this answer, as one does for that to a pause
            self._hits.look(turn.state.tree, turn.state.future, now.view.breakpoints)
        return self._turned(turn, now)

    def paused(self, now: SessionState) -> SessionState:
        """Where it stands when what plays, if anything does, is paused."""
        if now.playing is None:
            return now
        said = f"Paused at step {words.grouped(now.state.step)}."
        return self._turned(play.Turn(now.state, now.playing, said), now)

    def sought(self, now: SessionState, here: State, intent: schema.Seek) -> SessionState:
        """Where it stands at another moment of the record, shown in haste; what plays is paused by that."""
        there = self.paused(now)
        begun, compared = here if now.playing is None else there.state, there.view.compared
        step = common_step(begun, compared, intent.step, intent.future)
        found = self.arrived(there, seek(begun, msgspec.structs.replace(intent, step=step)))
        if step == intent.step:
            return found
        return replace(found, said=f"{found.said}: {begun.tree[compared].title}, laid beside it, ends there")

    def arrived(self, now: SessionState, state: State) -> SessionState:
        """Where it stands at `state`, another moment of the record, shown in haste."""
        title = "" if len(state.tree.futures) == 1 else f" of {state.tree[state.future].title}"
        said = f"after {words.count(state.step, 'update')}{title}"
        numbers = self._computing.in_haste(state)
        return SessionState(state, numbers, now.history, now.revision + 1, said, now.view, lesson=now.lesson)

    def _turned(self, turn: play.Turn, now: SessionState) -> SessionState:
        """Where a burst leads to from `now`; it plays on unless it was the last."""
        history, before, haste = now.history, now.before, self._computing.in_haste
        if before is not None and turn.playing.written:
            history, before = history.moved("training", before), None
        if turn.stopped:
            state = play.end_playing(turn, now=self._computing.clock(), engine=self._computing.engine)
            said = f"{learn.in_sentence(turn.stopped)}, after {words.count(state.step, 'update')}"
            return SessionState(
                state, haste(state), history, now.revision + 1, said, now.view, lesson=now.lesson
            )
        return SessionState(
            turn.state,
            haste(turn.state),
            history,
            now.revision + 1,
            "",
            now.view,
            playing=turn.playing,
            before=before,
            lesson=now.lesson,
        )

    def _watching(self, now: SessionState) -> BreakpointWatcher | None:
        """What the future that plays is watched for, from where that began or was last changed."""
        state, present = now.state, now.view.breakpoints
        key = (state.run, state.future, present)
        if self._watched is None or self._watched[0] != key:
            self._watched = key, self._hits.watch(state.tree, state.future, present)
        return self._watched[1]


def _between_looks(now: SessionState) -> int | None:
    """How many steps may be made before a lesson's goal is looked at, which one of them may have reached.

    Each of the first ones is looked at: a goal may be to need few. None where there is no goal to be reached.
    """
    return None if now.lesson is None or not now.lesson.seeks else 1 + now.state.step // EACH_OF
