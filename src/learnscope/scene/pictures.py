"""The pictures that belong to a moment: the plane as the network sees it, or weights as images.

Those inside neurons are made where the reader looks at them. Each comes twice, with the parameters of the
step and with those after its update, so that every position of the timeline has its own; while training is
played only the first is made, from fewer cells.
"""

from learnscope.scene.faces import face_scene
from learnscope.scene.plane_grid import is_planar
from learnscope.scene.planes import plane_scene
from learnscope.scene.schema import NeuronFace, PicturesScene
from learnscope.scene.subject import Subject


def pictures_scene(subject: Subject, face: NeuronFace, *, playing: bool = False) -> PicturesScene | None:
    """The pictures of the moment of `subject`; None where data is neither planar nor of images."""
    setup, networks = subject.setup, (subject.step.network, subject.step.after)
    pictured = face == "picture"
    if is_planar(setup):
        now, after = (
            None if playing and k else plane_scene(setup, network, neurons=pictured, quick=playing)
            for k, network in enumerate(networks)
        )
        return PicturesScene(("function", "picture"), face, now, after, None, None)
    if setup.dataset.image_shape is None:
        return None
    weights, weights_after = (
        face_scene(setup, network, quick=playing) if pictured and not (playing and k) else None
        for k, network in enumerate(networks)
    )
    return PicturesScene(("function", "picture"), face, None, None, weights, weights_after)
