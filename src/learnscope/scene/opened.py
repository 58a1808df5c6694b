"""What is open, drawn: one entry for each kind, with its builder and with when there is anything to draw.

A kind that is added is a record of each union in `schema/opened.py`, and an entry here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from learnscope.scene import pictures
from learnscope.scene.comparison import comparison_built
from learnscope.scene.life import life_scene, plays_life
from learnscope.scene.schema import (
    Comparison,
    DecisionPicture,
    Life,
    NeuronPictures,
    Opened,
    OpenedScene,
    Panel,
    Strip,
    StripScene,
)
from learnscope.scene.shown import Shown


@dataclass(frozen=True)
class Kind:
    """Something that can be open."""

    build: Callable[[Any, Shown], OpenedScene | None]  # from how it is open; None where there is nothing now
    fits: Callable[[Shown], bool] = lambda _: True  # whether there is anything to draw, however it is open


def _strip(strip: Strip, shown: Shown) -> StripScene:
    return shown.strip(shown.tree, shown.future, strip, playing=shown.playing, quick=shown.quick)


KINDS: dict[type[Panel], Kind] = {
    DecisionPicture: Kind(pictures.decision_scene, pictures.has_plane),
    NeuronPictures: Kind(pictures.neuron_pictures_scene, pictures.has_pictures),
    Life: Kind(life_scene, plays_life),
    Comparison: Kind(comparison_built, lambda shown: len(shown.tree.futures) > 1),
    Strip: Kind(_strip),
}


def opened_scenes(opened: Iterable[Opened], shown: Shown) -> tuple[OpenedScene, ...]:
    """What there is to draw of all that is `opened`, and of nothing else."""
    built = (KINDS[type(one)].build(one, shown) for one in opened)
    return tuple(scene for scene in built if scene is not None)


def openable(shown: Shown) -> tuple[str, ...]:
    """The kinds of which there is something to draw."""
    return tuple(tag_of(kind) for kind, entry in KINDS.items() if entry.fits(shown))


def tag_of(kind: type[Panel]) -> str:
    """What a kind is called in messages."""
    return str(kind.__struct_config__.tag)
