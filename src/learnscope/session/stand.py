"""What a page of a lesson puts on the stage, by a reader's moves: where it begins, and where its play ends.

A page without a state of its own begins where the page before it ends. So what is shown on a page follows
from the lesson alone, and a link to it leads to the same numbers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from learnscope import words
from learnscope.core.compiled import Engine
from learnscope.errors import ArgumentError, IntentError, LearnscopeError
from learnscope.lessons.blocks import Play, Stand
from learnscope.lessons.kinds import Edit
from learnscope.lessons.lesson import Lesson
from learnscope.lessons.quantities import Quantities
from learnscope.lessons.sound import unsound
from learnscope.run import grow
from learnscope.scene.belonging import find
from learnscope.scene.grammar import Name, parse
from learnscope.scene.named import Moment
from learnscope.scene.schema import (
    Configure,
    Moment as MomentScene,
    SetInput,
    SetParameter,
    SetTarget,
    ShowSample,
)
from learnscope.session.anew import drawn, sample_of
from learnscope.session.fitting import check_size
from learnscope.session.links.limits import MOST_WORK
from learnscope.session.moves import configure, edits as edit_moves, travel
from learnscope.session.moves.learn import ready, told
from learnscope.session.moves.move import Move
from learnscope.session.numbers import Numbers
from learnscope.session.record import recorded
from learnscope.session.state import State, begin
from learnscope.session.visit import visit

ATTEMPTS = 40  # in which the numbers of an exercise are drawn
MOST_STEPS = 10_000  # that a page makes: nobody waits longer for it


@dataclass(frozen=True, eq=False)
class Put:
    """A page as it is put: where it begins, and where its play ends."""

    start: State
    end: State

    def quantities(self) -> Quantities:
        """The numbers of both."""
        start = moment_at(self.start)
        return Quantities(start, start if self.end is self.start else moment_at(self.end))


def put(lesson: Lesson, page: int, *, run: str, engine: Engine, seed: int = 0) -> Put:
    """Page `page`, from 0, of `lesson`, in a run called `run`, with the numbers of exercise `seed`.

    Raises LearnscopeError where its state or its play breaks a rule.
    """
    start = beginning(lesson, page, run=run, engine=engine, seed=seed)
    return Put(start, played(start, lesson.pages[page].play, engine=engine))


def beginning(lesson: Lesson, page: int, *, run: str, engine: Engine, seed: int = 0) -> State:
    """Where that page begins: as its state block says, or where the page before it ends.

    Of an exercise numbers are drawn until the questions of all pages that go on from them are sound.
    """
    pages = lesson.together(page)
    stand = lesson.pages[pages.start].stand
    assert stand is not None  # the first page has one
    state = begun(stand, run=run, engine=engine, seed=seed)
    for attempt in range(1, ATTEMPTS if seed and stand.anew else 0):
        if _sound(lesson, pages, state, engine=engine):
            break
        state = begun(stand, run=run, engine=engine, seed=seed, attempt=attempt)
    for between in lesson.pages[pages.start : page]:
        state = played(state, between.play, engine=engine)
    return state


def _sound(lesson: Lesson, pages: range, state: State, *, engine: Engine) -> bool:
    for shown in lesson.pages[pages.start : pages.stop]:
        after = played(state, shown.play, engine=engine)
        if unsound(shown, Put(state, after).quantities()) is not None:
            return False
        state = after
    return True


def begun(stand: Stand, *, run: str, engine: Engine, seed: int = 0, attempt: int = 0) -> State:
    """What a state block says: recipe, edits, steps, sample, phase; drawn numbers in place of its own."""
    experiment = stand.experiment.experiment
    anew = stand.anew if seed else ()
    if stand.seed is not None or "start" in anew:
        experiment = experiment.replace(seed=ATTEMPTS * seed + attempt if "start" in anew else stand.seed)
    check_size(experiment)
    named = stand.experiment.named and stand.seed is None and "start" not in anew
    state = begin(stand.experiment.text if named else "", experiment, run=run)
    edits = (*stand.edits, *drawn(state, anew, seed, attempt))
    later = [edit for edit in edits if parse(edit.name).kind.word in ("input", "target")]
    for edit in edits:
        state = state if edit in later else edited(state, edit)
    state = trained(state, stand.step, engine=engine)
    for edit in stand.then:
        state = edited(state, edit)
    sample = sample_of(state, seed, attempt) if "sample" in anew else stand.sample
    if sample is not None:
        with _field("sample"):
            state = travel.show_sample(state, ShowSample(at=_at(state), number=sample)).state
    for edit in later:
        state = edited(state, edit)
    return replace(state, phase=position(stand.phase, state))


def played(state: State, play: Play | None, *, engine: Engine) -> State:
    """Where a page's play leads from `state`."""
    if play is None:
        return state
    if play.steps:
        return trained(state, play.steps, engine=engine)
    phase = position(play.to, state)
    if phase < state.phase:
        raise ArgumentError(
            f"to must be a phase after the one that is done, got {play.to!r}; name a later one"
        )
    return replace(state, phase=phase)


