"""Another future beside the one shown, at the same step or at its end: where the two differ.

    difference_ij = weight_ij of the shown future − weight_ij of the other

It is laid out as the wires of the other are, on which the page draws it: a link that carries only some of
them has the differences of these. Networks of other shapes cannot be compared weight by weight, and then
there is no difference.
"""

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.run import Future
from learnscope.scene import words
from learnscope.scene.layers import chosen_wires
from learnscope.scene.planes import plane_scene
from learnscope.scene.schema import Array, ComparisonScene, MeasureScene
from learnscope.scene.stage import stage_scene
from learnscope.scene.subject import Subject


def comparison_scene(
    future: Future, shown: Subject, other: Subject, outcome: tuple[MeasureScene, ...]
) -> ComparisonScene:
    """The moment `other` of `future` beside the moment `shown`."""
    same = shown.step.network.sizes == other.step.network.sizes
    differences = _differences(shown, other) if same else ()
    return ComparisonScene(
        future=future.name,
        step=other.steps,
        stage=stage_scene(other),
        outcome=outcome,
        plane=plane_scene(other.setup, other.step.network, quick=True),
        same_shape=same,
        difference=tuple(
            Array.of(
                difference if (wires := chosen_wires(other, link)) is None else difference.ravel()[wires]
            )
            for link, difference in enumerate(differences)
        ),
        sentence=_sentence(future, shown, other, differences),
    )


def _differences(shown: Subject, other: Subject) -> tuple[Floats, ...]:
    with np.errstate(all="ignore"):
        pairs = zip(shown.step.network.weights, other.step.network.weights, strict=True)
        return tuple(one - two for one, two in pairs)


def _sentence(future: Future, shown: Subject, other: Subject, differences: tuple[Floats, ...]) -> str:
    """How far apart they are."""
    when = f"after {words.count(other.steps, 'update')}"
    if other.steps != shown.steps:
        when += ", where it ends,"
    if not differences:
        sizes = ["-".join(map(str, one.step.network.sizes)) for one in (shown, other)]
        return f"{future.title} {when} has another shape: {sizes[1]} instead of {sizes[0]}."
    flat = np.concatenate([difference.ravel() for difference in differences])
    if not flat.any():
        return f"{future.title} {when} has the same weights."
    with np.errstate(all="ignore"):
        far = words.number(float(np.sqrt(np.mean(flat**2))))
    link = max(range(len(differences)), key=lambda k: _largest(differences[k]))
    i, j = np.unravel_index(int(np.abs(differences[link]).argmax()), differences[link].shape)
    most = words.signed(float(differences[link][i, j]))
    names = f"{shown.neurons[link][i]} → {shown.neurons[link + 1][j]}"
    return (
        f"The weights differ from those of {future.title} {when} by {far} (root of the mean square), "
        f"most in {names}: {most}."
    )


def _largest(difference: Floats) -> float:
    largest = float(np.abs(difference).max())
    return largest if np.isfinite(largest) else np.inf
