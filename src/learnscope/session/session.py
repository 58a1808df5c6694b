"""A sitting: it holds a state, takes intents one at a time and answers each with a scene or a problem.

    stale      the intent was made at a moment that is gone
    refused    a rule was broken; the message says which, and what to do
    failed     something unexpected; it is logged

After a problem every number is as it was. An intent that changes numbers, made where the update is already on
screen (at the end of the timeline), first makes that update. `Rest` only says where the reader stands.
Moves of one kind and one gesture (a drag) are one to an undo.
There is no transport here, the clock is handed in, and whoever calls sees to it that calls come one after the
other.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from learnscope.data.dataset import Dataset
from learnscope.errors import IntentError, LearnscopeError, check_number, check_whole, shown
from learnscope.experiment import Experiment
from learnscope.scene import schema, words
from learnscope.scene.experiment import experiment_scene
from learnscope.scene.stage import stage_scene
from learnscope.session import configure, edits, learn, starts, travel
from learnscope.session.drawn import drawn_data
from learnscope.session.moves import Move, naming
from learnscope.session.snapshot import read_snapshot, write_snapshot
from learnscope.session.state import Numbers, State, begin, updated
from learnscope.session.undo import History
from learnscope.training.engines import EngineChoice
from learnscope.training.experiment_run import ExperimentRun


@dataclass(frozen=True, eq=False)
class Standing:
    """All a sitting holds at one moment."""

    state: State
    numbers: Numbers  # of this state, or of one that differs in its position on the timeline alone
    history: History
    revision: int
    said: str
    drag: tuple[type[schema.Intent], str, int] | None = None  # kind, setting and gesture of the last move


class Session:
    """One sitting. `seeds` is asked for a whole number whenever a fresh one is needed."""

    def __init__(
        self,
        *,
        seeds: Callable[[], int],
        starting_point: str = "iris",
        experiment: Experiment | None = None,
        saved: ExperimentRun | None = None,
        snapshot: bytes | None = None,
        clock: Callable[[], float] = time.monotonic,
        engine: EngineChoice = "auto",
    ) -> None:
        """Begin at a starting point or with an experiment, or go on from a saved run or a snapshot.

        `engine` makes the steps of long trainings. Raises FormatError where the snapshot is none, and what
        `begin` raises where the experiment cannot be begun.
        """
        self._seeds = seeds
        self._clock = clock
        self._engine = engine
        if snapshot is None:
            self._name = seeds()  # tells its runs from those of an earlier sitting at the same address
            self._runs = 0
            self._used: set[int] = set()  # seeds that runs were started from
            state, revision = starts.choose(starting_point, run=self._run()).state, 0
            if experiment is not None:
                state = begin("", experiment, run=state.run)
            if saved is not None:
                state = starts.go_on(saved, run=state.run)
            self._used.add(state.experiment.seed)
        else:
            kept, state = read_snapshot(snapshot)
            self._name, self._runs, self._used = kept.name, kept.runs, set(kept.used)
            revision = kept.revision
        self._now = Standing(state, Numbers(state), History(), revision, "")

    def snapshot(self) -> bytes:
        """Where the sitting stands, for going on from there in another process, where undo begins anew."""
        return write_snapshot(
            self._now.state,
            name=self._name,
            runs=self._runs,
            used=frozenset(self._used),
            revision=self._now.revision,
        )

    def scene(self) -> schema.Scene:
        """What there is to draw now."""
        return _scene(self._now)

    def handle(self, intent: schema.AnyIntent) -> schema.Reply:
        """Carry out `intent` and return the scene it leads to, or say why not; never raises."""
        serial = getattr(intent, "serial", -1)
        try:
            gone = self._gone(intent.at)
        except Exception as error:
            return _failed(intent, error, serial)
        if gone:
            return schema.Problem("stale", "at", gone, serial)
        return self._carried_out(lambda: self._there(intent), intent, serial)

    def adopt(self, dataset: Dataset) -> schema.Reply:
        """Begin a new run of the present network on `dataset`, or say why not; never raises."""

        def there() -> Standing:
            here = self._now.state
            said = f"data set is now {dataset.title}, {words.count(len(dataset), 'sample')}"
            move = configure.begin_on(here, dataset, "your data", said, run=self._run())
            return self._moved(here, here, move, None)

        return self._carried_out(there, dataset, -1)

    def _carried_out(self, act: Callable[[], Standing], what: object, serial: int) -> schema.Reply:
        """Go where `act` leads, and draw it; a problem where it fails, after which nothing has changed."""
        try:
            there = act()
            scene = _scene(there)  # before anything is kept, so that a failure here changes nothing
        except LearnscopeError as error:
            field = error.field if isinstance(error, IntentError) else ""
            return schema.Problem("refused", field, str(error), serial)
        except Exception as error:
            return _failed(what, error, serial)
        self._now = there
        self._used.add(there.state.experiment.seed)
        return scene

    def _gone(self, at: schema.Moment) -> str:
        """Why the moment `at` is not the present one, "" where it is."""
        now = self._now
        if at.run != now.state.run:
            return "at must be a moment of the present run, got one of another; look again and repeat it"
        if (at.step, at.revision) != (now.state.step, now.revision):
            return (
                f"at must be the present moment, step {now.state.step} revision {now.revision}, "
                f"got step {at.step} revision {at.revision}; the page has moved on, look again and repeat it"
            )
        if at.sample != now.state.sample:
            shown = now.state.sample
            return f"at must name the sample shown, {shown}, got {at.sample}; look again and repeat it"
        return ""

    def _there(self, intent: schema.AnyIntent) -> Standing:
        """Where `intent` leads to."""
        now = self._now
        with naming("at.phase"):
            phase = check_number("at.phase", intent.at.phase, f"[0, {now.state.phases}]")
        here = replace(now.state, phase=phase)
        if isinstance(intent, schema.Rest):
            return replace(now, state=here)
        if isinstance(intent, schema.Undo | schema.Redo):
            return self._recalled(here, back=isinstance(intent, schema.Undo))
        base = here
        if phase >= here.phases or isinstance(intent, schema.Advance):
            base = replace(updated(now.numbers), phase=phase)
        move = self._move(here, base, intent)
        if move.state.same_numbers(base) and not isinstance(intent, schema.Advance):
            return replace(now, state=here, said="nothing has changed")
        return self._moved(here, base, move, intent)

    def _moved(self, here: State, base: State, move: Move, intent: schema.AnyIntent | None) -> Standing:
        """Where `move` leads to from `base`, which is `here` or, where the update was on screen, after it."""
        now, numbers = self._now, Numbers(move.state)
        said = move.said
        if not isinstance(intent, schema.Advance):
            before = now.numbers if base is here else Numbers(base)
            made = "" if base is here or move.state.run != here.run else f"step {base.step} is made; "
            said = made + move.said + _effect(before, numbers)
        drag = None
        if intent is not None and intent.gesture:
            drag = (type(intent), getattr(intent, "name", ""), intent.gesture)
        history = (
            now.history.continued() if drag and drag == now.drag else now.history.moved(move.label, here)
        )
        return Standing(move.state, numbers, history, now.revision + 1, said, drag)

    def _move(self, here: State, base: State, intent: schema.AnyIntent) -> Move:
        """The move `intent` makes: from what is shown (`base`) or, to a beginning, from `here`."""
        match intent:
            case schema.Advance():
                return travel.advance(base, intent)
            case schema.NextBatch():
                return travel.next_batch(base, intent)
            case schema.ShowSample():
                return travel.show_sample(base, intent)
            case schema.SetLearningRate():
                return travel.set_learning_rate(base, intent)
            case schema.SetBatchSize():
                return travel.set_batch_size(base, intent)
            case schema.SetParameter():
                return edits.set_parameter(base, intent)
            case schema.SetInput():
                return edits.set_input(base, intent)
            case schema.SetTarget():
                return edits.set_target(base, intent)
            case schema.RestoreSample():
                return edits.restore_sample(base)
            case schema.Configure():
                return configure.configure(base, intent, run=self._run())
            case schema.ConfigureMany():
                return configure.configure_many(base, intent, run=self._run())
            case schema.ConfigureLayers():
                return configure.configure_layers(base, intent, run=self._run())
            case schema.DrawData():
                data = drawn_data(intent)
                said = f"data set is now {data.title}, {words.count(len(data), 'point')}"
                return configure.begin_on(base, data, "drawn points", said, run=self._run())
            case schema.Train():
                return learn.train(base, intent, clock=self._clock, engine=self._engine)
            case schema.ReturnToBest():
                return learn.return_to_best(base)
            case schema.Reset():
                return starts.reset(here, run=self._run())
            case schema.NewStart():
                return starts.new_start(here, seed=self._seed(intent.seed), run=self._run())
            case schema.Choose():
                with naming("name"):
                    return starts.choose(intent.name, run=self._run())
        raise TypeError(f"no move for {type(intent).__name__}")

    def _recalled(self, here: State, *, back: bool) -> Standing:
        """The state an undo (`back`) or a redo leads to."""
        history = self._now.history
        label = history.undo if back else history.redo
        if not label:
            raise IntentError(
                f"there is nothing to {'undo' if back else 'redo'}; every move of this sitting stands"
            )
        state, history = history.back(here) if back else history.forward(here)
        said = f"taken back: {label}" if back else f"made again: {label}"
        return Standing(state, Numbers(state), history, self._now.revision + 1, said)

    def _run(self) -> str:
        """A name for a run that no run before had."""
        self._runs += 1
        return f"{self._name}-{self._runs}"

    def _seed(self, wanted: int | None) -> int:
        """`wanted`, or a seed no run of this sitting was started from."""
        if wanted is not None:
            with naming("seed"):
                return check_whole("seed", wanted, low=0, high=starts.SEEDS - 1)
        seed = self._seeds() % starts.SEEDS
        while seed in self._used and len(self._used) < starts.SEEDS:
            seed = (seed + 1) % starts.SEEDS
        return seed


def _failed(what: object, error: Exception, serial: int) -> schema.Problem:
    """The answer to a fault of ours, which is logged."""
    logging.getLogger(__name__).error("an intent failed: %s", shown(what), exc_info=error)
    message = "a fault in Learnscope kept this from being carried out; nothing has changed"
    return schema.Problem("failed", "", message, serial)


def _scene(standing: Standing) -> schema.Scene:
    """The scene of a standing."""
    state, numbers = standing.state, standing.numbers
    subject = numbers.subject
    return schema.Scene(
        protocol=schema.PROTOCOL,
        moment=schema.Moment(state.run, state.step, standing.revision, state.phase, state.sample),
        experiment=experiment_scene(subject),
        stage=stage_scene(subject),
        outcome=numbers.outcome,
        check=numbers.check,
        training=None if state.trained is None else state.trained.scene(),
        diagnoses=numbers.diagnoses,
        undo=standing.history.undo,
        redo=standing.history.redo,
        said=standing.said,
    )


def _effect(before: Numbers, after: Numbers) -> str:
    """What a move did to the loss of the sample shown, as the end of a sentence."""
    same = (before.state.run, before.state.sample) == (after.state.run, after.state.sample)
    losses = before.sample_loss, after.sample_loss
    if not same or words.number(losses[0], digits=12) == words.number(losses[1], digits=12):
        return ""
    return f"; the loss of this sample {words.change(*losses)}"
