"""One step as phases, each with a sentence that says what happens in it with this moment's numbers.

read · forward 1..L · loss · backward L..1 · update        (2 L + 3 phases)
"""

import math
from collections.abc import Sequence

import numpy as np

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.core.losses import LOSSES
from learnscope.scene import names
from learnscope.scene.output import error_label
from learnscope.scene.schema import PhaseScene
from learnscope.scene.subject import Subject, in_words, named_class

LISTED = 4  # errors of so many outputs are listed; of more, the largest is named


def length(links: int) -> int:
    """How many phases the timeline of a network with so many links has."""
    return 2 * links + 3


def forward_done(links: int) -> int:
    """Where forward and loss are done and the errors have not yet begun to flow."""
    return links + 2


def timeline(subject: Subject) -> tuple[PhaseScene, ...]:
    """All phases of the step."""
    last = len(subject.neurons) - 1
    return (
        PhaseScene("read", 0, _read(subject), "read"),
        *(PhaseScene("forward", k, _forward(subject, k), f"forward {k}") for k in range(1, last + 1)),
        PhaseScene("loss", 0, _loss(subject), "loss"),
        PhaseScene("backward", last, _backward_outputs(subject), f"backward {last}"),
        *(
            PhaseScene("backward", k, _backward_hidden(subject, k), f"backward {k}")
            for k in range(last - 1, 0, -1)
        ),
        PhaseScene("update", 0, _update(subject), "update"),
    )


def sample_label(subject: Subject) -> str:
    """The class of the sample shown, its labels, or its target values in their own units."""
    return in_words(subject, subject.target)


def _read(subject: Subject) -> str:
    edited = ", edited" if subject.edited else ""
    what = "target"
    if subject.classes and named_class(subject.target) is not None:
        what = "class"
    elif subject.kind == "labels" and np.isin(subject.target, (0.0, 1.0)).all():
        what = "label" if subject.target.sum() == 1 else "labels"
    label = f", {what} {sample_label(subject)}"
    batch = f", one of the {len(subject.rows)} in this batch" if len(subject.rows) > 1 else ""
    inputs = words.count(len(subject.neurons[0]), "input")
    note = "standardised" if subject.setup.experiment.scale == "standard" else "as they are"
    if len(subject.neurons[0]) == 1 and note == "as they are":
        note = "as it is"
    noun = subject.setup.dataset.noun
    who = f"{noun[:1].upper()}{noun[1:]} {subject.sample + 1}"
    return f"{who}{edited}{label}, is read{batch}: {inputs}, {note}."


def _forward(subject: Subject, layer: int) -> str:
    last = len(subject.neurons) - 1
    activation = subject.step.network.activations[layer - 1]
    who = "Each output" if layer == last else f"Each neuron of layer {names.layer_title(layer, last)}"
    through = (
        ""
        if activation == "identity"
        else f" and passes the sum through {names.activation_phrase(activation)}"
    )
    bias = subject.step.network.layers[layer - 1].bias
    adds = "adds up its weighted inputs" if bias == "none" else "adds its weighted inputs to its bias"
    sentence = f"{who} {adds}{through}; {_answer(subject, layer)}."
    dropped = subject.own.mask(layer)
    if dropped is None or not (dropped != 1).any():
        return sentence
    kept = int((dropped > 0).sum())
    times = f", times {words.number(float(dropped.max()))}" if kept else ""
    return f"{sentence} For this sample, dropout passes on {kept} of {len(dropped)}{times}."


def _answer(subject: Subject, layer: int) -> str:
    values, who = subject.own.value(layer), subject.neurons[layer]
    odd = _first_odd(values)
    if odd is not None:
        return f"{who[odd]} is {_passed(values[odd])}"
    if len(values) == 1:
        return f"{who[0]} is {_passed(values[0])}"
    if layer == len(subject.neurons) - 1:
        top = int(values.argmax())
        return f"{who[top]} is highest with {_passed(values[top])}"
    top = int(np.abs(values).argmax())
    return f"neuron {who[top]} answers most strongly with {_passed(values[top])}"