@contextmanager
def _field(name: str) -> Iterator[None]:
    """Refusals within speak of this field of the block, whatever the move calls it."""
    try:
        yield
    except IntentError as error:
        said = str(error)
        moved = f"{error.field} "
        raise ArgumentError(
            f"{name} {said.removeprefix(moved)}" if said.startswith(moved) else f"{name}: {said}"
        ) from error


def trained(state: State, steps: int, *, engine: Engine) -> State:
    """`state` after so many steps more; fewer where a loss is not finite or a rule of the recipe is met."""
    if steps == 0:
        return state
    if steps > MOST_STEPS:
        raise ArgumentError(
            f"steps must be at most {MOST_STEPS}, got {steps}; begin nearer to what is to be shown"
        )
    samples, parameters = state.experiment.batch_size, state.network.parameters.size
    if steps * samples * parameters > MOST_WORK:
        raise ArgumentError(
            f"steps must take about five seconds at most, got {steps} of {words.count(samples, 'sample')} "
            f"with {words.grouped(parameters)} parameters; make fewer, or take a smaller network or batch"
        )
    growth = grow(ready(state), state.future, steps, engine)
    tree = told(growth, state.future)
    return visit(state, tree[state.future].steps, tree=tree)


def edited(state: State, edit: Edit) -> State:
    """`state` with a number set as a reader sets it. Raises LearnscopeError where that breaks a rule."""
    name = parse(edit.name)
    try:
        return recorded(state, _move(state, name, edit.value))
    except LearnscopeError as error:
        find(edit.name, Numbers(state).subject)  # raises with the nearest right name
        raise ArgumentError(f"{edit.name} = {edit.value:g}: {error}") from error


def _move(state: State, name: Name, value: float) -> Move:
    at, axes = _at(state), name.axes
    match name.kind.word:
        case "weight":
            index = axes["from"], axes["to"]
            return edit_moves.set_parameter(
                state, SetParameter(at=at, link=axes["link"], role="weight", index=index, value=value)
            )
        case "bias":
            return edit_moves.set_parameter(
                state,
                SetParameter(at=at, link=axes["link"], role="bias", index=(axes["neuron"],), value=value),
            )
        case "input":
            return edit_moves.set_input(state, SetInput(at=at, index=axes["input"], value=value))
        case "target":
            return edit_moves.set_target(state, SetTarget(at=at, index=axes["output"], value=value))
        case "setting":
            intent = Configure(at=at, name=name.setting, value=value)
            return configure.configure(state, intent, run=state.run)
    raise IntentError(f"{name} must be a number that can be set", field="name")


def position(phase: str, state: State) -> float:
    """Where on the step's timeline `phase` is done. Raises ArgumentError for a phase it has not."""
    layers = len(state.network.layers)
    word, _, number = phase.partition(" ")
    places = {"start": 0, "read": 1, "loss": layers + 2, "update": 2 * layers + 3}
    if word in places:
        return float(places[word])
    layer = int(number)
    if layer > layers:
        raise ArgumentError(f"phase must name a layer from 1 to {layers}, got {phase!r}")
    return float(1 + layer if word == "forward" else 2 * layers + 3 - layer)


def moment_at(state: State, numbers: Numbers | None = None) -> Moment:
    """The numbers of `state`, as names mean them."""
    found = numbers or Numbers(state)
    updated = state.phase >= state.phases
    return Moment(found.subject, found.outcome, updated=updated, run=state.tree, future=state.future)


def _at(state: State) -> MomentScene:
    return MomentScene(state.run, state.step, 0, state.phase, state.sample)
