"""Moves that change the recipe: its settings, its hidden layers, its data.

What decides data, network or starting weights begins a run anew; the rest goes on from where the run stands.
A rule that is broken is the experiment's own, told as a problem with the setting's name as its field.
"""

from dataclasses import replace
from typing import Any

from learnscope.data.builtin import datasets
from learnscope.data.dataset import Dataset
from learnscope.errors import check_choice, check_number
from learnscope.experiment import Experiment
from learnscope.experiment.rules import CHOICES, WHOLES
from learnscope.scene import choices, names, words
from learnscope.scene.numbers import NUMBERS
from learnscope.scene.schema import Configure, ConfigureLayers, ConfigureMany, LayerSpec
from learnscope.scene.settings import OPTION, SHARES, layer_specs
from learnscope.session.fitting import check_size, fitted
from learnscope.session.hidden import with_layers
from learnscope.session.moves.move import Move, naming
from learnscope.session.state import State, begin

TITLES = {
    "data": "data set",
    "scale": "scale",
    "output": "output activation",
    "loss": "loss",
    "initializer": "starting weights",
    "precision": "precision",
    "optimizer": "optimizer",
    "schedule": "schedule",
    **{name: f"{name.removeprefix('split.')} share" for name in SHARES},
    **{name: number.title for name, number in NUMBERS.items()},
}
ANEW = frozenset({"data", "scale", "output", "loss", "initializer", "initial_scale", "precision", *SHARES})


def begins_anew(name: str) -> bool:
    """Whether changing the setting `name` begins another run."""
    return name in ANEW or name.startswith(OPTION)


def configure(state: State, intent: Configure, *, run: str) -> Move:
    """One choice or number of the recipe set."""
    name, value = intent.name, intent.value
    options = {f"{OPTION}{option.name}" for option in _options(state.experiment)}
    with naming("name"):
        check_choice("setting", name, {*TITLES, *options})
    if name == "data":
        return _choose_data(state, value, run=run)
    title = name.removeprefix(OPTION) if name in options else TITLES[name]
    with naming(name):
        experiment = replace(state.experiment, **_change(state, name, value))
    said = f"{title} is now {_shown(experiment, name, value)}"
    if begins_anew(name):
        if name in ("output", "loss") and value == _effective(state, name):
            return Move(state, title, said)
        return _anew(state, experiment, title, said, name, run=run)
    there = _going_on(state, experiment)
    if name == "optimizer" and experiment.optimizer != state.experiment.optimizer:
        there, said = _forgetting(there), f"{said}; it begins without memory"
    return Move(there, title, said, f"{title} {_shown(experiment, name, value)}")


def configure_many(state: State, intent: ConfigureMany, *, run: str) -> Move:
    """The further inputs of points on the plane."""
    with naming("name"):
        check_choice("setting of many words", intent.name, ("features",))
    with naming("features"):
        experiment = replace(state.experiment, features=intent.values)
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
    present = state.experiment.data
    own = present if isinstance(present, Dataset) else None
    with naming("data"):
        name = check_choice("data set", value, [choice.name for choice in choices.data_sets(own)])
    if name == (choices.OWN if own is not None else present):
        return Move(state, TITLES["data"], "nothing has changed")
    title = next(record.title for record in datasets() if record.name == name)
    return begin_on(state, name, TITLES["data"], f"data set is now {title}", run=run)


def _change(state: State, name: str, value: Any) -> dict[str, Any]:
    """The fields of the experiment that a setting stands for, with their new values."""
    experiment = state.experiment
    if name.startswith(OPTION):
        option = next(one for one in _options(experiment) if OPTION + one.name == name)
        given = {**dict(experiment.data_options), option.name: _whole(value) if option.whole else value}
        return {"data_options": given}
    if name in SHARES:
        shares = list(experiment.split)
        shares[1 + SHARES.index(name)] = check_number(TITLES[name], value, "[0, 1)")
        shares[0] = round(1 - shares[1] - shares[2], 12)
        return {"split": tuple(shares)}
    if name in CHOICES:
        check_choice(TITLES[name], value, CHOICES[name])
    if name == "schedule" and value == "warmup" and experiment.warmup == 0:
        return {"schedule": value, "warmup": 1}
    return {name: _whole(value) if name in WHOLES else value}


def _going_on(state: State, experiment: Experiment) -> State:
    """The same run under other settings of learning."""
    if experiment == state.experiment:
        return state
    phase = state.phase if state.phase < state.phases else state.forward_done
    return replace(state.with_experiment(experiment), phase=phase)


def _forgetting(state: State) -> State:
    """`state` with an optimizer that remembers nothing."""
    return replace(state, memory=state.loop.plan.optimizer.start(state.network))


def _anew(state: State, experiment: Experiment, label: str, said: str, field: str, *, run: str) -> Move:
    """A new run of `experiment`, unless it is the present one."""
    if experiment == state.experiment:
        return Move(state, label, said)
    with naming(field):
        check_size(experiment)
        there = begin("", experiment, run=run)
    return Move(there, label, said)


def _effective(state: State, name: str) -> str:
    """The output activation or loss that is in use, chosen or not."""
    network = state.network
    return network.loss if name == "loss" else network.activations[-1]


def _shown(experiment: Experiment, name: str, value: Any) -> str:
    if name in SHARES:
        return words.number(experiment.split[1 + SHARES.index(name)])
    if value is None:
        return "off"
    if isinstance(value, str):
        return _title(name, value)
    return words.number(float(value), digits=8)


def _title(name: str, value: str) -> str:
    """What the page calls one of the words of a setting."""
    if name == "output":
        return names.activation_title(value)
    found = {
        "loss": (*choices.losses("classes"), *choices.losses("labels"), *choices.losses("values")),
        "initializer": choices.initializers(),
        "precision": choices.precisions(),
        "optimizer": choices.optimizers(),
        "schedule": choices.schedules("warmup"),
        "scale": choices.scales(),
    }[name]
    return next(choice.title for choice in found if choice.name == value)


def _options(experiment: Experiment) -> tuple[Any, ...]:
    return next((record.options for record in datasets() if record.name == experiment.data), ())


def _whole(value: Any) -> Any:
    """A number as a reader sends it, as a whole one where it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _shape(layer: LayerSpec) -> tuple[int, str]:
    return layer.size, layer.activation
