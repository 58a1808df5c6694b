"""What a reader can have open, and what is drawn of each.

What is open is a tuple of records, at most one of a kind, and a scene holds what was built of each of them:
what nobody has open costs no computing and no bytes. Both are unions told apart by tags, the same in both for
one kind; `scene/opened.py` has the one builder that leads from a record of the one to one of the other.
"""

import msgspec

from learnscope.scene.schema.experiment import MeasureScene
from learnscope.scene.schema.moments import Array
from learnscope.scene.schema.pictures import FaceScene, PlaneScene, ResponsesScene
from learnscope.scene.schema.run import CurvesScene
from learnscope.scene.schema.stage import StageScene


class Panel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """Something to have open, and how."""


class DecisionPicture(Panel, frozen=True, tag="decision_picture"):
    """What the network says over the plane of two inputs."""


class NeuronPictures(Panel, frozen=True, tag="neuron_pictures"):
    """Inside the neurons, their response over that plane or their incoming weights as an image."""


class Life(Panel, frozen=True, tag="life"):
    """The Game of Life as the network plays it, beside the true one."""


class Comparison(Panel, frozen=True, tag="comparison"):
    """Another future beside the one shown."""

    future: str


class Strip(Panel, frozen=True, tag="strip"):
    """The curves of the run, within a window of steps, None for all, in so many bins."""

    first: int | None = None
    last: int | None = None
    bins: int = 400


Opened = DecisionPicture | NeuronPictures | Life | Comparison | Strip


class DecisionScene(msgspec.Struct, frozen=True, tag="decision_picture"):
    """What the network says over the plane."""

    plane: PlaneScene
    after: PlaneScene | None  # once the update of this step is made; None while training is played
    best: PlaneScene | None  # where the validation loss was lowest, once it has turned and that is not shown
    best_step: int  # where that was, 0 for none


class NeuronPicturesScene(msgspec.Struct, frozen=True, tag="neuron_pictures"):
    """What stands inside the neurons, with the parameters of the step and with those after its update.

    While training is played there is none of after it.
    """

    responses: ResponsesScene | None  # for planar data
    responses_after: ResponsesScene | None
    weights: FaceScene | None  # for images
    weights_after: FaceScene | None


class LifeAnswers(msgspec.Struct, frozen=True):
    """What a network says of all neighbourhoods."""

    alive: bytes  # (512,) 1 where the middle cell lives next; a neighbourhood is its nine cells as digits
    right: int  # how many of them as the rule
    sentence: str


class LifeStart(msgspec.Struct, frozen=True):
    """Cells to begin with, on a torus."""

    name: str
    title: str
    width: int
    height: int
    cells: bytes  # (height, width) row by row, 1 where one lives


class LifeScene(msgspec.Struct, frozen=True, tag="life"):
    """All that is needed to play the Game of Life by looking up."""

    rule: bytes  # (512,) as LifeAnswers.alive
    network: LifeAnswers
    after: LifeAnswers | None  # once the update of this step is made; None while training is played
    starts: tuple[LifeStart, ...]


class DifferenceScene(msgspec.Struct, frozen=True):
    """What another future has less what the shown one has."""

    weight: tuple[Array, ...]  # per link, laid out as the wires of the other
    bias: tuple[Array | None, ...]  # (n,) per link
    value: tuple[Array, ...]  # (n,) per layer, from 1
    probability: Array | None  # (n_out,)


class ComparisonScene(msgspec.Struct, frozen=True, tag="comparison"):
    """Another future at the step shown, given the same samples."""

    future: str
    step: int  # of both; where the step shown is beyond the end of the other, that end
    stage: StageScene | None  # None where the step shown is beyond its end
    outcome: tuple[MeasureScene, ...]
    plane: PlaneScene | None
    same_shape: bool
    difference: DifferenceScene | None  # None for networks of other shapes
    most: tuple[str, ...]  # the names of the weights and biases that differ most, at most ten
    sentence: str  # in what they differ most, or why that cannot be said


class StripScene(msgspec.Struct, frozen=True, tag="strip"):
    """The curves of every future within the window."""

    first: int  # the window, in steps
    last: int
    futures: tuple[CurvesScene, ...]  # in the order of the run's


OpenedScene = DecisionScene | NeuronPicturesScene | LifeScene | ComparisonScene | StripScene
