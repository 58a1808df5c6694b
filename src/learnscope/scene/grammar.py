"""The names of numbers, and the only definition of their grammar: `gradient.1.2.0@7`.

    name   = kind { "." index } [ "@" sample ]
    kind   one of KINDS: words joined by dots, "delta.mean"
    index  a whole number from 0, one for each axis of the kind
    sample the place of a sample in the data set, from 0; without it, the one shown or, of gradients, the mean

Layer 0 is the inputs; link k joins layers k and k + 1. A name means a number at a moment: the step, batch and
sample shown. Weights, biases and measures are those in force there, which once the update is on screen are
the new ones; `new.` and `old.` name the new and the old ones at any time.

`setting.` is followed by the name of a setting of numbers, in which dots may be: `setting.data.noise`.

What a reader sees of a name counts from 1 and says it in words (`names.number`); which numbers a network has
is known in `belonging`, their values at a moment and their paths in Python in `values`.
"""

import difflib
import re
from dataclasses import dataclass
from typing import Literal

from learnscope.errors import ArgumentError, shown
from learnscope.once import once

Axis = Literal["link", "from", "to", "layer", "neuron", "output", "input", "truth", "guess"]
Own = Literal["", "shown", "mean"]

WIRE: tuple[Axis, ...] = ("link", "from", "to")
BIAS: tuple[Axis, ...] = ("link", "neuron")
NEURON: tuple[Axis, ...] = ("layer", "neuron")
OUTPUT: tuple[Axis, ...] = ("output",)
SETTING = "setting"
PARTS = ("train", "validation", "test")
STATES = {"v": "mean of past gradients", "s": "mean of past squared gradients"}


@dataclass(frozen=True)
class Kind:
    """What numbers of one kind are."""

    word: str  # what their names begin with
    axes: tuple[Axis, ...]
    own: Own  # without "@": "shown" the sample shown, "mean" all of the batch; "" where no sample is named
    title: str  # in a reader's words, of {wire}, {neuron}, {output} or {truth} and {guess}
    meaning: str  # one line for the documentation
    computed: bool = True  # whether every layer has it but that of the inputs, which nothing is computed of

    @property
    def example(self) -> str:
        """A name of this kind as the documentation writes it."""
        parts = [
            self.word,
            *(f"<{axis}>" for axis in self.axes),
            *(["<name>"] if self.word == SETTING else []),
        ]
        return ".".join(parts) + ("[@<sample>]" if self.own else "")


def _of_parameters(
    word: str, own: Own, title: str, meaning: str, *, bias_meaning: str = ""
) -> tuple[Kind, Kind]:
    """A kind of number that weights have, and the one that biases have."""
    bias = f"{word}.bias"
    return (
        Kind(word, WIRE, own, title.format("weight {wire}"), meaning),
        Kind(bias, BIAS, own, title.format("bias of {neuron}"), bias_meaning or f"{meaning}, for a bias"),
    )


def _states() -> tuple[Kind, ...]:
    found: list[Kind] = []
    for symbol, title in STATES.items():
        for new, when in (("", "before"), ("new.", "after")):
            found += _of_parameters(
                f"{new}state.{symbol}",
                "",
                f"optimizer's {symbol} of the {{}} {when} the update",
                f"optimizer's {symbol}, {title}, {when} this update",
            )
    return tuple(found)


def _measures() -> tuple[Kind, ...]:
    found: list[Kind] = []
    for new, when in (("", ""), ("new.", " after this update")):
        for part in PARTS:
            found += [
                Kind(f"{new}{part}.loss", (), "", f"{part} loss{when}", f"mean loss over the {part} samples"),
                Kind(f"{new}{part}.accuracy", (), "", f"{part} accuracy{when}", f"{part} samples right"),
                Kind(f"{new}{part}.r2", (), "", f"{part} R²{when}", f"{part} variance explained"),
                Kind(
                    f"{new}{part}.confusion",
                    ("truth", "guess"),
                    "",
                    f"{part} samples of {{truth}} taken for {{guess}}{when}",
                    f"how many {part} samples of one class were taken for another",
                ),
            ]
    for part in PARTS:
        meaning = f"{part} samples right if what most training samples are were said of each"
        found.append(Kind(f"{part}.baseline", (), "", f"{part} baseline", meaning))
    return tuple(found)


