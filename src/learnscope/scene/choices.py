"""The words that settings can take, each with its title and one sentence: what it is, what it is good for."""

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.initializers import INITIALIZERS
from learnscope.core.losses import LOSSES
from learnscope.core.optimizers import OPTIMIZERS
from learnscope.core.schedules import SCHEDULES
from learnscope.data.builtin import datasets
from learnscope.data.dataset import Dataset, TargetKind
from learnscope.data.features import FEATURES
from learnscope.experiment.setup import KINDS_OF
from learnscope.scene import words
from learnscope.scene.names import activation_title
from learnscope.scene.schema import Choice

OWN = "own"  # what the present data set is called among the choices where it is not built in

_ACTIVATIONS = {
    "identity": "the sum as it is; for outputs",
    "sigmoid": "between 0 and 1; its slope is at most ¼, so errors shrink from layer to layer",
    "tanh": "between −1 and 1, and centred; a good start for small networks",
    "relu": "cuts off what is below 0; fast and plain, but neurons can die",
    "leaky_relu": "as ReLU, with a small slope below 0, so that no neuron dies",
    "elu": "as ReLU, and bends to −1 below 0",
    "gelu": "a smooth ReLU that dips below 0",
    "softplus": "a smooth ReLU without the corner",
    "sin": "a wave; for targets that repeat",
    "step": "on or off",
}
_LOSSES = {
    "squared_error": "far misses count much more than near ones",
    "half_squared_error": "half of it, so that the error is a − y",
    "huber": "squared near the target, straight far from it: a few wild targets do not take over",
    "softmax_cross_entropy": "outputs become probabilities that sum to 1; for one class out of several",
    "binary_cross_entropy": "each output is a probability of its own; for labels, or classes one by one",
    "hinge": "no loss once an output is on the right side by 1; the largest score is the class",
}
_OPTIMIZERS = {
    "sgd": "plain descent, against the gradient",
    "momentum": "the move rolls on, and evens out what gradients say in turn",
    "nesterov": "momentum that looks ahead",
    "adagrad": "each parameter has its own rate, which shrinks with the gradients it has seen",
    "rmsprop": "each parameter has its own rate, from the size of its latest gradients",
    "adam": "momentum with a rate of its own for each parameter; a good first choice",
    "adamw": "Adam, and weights shrink a little at every step",
}
_SCHEDULES = {
    "constant": "the same rate all through",
    "step": "falls by a factor every so many steps",
    "exponential": "falls by a factor at every step",
    "cosine": "falls along half a wave to its end",
    "warmup": "rises to the rate in so many steps",
}


def activations() -> tuple[Choice, ...]:
    """All activation functions; of one that errors cannot pass, why."""
    return tuple(
        Choice(
            name,
            activation_title(name),
            f"{entry.formula}: {_ACTIVATIONS[name]}"
            + (f"; it cannot be trained: {entry.why_untrainable}." if entry.why_untrainable else "."),
        )
        for name, entry in ACTIVATIONS.items()
    )


def losses(kind: TargetKind) -> tuple[Choice, ...]:
    """Those that suit a kind of target."""
    return tuple(
        Choice(name, loss.title, f"{loss.formula}: {_LOSSES[name]}.")
        for name, loss in LOSSES.items()
        if kind in KINDS_OF.get(name, (kind,))
    )


def initializers() -> tuple[Choice, ...]:
    """Ways to draw starting weights."""
    return tuple(Choice(entry.name, entry.title, entry.note) for entry in INITIALIZERS.values())


def precisions() -> tuple[Choice, ...]:
    """Kinds of number."""
    return (
        Choice("float64", "64 bits", "About 16 digits."),
        Choice("float32", "32 bits", "About 7 digits, in half the memory; faster for wide layers."),
    )


def optimizers() -> tuple[Choice, ...]:
    """All optimizers."""
    return tuple(
        Choice(name, kind.title, f"{kind.formula}: {_OPTIMIZERS[name]}.") for name, kind in OPTIMIZERS.items()
    )


def schedules(present: str) -> tuple[Choice, ...]:
    """All schedules; warm-up goes before any of them, and is one of its own only where it is `present`."""
    return tuple(
        Choice(name, name.replace("warmup", "warm-up"), f"{formula}: {_SCHEDULES[name]}.")
        for name, formula in SCHEDULES.items()
        if name != "warmup" or present == name
    )


def scales() -> tuple[Choice, ...]:
    """What is done to inputs, and to targets that are values."""
    return (
        Choice("standard", "standardised", "Mean 0 and deviation 1 over the training samples."),
        Choice("none", "as they are", "The numbers of the data set itself; large ones make learning hard."),
    )


def data_sets(own: Dataset | None) -> tuple[Choice, ...]:
    """All data sets that are built in, and the present one where it is not."""
    built_in = tuple(Choice(record.name, record.title, record.note) for record in datasets())
    if own is None:
        return built_in
    note = f"{words.grouped(len(own))} samples of your own."
    return (Choice(OWN, own.title, note), *built_in)


def features() -> tuple[Choice, ...]:
    """More inputs for points on the plane."""
    notes = {
        "x²": "Lets a neuron tell the middle from both sides.",
        "y²": "Lets a neuron tell the middle from above and below.",
        "xy": "Above 0 where x and y have the same sign.",
        "sin x": "A wave from left to right.",
        "sin y": "A wave from below to above.",
    }
    return tuple(Choice(name, name, notes[name]) for name in FEATURES)
