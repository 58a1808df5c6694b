"""What a sitting answers about links, and where opening one leads it."""

from collections.abc import Callable
from dataclasses import replace

from learnscope import words
from learnscope.core.compiled import Engine
from learnscope.errors import FormatError, check_whole
from learnscope.experiment import Experiment
from learnscope.lessons.shelf import Shelf
from learnscope.scene import schema
from learnscope.session.in_lesson import Opened
from learnscope.session.lessons import left, taken
from learnscope.session.links.made import link_to
from learnscope.session.links.opened import state_of
from learnscope.session.links.reading import FIELD, Reading, read_link
from learnscope.session.moved import moved
from learnscope.session.moves.move import Move, naming
from learnscope.session.numbers import Numbers
from learnscope.session.session_state import SessionState
from learnscope.session.state import State, begin
from learnscope.starting_points import STARTING_POINTS

MOST_HIDDEN = 500
OTHER_BITS = (
    "its numbers are not those it was made with to the last digit, since this machine or version of "
    "Learnscope "
    "computes otherwise"
)


def made_link(
    question: schema.MakeLink, state: State, selected: str, lesson: Opened | None
) -> schema.MadeLink:
    """A link to what is shown. Raises IntentError where there can be none."""
    with naming("link"):
        if len(question.hidden) > MOST_HIDDEN:
            raise FormatError(f"a link must hide at most {MOST_HIDDEN} numbers, got {len(question.hidden)}")
        text = link_to(
            state,
            selected=selected,
            dock=question.dock,
            hidden=question.hidden,
            lesson="" if lesson is None else lesson.lesson.name,
            page=1 if lesson is None else lesson.page + 1,
        )
    return schema.MadeLink(
        serial=question.serial, text=f"{FIELD}={text}", holds=_holds(state, question, lesson)
    )


def read(question: schema.ReadLink, shelf: Shelf) -> schema.LinkReading:
    """What a link means. Raises IntentError where that is nothing, or a lesson's page that is not there."""
    with naming("text"):
        found = read_link(question.text)
        held = found.held
        lesson, page = (found.lesson, found.page) if held is None else (held.lesson, held.page)
        if lesson:
            check_whole("page", page, low=1, high=len(shelf.lesson(lesson).pages))
    return schema.LinkReading(
        serial=question.serial,
        kind=found.kind,
        dock="" if held is None else held.dock,
        hidden=() if held is None else held.hidden,
        differs=found.differs,
        faults=found.faults,
    )


def linked(
    now: SessionState,
    here: State,
    intent: schema.OpenLink,
    *,
    shelf: Shelf,
    run: Callable[[], str],
    engine: Engine,
    numbers: Callable[[State], Numbers],
) -> SessionState:
    """Where opening a link leads, as the next move; one's own experiment is what an undo brings back.

    Raises IntentError where it means nothing, or what it means cannot be put.
    """
    with naming("text"):
        found = read_link(intent.text)
        held = found.held
        lesson, page = (found.lesson, found.page) if held is None else (held.lesson, held.page)
        move = _move(found, run(), engine)
    if lesson:
        take = schema.TakeLesson(at=intent.at, lesson=lesson, page=page)
        now = taken(now, here, take, shelf=shelf, run=run(), engine=engine, numbers=numbers)
        here = now.state
    elif now.lesson is not None:
        now = left(now, numbers=numbers)
        here = now.state
    if move is None:
        return now
    there = moved(now, here, here, move, None, numbers=numbers)
    selected = there.view.selected if held is None else held.selected
    return replace(there, view=replace(there.view, selected=selected))


def _move(found: Reading, run: str, engine: Engine) -> Move | None:
    """To the state that was read; None where it is the beginning of a lesson's page."""
    if found.held is not None:
        state, exact = state_of(found.held, run=run, engine=engine)
        said = f"{_titled(state)} at step {state.step}, as the link says"
        return Move(state, "the state of the link", said if exact else f"{said}; {OTHER_BITS}")
    if found.experiment is None:
        return None
    state = begin(_known(found.experiment), found.experiment, run=run)
    if found.kind == "recipe":
        return Move(state, "the recipe of the link", f"{_titled(state)}, as the link says")
    told = "; ".join((*found.faults, *found.differs))
    return Move(state, "the playground's experiment", f"{_titled(state)}, as in the playground, but: {told}")


def _known(experiment: Experiment) -> str:
    """The starting point that it is, "" where it is none."""
    known = (point.name for point in STARTING_POINTS.values() if point.experiment == experiment)
    return next(known, "")


def _titled(state: State) -> str:
    return f"{state.setup.dataset.title}, {'-'.join(map(str, state.network.sizes))}"


def _holds(state: State, question: schema.MakeLink, lesson: Opened | None) -> str:
    """What a link opens, in a sentence."""
    sample = f"{state.setup.dataset.noun} {state.sample + 1}{', edited' if state.edited else ''}"
    steps = state.step + (state.phase >= state.phases)  # the update on screen is made
    last = max(steps, state.head)
    parts = [_titled(state), f"step {steps} of {last}" if last else "step 0", sample]
    if lesson is not None:
        parts.insert(0, f"page {lesson.page + 1} of the lesson {lesson.lesson.front.title}")
    if question.dock:
        parts.append(f"what stands in the dock ({question.dock})")
    if question.hidden:
        parts.append(f"{words.count(len(question.hidden), 'blank')}")
    return f"Opens {'; '.join(parts)}, every number as here."
