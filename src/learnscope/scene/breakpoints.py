"""Breakpoints in a scene: how each is set, where it was met, and the marks of that on the run strip."""

from collections.abc import Iterable

from learnscope.run import Tree
from learnscope.scene.schema import BreakpointScene, Mark
from learnscope.watch.breakpoints import Breakpoint, Hit, can_be_met
from learnscope.watch.hits import Hits


def breakpoint_scenes(
    tree: Tree, name: str, present: Iterable[Breakpoint], hits: Hits
) -> tuple[BreakpointScene, ...]:
    """Those that can be met by the future `name`, each with where `hits` found it met so far."""
    return tuple(_scene(each, hits.found(name, each)) for each in _offered(tree, name, present))


def breakpoint_marks(tree: Tree, name: str, present: Iterable[Breakpoint], hits: Hits) -> tuple[Mark, ...]:
    """Where each of those that are on was met; where the others were, `BreakpointScene.hits` says."""
    return tuple(
        Mark(name, hit.step, "breakpoint", sentence(each, hit))
        for each in _offered(tree, name, present)
        if each.on
        for hit in hits.found(name, each)
    )


def sentence(breakpoint: Breakpoint, hit: Hit) -> str:
    """What was met and what was seen, without its stop: "A gradient vanishes: the norm of … is 3e−7"."""
    title = breakpoint.kind.title
    return f"{title[0].upper()}{title[1:]}: {seen(hit)}"


def seen(hit: Hit) -> str:
    """What was seen where it was met, with true minus signs."""
    return hit.said.replace("e-", "e−")


def _offered(tree: Tree, name: str, present: Iterable[Breakpoint]) -> list[Breakpoint]:
    plan = tree[name].segment.loop.plan
    tested = len(plan.split.test) > 0
    return [each for each in present if each.on or can_be_met(each.kind, plan.network, tested=tested)]


def _scene(breakpoint: Breakpoint, hits: tuple[Hit, ...]) -> BreakpointScene:
    kind, threshold = breakpoint.kind, breakpoint.kind.threshold
    return BreakpointScene(
        name=kind.name,
        title=kind.title,
        note=kind.note,
        on=breakpoint.on,
        number=None if threshold is None else float(breakpoint.number),
        low=0.0 if threshold is None else float(threshold.low),
        high=0.0 if threshold is None else float(threshold.high),
        whole=threshold is not None and threshold.whole,
        unit="" if threshold is None else threshold.unit,
        hits=tuple(hit.step for hit in hits),
    )
