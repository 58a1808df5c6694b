"""From a parameter's way through a run to what the page draws of it."""

import numpy as np

from learnscope import words
from learnscope.errors import ArgumentError
from learnscope.explain.asked import Asked
from learnscope.explain.past import history_of, role_of_parameter
from learnscope.explain.printing import plain, printed
from learnscope.explain.tree import Ref, op
from learnscope.run.parameter import Moved, ParameterHistory
from learnscope.scene.belonging import find
from learnscope.scene.named import Moment
from learnscope.scene.schema.blame import HistoryScene, MoveScene
from learnscope.scene.schema.moments import Array

MOST_POINTS = 400  # that are drawn


def history_scene(name: str, moment: Moment, *, digits: int = words.DIGITS, serial: int = -1) -> HistoryScene:
    """How the weight or bias of which `name` speaks came to be what it is.

    Raises ArgumentError for other numbers.
    """
    asked = Asked(find(name, moment.subject), moment)
    found = history_of(asked)
    if found is None:
        raise ArgumentError(
            f"name must be that of a weight or bias, or of its gradient or update, got {name!r}"
        )
    drawn = _drawn(found)
    return HistoryScene(
        serial=serial,
        name=name,
        sentence=_sentence(found),
        line=_line(found, digits),
        start=found.start,
        updates=found.updates,
        edits=found.edited,
        now=found.now,
        steps=Array.of(found.steps[drawn]),
        values=Array.of(found.values[drawn]),
        moves=tuple(MoveScene(move.first, move.last, move.before, move.after) for move in found.most()),
        stretch=found.stretch,
        path=f'run.step({asked.subject.steps + moment.updated}).why("{_parameter(asked)}").history',
    )


def _parameter(asked: Asked) -> str:
    """The weight or bias of which something is asked: that of a gradient is in force in every batch."""
    return ".".join(map(str, (role_of_parameter(asked), *asked.name.index)))


def _drawn(found: ParameterHistory) -> np.ndarray:
    """Which of its values are drawn: evenly spaced, and those about the largest moves."""
    count = len(found.moves) + 1
    even = np.linspace(0, count - 1, min(count, MOST_POINTS)).round().astype(np.int64)
    around = [place for place, step in enumerate(found.steps) if step in _ends(found.most())]
    return np.unique(np.concatenate([even, np.array(around, dtype=np.int64)]))


def _ends(moves: tuple[Moved, ...]) -> set[int]:
    return {step for move in moves for step in (move.first, move.last)}


def _line(found: ParameterHistory, digits: int) -> str:
    """ "start − updates + edits = now", so that it recomputes from what is printed, or with ≈."""
    tree = op("sub", Ref("start", found.start, "w_0"), Ref("updates", found.updates, r"\\Sigma"))
    if found.edits:
        tree = op("add", tree, Ref("edits", found.edited, "e"))
    how = printed(tree, found.now, digits=digits)
    return f"{plain(tree, lambda ref: how.text(ref.value))} {how.sign} {how.result}"


def _sentence(found: ParameterHistory) -> str:
    steps = int(found.steps[-1]) - found.first
    if steps == 0:
        return f"No step has moved it yet: it is as it began, {words.signed(found.now)}."
    since = "" if found.first == 0 else f" since step {words.grouped(found.first)}, when it was made"
    said = f"It began at {words.signed(found.start)}; {words.count(steps, 'update')} took away "
    said += f"{words.signed(found.updates)} in all{since}."
    if found.edits:
        edits = words.count(len(found.edits), "edit").capitalize()
        said += f" {edits} changed it by {words.signed(found.edited)}."
    most = found.most()
    if not most:
        return f"{said} None of them moved it."
    if found.stretch == 1:
        listed = [words.grouped(move.first) for move in most]
        return f"{said} Moved most by {'step' if len(listed) == 1 else 'steps'} {words.listed(listed)}."
    listed = [f"{words.grouped(move.first)} to {words.grouped(move.last - 1)}" for move in most]
    return f"{said} Moved most, a step, by those from {words.listed(listed)}."
