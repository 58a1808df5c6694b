"""A sitting: it holds a state, takes intents one at a time and answers each with a scene or a problem.

    stale      the intent was made at a moment that is gone, and not only by what its reader asked for before
    refused    a rule was broken; the message says which, and what to do
    failed     something unexpected; it is logged

After a problem every number is as it was. Where an intent leads is said in `transitions`; what that means to
the record of the run is found out in one place, by comparing the state it leads to with the one it began at
(`record`).

While it plays, whoever holds the session calls `tick` as long as it is `going`. Playing, pausing, seeking
and what belongs to a future as a whole may be asked for at any moment of the run, and how it learns may be
changed while it plays; anything else only at rest.

There is no transport here, the clock is handed in, and whoever calls sees to it that calls come one after the
other.
"""

import time
from collections.abc import Callable
from dataclasses import replace

import msgspec

from learnscope.data.dataset import Dataset
from learnscope.experiment import Experiment
from learnscope.lessons.shelf import Shelf
from learnscope.library.experiment_run import ExperimentRun
from learnscope.scene import schema
from learnscope.session import beginning
from learnscope.session.computing import Computing
from learnscope.session.drawing import Drawers, scene_of
from learnscope.session.play import BURST
from learnscope.session.player import Player
from learnscope.session.problems import problem_of
from learnscope.session.questions import Asked, answer
from learnscope.session.removed import Removed
from learnscope.session.saved_runs import notes_of
from learnscope.session.session_state import SessionState
from learnscope.session.snapshot import write_snapshot
from learnscope.session.stale import gone, is_present
from learnscope.session.transitions import Transitions
from learnscope.session.undo import UndoStack
from learnscope.session.what_if import Presents
from learnscope.store.autosave import Autosave
from learnscope.store.stored import StoredRun
from learnscope.training.engines import EngineChoice
from learnscope.watch.hits import Hits

