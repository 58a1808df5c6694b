"""The words of the field as the page and the documents use them, and the only definition of them.

`python -m learnscope.explain.glossary` prints the table of `docs/glossary.md`; with `--typescript` what is
`web/src/glossary.ts`, which the page loads where it first needs it; with `--into FILE` the file with the
table in it.

A meaning is one sentence for somebody who meets the word for the first time: exact, and in words that are
entries themselves. The number of an entry is one of those that the stage has at any moment, as an example.
"""

import json
from dataclasses import dataclass, field

from learnscope.errors import FormatError
from learnscope.scene.grammar import KINDS


@dataclass(frozen=True)
class Entry:
    """A word and its meaning."""

    word: str
    meaning: str
    number: str = ""  # the name of a number that is an example of it at any moment; "" where none is
    also: tuple[str, ...] = ()  # entries near it
    kinds: tuple[str, ...] = ()  # kinds of named numbers that it is the word for
    signs: tuple[str, ...] = field(default=())  # how it is written in formulas and found by a search


def _entries() -> tuple[Entry, ...]:
    return (
        # what a network is made of
        Entry(
            "network",
            "Layers of neurons, each of which passes its results to the next by weighted wires.",
            also=("layer", "neuron", "weight"),
        ),
        Entry(
            "neuron",
            "One small computation: it adds its inputs, each times a weight, and a bias, and passes the sum "
            "through its activation.",
            "value.1.0",
            also=("weight", "bias", "z", "activation"),
            kinds=("value",),
            signs=("unit",),
        ),
        Entry(
            "layer",
            "Neurons side by side: each receives from all of the layer before, and from none of its own.",
            "value.1.0",
            also=("input", "hidden layer", "output"),
        ),
        Entry(
            "input",
            "A number that describes the sample, as it enters the network.",
            "value.0.0",
            also=("sample", "scale"),
            kinds=("input", "mean", "deviation"),
            signs=("x", "x₁", "x₂", "feature"),
        ),
        Entry(
            "hidden layer",
            "A layer between inputs and outputs; what its neurons give is not said by data but learned.",
            "value.1.0",
            also=("layer", "backpropagation"),
        ),
        Entry(
            "output",
            "What a neuron of the last layer gives: from it follows what the network says.",
            also=("prediction", "probability", "target"),
        ),
        Entry(
            "weight",
            "What a wire multiplies the value it carries by; learning changes it.",
            "weight.0.0.0",
            also=("bias", "gradient", "update"),
            kinds=("weight", "old.weight", "new.weight"),
            signs=("w", "connection", "wire"),
        ),
        Entry(
            "bias",
            "What a neuron adds to its sum whatever arrives; learning changes it.",
            "bias.0.0",
            also=("weight", "z"),
            kinds=("bias", "old.bias", "new.bias"),
            signs=("b",),
        ),
        Entry(
            "parameter",
            "A weight or a bias: a number that learning changes.",
            "weight.0.0.0",
            also=("weight", "bias", "setting"),
        ),
        # forward
        Entry(
            "forward",
            "The way from inputs to outputs: layer by layer, each neuron computes its value.",
            "value.1.0",
            also=("backpropagation", "activation", "loss"),
            signs=("forward pass",),
        ),
        Entry(
            "product",
            "What a wire carries forward: the value where it begins, times its weight.",
            "product.0.0.0",
            also=("weight", "z"),
            kinds=("product",),
            signs=("pulse",),
        ),
        Entry(
            "z",
            "The sum in a neuron, before its activation: all products that arrive, and its bias.",
            "preactivation.1.0",
            also=("product", "bias", "activation"),
            kinds=("preactivation",),
            signs=("Σ", "sum", "preactivation"),
        ),
        Entry(
            "activation",
            "The function that a neuron passes its sum z through, and what comes of it: a = f(z).",
            "value.1.0",
            also=("z", "slope", "saturated"),
            signs=("a", "σ", "sigmoid", "tanh", "ReLU", "f"),
        ),
        Entry(
            "slope",
            "How much a neuron's value changes when its sum z does; errors are multiplied by it.",
            "slope.1.0",
            also=("activation", "δ", "saturated"),
            kinds=("slope",),
            signs=("f′(z)", "derivative"),
        ),
        Entry(
            "saturated",
            "Of a neuron: so near an end of its activation's range that its slope is almost 0.",
            "slope.1.0",
            also=("slope", "dead", "activation"),
        ),
        Entry(
            "dead",
            "Of a neuron: with slope 0 for every sample, so that no error passes and it cannot learn.",
            "slope.1.0",
            also=("saturated", "slope"),
        ),
        Entry(
            "probability",
            "How sure the network is of a class, from 0 to 1, as its outputs are turned into shares.",
            "probability.0",
            also=("softmax", "class", "prediction"),
            kinds=("probability",),
            signs=("p",),
        ),
        Entry(
            "softmax",
            "Turns outputs into probabilities: e to each output, divided by the sum of all of these.",
            "probability.0",
            also=("probability", "cross-entropy"),
        ),
        Entry(
            "prediction",
            "What the network says of a sample: the class with the greatest probability, or a value.",
            also=("target", "accuracy", "probability"),
            kinds=("prediction",),
            signs=("ŷ",),
        ),
        Entry(
            "class",
            "One of the kinds among which the network is to tell samples apart.",
            "probability.0",
            also=("probability", "target", "confusion table"),
        ),
        # loss and backward
        Entry(
            "target",
            "What an output should be for this sample, as the data says.",
            "target.0",
            also=("prediction", "error"),
            kinds=("target", "target.own", "target.mean", "target.deviation"),
            signs=("y", "label"),
        ),
        Entry(
            "loss",
            "One number for how wrong the network is, 0 at best; learning makes it small.",
            "loss.batch",
            also=("cross-entropy", "error", "gradient", "penalty"),
            kinds=(
                "loss.part",
                "loss.sample",
                "loss.batch",
                "new.loss.batch",
                "last.loss.batch",
                "last.new.loss.batch",
                "loss.lowest",
            ),
            signs=("L", "cost"),
        ),
        Entry(
            "cross-entropy",
            "A loss for classes: minus the natural logarithm (ln) of the probability given to the right one.",
            "loss.sample",
            also=("loss", "probability", "softmax"),
        ),
        Entry(
            "error",
            "How the loss of this sample changes when an output changes a little.",
            "error.0",
            also=("δ", "target", "loss"),
            kinds=("error", "arriving"),
            signs=("∂L/∂a",),
        ),
        Entry(
            "δ",
            "How the loss of this sample changes when a neuron's sum z changes a little.",
            "delta.1.0",
            also=("error", "backpropagation", "gradient"),
            kinds=("delta", "delta.mean", "product.back"),
            signs=("delta", "∂L/∂z"),
        ),
        Entry(
            "backpropagation",
            "The way back from the loss: each layer's δ follows from the next one's, and gradients from δ.",
            "delta.1.0",
            also=("δ", "gradient", "forward"),
            signs=("backward pass", "backprop"),
        ),
        Entry(
            "gradient",
            "How the loss changes when a weight or bias changes a little: its sign says which way is down.",
            "gradient.0.0.0",
            also=("update", "learning rate", "δ", "gradient check"),
            kinds=("gradient", "gradient.bias", "gradient.penalty", "gradient.norm", "clip"),
            signs=("∂L/∂w", "∂L/∂b"),
        ),
        Entry(
            "gradient check",
            "Each gradient is compared with what the loss really does when its weight is nudged both ways.",
            "gradient.0.0.0",
            also=("gradient", "loss"),
        ),
        # update
        Entry(
            "update",
            "Taking from each weight and bias its gradient times the rate, or an optimizer's move.",
            "update.0.0.0",
            also=("gradient", "learning rate", "optimizer", "step"),
            kinds=("update", "update.bias"),
        ),
        Entry(
            "learning rate",
            "How far an update goes along the gradient.",
            "rate",
            also=("update", "schedule", "optimizer"),
            kinds=("rate",),
            signs=("η", "rate"),
        ),
        Entry(
            "optimizer",
            "The rule by which an update follows from the gradient; the plainest, SGD, is rate × gradient.",
            "update.0.0.0",
            also=("update", "learning rate", "schedule"),
            kinds=tuple(word for word in KINDS if "state." in word),
            signs=("SGD", "Adam", "momentum"),
        ),
        Entry(
            "schedule",
            "The rule by which the learning rate changes from step to step.",
            "rate",
            also=("learning rate", "step"),
        ),
        Entry(
            "penalty",
            "What is added to the loss for large weights, so that they stay small.",
            "penalty",
            also=("loss", "overfitting", "weight"),
            kinds=("penalty", "penalty.l1", "penalty.l2", "new.penalty"),
            signs=("L1", "L2", "regularisation", "regularization", "λ"),
        ),
        Entry(
            "dropout",
            "Leaving out a share of hidden neurons at random in each step, so that none is relied on alone.",
            also=("overfitting", "hidden layer"),
            kinds=("mask",),
        ),
        # learning
        Entry(
            "step",
            "Forward, backward and one update, with one batch.",
            "updates",
            also=("batch", "epoch", "phase", "update"),
            kinds=("updates",),
            signs=("iteration",),
        ),
        Entry(
            "phase",
            "One part of a step: a layer's forward, the loss, a layer's backward, or the update.",
            "",
            also=("step", "forward", "backpropagation", "update"),
        ),
        Entry(
            "batch",
            "The samples that one step learns from together; the gradient is the mean of theirs.",
            "setting.batch_size",
            also=("step", "epoch", "sample"),
            signs=("mini-batch", "batch size"),
        ),
        Entry(
            "epoch",
            "As many steps as it takes to see every training sample once.",
            "updates",
            also=("batch", "step", "training set"),
        ),
        Entry(
            "learning",
            "Changing weights and biases, step by step, so that the loss falls.",
            "loss.batch",
            also=("step", "update", "loss"),
            signs=("training", "train"),
        ),
        Entry(
            "setting",
            "A choice made before learning, such as the learning rate; learning does not change it.",
            "setting.learning_rate",
            also=("parameter", "learning rate", "experiment"),
            kinds=("setting",),
            signs=("hyperparameter",),
        ),
        Entry(
            "seed",
            "The number from which all that is random follows: the same seed makes the same run.",
            "setting.seed",
            also=("starting weights", "run"),
        ),
        Entry(
            "starting weights",
            "The weights before the first step, drawn at random from the seed.",
            "weight.0.0.0",
            also=("seed", "weight"),
            signs=("initialisation", "initialization"),
        ),
        # data and measures
        Entry(
            "data set",
            "The samples there are, each with its inputs and its target.",
            also=("sample", "training set", "validation set", "test set"),
        ),
        Entry(
            "sample",
            "One example of the data: its inputs, and the target that belongs to them.",
            "loss.sample",
            also=("data set", "batch", "target"),
            signs=("example",),
        ),
        Entry(
            "scale",
            "What is done to inputs first: standardised, less their mean and divided by their deviation.",
            "value.0.0",
            also=("input", "data set"),
            signs=("standardised", "standardized", "normalised"),
        ),
        Entry(
            "training set",
            "The samples that are learned from.",
            "train.loss",
            also=("validation set", "test set", "overfitting"),
            kinds=_measures("train"),
            signs=("train",),
        ),
        Entry(
            "validation set",
            "Samples that are never learned from, kept to watch learning by and to choose settings.",
            "validation.loss",
            also=("training set", "test set", "overfitting"),
            kinds=_measures("validation"),
            signs=("validation",),
        ),
        Entry(
            "test set",
            "Samples kept for the very end: nothing is learned from them or chosen by them.",
            "test.loss",
            also=("training set", "validation set"),
            kinds=_measures("test"),
            signs=("test",),
        ),
        Entry(
            "accuracy",
            "The share of samples whose class the network says right.",
            "train.accuracy",
            also=("prediction", "confusion table", "loss", "baseline"),
            signs=("right",),
        ),
        Entry(
            "baseline",
            "The accuracy of always saying what most training samples are; R² has its own, 0.",
            "train.baseline",
            also=("accuracy", "class"),
            kinds=tuple(f"{part}.baseline" for part in ("train", "validation", "test")),
        ),
        Entry(
            "confusion table",
            "How many samples of each class are taken for each: right ones stand on its diagonal.",
            "train.accuracy",
            also=("accuracy", "class"),
        ),
        Entry(
            "overfitting",
            "Learning the training samples by heart: their loss falls while that of validation rises.",
            "validation.loss",
            also=("validation set", "penalty", "dropout"),
        ),
        # the page's own
        Entry(
            "experiment",
            "Everything that decides a run: data, network, learning and seed.",
            also=("setting", "seed", "run"),
            signs=("recipe",),
        ),
        Entry(
            "run",
            "A training, with all that is remembered of it: every step can be gone back to.",
            "updates",
            also=("step", "future", "playhead"),
        ),
        Entry(
            "playhead",
            "Marks the step that is on the stage, on the strip of the run.",
            "updates",
            also=("run", "step"),
        ),
        Entry(
            "curve",
            "How a measure went from step to step: steps to the right, the measure upward.",
            "train.loss",
            also=("loss", "step", "run"),
            signs=("axis", "chart"),
        ),
        Entry(
            "future",
            "One way that a run went on: a change made in the past begins another beside it.",
            "updates",
            also=("run", "what if"),
            signs=("fork",),
        ),
        Entry(
            "what if",
            "The whole training that another value of a setting would have given.",
            "setting.learning_rate",
            also=("setting", "future", "validation set"),
        ),
        Entry(
            "stop when",
            "Something in a training, such as a loss below a number, at which it stops by itself.",
            "loss.batch",
            also=("run", "step"),
            signs=("breakpoint",),
        ),
        Entry(
            "decision picture",
            "What the network says over the plane of its two inputs, paler where it is unsure.",
            also=("class", "prediction", "input"),
        ),
        Entry(
            "stage",
            "Where the network is drawn: wires coloured by sign, as wide as their weight is large.",
            also=("neuron", "weight"),
        ),
    )


