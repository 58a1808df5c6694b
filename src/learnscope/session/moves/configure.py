"""Moves that change the recipe: its settings, its hidden layers, its data.

What decides data, network or starting weights begins a run anew; the rest goes on from where the run stands.
A rule that is broken is the experiment's own, told as a problem with the setting's name as its field.
"""

from dataclasses import replace
from typing import Any

from learnscope import words
from learnscope.core.layers import BIASES
from learnscope.data.builtin import datasets
from learnscope.data.dataset import Dataset
from learnscope.errors import check_choice, check_whole
from learnscope.experiment import Experiment
from learnscope.experiment.changed import changed
from learnscope.experiment.numbers import NumberAt, as_sent, numbers_of, with_value
from learnscope.experiment.record import SETTINGS
from learnscope.experiment.setting import Choice
from learnscope.scene.schema import Configure, ConfigureLayers, ConfigureMany, LayerSpec
from learnscope.scene.settings import (
    GIVEN,
    OWN,
    data_sets,
    effective,
    layer_specs,
    most,
    number_phrase,
    number_text,
)
from learnscope.session.fitting import check_size, fitted
from learnscope.session.hidden import with_layers
from learnscope.session.moves.move import Move, batch_place, naming
from learnscope.session.state import State, begin
from learnscope.training.order import batch_holding

CHOICES = {name: setting for name, setting in SETTINGS.items() if isinstance(setting, Choice)}


def begins_anew(name: str) -> bool:
    """Whether changing the setting `name` begins another run; parts of a field, as "data.noise", all do."""
    return SETTINGS[name].anew if name in SETTINGS else "." in name


def configure(state: State, intent: Configure, *, run: str) -> Move:
    """One choice or number of the recipe set."""
    name, value, numbers = intent.name, intent.value, numbers_of(state.experiment)
    with naming("name"):
        check_choice("setting", name, {"data", "bias", *CHOICES, *numbers})
    if name == "data":
        return _choose_data(state, value, run=run)
    if name in CHOICES:
        return _choose(state, CHOICES[name], value, run=run)
    if name == "bias":
        return _choose_bias(state, value, run=run)
    return _set(state, numbers[name], value, run=run)


def _set(state: State, number: NumberAt, value: Any, *, run: str) -> Move:
    """A number at another value."""
    name, limit = number.name, most(state.setup, number)
    with naming(name):
        if limit is not None and not (value is None and number.optional):
            check_whole(number.title, as_sent(number, value), low=int(number.low), high=limit)
        experiment = with_value(state.experiment, name, value)
    after = numbers_of(experiment)[name]
    said = f"{number.title} is now {number_text(after)}"
    if number.anew:
        return _anew(state, experiment, number.title, said, name, run=run)
    there = _going_on(state, experiment)
    if experiment.batch_size != state.experiment.batch_size:
        said = f"{said}; this is {batch_place(there)}"
    return Move(there, number.title, said, number_phrase(after))


def _choose(state: State, choice: Choice, value: Any, *, run: str) -> Move:
    """Another word of a choice."""
    name, title = choice.name, choice.title
    with naming(name):
        if name == "initializer" and value == effective(state.setup, name) == GIVEN:
            return Move(state, title, "nothing has changed")
        word = check_choice(title, value, choice.words)
        changes: dict[str, Any] = {name: word}
        if (name, word, state.experiment.warmup) == ("schedule", "warmup", 0):
            changes["warmup"] = 1
        experiment = changed(state.experiment, **changes)
    shown = choice.words[word].title
    said = f"{title} is now {shown}"
    if choice.anew:
        if word == effective(state.setup, name):
            return Move(state, title, said)
        return _anew(state, experiment, title, said, name, run=run)
    there = _going_on(state, experiment)
    if name == "optimizer" and experiment.optimizer != state.experiment.optimizer:
        there, said = _forgetting(there), f"{said}; it begins without memory"
    return Move(there, title, said, f"{title} {shown}")


def _choose_bias(state: State, value: Any, *, run: str) -> Move:
    """Biases that are learned, held or none in all layers; the weights the run begins with stay the same."""
    title = SETTINGS["bias"].title
    with naming("bias"):
        word = check_choice("bias", value, BIASES)
        experiment = changed(state.experiment, bias=word)
    return _anew(state, experiment, title, f"{title} are now {BIASES[word].title}", "bias", run=run)


def configure_many(state: State, intent: ConfigureMany, *, run: str) -> Move:
    """The further inputs of points on the plane."""
    with naming("name"):
        check_choice("setting of many words", intent.name, ("features",))
    with naming("features"):
        experiment = changed(state.experiment, features=intent.values)
    said = f"more inputs: {', '.join(intent.values) or 'none'}"
    return _anew(state, experiment, "more inputs", said, "features", run=run)


def configure_layers(state: State, intent: ConfigureLayers, *, run: str) -> Move:
    """The hidden layers; where nothing but their dropout differs, the run goes on."""
    with naming("hidden"):
        experiment = with_layers(state.experiment, intent.layers)
    before, after = layer_specs(state.experiment), layer_specs(experiment)
    if [_shape(layer) for layer in before] == [_shape(layer) for layer in after]:
        shares = ", ".join(words.number(layer.dropout) for layer in after)
        return Move(_going_on(state, experiment), "dropout", f"dropout is now {shares}", f"dropout {shares}")
    sizes = "-".join(str(layer.size) for layer in after) or "none"
    return _anew(state, experiment, "hidden layers", f"hidden layers are now {sizes}", "hidden", run=run)


def begin_on(state: State, data: str | Dataset, label: str, said: str, *, run: str) -> Move:
    """A new run of the present network on other data; what does not suit the data follows it."""
    experiment, notes = fitted(state.experiment, data, before=state.setup.dataset)
    return _anew(state, experiment, label, "; ".join([said, *notes]), "data", run=run)


def _choose_data(state: State, value: Any, *, run: str) -> Move:
    present, title = state.experiment.data, SETTINGS["data"].title
    own = present if isinstance(present, Dataset) else None
    with naming("data"):
        name = check_choice(title, value, [choice.name for choice in data_sets(own)])
    if name == (OWN if own is not None else present):
        return Move(state, title, "nothing has changed")
    shown = next(record.title for record in datasets() if record.name == name)
    return begin_on(state, name, title, f"{title} is now {shown}", run=run)


def _going_on(state: State, experiment: Experiment) -> State:
    """The same run under other settings of learning.

    With another batch size this epoch's order is cut anew, and the batch of the sample shown is taken.
    """
    if experiment == state.experiment:
        return state
    phase = state.phase if state.phase < state.phases else state.forward_done
    there = replace(state.with_experiment(experiment), phase=phase)
    if experiment.batch_size == state.experiment.batch_size:
        return there
    batch = batch_holding(state.order, state.sample, batch_size=experiment.batch_size)
    return replace(there, batch=batch, phase=state.forward_done)


def _forgetting(state: State) -> State:
    """`state` with an optimizer that remembers nothing."""
    return replace(state, optimizer_state=state.loop.plan.optimizer.start(state.network))


def _anew(state: State, experiment: Experiment, label: str, said: str, field: str, *, run: str) -> Move:
    """A new run of `experiment`, unless it is the present one."""
    if experiment == state.experiment:
        return Move(state, label, said)
    with naming(field):
        check_size(experiment)
        same = SETTINGS[field].group == "basics" if field in SETTINGS else False
        there = begin(state.starting_point if same else "", experiment, run=run)
    return Move(there, label, said)


def _shape(layer: LayerSpec) -> tuple[int, str]:
    return layer.size, layer.activation
