"""A sitting: it holds a state, takes intents one at a time and answers each with a scene or a problem.

    stale      the intent was made at a moment that is gone, and not only by its reader's own wishes
    refused    a rule was broken; the message says which, and what to do
    failed     something unexpected; it is logged

After a problem every number is as it was. An intent that changes numbers, made where the update is already on
screen (at the end of the timeline), first makes that update. `Rest` only says where the reader stands.
Moves of one kind and one gesture (a drag) are one to an undo. What a move does to the record of the run is
found out in one place, by comparing the state it leads to with the one it began at (`record`).

While it plays, whoever holds the session calls `tick` as long as it is `going`. Playing, pausing, seeking
and what belongs to a future as a whole may be asked for at any moment of the run, and how it learns may be
changed while it plays; anything else only at rest. Where to look is never taken back: one undo takes back all
that one playing added to the record.

There is no transport here, the clock is handed in, and whoever calls sees to it that calls come one after the
other.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

import msgspec

from learnscope.core.compiled import Engine
from learnscope.data.dataset import Dataset
from learnscope.errors import IntentError, LearnscopeError, check_number, shown
from learnscope.experiment import Experiment
from learnscope.library.experiment_run import ExperimentRun
from learnscope.run import stopping
from learnscope.scene import schema, words
from learnscope.scene.run import RunDrawer
from learnscope.session import breaking, play
from learnscope.session.drawing import scene_of
from learnscope.session.ledger import Ledger
from learnscope.session.moved import moved, recalled
from learnscope.session.moves import configure, learn, starts
from learnscope.session.moves.dispatch import Means, move_of
from learnscope.session.moves.move import Move, naming
from learnscope.session.questions import answer
from learnscope.session.record import stepped
from learnscope.session.saved_runs import breakpoints_of, delete_saved, notes_of, open_saved
from learnscope.session.session_state import SessionState
from learnscope.session.snapshot import read_snapshot, write_snapshot
from learnscope.session.stale import gone, is_present
from learnscope.session.state import Numbers, State, begin
from learnscope.session.undo import UndoStack
from learnscope.session.view import View
from learnscope.session.visit import future_of, seek
from learnscope.store.autosave import Autosave
from learnscope.store.stored import StoredRun
from learnscope.training.engines import EngineChoice, choose_engine, ready_engine
from learnscope.watch.hits import BreakpointWatcher, Hits

PATIENCE = 2.0  # seconds in which the file of a run is written, before the snapshot takes the run itself
REST = 0.12  # seconds after which what was shown in haste is completed, unless something else happens


class Session:
    """One sitting. `seeds` is asked for a whole number whenever a fresh one is needed."""

    def __init__(
        self,
        *,
        seeds: Callable[[], int],
        starting_point: str = "iris",
        experiment: Experiment | None = None,
        saved: ExperimentRun | StoredRun | None = None,
        snapshot: bytes | None = None,
        autosave: Autosave | None = None,
        clock: Callable[[], float] = time.monotonic,
        engine: EngineChoice = "auto",
    ) -> None:
        """Begin at a starting point or with an experiment, or go on from a saved run or a snapshot.

        `engine` makes the steps of long trainings, `autosave` keeps runs on disk. Raises FormatError where
        the snapshot is none, and what `begin` raises where the experiment cannot be begun.
        """
        self._seeds = seeds
        self._clock = clock
        self._engine = engine
        self._present: Engine | None = None if engine == "auto" else choose_engine(engine)
        self._drawer = RunDrawer()
        self._rests_until = 0.0  # by the clock: before, what was shown in haste is not completed
        self._hits = Hits()
        self._autosave = autosave
        self._told = ""  # of the autosave's troubles, the one that was shown last
        view = View()
        self._watched: tuple[object, BreakpointWatcher | None] | None = (
            None  # what is watched for while it plays
        )
        if snapshot is None:
            self._name = seeds()  # tells its runs from those of an earlier sitting at the same address
            self._runs = 0
            self._used: set[int] = set()  # seeds that runs were started from
            state, revision = starts.choose(starting_point, run=self._run()).state, 0
            if experiment is not None:
                state = begin("", experiment, run=state.run)
            if saved is not None:
                state = starts.go_on(saved, run=state.run)
            if isinstance(saved, StoredRun):
                view = View(breakpoints=breakpoints_of(saved))
                if autosave is not None:
                    autosave.adopt(state.run, saved)
            self._used.add(state.experiment.seed_of("weights"))
            self._ledger = Ledger()
        else:
            kept, state, view = read_snapshot(snapshot, autosave)
            self._name, self._runs, self._used = kept.name, kept.runs, set(kept.used)
            revision = kept.revision
            self._ledger = kept.ledger or Ledger(floor=revision)
        self._now = SessionState(state, self._numbers(state), UndoStack(), revision, "", view)
        self._ledger.shape(revision, state.network.sizes)

    def snapshot(self, *, settle: bool = False) -> bytes:
        """Where the sitting stands, for going on from there in another process, where undo begins anew.

        With `settle` the run, too, is on disk when this returns; a file that takes too long is not relied on.
        """
        autosave = self._autosave
        if settle and autosave is not None and not autosave.settle(PATIENCE):
            autosave = None
        return write_snapshot(
            self._now.state,
            name=self._name,
            runs=self._runs,
            used=frozenset(self._used),
            revision=self._now.revision,
            view=self._now.view,
            autosave=autosave,
            ledger=self._ledger,
        )

    def release(self) -> None:
        """See that the run is on disk, since nobody looks, and let other sittings go on with its file."""
        if self._autosave is not None:
            self._autosave.release()

    def scene(self) -> schema.Scene:
        """What there is to draw now."""
        return self._drawn(self._now)

    @property
    def going(self) -> bool:
        """Whether there is something to go on with: it plays, or there is more to say of what was shown."""
        autosave = self._autosave
        return self._now.going or (autosave is not None and (autosave.busy or autosave.trouble != self._told))

    def tick(self) -> schema.Scene | None:
        """Go on for a moment and return what there is to draw then; None where nothing is new yet."""
        now = self._now
        if now.playing is None:
            if self._autosave is not None and self._autosave.trouble != self._told:
                return self._kept(now)
            if not now.going or self._clock() < self._rests_until:
                return None
            return self._kept(replace(now, numbers=self._numbers(now.state)))
        there = self._burst(now, now.playing)
        return None if there is None else self._kept(there)

    def _burst(self, now: SessionState, playing: play.Playing) -> SessionState | None:
        """Where the next burst of what plays leads to; None where no step is due."""
        watch = self._watching(now)
        turn = play.burst(now.state, playing, clock=self._clock, engine=self._chosen(), watch=watch)
        if turn is not None and turn.hit is not None and watch is not None and not turn.stopped:
            why = breaking.stopped(watch)
            tree = stopping(turn.state.tree, turn.state.future, why)
            turn = replace(turn, state=replace(turn.state, tree=tree), stopped=why)
        if turn is not None and turn.stopped:  # nobody waits for this answer, as one does for that to a pause
            self._hits.look(turn.state.tree, turn.state.future, now.view.breakpoints)
        return None if turn is None else self._turned(turn, now)

    def pause(self) -> None:
        """Stop playing, since nobody looks."""
        if self._now.playing is not None:
            self._stand(self._paused())

    def handle(self, intent: schema.Intent) -> schema.Reply:
        """Carry out `intent` and return the scene it leads to, or say why not; never raises.

        One that was answered before, to a connection that was lost, is answered again and changes nothing.
        """
        if isinstance(intent, schema.Question):
            return self._answered(intent)
        try:
            if self._ledger.is_known(intent):
                return self._ledger.refusal(intent) or self.scene()
            before = self._now.revision
            reply = self._wished(intent)
            after = self._now.revision
            self._ledger.note(intent, reply, None if after == before else after)
        except Exception as error:
            return _failed(intent, error, getattr(intent, "serial", -1))
        if isinstance(reply, schema.Scene):
            reply = msgspec.structs.replace(reply, answered=dict(self._ledger.answered))
        return reply

    def _wished(self, intent: schema.Intent) -> schema.Reply:
        """What `intent` leads to now, or why it leads to nothing."""
        if isinstance(intent, schema.Rest) and not is_present(intent.at, self._now):
            return self.scene()  # a position on the timeline of a step that is gone is of no use
        why = gone(intent, self._now, self._ledger, sitting=self._name)
        if why:
            return schema.Problem("stale", "at", why, intent.serial)
        lead = self._looking if intent.about == "looks" else self._there
        return self._carried_out(lambda: lead(intent), intent, intent.serial)

    def _answered(self, question: schema.Question) -> schema.Reply:
        """The answer to a question about the present state, or why there is none; nothing changes."""
        try:
            return answer(
                question,
                self._now.state,
                self._now.numbers,
                clock=self._clock,
                engine=self._engine,
                autosave=self._autosave,
            )
        except LearnscopeError as error:
            field = error.field if isinstance(error, IntentError) else ""
            return schema.Problem("refused", field, str(error), question.serial)
        except Exception as error:
            return _failed(question, error, question.serial)

    def adopt(self, dataset: Dataset) -> schema.Reply:
        """Begin a new run of the present network on `dataset`, or say why not; never raises."""

        def there() -> SessionState:
            self.pause()
            here = self._now.state
            said = f"data set is now {dataset.title}, {words.count(len(dataset), 'sample')}"
            move = configure.begin_on(here, dataset, "your data", said, run=self._run())
            return self._moved(here, here, move, None)

        reply = self._carried_out(there, dataset, -1)
        if isinstance(reply, schema.Scene):
            self._ledger.floor = self._now.revision  # nobody knows whose data it was
        return reply

    def _carried_out(self, act: Callable[[], SessionState], what: object, serial: int) -> schema.Reply:
        """Go where `act` leads, and draw it; a problem where it fails, after which nothing has changed."""
        try:
            there = act().looked_at()
            scene = self._drawn(there)  # before anything is kept: a failure here changes nothing
        except LearnscopeError as error:
            field = error.field if isinstance(error, IntentError) else ""
            return schema.Problem("refused", field, str(error), serial)
        except Exception as error:
            return _failed(what, error, serial)
        self._stand(there)
        self._used.add(there.state.experiment.seed_of("weights"))
        return scene

    def _kept(self, there: SessionState) -> schema.Scene:
        """The scene of `there`, where the sitting stands from now on."""
        there = there.looked_at()
        scene = self._drawn(there)
        self._stand(there)
        return scene

    def _drawn(self, there: SessionState) -> schema.Scene:
        """The scene of `there`."""
        scene = scene_of(there, self._drawer, self._hits, self._autosave, self._ledger.answered)
        self._told = "" if scene.run is None else scene.run.trouble
        return scene

    def _stand(self, there: SessionState) -> None:
        """Stand at `there` from now on, and have the run written if anything was added to it."""
        self._now = there
        self._ledger.shape(there.revision, there.state.network.sizes)
        if self._autosave is not None:
            state, rests = there.state, there.playing is None
            self._autosave.keep(state.run, state.tree, notes_of(state, there.view), at_once=rests)

    def _looking(self, intent: schema.Intent) -> SessionState:
        """As it stands, looked at as `intent` wants it."""
        if isinstance(intent, schema.Compare) and intent.future:
            future_of(self._now.state, intent.future)
        return replace(self._now, view=self._now.view.changed(intent, self._now.numbers.subject))

    def _there(self, intent: schema.Intent) -> SessionState:
        """Where `intent` leads to."""
        here, now = self._here(intent), self._now
        match intent:
            case schema.Rest():
                return replace(now, state=here)
            case schema.Undo() | schema.Redo():
                return recalled(now, here, back=isinstance(intent, schema.Undo), numbers=self._numbers)
            case schema.Pause():
                return now if now.playing is None else self._paused()
            case schema.Seek():
                return self._sought(here, intent)
            case schema.SetBreakpoint():
                changed, said = breaking.set_breakpoint(now.view.breakpoints, intent)
                view = replace(now.view, breakpoints=changed)
                return replace(now, state=here, view=view, said=said, revision=now.revision + 1)
            case schema.DeleteRun():
                return replace(now, state=here, said=delete_saved(intent, self._autosave, here))
            case schema.OpenRun():
                move, view = open_saved(intent, self._autosave, here, run=self._run())
                return replace(self._moved(here, here, move, None), view=view)
            case schema.Play() if now.playing is not None:
                playing = play.repaced(now.playing, intent.pace, self._clock())
                return replace(now, playing=playing, revision=now.revision + 1)
        base = here
        updated = here.phase >= here.phases and intent.about != "futures"
        if updated or isinstance(intent, schema.Advance):
            base = replace(stepped(now.numbers), phase=here.phase)
        if isinstance(intent, schema.Play):
            begun = self._begun(here, base, intent)
            at_once = intent.until == "step" and not intent.race and not intent.pace
            there = self._burst(begun, begun.playing) if at_once and begun.playing else None
            return there or begun
        move = move_of(here, base, intent, self._means())
        if move.state.same_numbers(base) and not isinstance(intent, schema.Advance):
            return replace(now, state=here, said="nothing has changed")
        return self._moved(here, base, move, intent)

    def _here(self, intent: schema.Intent) -> State:
        """The state with the position on its timeline at which `intent` was made."""
        now = self._now
        if now.playing is not None or not is_present(intent.at, now):
            return now.state
        with naming("at.phase"):
            phase = check_number("at.phase", intent.at.phase, f"[0, {now.state.phases}]")
        return replace(now.state, phase=phase)

    def _begun(self, here: State, base: State, intent: schema.Play) -> SessionState:
        """Where it stands when it begins to play."""
        now = self._now
        stops = any(each.on and each.name != "not_finite" for each in now.view.breakpoints)
        playing = play.begin_playing(base, intent, self._clock(), breakpoints=stops)
        self._watched = None
        made = base is not here
        return SessionState(
            base,
            self._hasty(base),
            now.history.moved("training", here) if made else now.history,
            now.revision + 1,
            f"step {base.step} is made; it plays" if made else "it plays",
            now.view,
            playing=playing,
            before=None if made else here,
        )

    def _turned(self, turn: play.Turn, now: SessionState) -> SessionState:
        """Where a burst leads to from `now`; it plays on unless it was the last."""
        history, before = now.history, now.before
        if before is not None and turn.playing.written:
            history, before = history.moved("training", before), None
        if turn.stopped:
            state = play.end_playing(turn, now=self._clock(), engine=self._chosen())
            said = f"{learn.in_sentence(turn.stopped)}, after {words.count(state.step, 'update')}"
            return SessionState(state, self._hasty(state), history, now.revision + 1, said, now.view)
        numbers = self._hasty(turn.state)
        return SessionState(
            turn.state, numbers, history, now.revision + 1, "", now.view, None, turn.playing, before
        )

    def _paused(self) -> SessionState:
        """Where it stands when what plays is paused."""
        now = self._now
        assert now.playing is not None
        return self._turned(
            play.Turn(now.state, now.playing, f"Paused at step {words.grouped(now.state.step)}."), now
        )

    def _sought(self, here: State, intent: schema.Seek) -> SessionState:
        """Where it stands at another moment of the record, shown in haste; what plays is paused by that."""
        now = self._now if self._now.playing is None else self._paused()
        state = seek(here if self._now.playing is None else now.state, intent)
        title = "" if len(state.tree.futures) == 1 else f" of {state.tree[state.future].title}"
        said = f"after {words.count(state.step, 'update')}{title}"
        return SessionState(state, self._hasty(state), now.history, now.revision + 1, said, now.view)

    def _moved(self, here: State, base: State, move: Move, intent: schema.Intent | None) -> SessionState:
        return moved(self._now, here, base, move, intent, numbers=self._numbers)

    def _watching(self, now: SessionState) -> BreakpointWatcher | None:
        """What the future that plays is watched for, from where that began or was last changed."""
        state, present = now.state, now.view.breakpoints
        key = (state.run, state.future, present)
        if self._watched is None or self._watched[0] != key:
            self._watched = key, self._hits.watch(state.tree, state.future, present)
        return self._watched[1]

    def _numbers(self, state: State) -> Numbers:
        """The numbers of a state at rest."""
        return Numbers(state, checker=ready_engine(self._engine))

    def _hasty(self, state: State) -> Numbers:
        """The numbers of a state that is shown in haste: soon another is, or all of them a little later."""
        self._rests_until = self._clock() + REST
        return Numbers(state, haste=True, engine=self._chosen())

    def _chosen(self) -> Engine:
        """The engine that makes steps now."""
        self._present = choose_engine(self._engine, present=self._present)
        return self._present

    def _means(self) -> Means:
        """What moves need besides the state they begin at."""
        present = self._now.view.breakpoints
        return Means(
            run=self._run,
            seed=self._seed,
            clock=self._clock,
            engine=self._chosen,
            watch=lambda state: self._hits.watch(state.tree, state.future, present),
        )

    def _run(self) -> str:
        """A name for a run that no run before had."""
        self._runs += 1
        return f"{self._name}-{self._runs}"

    def _seed(self) -> int:
        """A seed no run of this sitting was started from."""
        seed = self._seeds() % starts.SEEDS
        while seed in self._used and len(self._used) < starts.SEEDS:
            seed = (seed + 1) % starts.SEEDS
        return seed


def _failed(what: object, error: Exception, serial: int) -> schema.Problem:
    """The answer to a fault of ours, which is logged."""
    logging.getLogger(__name__).error("an intent failed: %s", shown(what), exc_info=error)
    message = "a fault in Learnscope kept this from being carried out; nothing has changed"
    return schema.Problem("failed", "", message, serial)