def _loss(subject: Subject) -> str:
    loss = float(subject.step.losses[subject.place])
    single = named_class(subject.target)
    if subject.squash == "softmax" and single is not None and subject.target[single] == 1:
        probability = float(subject.step.prediction[subject.place, single])
        text, equals = words.operand(probability, loss, lambda p: -math.log(p))
        sentence = (
            f"The outputs become probabilities; {subject.neurons[-1][single]} gets {text}, "
            f"so this sample's loss is −log {text} {equals} {words.fixed(loss)}."
        )
    else:
        start = (
            "The outputs become probabilities"
            if subject.squash
            else "The outputs are held against their targets"
        )
        formula = LOSSES[subject.step.network.loss].formula
        sentence = f"{start}; this sample's loss is {formula} = {words.fixed(loss)}."
    if len(subject.rows) > 1:
        sentence += f" The mean over the batch is {words.fixed(subject.step.loss)}."
    if subject.setup.experiment.l1 or subject.setup.experiment.l2:
        sentence += f" The penalty on weights adds {words.fixed(subject.step.penalty)}."
    return sentence


def _backward_outputs(subject: Subject) -> str:
    network, last = subject.step.network, len(subject.neurons) - 1
    label = error_label(network.loss, subject.target)
    times = "" if network.activations[-1] == "identity" else ", times its slope,"
    deltas, who = subject.own.delta(last), subject.neurons[last]
    return f"Each output's error {label}{times} is its δ: {_deltas(deltas, who)}."


def _backward_hidden(subject: Subject, layer: int) -> str:
    title = names.layer_title(layer, len(subject.neurons) - 1)
    dropped = subject.own.mask(layer)
    factors = []
    if dropped is not None and (dropped != 1).any():
        factors.append("its mask")
    if subject.step.network.activations[layer - 1] != "identity":
        factors.append("its slope")
    times = f" and multiplies it by {' and '.join(factors)}" if factors else ""
    deltas, who = subject.own.delta(layer), subject.neurons[layer]
    return (
        f"Along each wire flows back δ × weight; each neuron of layer {title} adds up what arrives{times}: "
        f"{_largest(deltas, [f'neuron {name}' for name in who])}."
    )


def _deltas(deltas: Floats, who: Sequence[str]) -> str:
    if len(deltas) > LISTED:
        return _largest(deltas, who)
    return ", ".join(f"{name} {_fine(delta)}" for name, delta in zip(who, deltas, strict=True))


def _largest(deltas: Floats, who: Sequence[str]) -> str:
    odd = _first_odd(deltas)
    top = int(np.abs(deltas).argmax()) if odd is None else odd
    if odd is None and len(deltas) > 1:
        return f"the largest δ is {_fine(deltas[top])}, of {who[top]}"
    return f"the δ of {who[top]} is {_fine(deltas[top])}"


def _update(subject: Subject) -> str:
    step, kind = subject.step, subject.step.optimizer.kind
    if step.learning_rate == 0:  # no rate that is set is 0
        return (
            "The schedule has brought the learning rate to 0, so nothing moves. "
            "To go on learning, raise the epochs or choose a constant rate."
        )
    mean = f", the mean over the {len(subject.rows)} samples" if len(subject.rows) > 1 else ""
    if subject.setup.experiment.l1 or subject.setup.experiment.l2:
        mean += " with the penalty's" if mean else ", the penalty's included"
    loss = "the loss of this batch" if len(subject.rows) > 1 else "the loss of this sample"
    rate = words.number(step.learning_rate)
    move = (
        f"moves against its gradient{mean}: w − {rate} × ∂L/∂w"
        if kind.name == "sgd"
        else f"moves by its gradient g{mean}, as {kind.title} has it: {kind.formula} with r = {rate}"
    )
    clipped = ""
    if step.clip < 1:
        norm, limit = words.number(step.gradient_norm), words.number(step.gradient_norm * step.clip)
        clipped = f" The gradient's norm is {norm}, so it is first shortened to {limit}."
    kinds = {layer.bias for layer in step.network.layers}
    what = "Every weight and bias" if kinds == {"learned"} else "Every weight"
    if kinds > {"learned"}:
        what = "Every weight and every bias that learns"
    held = " Biases that are held stay as they are." if "fixed" in kinds else ""
    return f"{what} {move}.{clipped}{held} This takes {loss} {words.from_to(step.loss, step.loss_after)}."


def _passed(value: float) -> str:
    """What a neuron passes on, as it stands above it."""
    return words.fixed(float(value), decimals=words.VALUE_DECIMALS)


def _fine(value: float) -> str:
    """An error or δ, as it stands at its neuron."""
    return words.fixed(float(value), sign=True)


def _first_odd(values: Floats) -> int | None:
    """Index of the first value that is not finite, None where all are."""
    odd = np.flatnonzero(~np.isfinite(values))
    return int(odd[0]) if odd.size else None