def _measures(part: str) -> tuple[str, ...]:
    return tuple(word for word in KINDS if part in word.split(".") and not word.endswith(".baseline"))


LESSONS: dict[str, str] = {  # the shipped lesson that teaches a word, by the name of its file
    word: lesson
    for lesson, words in {
        "neuron": ("neuron", "input", "weight", "bias", "product", "z", "activation"),
        "matrices": ("network", "layer", "hidden layer", "parameter", "starting weights"),
        "forward": ("forward", "output", "prediction", "target", "step", "phase", "learning", "stage"),
        "loss": ("loss", "cross-entropy", "error"),
        "slope": ("slope", "gradient", "gradient check"),
        "downhill": ("update", "learning rate", "optimizer", "schedule", "setting", "curve"),
        "blame": ("δ", "backpropagation"),
        "batches": ("batch", "sample", "seed", "future", "what if"),
        "overfitting": (
            "epoch", "training set", "validation set", "test set", "accuracy", "overfitting", "data set",
            "run",
        ),
        "crowd": ("experiment", "playhead", "scale"),
        "handwriting": ("probability", "softmax", "class", "confusion table"),
        "softening": ("penalty", "dropout", "stop when"),
        "failure": ("saturated", "dead"),
        "emergence": ("decision picture",),
        "words": ("baseline",),
    }.items()
    for word in words
}  # fmt: skip
ENTRIES: dict[str, Entry] = {entry.word: entry for entry in _entries()}


