"""A lesson gone through from its first page to its last: what is wrong in it that no single block shows.

Each page is put as a reader gets it; every name of a number is looked up there, every question must have an
answer, and every goal must be reached by its solution, and not before.
"""

import math
from collections.abc import Iterator

from learnscope import words
from learnscope.core.compiled import PLAIN, Engine
from learnscope.errors import LearnscopeError
from learnscope.explain.explanation import explain
from learnscope.lessons import answers
from learnscope.lessons.blocks import (
    Ask,
    AskChange,
    AskChoice,
    AskNumber,
    AskPoint,
    AskSign,
    AskWeight,
    Block,
    Goal,
    Stand,
)
from learnscope.lessons.expressions import Expression, holds, names_in, value
from learnscope.lessons.faults import Fault
from learnscope.lessons.kinds import Edit
from learnscope.lessons.lesson import Lesson, Page
from learnscope.lessons.quantities import Quantities
from learnscope.lessons.sound import unsound
from learnscope.lessons.text import Text
from learnscope.scene.belonging import find
from learnscope.scene.plane_grid import is_planar
from learnscope.session.stand import Put, beginning, edited, moment_at, played, put, trained
from learnscope.session.state import State

EXERCISES = 5  # that are tried


def rehearse(lesson: Lesson, *, engine: Engine = PLAIN) -> tuple[Fault, ...]:
    """All that is wrong in it, each with its line; the pages after one that cannot be put are left out."""
    faults: list[Fault] = []
    for place, page in enumerate(lesson.pages):
        block: Block | None = page.stand
        try:
            start = beginning(lesson, place, run="rehearsal", engine=engine)
            block = page.play
            there = Put(start, played(start, page.play, engine=engine))
        except LearnscopeError as error:
            faults.append(Fault(block.line if block else page.line, str(error)))
            break
        faults += _on_page(page, start, there.quantities(), engine)
        if not faults and lesson.pages[lesson.first(place)].anew:
            faults += _exercises(lesson, place, engine)
    return tuple(sorted(faults))


def _exercises(lesson: Lesson, place: int, engine: Engine) -> Iterator[Fault]:
    """The first fault that a page has with the numbers of some exercises."""
    page = lesson.pages[place]
    for seed in range(1, EXERCISES + 1):
        try:
            there = put(lesson, place, run="rehearsal", engine=engine, seed=seed)
            quantities = there.quantities()
            unfit = unsound(page, quantities)
            found = [unfit] if unfit else list(_on_page(page, there.start, quantities, engine))
        except LearnscopeError as error:
            yield Fault(page.line, str(error))
            return
        if found:
            line, message = found[0].line, found[0].message
            yield Fault(line, f"with the numbers of exercise {seed}, {message}; draw fewer of them anew")
            return


def _on_page(page: Page, start: State, there: Quantities, engine: Engine) -> Iterator[Fault]:
    for item in page.items:
        if isinstance(item, Text):
            yield from _in_text(item, there)
            continue
        for text in item.text:
            yield from _in_text(text, there)
        match item:
            case Stand():
                if item.stage == "decision" and not is_planar(start.setup):
                    rule = "stage must be a picture there is: only data of two inputs have a decision picture"
                    yield Fault(item.line, rule)
                yield from _named(item, (item.selection, *item.hidden, *item.over), there)
            case Ask():
                yield from _asked(item, page, there)
            case Goal():
                yield from _goal(item, start, there, engine)
        for block in (*getattr(item, "hints", ()), *getattr(item, "replies", ())):
            for text in block.text:
                yield from _in_text(text, there)


def _in_text(text: Text, there: Quantities) -> Iterator[Fault]:
    for span in text.spans:
        try:
            if span.about is not None:
                _look_up(span.about, there)
            elif span.look == "why":
                explain(span.text, there.start)
        except LearnscopeError as error:
            yield Fault(text.line, str(error))