KINDS: dict[str, Kind] = {
    kind.word: kind
    for kind in (
        Kind("input", ("input",), "shown", "{input} in its own unit", "input in the data's own unit"),
        Kind(
            "mean", ("input",), "", "mean of {input}", "what scaling takes from an input: its training mean"
        ),
        Kind("deviation", ("input",), "", "deviation of {input}", "what scaling divides an input by"),
        Kind("value", NEURON, "shown", "value of {neuron}", "what a neuron passes on", computed=False),
        Kind("preactivation", NEURON, "shown", "z of {neuron}", "z = x·w + b, before the activation"),
        Kind("slope", NEURON, "shown", "slope of {neuron}", "f′(z), the slope of the activation at z"),
        Kind("mask", NEURON, "shown", "mask of {neuron}", "what dropout multiplies the value by"),
        Kind("product", WIRE, "shown", "value × weight, {wire}", "value · mask · weight"),
        Kind("probability", OUTPUT, "shown", "probability of {output}", "what the loss makes of an output"),
        Kind("prediction", OUTPUT, "shown", "prediction of {output}", "output in the data's own unit"),
        Kind("target", OUTPUT, "shown", "target of {output}", "target as the network sees it"),
        Kind("target.own", OUTPUT, "shown", "target of {output} in its own unit", "target in its own unit"),
        Kind("target.mean", OUTPUT, "", "mean of target {output}", "what scaling takes from a target"),
        Kind(
            "target.deviation", OUTPUT, "", "deviation of target {output}", "what scaling divides a target by"
        ),
        Kind("error", OUTPUT, "shown", "error of {output}", "∂L/∂a of the sample's own loss at an output"),
        Kind("arriving", NEURON, "shown", "what arrives back at {neuron}", "Σ δ·weight of the layer above"),
        Kind("product.back", WIRE, "shown", "δ × weight, {wire}", "δ · weight, on its way back"),
        Kind("delta", NEURON, "shown", "δ of {neuron}", "∂L/∂z of the sample's own loss"),
        Kind("delta.mean", NEURON, "shown", "δ/N of {neuron}", "∂L/∂z of the batch's mean loss: δ/N"),
        Kind("weight", WIRE, "", "weight {wire}", "weight in force"),
        Kind("bias", BIAS, "", "bias of {neuron}", "bias in force"),
        *_of_parameters(
            "gradient",
            "mean",
            "gradient of the {}",
            "∂L/∂w that is applied, the mean over the batch, the penalty's part included; "
            "with @, the sample's own, without the penalty",
            bias_meaning="∂L/∂b, likewise",
        ),
        Kind(
            "gradient.penalty",
            WIRE,
            "",
            "penalty's part of the gradient of the weight {wire}",
            "λ₁·sign w + λ₂·w, the penalty's part of a gradient",
        ),
        *_of_parameters("update", "", "update of the {}", "what this update takes away: w′ = w − update"),
        Kind("old.weight", WIRE, "", "old weight {wire}", "weight before this update"),
        Kind("old.bias", BIAS, "", "old bias of {neuron}", "bias before this update"),
        Kind("new.weight", WIRE, "", "new weight {wire}", "weight after this update"),
        Kind("new.bias", BIAS, "", "new bias of {neuron}", "bias after this update"),
        *_states(),
        Kind(
            "loss.part",
            OUTPUT,
            "shown",
            "what {output} adds to the loss",
            "an output's part of its sample's loss",
        ),
        Kind("loss.sample", (), "shown", "loss of the sample", "loss of one sample, without the penalty"),
        Kind("loss.batch", (), "", "loss of the batch", "mean loss of the batch, without the penalty"),
        Kind("new.loss.batch", (), "", "loss of the batch after the update", "the same after this update"),
        Kind("last.loss.batch", (), "", "loss before the last update", "that of the update before this step"),
        Kind("last.new.loss.batch", (), "", "loss after the last update", "and what it made of it"),
        Kind("loss.lowest", (), "shown", "lowest possible loss", "least loss any weights could reach"),
        Kind("penalty", (), "", "penalty", "what L1 and L2 add to the loss, under the parameters in force"),
        Kind("penalty.l1", (), "", "L1 penalty", "λ₁·Σ|w| of the step's parameters"),
        Kind("penalty.l2", (), "", "L2 penalty", "λ₂/2·Σw² of the step's parameters"),
        Kind("new.penalty", (), "", "penalty after the update", "penalty after this update"),
        Kind("rate", (), "", "learning rate of this step", "what the schedule makes of the learning rate"),
        Kind("gradient.norm", (), "", "norm of the gradient", "norm of the whole gradient, before clipping"),
        Kind("clip", (), "", "clipping factor", "what the gradient is multiplied by where it is too long"),
        *_measures(),
        Kind("updates", (), "", "steps made", "steps made before this step or, once it is made, with it"),
        Kind(SETTING, (), "", "{name}", "a setting of numbers, by its name"),
    )
}