def table() -> str:
    """All entries as the table of `docs/glossary.md`, in the order of the alphabet."""
    rows = [
        f"| **{entry.word}**{', ' + ', '.join(entry.signs) if entry.signs else ''} | {entry.meaning} |"
        for entry in _sorted()
    ]
    return "\n".join(["| word | what it means |", "|---|---|", *rows, ""])


def document(text: str) -> str:
    """A document with the table of today in the place of the one in it, which begins it as this one does."""
    before, head, rest = text.partition(table().partition("\n")[0])
    if not head:
        raise FormatError("a document of the glossary must hold its table, got none; put its first line in")
    after = rest.partition("\n\n")[2]
    return f"{before}{table()}\n{after}"


def typescript() -> str:
    """The whole of `web/src/glossary.ts`."""
    lines = [
        "// Written by `python -m learnscope.explain.glossary --typescript`. Do not edit.",
        "",
        "export interface Entry {",
        "  readonly word: string;",
        "  readonly meaning: string;",
        '  /** The name of a number that is an example of it; "" where none is. */',
        "  readonly number: string;",
        "  readonly also: readonly string[];",
        "  readonly signs: readonly string[];",
        '  /** The lesson that teaches it; "" where none does. */',
        "  readonly lesson: string;",
        "}",
        "",
        "// prettier-ignore",
        "export const ENTRIES: readonly Entry[] = [",
    ]
    for entry in _sorted():
        fields = ("word", "meaning", "number", "also", "signs")
        row = {name: getattr(entry, name) for name in fields} | {"lesson": LESSONS.get(entry.word, "")}
        lines.append(f"  {json.dumps(row, ensure_ascii=False)},")
    lines += [
        "];",
        "",
        "/** The word for each kind of named numbers. */",
        "// prettier-ignore",
        "export const WORDS: Readonly<Record<string, string>> = {",
    ]
    words = {kind: entry.word for entry in ENTRIES.values() for kind in entry.kinds}
    lines += [
        f"  {json.dumps(kind)}: {json.dumps(words[kind], ensure_ascii=False)},"
        for kind in KINDS
        if kind in words
    ]
    return "\n".join([*lines, "};", ""])


def _sorted() -> list[Entry]:
    return sorted(ENTRIES.values(), key=lambda entry: (not entry.word.isascii(), entry.word))


if __name__ == "__main__":
    import sys
    from pathlib import Path

    match sys.argv[1:]:
        case ["--typescript"]:
            sys.stdout.buffer.write(typescript().encode())
        case ["--into", path]:
            sys.stdout.buffer.write(document(Path(path).read_text("utf-8")).encode())
        case _:
            sys.stdout.buffer.write(table().encode())
