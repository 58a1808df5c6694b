"""Another future beside the one shown: the same samples at the same step, and where the two differ.

    difference = what the other has − what the shown one has

of weights, as the wires of the other are laid out, on which the page draws it; of biases, values of neurons
and probabilities, by layer. Networks of other shapes cannot be compared number by number, and then there is
no difference.
"""

import numpy as np

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.run import Future
from learnscope.scene.changed import MOST, changed_beside, sample_title
from learnscope.scene.layers import chosen_wires
from learnscope.scene.planes import plane_scene
from learnscope.scene.schema import Array, Comparison, ComparisonScene, DifferenceScene, MeasureScene
from learnscope.scene.shown import Shown
from learnscope.scene.stage import stage_scene
from learnscope.scene.subject import Subject


def comparison_built(opened: Comparison, shown: Shown) -> ComparisonScene | None:
    """The other future; while it plays, only where that is at hand. None for the one shown."""
    tree, name, step = shown.tree, opened.future, shown.subject.steps
    if name == shown.future or name not in tree.names:
        return None
    here, other = tree[shown.future], tree[name]
    if shown.playing and step != other.steps:
        return None
    if step > other.steps:
        return comparison_ended(other, step)
    return comparison_scene(here, other, shown.subject, *shown.beside(name))


def comparison_scene(
    here: Future, future: Future, shown: Subject, other: Subject, outcome: tuple[MeasureScene, ...]
) -> ComparisonScene:
    """The moment `other` of `future`, whose measures are `outcome`, beside the moment `shown` of `here`."""
    same = shown.step.network.sizes == other.step.network.sizes
    most = changed_beside(shown, other, titles=(here.title, future.title)) if same else None
    return ComparisonScene(
        future=future.name,
        step=other.steps,
        stage=stage_scene(other),
        outcome=outcome,
        plane=plane_scene(other.setup, other.step.network, quick=True),
        same_shape=same,
        difference=_difference(shown, other) if same else None,
        most=() if most is None else tuple(one.name for one in most.changes[:MOST] if one.difference),
        sentence=_sentence(future, shown, other, "" if most is None else most.sentence),
    )


def comparison_ended(future: Future, step: int) -> ComparisonScene:
    """Nothing beside a moment after `step` updates, which is beyond the end of `future`."""
    return ComparisonScene(
        future=future.name,
        step=future.steps,
        stage=None,
        outcome=(),
        plane=None,
        same_shape=False,
        difference=None,
        most=(),
        sentence=f"{future.title} ends after {words.count(future.steps, 'update')}, and here are "
        f"{words.grouped(step)}: the last step of both is {words.grouped(future.steps)}.",
    )


def _difference(shown: Subject, other: Subject) -> DifferenceScene:
    with np.errstate(all="ignore"):
        one, two, layers = shown.step, other.step, range(1, len(shown.neurons))
        weights = (b - a for a, b in zip(one.network.weights, two.network.weights, strict=True))
        biases = zip(one.network.biases, two.network.biases, strict=True)
        probability = two.prediction[other.place] - one.prediction[shown.place]
        return DifferenceScene(
            weight=tuple(_laid_out(other, link, weight) for link, weight in enumerate(weights)),
            bias=tuple(None if a is None or b is None else Array.of(b - a) for a, b in biases),
            value=tuple(Array.of(other.own.value(layer) - shown.own.value(layer)) for layer in layers),
            probability=Array.of(probability) if shown.squash and other.squash else None,
        )


def _laid_out(subject: Subject, link: int, weight: Floats) -> Array:
    wires = chosen_wires(subject, link)
    return Array.of(weight if wires is None else weight.ravel()[wires])


def _sentence(future: Future, shown: Subject, other: Subject, most: str) -> str:
    """What there is to know of the two."""
    if shown.sample != other.sample:
        return f"{future.title} learns from other data, so each shows a sample of its own."
    if most:
        return most
    sizes = ["-".join(map(str, one.step.network.sizes)) for one in (other, shown)]
    return (
        f"{future.title} has another shape, {sizes[0]} instead of {sizes[1]}; "
        f"both are given {sample_title(shown)}."
    )
