"""From where a sitting stands to the scene that a reader gets."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from learnscope.explain.welcome import welcome_scene
from learnscope.scene import schema
from learnscope.scene.breakpoints import breakpoint_marks, breakpoint_scenes
from learnscope.scene.comparison import comparison_ended, comparison_scene
from learnscope.scene.experiment import experiment_scene
from learnscope.scene.grammar import parse
from learnscope.scene.named import Moment
from learnscope.scene.pictures import pictures_scene
from learnscope.scene.planes import plane_scene
from learnscope.scene.run import RunDrawer, Transport
from learnscope.scene.selection import selection_scene
from learnscope.scene.stage import stage_scene
from learnscope.session.beside import subject_beside
from learnscope.session.ended import training_scene
from learnscope.session.numbers import Numbers
from learnscope.session.session_state import SessionState
from learnscope.session.state import State
from learnscope.session.visit import visit
from learnscope.store.autosave import Autosave
from learnscope.watch.hits import Hits


def scene_of(
    standing: SessionState,
    drawer: RunDrawer,
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
    run = drawer(
        state.tree,
        state.future,
        Transport(
            playing=playing is not None,
            pace=0.0 if playing is None else playing.pace,
            rate=0.0 if playing is None else playing.rate,
            stopped="" if playing is not None else _stopped(state),
        ),
        standing.view.window,
        quick=numbers.haste,
        epoch_steps=state.batches,
        breakpoints=breakpoint_scenes(*watched, hits),
        hit=breakpoint_marks(*watched, hits),
        comparison=_comparison(standing),
        file="" if autosave is None else autosave.name(state.run, state.tree),
        trouble="" if autosave is None else autosave.trouble,
    )
    return schema.Scene(
        protocol=schema.PROTOCOL,
        moment=schema.Moment(state.run, state.step, standing.revision, state.phase, state.sample),
        experiment=experiment_scene(subject),
        stage=stage_scene(subject, None if selected is None else selected.neuron(len(subject.neurons) - 1)),
        selection=None if selected is None else selection_scene(selected, moment),
        outcome=numbers.outcome,
        check=numbers.check,
        training=training_scene(state.ended, state.tree, state.future),
        diagnoses=numbers.diagnoses,
        run=run if numbers.haste else _with_best(state, run),
        pictures=pictures_scene(subject, standing.view.face, playing=numbers.haste),
        undo=standing.history.undo,
        redo=standing.history.redo,
        said=standing.said,
        welcome=None if numbers.haste else welcome_scene(subject),
        answered=dict(answered),
    )


def _with_best(state: State, run: schema.RunScene) -> schema.RunScene:
    """`run`, with what was said over the plane where the loss was lowest, if it has risen since."""
    known = run.overfitting
    if known is None or not known.turned or known.best < 0 or known.best == state.step:
        return run
    there = visit(state, known.best)
    plane = plane_scene(there.setup, there.network, quick=True)
    return msgspec.structs.replace(run, overfitting=msgspec.structs.replace(known, plane=plane))


def _stopped(state: State) -> str:
    """Why the last training ended, where the future shown still ends there; else ""."""
    ended = state.ended
    here = ended is not None and ended.future == state.future and ended.last == state.head
    return ended.stopped if ended is not None and here else ""


def _comparison(standing: SessionState) -> schema.ComparisonScene | None:
    """The other future at the same step; while it plays, only where that is at hand."""
    state, shown, name = standing.state, standing.numbers.subject, standing.view.compared
    if name == state.future or name not in state.tree.names:
        return None
    here, other = state.tree[state.future], state.tree[name]
    if standing.playing is not None and state.step != other.steps:
        return None
    if state.step > other.steps:
        return comparison_ended(other, state.step)
    measured = Numbers(visit(state, state.step, name), haste=True, engine=standing.numbers.engine)
    return comparison_scene(here, other, shown, subject_beside(state, shown, name), measured.outcome.before)
