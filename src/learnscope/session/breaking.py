"""Breakpoints in a sitting: setting one, watching for those that are on, saying which of them stopped it."""

from learnscope import words
from learnscope.scene.breakpoints import seen
from learnscope.scene.schema import SetBreakpoint
from learnscope.session.moves.move import naming
from learnscope.watch.breakpoints import BREAKPOINTS, Breakpoint, with_breakpoint
from learnscope.watch.hits import BreakpointWatcher


def set_breakpoint(
    present: tuple[Breakpoint, ...], intent: SetBreakpoint
) -> tuple[tuple[Breakpoint, ...], str]:
    """`present` with one of them as `intent` wants it, and a sentence of it, without its stop.

    Raises IntentError where there is no such breakpoint, or it cannot have that threshold.
    """
    with naming("name" if intent.name not in BREAKPOINTS else "number"):
        changed = with_breakpoint(present, intent.name, on=intent.on, number=intent.number)
    now = next(each for each in changed if each.name == intent.name)
    return changed, said(now)


def said(breakpoint: Breakpoint) -> str:
    """How it is set, without a stop: "training stops when the loss rises, 3 times in a row"."""
    if not breakpoint.on:
        return f"training no longer stops when {breakpoint.kind.title}"
    threshold = breakpoint.kind.threshold
    number = ""
    if threshold is not None:
        number = f", {words.number(breakpoint.number)} {threshold.unit}".rstrip()
    return f"training stops when {breakpoint.kind.title}{number}"


def stopped(watch: BreakpointWatcher) -> str:
    """Which breakpoint stopped training, in a sentence; "" where none did."""
    if watch.hit is None:
        return ""
    return f"Stopped: {seen(watch.hit[1])}."
