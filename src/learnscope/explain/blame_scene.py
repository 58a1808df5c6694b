"""From the chain of blame to what the page draws of it."""

import numpy as np

from learnscope import words
from learnscope.explain.asked import Asked
from learnscope.explain.blame import RANKED, BlamePath, Paths, effects_of, paths_of, shared
from learnscope.explain.printing import plain, printed
from learnscope.explain.scene import operand_scene, path_of_paths
from learnscope.explain.tree import Op, Tree
from learnscope.scene.belonging import find
from learnscope.scene.grammar import named
from learnscope.scene.named import Moment
from learnscope.scene.schema.blame import BlameScene, OutputChange, PathScene, ShareScene, SharesScene

MOST_PATHS = 12
MOST_SHARES = 8
TITLES = {"parameters": "weights and biases", "neurons": "neurons", "samples": "samples"}


def blame_scene(name: str, moment: Moment, *, digits: int = words.DIGITS, serial: int = -1) -> BlameScene:
    """The chain of blame of the number `name`, and of a loss who is to blame for it.

    Raises ArgumentError where the network has no such number.
    """
    asked = Asked(find(name, moment.subject), moment)
    paths, word = paths_of(asked, most=MOST_PATHS), asked.name.kind.word
    changes = effects_of(asked)
    is_loss = word.startswith("loss")
    return BlameScene(
        serial=serial,
        name=name,
        sentence=_sentence(asked, paths),
        gradient=0.0 if paths is None else paths.gradient,
        paths=() if paths is None else tuple(_path(asked, path, digits) for path in paths.paths),
        count=0 if paths is None else paths.count,
        rest=0.0 if paths is None else paths.rest,
        penalty=0.0 if paths is None else paths.penalty,
        mean=paths is not None and paths.mean,
        sample="" if paths is None else paths.sample,
        outputs=() if changes is None else _outputs(asked, changes),
        shares=tuple(_shares(asked, kind) for kind in RANKED) if is_loss else (),
        path=f"run.step({asked.subject.steps}).blame()" if is_loss else path_of_paths(asked),
    )


def _path(asked: Asked, path: BlamePath, digits: int) -> PathScene:
    tree: Tree = path.factors[0] if len(path.factors) == 1 else Op("mul", path.factors)
    how = printed(tree, path.product, digits=digits)
    line = f"{plain(tree, lambda ref: how.text(ref.value))} {how.sign} {how.result}"
    factors = tuple(operand_scene(ref, asked.moment, how.text(ref.value)) for ref in path.factors)
    return PathScene(path.title, path.part, line, factors, _wires(asked, path))


def _wires(asked: Asked, path: BlamePath) -> tuple[tuple[int, int, int], ...]:
    """The wires on a path; that of a weight which is asked about begins it."""
    found = []
    if {"link", "from", "to"} <= set(asked.name.axes):
        found.append((asked["link"], asked["from"], asked["to"]))
    for ref in path.factors:
        name = find(ref.name, asked.subject)
        if name.kind.word == "weight":
            axes = name.axes
            found.append((axes["link"], axes["from"], axes["to"]))
    return tuple(found)


def _outputs(asked: Asked, changes: np.ndarray) -> tuple[OutputChange, ...]:
    last = len(asked.step.network.layers)
    return tuple(
        OutputChange(str(named("value", last, k)), asked.subject.neurons[-1][k], float(change))
        for k, change in enumerate(changes)
    )


def _shares(asked: Asked, kind: str) -> SharesScene:
    found = shared(asked.subject, kind, most=MOST_SHARES)  # type: ignore[arg-type]
    listed = tuple(ShareScene(one.name, one.title, one.share) for one in found.shares)
    title = f"{asked.subject.setup.dataset.noun}s" if kind == "samples" else TITLES[kind]
    return SharesScene(found.kind, title, found.definition, listed, found.count, found.rest)


def _sentence(asked: Asked, paths: Paths | None) -> str:
    if paths is None:
        return (
            "" if asked.name.kind.word.startswith("loss") else "The loss reaches it by no path of this step."
        )
    if not np.isfinite(paths.gradient):
        return "The gradient is not finite here, so that its paths do not add up to anything."
    total = words.signed(paths.gradient)
    if paths.count == 1:
        return f"One path leads from the loss here, and brings {total}."
    ways = words.count(paths.count, "path")
    whose = "the batch's mean" if paths.mean else f"that of {paths.sample}"
    penalty = "" if not paths.penalty else f", {words.signed(paths.penalty)} of it from the penalty"
    most = paths.paths[0]
    return (
        f"{ways[:1].upper()}{ways[1:]} lead from the loss here, and add up to {total}{penalty}: {whose}. "
        f"The largest, by {most.title}, brings {words.signed(most.part)}."
    )