EDITABLE = frozenset({"input", "weight", "bias", "target", SETTING})
MISTAKEN = {  # other words for kinds, understood where a wrong name is explained
    "z": "preactivation",
    "a": "value",
    "activation": "value",
    "bias.gradient": "gradient.bias",
    "bias_gradient": "gradient.bias",
    "w": "weight",
    "b": "bias",
    "move": "update",
    "loss": "loss.sample",
}
_NAME = re.compile(r"([^@]*?)((?:\.[0-9]{1,30})*)(?:@([0-9]{1,30}))?")
HELP = "names look like weight.0.1.2 or delta.1.0@7; docs/names.md lists them"


@dataclass(frozen=True)
class Name:
    """The name of a number: what `parse` reads and `str` writes."""

    kind: Kind
    index: tuple[int, ...] = ()  # one for each axis
    sample: int | None = None  # its place in the data set
    setting: str = ""  # the name of a setting

    def __str__(self) -> str:
        """The name as it is written.

        >>> str(parse("gradient.1.2.0@7"))
        'gradient.1.2.0@7'
        """
        parts = [self.kind.word, *filter(None, [self.setting]), *map(str, self.index)]
        return ".".join(parts) + ("" if self.sample is None else f"@{self.sample}")

    @property
    def editable(self) -> bool:
        """Whether a reader may set it."""
        return self.kind.word in EDITABLE

    def neuron(self, outputs: int) -> tuple[int, int] | None:
        """The neuron (layer, index) it belongs to, where it belongs to one; `outputs` is their layer.

        >>> parse("gradient.bias.0.3").neuron(2)
        (1, 3)
        """
        match self.axes:
            case {"neuron": neuron, **rest}:
                return rest.get("layer", rest.get("link", 0) + 1), neuron
            case {"input": place}:
                return 0, place
            case {"output": place}:
                return outputs, place
        return None

    @once
    def axes(self) -> dict[str, int]:
        """The index of each axis: {"link": 1, "from": 2, "to": 0}."""
        return dict(zip(self.kind.axes, self.index, strict=True))


def named(word: str, *index: int, sample: int | None = None) -> Name:
    """The name of a number of the kind `word`.

    >>> str(named("new.weight", 1, 2, 0))
    'new.weight.1.2.0'
    """
    return Name(KINDS[word], index, sample)


def parse(text: str) -> Name:
    """The name that `text` writes. Raises ArgumentError, with the nearest right kind, where it is none.

    >>> parse("delta.mean.1.2@7").axes
    {'layer': 1, 'neuron': 2}
    """
    match = _NAME.fullmatch(text)
    if match is None:
        raise ArgumentError(f"name must be that of a number, got {shown(text)}; {HELP}")
    word, digits, sample = match.groups()
    if text.startswith(f"{SETTING}."):
        return Name(KINDS[SETTING], setting=text.removeprefix(f"{SETTING}."))
    kind, end = KINDS.get(word), "" if sample is None else f"@{sample}"
    if kind is None or word == SETTING:
        near = difflib.get_close_matches(word, [*KINDS, *MISTAKEN], n=1)
        hint = f"; did you mean {MISTAKEN.get(near[0], near[0]) + digits + end!r}?" if near else ""
        raise ArgumentError(f"name must begin with a kind of number, got {shown(text)}{hint}; {HELP}")
    index = tuple(int(number) for number in digits.split(".")[1:])
    if len(index) != len(kind.axes):
        raise ArgumentError(f"name must be {kind.example}, got {shown(text)}")
    if sample is not None and not kind.own:
        raise ArgumentError(f"{kind.word} must have no sample, got {shown(text)}; leave out {end!r}")
    return Name(kind, index, None if sample is None else int(sample))


def is_measure(text: str) -> bool:
    """Whether the name is of a measure over a part of the data, as far as can be seen without a network.

    >>> is_measure("new.test.accuracy"), is_measure("loss.batch")
    (True, False)
    """
    return not set(PARTS).isdisjoint(text.split("."))


def table() -> str:
    """All kinds as the table of `docs/names.md`."""
    rows = [f"| `{kind.example}` | {kind.meaning.replace('|', '&#124;')} |" for kind in KINDS.values()]
    return "\n".join(["| name | what it is |", "|---|---|", *rows, ""])


if __name__ == "__main__":
    import sys

    sys.stdout.buffer.write(table().encode())
