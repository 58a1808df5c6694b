"""The settings of an experiment in groups, as they stand: what each is, its value, what it may be.

A setting is named as the experiment's field; an option of the data set is "data." and its name, and the
shares of the split are "split.validation" and "split.test", which take from the training share. What has no
effect as things stand is left out. Learning rate, batch size and seed have controls of their own.
"""

from learnscope.core.optimizers import OPTIMIZERS
from learnscope.data.builtin import datasets
from learnscope.data.dataset import Dataset
from learnscope.experiment import Experiment, Setup
from learnscope.scene import choices
from learnscope.scene.numbers import number_setting
from learnscope.scene.schema import (
    ChoiceSetting,
    LayerSpec,
    LayersSetting,
    ManySetting,
    NumberSetting,
    Setting,
    SettingGroup,
)

OPTION = "data."  # before the name of an option of the data set
SHARES = ("split.validation", "split.test")

_OF_SCHEDULE = {
    "step": ("schedule_factor", "schedule_every"),
    "exponential": ("schedule_factor",),
    "cosine": ("schedule_over", "schedule_end"),
}


def setting_groups(setup: Setup) -> tuple[SettingGroup, ...]:
    """All settings of the experiment that `setup` is made from."""
    return (
        SettingGroup("data", "Data set and split", _data(setup)),
        SettingGroup("network", "Layers and loss", _network(setup)),
        SettingGroup("learning", "Optimizer and penalties", _learning(setup.experiment)),
        SettingGroup("stopping", "When to stop", _stopping(setup)),
    )


def _data(setup: Setup) -> tuple[Setting, ...]:
    experiment = setup.experiment
    own = experiment.data if isinstance(experiment.data, Dataset) else None
    settings: list[Setting] = [
        ChoiceSetting(
            name="data",
            title="data set",
            note="What is learned from.",
            anew=True,
            value=choices.OWN if own is not None else str(experiment.data),
            choices=choices.data_sets(own),
        ),
        *_options(experiment),
    ]
    if setup.dataset.inputs.shape[1] - len(experiment.features) == 2:
        settings.append(
            ManySetting(
                name="features",
                title="more inputs",
                note="Made from the two there are; they let a single layer bend its boundary.",
                anew=True,
                values=experiment.features,
                choices=choices.features(),
            )
        )
    notes = (
        "Share of the samples kept to watch learning by; they are never learned from.",
        "Share of the samples kept for the end; they are never learned from.",
    )
    shares = () if setup.dataset.whole else zip(SHARES, experiment.split[1:], notes, strict=True)
    for name, share, note in shares:
        title = name.removeprefix("split.") + " share"
        settings.append(
            NumberSetting(name, title, note, True, share, 0.0, 0.5, "linear", whole=False, optional=False)
        )
    settings.append(
        ChoiceSetting(
            name="scale",
            title="scale",
            note="What the network sees of inputs, and of targets that are values.",
            anew=True,
            value=experiment.scale,
            choices=choices.scales(),
        )
    )
    return tuple(settings)


def _options(experiment: Experiment) -> tuple[Setting, ...]:
    given = dict(experiment.data_options)
    record = next((record for record in datasets() if record.name == experiment.data), None)
    return tuple(
        NumberSetting(
            name=OPTION + option.name,
            title=option.name,
            note=_sentence(option.note),
            anew=True,
            value=float(given.get(option.name, option.default)),
            low=float(option.low),
            high=float(min(option.high, 4 * option.default) if option.whole else option.high),
            scale="linear",
            whole=option.whole,
            optional=False,
        )
        for option in (record.options if record else ())
    )


def layer_specs(experiment: Experiment) -> tuple[LayerSpec, ...]:
    """The hidden layers of a recipe, one by one."""
    count = len(experiment.hidden)
    names, shares = experiment.activation, experiment.dropout
    activations = (names,) * count if isinstance(names, str) else names
    dropped = shares if isinstance(shares, tuple) else (shares,) * count
    return tuple(map(LayerSpec, experiment.hidden, activations, dropped))


def _network(setup: Setup) -> tuple[Setting, ...]:
    experiment, network = setup.experiment, setup.network
    return (
        LayersSetting(
            name="hidden",
            title="hidden layers",
            note=(
                "Neurons, activation and dropout of each. Set here, they begin a new run, but for another "
                "dropout; built in the drawing, the network keeps what it has learned where that fits."
            ),
            anew=True,
            layers=layer_specs(experiment),
            activations=choices.activations(),
        ),
        ChoiceSetting(
            name="output",
            title="output activation",
            note="What the last layer makes of its sums; the loss takes it from there.",
            anew=True,
            value=network.activations[-1],
            choices=choices.activations(),
        ),
        ChoiceSetting(
            name="loss",
            title="loss",
            note="What learning makes small.",
            anew=True,
            value=network.loss,
            choices=choices.losses(setup.dataset.kind),
        ),
        ChoiceSetting(
            name="initializer",
            title="starting weights",
            note="How they are drawn from the seed.",
            anew=True,
            value=experiment.initializer,
            choices=choices.initializers(),
        ),
        number_setting(experiment, "initial_scale"),
        ChoiceSetting(
            name="precision",
            title="precision",
            note="Of the numbers the network computes with.",
            anew=True,
            value=experiment.precision,
            choices=choices.precisions(),
        ),
    )


def _learning(experiment: Experiment) -> tuple[Setting, ...]:
    settings: list[Setting] = [
        ChoiceSetting(
            name="optimizer",
            title="optimizer",
            note="How a step follows from the gradient g at rate r.",
            anew=False,
            value=experiment.optimizer,
            choices=choices.optimizers(),
        )
    ]
    settings += [number_setting(experiment, name) for name in OPTIMIZERS[experiment.optimizer].settings]
    settings.append(
        ChoiceSetting(
            name="schedule",
            title="schedule",
            note="How the learning rate r changes with the number s of the step.",
            anew=False,
            value=experiment.schedule,
            choices=choices.schedules(experiment.schedule),
        )
    )
    names = (*_OF_SCHEDULE.get(experiment.schedule, ()), "warmup", "l1", "l2", "clip_norm")
    return (*settings, *(number_setting(experiment, name) for name in names))


def _stopping(setup: Setup) -> tuple[Setting, ...]:
    names = ["epochs", "patience", "loss_below", "accuracy_above", "steps"]
    if len(setup.split.validation) == 0:
        names.remove("patience")
    if setup.dataset.kind == "values":
        names.remove("accuracy_above")
    return tuple(number_setting(setup.experiment, name) for name in names)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")
