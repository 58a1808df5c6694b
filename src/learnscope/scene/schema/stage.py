"""The stage: all numbers of one step."""

from typing import Literal

import msgspec

from learnscope.scene.schema.moments import Array

PhaseName = Literal["read", "forward", "loss", "backward", "update"]


class Curve(msgspec.Struct, frozen=True):
    """An activation function as drawn inside its neurons: a = f(z) on a grid of z."""

    z: Array  # (points,)
    a: Array  # (points,)


class LayerScene(msgspec.Struct, frozen=True):
    """One column of neurons, with the numbers of the sample shown."""

    role: Literal["input", "hidden", "output"]
    title: str  # "inputs", "hidden 1", "outputs"
    note: str  # how its numbers come about, in a word: "standardised", "tanh"
    names: tuple[str, ...]  # of its neurons: "sepal length", "hidden 1.2", "setosa"
    units: tuple[str, ...]  # of the inputs' own values; empty strings elsewhere
    activation: str  # "" for the input layer
    image_shape: tuple[int, ...]  # (height, width[, 3]) where its neurons are pixels; else empty
    symbol: str  # what stands before an activation: "tanh", "σ", "ReLU", "" where the result is z itself
    formula: str  # of the activation, for explanation
    curve: Curve | None  # None for the input layer
    raw: Array | None  # (n,) inputs in their own units; None for other layers
    value: Array  # (n,) what the neurons pass on: standardised inputs, activations
    preactivation: Array | None  # (n,)
    bias_kind: Literal["learned", "fixed", "none"]  # a fixed one has a gradient, and no update moves it
    bias: Array | None  # (n,) None where there is none, as in the input layer
    bias_gradient: Array | None  # (n,) mean over the batch
    bias_update: Array | None  # (n,) what the update takes away: bias_after = bias - bias_update
    bias_after: Array | None  # (n,)
    slope: Array | None  # (n,) f'(z) of the sample shown
    delta: Array | None  # (n,) the shown sample's own dL/dz
    mask: Array | None  # (n,) what dropout multiplies its values by in this step: 0 or 1 / (1 - share)
    arriving: Array | None  # (n,) sum of what flowed back for this sample; delta = arriving * mask * slope


class LinkScene(msgspec.Struct, frozen=True):
    """The wires from one layer to the next.

    A link of many wires carries only some of them: then `chosen` (m, 2) holds their places [from, to], the
    other arrays have shape (m,), and `rule` says in a sentence which they are.
    """

    count: int  # of all wires
    chosen: Array | None
    rule: str
    weight: Array  # (n_in, n_out)
    gradient: Array  # (n_in, n_out) mean over the batch, that of the penalty included
    update: Array  # (n_in, n_out) what the update takes away: after = weight - update
    after: Array  # (n_in, n_out)
    forward: Array  # (n_in, n_out) value * mask * weight, what flows forward for the sample shown
    backward: Array  # (n_in, n_out) delta * weight, what flows back for the sample shown


WirePlace = tuple[int, int, int]  # link, neuron below, neuron above


class PathsScene(msgspec.Struct, frozen=True):
    """Along which wires most of what wins came, for the sample shown."""

    rule: str  # by what rule, in a sentence
    paths: tuple[tuple[WirePlace, ...], ...]  # the strongest first, each from the winning output back


class OutputScene(msgspec.Struct, frozen=True):
    """What comes after the last layer, for the sample shown."""

    loss: str  # "softmax_cross_entropy"
    loss_title: str  # "cross-entropy"
    loss_formula: str
    probability: Array | None  # (n_out,) where the loss makes probabilities of the outputs
    winner: int | None  # the largest output, by its probability where there is one; None if none is a number
    target: Array  # (n_out,) in the network's units
    error: Array  # (n_out,) dL/da of this sample alone
    error_label: str  # "p − y", "p · Σy − y", "a − y", "2 (a − y)"
    own_value: Array | None  # (n_out,) of the sample shown in the data's own units, where targets are values
    own_target: Array | None  # (n_out,)
    own_range: Array | None  # (n_out, 2) the ends of the scale that both are drawn on
    units: tuple[str, ...]  # of these
    sample_loss: float  # of the sample shown, before the update; no penalty
    penalty: float  # what L1 and L2 add to the loss of the batch
    penalty_after: float
    lowest_loss: float | None  # the least any weights could reach here, where that is known and not 0
    lowest_reason: str  # why, in a sentence; "" where lowest_loss is None


class Verdict(msgspec.Struct, frozen=True):
    """What the network says of the sample shown, under one set of parameters and with nothing dropped."""

    predicted: str  # a class, the labels that are on or "none", values in their own units; "" if not finite
    right: bool | None  # None for values, and where the target names no single class


class Change(msgspec.Struct, frozen=True):
    """What one update did to its own batch and to the sample shown. Losses hold no penalty."""

    step: int  # updates made before it
    batch_loss_before: float
    batch_loss_after: float
    before: Verdict
    after: Verdict


class UpdateScene(msgspec.Struct, frozen=True):
    """How the update of the step makes new numbers of old ones, by what stands beside them."""

    rule: str  # "old → new = old − 0.1 × gradient, the mean of 15 flowers"
    factors: tuple[float, ...]  # update = their product * gradient; () where the optimizer makes more of it
    step: str  # what it is that is taken away then: "Adam's step"; "" where factors say it


class PhaseScene(msgspec.Struct, frozen=True):
    """One unit of the timeline."""

    name: PhaseName
    layer: int  # the layer it computes (forward, backward), 0 elsewhere
    sentence: str  # what happens in it, in one sentence, with its numbers
    short: str  # a word or two for the timeline: "forward 1"


class BatchScene(msgspec.Struct, frozen=True):
    """The batch of the step, and which of its samples is shown."""

    size: int  # how many samples it holds
    numbers: tuple[int, ...]  # of its samples, from 1, in the order of the data set's shuffling
    place: int  # index of the sample shown in `numbers`
    epoch: int  # from 1
    index: int  # which batch of the epoch, from 1
    count: int  # batches in an epoch


class SelectionScene(msgspec.Struct, frozen=True):
    """The number that is selected. It stays so while one steps, plays and seeks."""

    name: str
    words: str  # what it is: "gradient of the weight hidden 3 → versicolor"
    value: float | None  # at the moment shown; None where this step has none, as of a sample of another batch
    after: float | None  # once the update is on screen
    path: str  # where a program finds it: "run.step(38).gradients.layers[1].weight[2, 0]"; "" for nowhere
    editable: bool


class StageScene(msgspec.Struct, frozen=True):
    """All numbers of one step."""

    layers: tuple[LayerScene, ...]
    links: tuple[LinkScene, ...]
    output: OutputScene
    strongest: PathsScene
    timeline: tuple[PhaseScene, ...]
    update: UpdateScene
    change: Change  # what the update of this step does
    previous: Change | None  # what the update before this step did
