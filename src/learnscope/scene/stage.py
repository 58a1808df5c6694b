"""The stage: all numbers of one step, ready to be drawn at any position of its timeline."""

import numpy as np

from learnscope.scene.change import change_of
from learnscope.scene.layers import layer_scenes, link_scenes
from learnscope.scene.output import output_scene
from learnscope.scene.paths import paths_scene
from learnscope.scene.schema import StageScene
from learnscope.scene.subject import Subject
from learnscope.scene.timeline import timeline
from learnscope.scene.update import update_scene


def stage_scene(subject: Subject, neuron: tuple[int, int] | None = None) -> StageScene:
    """The stage of this moment; numbers that are not finite stay what they are.

    `neuron` (layer, index) is selected: a link that carries only some of its wires carries that one's too.
    """
    with np.errstate(all="ignore"):
        links, output = link_scenes(subject, neuron), output_scene(subject)
        return StageScene(
            layers=layer_scenes(subject),
            links=links,
            output=output,
            strongest=paths_scene(links, output.winner),
            timeline=timeline(subject),
            update=update_scene(subject),
            change=change_of(subject),
            previous=subject.previous,
        )
