"""What a number means, one plain sentence with this moment's number in it."""

from collections.abc import Callable

from learnscope import words
from learnscope.experiment.numbers import numbers_of
from learnscope.explain.asked import Asked
from learnscope.scene import names
from learnscope.scene.grammar import SETTING

NUDGE = 0.001  # how far a sentence moves a parameter to say what its gradient means
Sentence = Callable[[Asked, float], str]


def sentence_of(asked: Asked, number: float) -> str:
    """The meaning of the number asked for."""
    word = asked.name.kind.word
    if word.startswith(SETTING):
        note = numbers_of(asked.subject.setup.experiment)[asked.name.setting].note.removesuffix(".")
        return f"{note}. You set it: {words.number(number)}."
    for begin, sentence in SENTENCES.items():
        if word == begin:
            return sentence(asked, number)
    meaning = asked.name.kind.meaning
    return f"{meaning[:1].upper()}{meaning[1:]}: {words.number(number)}."


def _gradient(asked: Asked, number: float) -> str:
    what = "bias" if "bias" in asked.name.kind.word.split(".") else "weight"
    batch = len(asked.subject.rows)
    noun = asked.subject.setup.dataset.noun
    whose = f"this {noun}" if asked.name.sample is not None or batch == 1 else f"these {batch} {noun}s"
    if number == 0:
        return f"Moving this {what} a little changes nothing for the loss of {whose}."
    if number != number:
        return "It is not a number: somewhere on its way back an error was not finite."
    turn = "rises" if number > 0 else "falls"
    much = words.number(abs(number) * NUDGE)
    return f"Raise this {what} by {NUDGE:g} and the loss of {whose} {turn} by {much}."


def _ends(asked: Asked) -> tuple[str, str]:
    """The neurons that a wire joins."""
    neurons, link = asked.subject.neurons, asked["link"]
    return neurons[link][asked["from"]], neurons[link + 1][asked["to"]]


def _weight(asked: Asked, number: float) -> str:
    start, end = _ends(asked)
    if number == 0:
        return f"Nothing of {start} reaches {end}."
    turn = "raises" if number > 0 else "lowers"
    scaled = asked["link"] == 0 and asked.subject.setup.experiment.scale != "none"
    more = "1 deviation" if scaled else "1"
    return f"When {start} is larger by {more}, it {turn} the z of {end} by {words.number(abs(number))}."


def _bias(asked: Asked, number: float) -> str:
    end = asked.subject.neurons[asked["link"] + 1][asked["neuron"]]
    return f"What {end} starts from before its inputs are added: {words.signed(number)}."


def _input(asked: Asked, number: float) -> str:
    place, dataset = asked["input"], asked.subject.setup.dataset
    unit = f" {dataset.input_units[place]}" if dataset.input_units[place] else ""
    said = f"{dataset.input_titles[place]} of this {dataset.noun}: {words.number(number, digits=6)}{unit}"
    return f"The {said}. It comes from the data."


def _value(asked: Asked, number: float) -> str:
    layer, neuron = asked["layer"], asked["neuron"]
    name = asked.subject.neurons[layer][neuron]
    if layer == 0:
        if asked.subject.setup.experiment.scale == "none":
            return f"{name} as it enters the network: {words.signed(number)}."
        side = "above" if number >= 0 else "below"
        noun, far = asked.subject.setup.dataset.noun, words.number(abs(number))
        return f"This {noun} lies {far} deviations {side} the average {name}."
    activation = asked.step.network.activations[layer - 1]
    if activation == "identity":
        return f"{name} passes its sum on as it is: {words.signed(number)}."
    z = asked.number("preactivation", layer, neuron, sample=asked.name.sample)
    return (
        f"{names.activation_title(activation)} makes {words.signed(number)} of the sum z = {words.signed(z)}."
    )


def _preactivation(asked: Asked, number: float) -> str:
    name = asked.subject.neurons[asked["layer"]][asked["neuron"]]
    bias = "" if asked.step.network.biases[asked["layer"] - 1] is None else ", and its bias"
    return f"All that {name} receives, each value times its weight{bias}: {words.signed(number)}."


def _product(asked: Asked, number: float) -> str:
    start, end = _ends(asked)
    return f"What {start} adds to the sum of {end}: {words.signed(number)}."


def _probability(asked: Asked, number: float) -> str:
    name = asked.subject.neurons[-1][asked["output"]]
    return f"The network gives {name} {words.percent(number, digits=2)}."


def _error(asked: Asked, number: float) -> str:
    name = asked.subject.neurons[-1][asked["output"]]
    return _slope_of_loss(f"output {name}", number)


def _delta(asked: Asked, number: float) -> str:
    name = asked.subject.neurons[asked["layer"]][asked["neuron"]]
    return _slope_of_loss(f"the sum z of {name}", number)


def _arriving(asked: Asked, number: float) -> str:
    name = asked.subject.neurons[asked["layer"]][asked["neuron"]]
    return _slope_of_loss(f"what {name} passes on", number)


def _slope_of_loss(what: str, number: float) -> str:
    if number == 0:
        return f"Moving {what} a little changes nothing for the loss."
    turn = "raises" if number > 0 else "lowers"
    return f"A little more of {what} {turn} the loss, {words.number(abs(number))} times as much."


def _slope(asked: Asked, number: float) -> str:
    name = asked.subject.neurons[asked["layer"]][asked["neuron"]]
    if number == 0:
        return f"{name} does not react to its sum here, so no error passes through it."
    return f"When the sum z of {name} moves a little, its value moves {words.number(number)} times as much."


def _update(asked: Asked, number: float) -> str:
    if number == 0:
        return "This update leaves it as it is."
    turn = "lower" if number > 0 else "higher"
    return f"This update makes it {turn} by {words.number(abs(number))}."


def _new(asked: Asked, number: float) -> str:
    word = asked.name.kind.word.removeprefix("new.")
    old = asked.number(word, *asked.name.index)
    return f"The update moves it {words.from_to(old, number)}."


def _loss_sample(asked: Asked, number: float) -> str:
    noun = asked.subject.setup.dataset.noun
    return f"How wrong the network is about this {noun}: {words.fixed(number)}; 0 is right."


def _loss_batch(asked: Asked, number: float) -> str:
    batch, noun = len(asked.subject.rows), asked.subject.setup.dataset.noun
    return f"The mean loss of {words.count(batch, noun)}: {words.fixed(number)}."


SENTENCES: dict[str, Sentence] = {
    "input": _input,
    "value": _value,
    "preactivation": _preactivation,
    "product": _product,
    "probability": _probability,
    "error": _error,
    "delta": _delta,
    "arriving": _arriving,
    "slope": _slope,
    "weight": _weight,
    "bias": _bias,
    "old.weight": _weight,
    "old.bias": _bias,
    "gradient": _gradient,
    "gradient.bias": _gradient,
    "update": _update,
    "update.bias": _update,
    "new.weight": _new,
    "new.bias": _new,
    "loss.sample": _loss_sample,
    "loss.batch": _loss_batch,
}