PATIENCE = 2.0  # seconds in which the file of a run is written, before the snapshot takes the run itself


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
        shelf: Shelf | None = None,
        haste: bool = False,
    ) -> None:
        """Begin at a starting point or with an experiment, or go on from a saved run or a snapshot.

        `engine` makes the steps of long trainings, `autosave` keeps runs on disk, `shelf`
        holds lessons, by default those that are shipped. With `haste` a snapshot is shown as a moment that
        was sought is: what takes longer follows, when all who come back at one time are there. Raises
        FormatError where the snapshot is none, and what `begin` raises where the experiment cannot be begun.
        """
        self._computing = Computing(engine, clock)
        self._drawers = Drawers()
        self._autosave = autosave
        self._presents = Presents()
        self._removed = Removed()
        self._shelf = shelf or Shelf()
        self._told = ""  # of the autosave's troubles, the one that was shown last
        if snapshot is None:
            first = beginning.anew(seeds, starting_point, experiment, saved, autosave)
        else:
            first = beginning.again(seeds, snapshot, autosave)
        self._fresh, self._ledger, self._hits = first.fresh, first.ledger, Hits()
        self._player = Player(self._computing, self._hits)
        self._lead = Transitions(
            self._computing, self._player, self._fresh, self._hits, autosave, self._shelf
        )
        slowly = snapshot is None or not haste
        numbers = self._computing.at_rest(first.state) if slowly else self._computing.in_haste(first.state)
        self._now = SessionState(first.state, numbers, UndoStack(), first.revision, "", first.view)
        self._ledger.shape(first.revision, first.state.network.sizes)

    def snapshot(self, *, settle: bool = False) -> bytes:
        """Where the sitting stands, for going on from there in another process, where undo begins anew.

        With `settle` the run, too, is on disk when this returns; a file that takes too long is not relied on.
        """
        autosave = self._autosave
        if settle and autosave is not None and not autosave.settle(PATIENCE):
            autosave = None
        lesson = self._now.lesson  # which the page opens again
        own = self._now if lesson is None else lesson.own
        return write_snapshot(
            own.state,
            name=self._fresh.sitting,
            runs=self._fresh.runs,
            used=frozenset(self._fresh.used),
            revision=self._now.revision,
            view=own.view,
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

    def tick(self, seconds: float = BURST) -> schema.Scene | None:
        """Go on for about so long and return what there is to draw then; None where nothing is new yet."""
        now = self._now
        if now.playing is not None:
            there = self._player.burst(now, seconds)
            return None if there is None else self._kept(there)
        if self._autosave is not None and self._autosave.trouble != self._told:
            return self._kept(now)
        if not now.going or not self._computing.rested:
            return None
        return self._kept(replace(now, numbers=self._computing.at_rest(now.state)))

    def pause(self) -> None:
        """Stop playing, since nobody looks."""
        if self._now.playing is not None:
            self._stand(self._player.paused(self._now))

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
            reply = self._led_to(intent)
            after = self._now.revision
            self._ledger.note(intent, reply, None if after == before else after)
        except Exception as error:
            return problem_of(error, intent, getattr(intent, "serial", -1))
        if isinstance(reply, schema.Scene):
            reply = msgspec.structs.replace(reply, answered=dict(self._ledger.answered))
        return reply

    def look(self, question: schema.Question) -> schema.Reply:
        """The answer to a question of somebody who only looks: as any, since none changes anything."""
        return self._answered(question)

    def adopt(self, dataset: Dataset) -> schema.Reply:
        """Begin a new run of the present network on `dataset`, or say why not; never raises."""

        def there() -> SessionState:
            self.pause()
            return self._lead.adopted(self._now, dataset)

        reply = self._carried_out(there, dataset, -1)
        if isinstance(reply, schema.Scene):
            self._ledger.floor = self._now.revision  # nobody knows whose data it was
        return reply

    def _led_to(self, intent: schema.Intent) -> schema.Reply:
        """What `intent` leads to now, or why it leads to nothing."""
        if isinstance(intent, schema.Rest) and not is_present(intent.at, self._now):
            return self.scene()  # a position on the timeline of a step that is gone is of no use
        why = gone(intent, self._now, self._ledger, sitting=self._fresh.sitting)
        if why:
            return schema.Problem("stale", "at", why, intent.serial)
        return self._carried_out(lambda: self._lead(self._now, intent), intent, intent.serial)

    def _answered(self, question: schema.Question) -> schema.Reply:
        """The answer to a question about the present state, or why there is none; nothing changes."""
        now, clock, engine = self._now, self._computing.clock, self._computing.choice
        try:
            asked = Asked(
                now.state, now.numbers, clock, engine, self._autosave, self._presents, self._removed,
                None if now.lesson is None else now.lesson.opened, now.view.selected, self._shelf,
            )  # fmt: skip
            return answer(question, asked)
        except Exception as error:
            return problem_of(error, question, question.serial)

    def _carried_out(self, act: Callable[[], SessionState], what: object, serial: int) -> schema.Reply:
        """Go where `act` leads, and draw it; a problem where it fails, after which nothing has changed."""
        try:
            scene = self._kept(act())
        except Exception as error:
            return problem_of(error, what, serial)
        self._fresh.used.add(self._now.state.experiment.seed_of("weights"))
        return scene

    def _kept(self, there: SessionState) -> schema.Scene:
        """The scene of `there`, where the sitting stands from now on."""
        there = there.looked_at()
        scene = self._drawn(there)  # before anything is kept: a failure here changes nothing
        self._stand(there)
        return scene

    def _drawn(self, there: SessionState) -> schema.Scene:
        """The scene of `there`."""
        scene = scene_of(there, self._drawers, self._hits, self._autosave, self._ledger.answered)
        self._told = "" if scene.run is None else scene.run.trouble
        return scene

    def _stand(self, there: SessionState) -> None:
        """Stand at `there` from now on, and have the run written if anything was added to it."""
        self._now = there
        self._ledger.shape(there.revision, there.state.network.sizes)
        if self._autosave is not None and there.lesson is None:
            state, rests = there.state, there.playing is None
            self._autosave.keep(state.run, state.tree, notes_of(state, there.view), at_once=rests)
