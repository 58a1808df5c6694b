"""Lessons in a sitting: a page is opened, questions are answered, and one's own experiment comes back.

A lesson is a mode of a sitting: what its reader had is put aside with its undo, and comes back untouched when
the lesson is left. Runs of lessons are not kept on disk, and a sitting that goes on in another process goes
on outside of it; the page, whose address names lesson and page, opens it there again.
"""

from collections.abc import Callable
from dataclasses import replace

from learnscope.core.compiled import Engine
from learnscope.errors import IntentError, check_whole
from learnscope.experiment import Experiment
from learnscope.lessons import answers
from learnscope.lessons.faults import told
from learnscope.lessons.scene import entry_scene, text_scenes
from learnscope.lessons.shelf import ENDING, Shelf
from learnscope.scene import schema
from learnscope.session.in_lesson import InLesson, Opened, Own
from learnscope.session.moves.move import naming
from learnscope.session.numbers import Numbers
from learnscope.session.session_state import SessionState
from learnscope.session.stand import put
from learnscope.session.state import State
from learnscope.session.undo import UndoStack
from learnscope.session.view import View

FREE = (  # what may be done on every page: it looks, or it plays
    schema.Rest, schema.Advance, schema.NextBatch, schema.ShowSample, schema.Train, schema.Reset, schema.Undo,
    schema.Redo, schema.Play, schema.Pause, schema.Seek, schema.SetBreakpoint, schema.TakeLesson,
    schema.LeaveLesson,
)  # fmt: skip
NUMBERS = (
    schema.SetParameter, schema.SetInput, schema.SetTarget, schema.RestoreSample, schema.SetPlace,
    schema.UseText,
)  # fmt: skip
BUILDING = (
    schema.AddNeuron, schema.RemoveNeuron, schema.RemoveLastNeuron, schema.AddLayer,
    schema.RemoveLayer, schema.MoveLayer,
)  # fmt: skip
FUTURES = (  # what the bar of the run leads to
    schema.Fork, schema.RaceFuture, schema.RenameFuture, schema.DeleteFuture, schema.ReturnToBest,
    schema.KeepWhatIf,
)  # fmt: skip
LAYERS = ("activation", "dropout", "hidden")
HELD = "this page of the lesson holds that still; to change it, leave the lesson or explore its network"


def check_touch(intent: schema.Intent, lesson: InLesson, experiment: Experiment) -> None:
    """Raise IntentError where the page of the lesson does not let its reader do that."""
    touch = lesson.opened.page_scene.touch
    match intent:
        case schema.Configure() | schema.ConfigureMany():
            fine = intent.name.partition(".")[0] in touch
        case schema.TryRemedy():
            fine = "remedies" in touch
        case _ if isinstance(intent, NUMBERS):
            fine = "numbers" in touch
        case _ if isinstance(intent, BUILDING):
            fine = "hidden" in touch
        case schema.SetActivation():
            fine = "hidden" in touch or "activation" in touch
        case schema.ConfigureLayers():
            grown = tuple(layer.size for layer in intent.layers) != experiment.hidden
            fine = "hidden" in touch if grown else any(one in touch for one in LAYERS)
        case _ if isinstance(intent, FUTURES):
            fine = "bar" in touch
        case schema.DrawData():
            fine = "points" in touch or "data" in touch
        case schema.UsePicture():
            fine = "picture" in touch
        case schema.NewStart():
            fine = "weights_seed" in touch
        case _:
            fine = isinstance(intent, FREE)
    if not fine:
        raise IntentError(HELD)


def taken(
    now: SessionState,
    here: State,
    intent: schema.TakeLesson,
    *,
    shelf: Shelf,
    run: str,
    engine: Engine,
    numbers: Callable[[State], Numbers],
) -> SessionState:
    """Where opening a page leads; one's own experiment, as of `here`, is put aside.

    Raises IntentError where there is no such page, or it cannot be put.
    """
    with naming("lesson"):
        lesson = shelf.lesson(intent.lesson)
    with naming("page"):
        page = check_whole("page", intent.page, low=1, high=len(lesson.pages)) - 1
        seed = check_whole("seed", intent.seed, low=0) if lesson.pages[lesson.first(page)].anew else 0
        there = put(lesson, page, run=run, engine=engine, seed=seed)
    own = Own(here, now.history, now.view) if now.lesson is None else now.lesson.own
    opened = Opened(lesson, page, there, shelf, seed)
    view = replace(View(), selected=opened.page_scene.selection)
    said = f"{lesson.front.title}, page {page + 1} of {len(lesson.pages)}: {lesson.pages[page].title}"
    return SessionState(
        there.start,
        numbers(there.start),
        UndoStack(),
        now.revision + 1,
        said,
        view,
        lesson=InLesson(opened, own),
    )


def left(now: SessionState, *, numbers: Callable[[State], Numbers], explore: bool = False) -> SessionState:
    """Where leaving leads: one's own experiment as it was, or the lesson's as the next move on it."""
    if now.lesson is None:
        raise IntentError("there is no lesson to leave; open one first")
    own = now.lesson.own
    if explore:
        history = own.history.moved("explored a lesson's network", own.state)
        said = "the lesson's network is yours now; an undo brings back your own"
        return SessionState(now.state, numbers(now.state), history, now.revision + 1, said, own.view)
    said = "the lesson is left; your own experiment is as it was"
    return SessionState(own.state, numbers(own.state), own.history, now.revision + 1, said, own.view)


def listed(question: schema.ListLessons, shelf: Shelf) -> schema.LessonsScene:
    """The lessons there are, and what is wrong with those that cannot be read."""
    readings, lessons = shelf.read(), shelf.lessons()
    titles = {one.name: one.front.title for one in lessons}
    return schema.LessonsScene(
        serial=question.serial,
        lessons=tuple(entry_scene(one, titles) for one in lessons),
        faults=tuple(told(f"{name}{ENDING}", one.faults) for name, one in readings.items() if one.faults),
        stamp=shelf.stamp(),
    )


def checked(question: schema.CheckAnswer, inside: Opened | None) -> schema.AnsweredScene:
    """What an answer is worth. Raises IntentError where its page is not open, or it is no answer."""
    asked = (question.lesson, question.page, question.seed)
    if inside is None or asked != (inside.lesson.name, inside.page + 1, inside.seed):
        raise IntentError("that page is no longer open; open it and answer again", field="page")
    asks = inside.lesson.pages[inside.page].asks
    with naming("number"):
        ask = asks[check_whole("number", question.number, low=0, high=len(asks) - 1)]
    with naming("given"):
        found = answers.judge(ask, question.given, inside.quantities)
    return schema.AnsweredScene(
        serial=question.serial,
        right=found.right,
        said=found.said,
        result=found.result,
        value=found.value,
        reply=text_scenes(found.reply, inside.quantities, inside.titles),
        line=found.line,
        point=found.point,
        name=found.name,
        parts=tuple(schema.AnsweredPart(one.said, one.right, one.result) for one in found.parts),
    )
