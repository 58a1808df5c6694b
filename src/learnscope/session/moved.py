"""Where a sitting stands after a move, and after one was taken back or made again.

Moves of one kind and one gesture (a drag) are one to an undo, and edit the record once. Numbers of a state at
rest are made by whoever holds the session, who knows the engine: `numbers`.
"""

from collections.abc import Callable
from dataclasses import replace

from learnscope import words
from learnscope.errors import NeedlessError
from learnscope.scene import schema
from learnscope.session.moves.move import Move
from learnscope.session.numbers import Numbers
from learnscope.session.record import recorded
from learnscope.session.session_state import Drag, SessionState
from learnscope.session.state import State


def moved(
    now: SessionState,
    here: State,
    base: State,
    move: Move,
    intent: schema.Intent | None,
    *,
    numbers: Callable[[State], Numbers],
) -> SessionState:
    """Where `move` leads to from `base`, which is `here` or, where the update was on screen, after it."""
    drag = None
    state = recorded(base, move)
    if intent is not None and intent.gesture:
        what = (type(intent), getattr(intent, "name", ""), intent.gesture)
        goes_on = now.drag is not None and now.drag.what == what
        drag = now.drag if goes_on and base is here else Drag(what, base)
        if drag is now.drag and drag is not None:  # the record is edited once, by the whole drag
            first = drag.base
            begun = replace(move.state, tree=first.tree, future=first.future, ahead=first.ahead)
            state = recorded(first, replace(move, state=begun))
    playing = now.playing
    there = numbers(state) if playing is None else replace(now.numbers, state=state)
    said = move.said
    if not isinstance(intent, schema.Advance):
        before = now.numbers if base is here else numbers(base)
        made = "" if base is here or move.state.run != here.run else f"step {base.step} is made; "
        said = made + move.said + _effect(before, there)
    goes_on = drag is not None and now.drag is not None and drag.what == now.drag.what
    history = now.history.continued() if goes_on else now.history.moved(move.label, here)
    return SessionState(
        state, there, history, now.revision + 1, said, now.view, drag, playing, now.before, now.lesson
    )


def recalled(
    now: SessionState, here: State, *, back: bool, numbers: Callable[[State], Numbers]
) -> SessionState:
    """Where an undo (`back`) or a redo leads to."""
    history = now.history
    label = history.undo if back else history.redo
    if not label:
        raise NeedlessError(f"there is nothing {'left to undo' if back else 'to redo'}")
    state, history = history.back(here) if back else history.forward(here)
    said = f"taken back: {label}" if back else f"made again: {label}"
    return SessionState(state, numbers(state), history, now.revision + 1, said, now.view, lesson=now.lesson)


def _effect(before: Numbers, after: Numbers) -> str:
    """What a move did to the loss of the sample shown, as the end of a sentence."""
    same = (before.state.run, before.state.sample) == (after.state.run, after.state.sample)
    losses = before.sample_loss, after.sample_loss
    if not same or words.number(losses[0], digits=12) == words.number(losses[1], digits=12):
        return ""
    return f"; the loss of this sample {words.change(*losses)}"
