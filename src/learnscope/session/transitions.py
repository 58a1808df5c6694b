"""Where an intent leads a sitting: from all it holds at one moment to all it holds at the next.

An intent that changes numbers, made where the update is already on screen (at the end of the timeline), first
makes that update. `Rest` only says where the reader stands. Where to look is never taken back.
"""

from dataclasses import replace

from learnscope import words
from learnscope.data.dataset import Dataset
from learnscope.errors import check_number
from learnscope.lessons.shelf import Shelf
from learnscope.scene import schema
from learnscope.session import breaking
from learnscope.session.beside import common_step
from learnscope.session.computing import Computing
from learnscope.session.fresh import Fresh
from learnscope.session.lessons import check_touch, left, taken
from learnscope.session.links.answers import linked
from learnscope.session.moved import moved, recalled
from learnscope.session.moves import configure
from learnscope.session.moves.dispatch import Means, move_of
from learnscope.session.moves.move import Move, naming
from learnscope.session.player import Player
from learnscope.session.record import stepped
from learnscope.session.saved_runs import delete_saved, open_saved, rename_saved
from learnscope.session.session_state import SessionState
from learnscope.session.stale import is_present
from learnscope.session.state import State
from learnscope.session.visit import future_of, visit
from learnscope.store.autosave import Autosave
from learnscope.watch.hits import Hits

READ = 1.0  # the position where nothing but the inputs is there


class Transitions:
    """They, with what they need besides where the sitting stands."""

    def __init__(
        self,
        computing: Computing,
        player: Player,
        fresh: Fresh,
        hits: Hits,
        autosave: Autosave | None,
        shelf: Shelf,
    ) -> None:
        self._computing = computing
        self._player = player
        self._fresh = fresh
        self._hits = hits
        self._autosave = autosave
        self._shelf = shelf

    def __call__(self, now: SessionState, intent: schema.Intent) -> SessionState:
        """Where `intent` leads to from `now`. Raises LearnscopeError where it breaks a rule."""
        if intent.about == "looks":
            return self._looked(now, intent)
        here = _here(now, intent)
        if isinstance(intent, schema.OpenLink):
            still = self._player.paused(now)
            return linked(
                still,
                here if now.playing is None else still.state,
                intent,
                shelf=self._shelf,
                run=self._fresh.run,
                engine=self._computing.engine,
                numbers=self._computing.at_rest,
            )
        if now.lesson is not None:
            check_touch(intent, now.lesson, here.experiment)
        match intent:
            case schema.TakeLesson():
                still = self._player.paused(now)
                return taken(
                    still,
                    here if now.playing is None else still.state,
                    intent,
                    shelf=self._shelf,
                    run=self._fresh.run(),
                    engine=self._computing.engine,
                    numbers=self._computing.at_rest,
                )
            case schema.LeaveLesson():
                still = self._player.paused(now)
                return left(still, numbers=self._computing.at_rest, explore=intent.explore)
            case schema.Rest():
                return replace(now, state=here)
            case schema.Undo() | schema.Redo():
                back = isinstance(intent, schema.Undo)
                return recalled(now, here, back=back, numbers=self._computing.at_rest)
            case schema.Pause():
                return self._player.paused(now)
            case schema.Seek():
                return self._player.sought(now, here, intent)
            case schema.SetBreakpoint():
                changed, said = breaking.set_breakpoint(now.view.breakpoints, intent)
                view = replace(now.view, breakpoints=changed)
                return replace(now, state=here, view=view, said=said, revision=now.revision + 1)
            case schema.DeleteRun():
                return replace(now, state=here, said=delete_saved(intent, self._autosave, here))
            case schema.RenameRun():
                said = rename_saved(intent, self._autosave, here)
                return replace(now, state=here, said=said, revision=now.revision + 1)
            case schema.OpenRun():
                move, view = open_saved(intent, self._autosave, here, run=self._fresh.run())
                return replace(self._moved(now, here, here, move, None), view=view)
            case schema.Play() if now.playing is not None:
                return self._player.repaced(now, intent)
        base = here
        updated = here.phase >= here.phases and intent.about != "futures"
        if updated or isinstance(intent, schema.Advance):
            base = replace(stepped(now.numbers), phase=here.phase)
        if isinstance(intent, schema.Play):
            return self._player.begun(now, here, base, intent)
        move = move_of(here, base, intent, self._means(now))
        in_lesson = now.lesson is not None and isinstance(intent, schema.SetParameter)
        if in_lesson and READ < here.phase < here.phases:
            # a page that asks for a change says where to look for what comes of it: there it stays
            move = replace(move, state=replace(move.state, phase=here.phase))
        if move.state.same_numbers(base) and not isinstance(intent, schema.Advance):
            return replace(now, state=here, said="nothing has changed")
        return self._moved(now, here, base, move, intent)

    def adopted(self, now: SessionState, dataset: Dataset) -> SessionState:
        """Where a new run of the present network on `dataset` begins."""
        if now.lesson is not None:
            now = left(now, numbers=self._computing.at_rest)
        here = now.state
        said = f"data set is now {dataset.title}, {words.count(len(dataset), 'sample')}"
        move = configure.begin_on(here, dataset, "your data", said, run=self._fresh.run())
        return self._moved(now, here, here, move, None)

    def _looked(self, now: SessionState, intent: schema.Intent) -> SessionState:
        """As it stands, looked at as `intent` wants it."""
        view = now.view.changed(intent, now.state, now.numbers.subject)
        if isinstance(intent, schema.Open) and isinstance(intent.what, schema.Comparison):
            other, step = future_of(now.state, intent.what.future), now.state.step
            if common_step(now.state, other.name, step) < step:
                now = self._player.arrived(self._player.paused(now), visit(now.state, other.steps))
                now = replace(now, said=f"{now.said}, where {other.title} ends")
        return replace(now, view=view)

    def _moved(
        self, now: SessionState, here: State, base: State, move: Move, intent: schema.Intent | None
    ) -> SessionState:
        return moved(now, here, base, move, intent, numbers=self._computing.at_rest)

    def _means(self, now: SessionState) -> Means:
        """What moves need besides the state they begin at."""
        present = now.view.breakpoints
        return Means(
            run=self._fresh.run,
            seed=self._fresh.seed,
            clock=self._computing.clock,
            engine=lambda: self._computing.engine,
            watch=lambda state: self._hits.watch(state.tree, state.future, present),
        )


def _here(now: SessionState, intent: schema.Intent) -> State:
    """The state with the position on its timeline at which `intent` was made."""
    if now.playing is not None or not is_present(intent.at, now):
        return now.state
    with naming("at.phase"):
        phase = check_number("at.phase", intent.at.phase, f"[0, {now.state.phases}]")
    return replace(now.state, phase=phase)
