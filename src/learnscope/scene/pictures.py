"""The pictures that can be open: the plane as the network sees it, and what stands inside the neurons.

Each comes twice, with the parameters of the step and with those after its update, so that every position of
the timeline has its own; while training is played only the first is made, from fewer cells.
"""

from learnscope.run import point, segment_at
from learnscope.scene.faces import face_scene
from learnscope.scene.overfitting import overfitting_scene
from learnscope.scene.plane_grid import is_planar
from learnscope.scene.planes import plane_scene, responses_scene
from learnscope.scene.schema import (
    DecisionPicture,
    DecisionScene,
    NeuronPictures,
    NeuronPicturesScene,
    PlaneScene,
)
from learnscope.scene.shown import Shown


def decision_scene(_: DecisionPicture, shown: Shown) -> DecisionScene | None:
    """What the network says over the plane, and said where the loss was lowest, if it has risen since."""
    setup, step = shown.subject.setup, shown.subject.step
    plane = plane_scene(setup, step.network, quick=shown.quick)
    if plane is None:
        return None
    after = None if shown.quick else plane_scene(setup, step.after)
    best, best_step = (None, 0) if shown.quick else _best(shown)
    return DecisionScene(plane, after, best, best_step)


def neuron_pictures_scene(_: NeuronPictures, shown: Shown) -> NeuronPicturesScene | None:
    """Responses over the plane, or incoming weights as images; None where data is neither."""
    if not has_pictures(shown):
        return None
    setup, step, quick = shown.subject.setup, shown.subject.step, shown.quick
    return NeuronPicturesScene(
        responses=responses_scene(setup, step.network, quick=quick),
        responses_after=None if quick else responses_scene(setup, step.after),
        weights=face_scene(setup, step.network, quick=quick),
        weights_after=None if quick else face_scene(setup, step.after),
    )


def has_plane(shown: Shown) -> bool:
    """Whether the data has two inputs of its own."""
    return is_planar(shown.subject.setup)


def has_pictures(shown: Shown) -> bool:
    """Whether it has, or is of images."""
    return has_plane(shown) or shown.subject.setup.dataset.image_shape is not None


def _best(shown: Shown) -> tuple[PlaneScene | None, int]:
    """What was said over the plane at the lowest validation loss, where it has turned, and the step."""
    tree, future = shown.tree, shown.future
    known = overfitting_scene(tree, future)
    if known is None or not known.turned or known.best < 0 or known.best == shown.subject.steps:
        return None, 0
    segment = segment_at(tree, future, known.best)
    network = segment.loop.plan.network.with_parameters(point(tree, future, known.best).parameters)
    return plane_scene(segment.setup, network, quick=True), known.best
