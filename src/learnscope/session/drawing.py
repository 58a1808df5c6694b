"""From where a sitting stands to the scene that a reader gets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from learnscope.explain.welcome import welcome_scene
from learnscope.scene import schema
from learnscope.scene.again import Again
from learnscope.scene.breakpoints import breakpoint_marks, breakpoint_scenes
from learnscope.scene.experiment import experiment_scene
from learnscope.scene.grammar import parse
from learnscope.scene.named import Moment
from learnscope.scene.opened import openable, opened_scenes
from learnscope.scene.run import RunDrawer, Transport
from learnscope.scene.selection import selection_scene
from learnscope.scene.shown import Shown
from learnscope.scene.stage import stage_scene
from learnscope.scene.strip import StripDrawer
from learnscope.scene.subject import Subject
from learnscope.session.beside import subject_beside
from learnscope.session.ended import training_scene
from learnscope.session.numbers import Numbers
from learnscope.session.session_state import SessionState
from learnscope.session.state import State
from learnscope.session.visit import visit
from learnscope.store.autosave import Autosave
from learnscope.watch.hits import Hits


@dataclass(frozen=True, eq=False)
class Drawers:
    """What remembers of a run what was drawn of it."""

    run: RunDrawer = field(default_factory=RunDrawer)
    strip: StripDrawer = field(default_factory=StripDrawer)
    again: Again = field(default_factory=Again)
    settings: Again = field(default_factory=Again)  # one that held itself would stay when its sitting leaves


def scene_of(
    standing: SessionState,
    drawers: Drawers,
    hits: Hits,
    autosave: Autosave | None = None,
    answered: Mapping[str, int] = MappingProxyType({}),
) -> schema.Scene:
    """All there is to draw; `autosave` keeps the run on disk, `answered` are the serials of the readers."""
    state, numbers = standing.state, standing.numbers
    subject, playing = numbers.subject, standing.playing
    selected = parse(standing.view.selected) if standing.view.selected else None
    moment = Moment(subject, numbers.outcome, updated=state.phase >= state.phases)
    watched = state.tree, state.future, standing.view.breakpoints
    if not numbers.haste:
        hits.look(*watched)
    run = drawers.run(
        state.tree,
        state.future,
        Transport(
            playing=playing is not None,
            pace=0.0 if playing is None else playing.pace,
            rate=0.0 if playing is None else playing.rate,
            stopped="" if playing is not None else _stopped(state),
        ),
        epoch_steps=state.batches,
        breakpoints=breakpoint_scenes(*watched, hits),
        hit=breakpoint_marks(*watched, hits),
        file="" if autosave is None or standing.lesson is not None else autosave.name(state.run, state.tree),
        trouble="" if autosave is None else autosave.trouble,
    )
    shown, again = _shown(standing, drawers.strip), drawers.again
    neuron = None if selected is None else selected.neuron(len(subject.neurons) - 1)
    return schema.Scene(
        protocol=schema.PROTOCOL,
        moment=schema.Moment(state.run, state.step, standing.revision, state.phase, state.sample),
        experiment=again(experiment_scene, subject, drawers.settings),
        stage=again(stage_scene, subject, neuron),
        selection=None if selected is None else selection_scene(selected, moment),
        outcome=numbers.outcome,
        check=numbers.check,
        training=training_scene(state.ended, state.tree, state.future),
        diagnoses=numbers.diagnoses,
        run=run,
        opened=opened_scenes(standing.view.opened, shown),
        openable=openable(shown),
        undo=standing.history.undo,
        redo=standing.history.redo,
        said=standing.said,
        welcome=None if numbers.haste else again(welcome_scene, subject),
        lesson=None if standing.lesson is None else standing.lesson.scene(),
        answered=dict(answered),
    )


def _shown(standing: SessionState, strip: StripDrawer) -> Shown:
    """What is shown, for builders of what is open."""
    state, numbers = standing.state, standing.numbers

    def beside(future: str) -> tuple[Subject, tuple[schema.MeasureScene, ...]]:
        measured = Numbers(visit(state, state.step, future), haste=True, engine=numbers.engine)
        return subject_beside(state, numbers.subject, future), measured.outcome.before

    return Shown(
        numbers.subject,
        state.tree,
        state.future,
        strip,
        beside,
        quick=numbers.haste,
        playing=standing.playing is not None,
    )


def _stopped(state: State) -> str:
    """Why the last training ended, where the future shown still ends there; else ""."""
    ended = state.ended
    here = ended is not None and ended.future == state.future and ended.last == state.head
    return ended.stopped if ended is not None and here else ""