def _named(block: Block, names: tuple[str, ...], there: Quantities) -> Iterator[Fault]:
    for name in filter(None, names):
        try:
            find(name, there.start.subject)
        except LearnscopeError as error:
            yield Fault(block.line, str(error))


def _asked(ask: Ask, page: Page, there: Quantities) -> Iterator[Fault]:
    try:
        for reply in ask.replies:
            if reply.when is not None:
                _look_up(reply.when, there)
        match ask:
            case AskNumber() | AskSign() | AskChange() if not _finite(ask.is_, there):
                found = words.number(value(ask.is_, there.look))
                yield Fault(ask.line, f"is must be a finite number on this page, got {found}")
            case AskNumber():
                yield from _line(ask, value(ask.is_, there.look), there)
            case AskChange():
                if ask.now is not None:
                    _look_up(ask.now, there)
                change = value(ask.is_, there.look)
                if change == 0:
                    yield Fault(
                        ask.line, "ask-change must be of a number that changes, got one that does not"
                    )
                yield from _line(ask, answers.stands(ask, there) + change, there)
            case AskSign():
                if value(ask.is_, there.look) == 0:
                    yield Fault(ask.line, "ask-sign must be of a number below 0 or above, got one that is 0")
            case AskChoice():
                right = answers.right_choices(ask, there)
                if len(right) != 1:
                    yield Fault(
                        ask.line, f"ask-choice must have one item that is right here, got {len(right)}"
                    )
            case AskWeight():
                answers.largest(ask, there)
            case AskPoint():
                yield from _point(ask, page, there)
        for reply in answers.replies_to_right(ask, there):
            yield Fault(reply.line, "reply must speak of a mistake, and this one speaks of the right answer")
    except LearnscopeError as error:
        yield Fault(ask.line, str(error))


def _finite(expression: Expression, there: Quantities) -> bool:
    _look_up(expression, there)
    return math.isfinite(value(expression, there.look))


def _line(ask: AskNumber | AskChange, number: float, there: Quantities) -> Iterator[Fault]:
    ends = answers.ends(ask, there)
    if ends is not None and not ends[0] <= number <= ends[1]:
        found = words.number(number)
        yield Fault(ask.line, f"line must hold what is right, {found}, got {ends[0]:g} to {ends[1]:g}")


def _point(ask: AskPoint, page: Page, there: Quantities) -> Iterator[Fault]:
    axes = there.axes(ask.on, page.over)
    _look_up(ask.right, there)
    at = [value(one, there.look) for one in ask.at]
    if len(at) != len(axes):
        rule = "x alone, as its picture is a curve" if len(axes) == 1 else "x and y"
        yield Fault(ask.line, f"at must be {rule}, got {words.count(len(at), 'number')}")
    elif not holds(ask.right, there.look, given=answers.place(at)):
        yield Fault(ask.line, "ask-point must be right at the place that `at` shows, and it is not")


def _goal(goal: Goal, start: State, there: Quantities, engine: Engine) -> Iterator[Fault]:
    try:
        _look_up(goal.reached, there)
        if holds(goal.reached, there.look):
            yield Fault(goal.line, "goal must not be reached where the page begins, and it is; ask for more")
        if not holds(goal.reached, _after(goal, start, engine).look):
            yield Fault(goal.line, "goal must be reached by its solution, and it is not; try it on the page")
    except LearnscopeError as error:
        yield Fault(goal.line, str(error))


def _after(goal: Goal, start: State, engine: Engine) -> Quantities:
    """The numbers once the solution is carried out."""
    state = start
    for move in goal.solution:
        state = edited(state, move) if isinstance(move, Edit) else trained(state, move, engine=engine)
    moment = moment_at(state)
    return Quantities(moment, moment)


def _look_up(expression: Expression, there: Quantities) -> None:
    """Raise LearnscopeError unless each name in it is one of a number there."""
    for name, when in names_in(expression):
        there.look(name, when)
