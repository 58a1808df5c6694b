"""The settings of an experiment in groups, as they stand: what each is, its value, what it may be.

All of it is read from the entries of the table (`experiment.record`). What has no effect as things stand is
left out, and so are words that do not suit the data.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from learnscope import words
from learnscope.core.layers import BIASES
from learnscope.data.builtin import datasets
from learnscope.data.dataset import Dataset
from learnscope.data.features import FEATURES
from learnscope.experiment import Experiment, Setup
from learnscope.experiment.numbers import LAYER, OPTION, SHARE, NumberAt, numbers_of, options_of
from learnscope.experiment.record import SETTINGS
from learnscope.experiment.setting import Choice as ChoiceEntry, Group, Number, Setting as Entry
from learnscope.experiment.setup import KINDS_OF
from learnscope.rules import Word
from learnscope.scene.schema import (
    Choice,
    ChoiceSetting,
    LayerSpec,
    LayersSetting,
    ManySetting,
    NumberSetting,
    Setting,
    SettingGroup,
)
from learnscope.training.planning import fall_of

GIVEN = "given"  # what stands among the ways to draw where the recipe holds the numbers to start with
MIXED = "mixed"  # what biases are called that are not alike in all layers
OWN = "own"  # what the present data set is called among the choices where it is not built in
GROUPS: dict[Group, str] = {
    "basics": "Rate, batch and start",
    "data": "Data set and split",
    "network": "Layers and loss",
    "learning": "Optimizer and penalties",
    "stopping": "When to stop",
}


def setting_groups(setup: Setup) -> tuple[SettingGroup, ...]:
    """All settings of the experiment that `setup` is made from; first those that are changed most."""
    numbers, found = numbers_of(setup.experiment), dict[str, list[Setting]]()
    for name, entry in SETTINGS.items():
        found.setdefault(entry.group, []).extend(_drawn(setup, name, entry, numbers))
    return tuple(SettingGroup(name, title, tuple(found[name])) for name, title in GROUPS.items())


def number_setting(setup: Setup, number: NumberAt) -> NumberSetting:
    """One that is a number, as the page has it."""
    value, high = number.value, number.high
    if number.most == "samples" and value is not None:
        high = float(len(setup.split.train))
        value = min(value, high)
    return NumberSetting(
        name=number.name,
        title=number.title,
        note=_note(setup, number),
        anew=number.anew,
        value=value,
        low=number.low,
        high=high,
        scale=number.scale,
        whole=number.whole,
        unit=number.unit,
        optional=number.optional,
        asked=number.asked,
    )


def _note(setup: Setup, number: NumberAt) -> str:
    """What it does; with what it comes to where that follows from the run."""
    if (number.name, number.value) != ("schedule_over", None):
        return number.note
    return f"{number.note.removesuffix('.')}: {words.grouped(fall_of(setup))}."


def most(setup: Setup, number: NumberAt) -> int | None:
    """The most it may be on the page; None where the rule alone decides."""
    if number.most == "samples":
        return len(setup.split.train)
    return None if number.most == "" else number.most


def number_text(number: NumberAt) -> str:
    """Its value, for a sentence."""
    return "off" if number.value is None else words.number(number.value, digits=8)


def number_phrase(number: NumberAt) -> str:
    """The setting with its value, for a sentence: "learning rate 0.3", "five neurons in hidden 1"."""
    if number.name.startswith(LAYER) and number.value is not None:
        return words.count(int(number.value), "neuron") + number.title.removeprefix("neurons")
    return f"{number.title} {number_text(number)}"


def layer_specs(experiment: Experiment) -> tuple[LayerSpec, ...]:
    """The hidden layers of a recipe, one by one."""
    count = len(experiment.hidden)
    names, shares = experiment.activation, experiment.dropout
    activations = (names,) * count if isinstance(names, str) else names
    dropped = shares if isinstance(shares, tuple) else (shares,) * count
    return tuple(map(LayerSpec, experiment.hidden, activations, dropped))


def data_sets(own: Dataset | None) -> tuple[Choice, ...]:
    """All data sets that are built in, and the present one where it is not."""
    built_in = tuple(Choice(record.name, record.title, record.note) for record in datasets())
    if own is None:
        return built_in
    note = f"{words.grouped(len(own))} samples of your own."
    return (Choice(OWN, own.title, note), *built_in)


def _drawn(setup: Setup, name: str, entry: Entry, numbers: Mapping[str, NumberAt]) -> Iterator[Setting]:
    """What the page has of an entry: nothing, one setting, or several."""
    if name in _SPECIAL:
        yield from _SPECIAL[name](setup, numbers)
    elif isinstance(entry, ChoiceEntry):
        yield ChoiceSetting(
            name=name,
            title=entry.title,
            note=entry.note,
            anew=entry.anew,
            value=effective(setup, name),
            choices=_offered(setup, name, entry),
        )
    elif isinstance(entry, Number) and _has_effect(setup, entry):
        yield number_setting(setup, numbers[name])


def _offered(setup: Setup, name: str, entry: ChoiceEntry) -> tuple[Choice, ...]:
    """The words of a choice that suit the data, and that for a start which is given where one is."""
    found = _choices({word: entry.words[word] for word in entry.words if _suits(setup, name, word)})
    if effective(setup, name) != GIVEN:
        return found
    note = "The recipe holds the weights and biases to start with; anything else draws them."
    return (Choice(GIVEN, "given", note), *found)


def effective(setup: Setup, name: str) -> str:
    """The word of a choice that is in use, chosen or not."""
    if name == "initializer" and setup.experiment.start is not None:
        return GIVEN
    if name == "output":
        return setup.network.activations[-1]
    if name == "loss":
        return setup.network.loss
    word: str = getattr(setup.experiment, name)
    return word


def _choices(table: Mapping[str, Word]) -> tuple[Choice, ...]:
    return tuple(Choice(name, word.title, word.explanation) for name, word in table.items())


def _suits(setup: Setup, name: str, word: str) -> bool:
    """Whether a word is offered: losses that suit the targets, warm-up as a schedule only where it is one."""
    kind = setup.dataset.kind
    if name == "loss":
        return kind in KINDS_OF.get(word, (kind,))
    return (name, word) != ("schedule", "warmup") or setup.experiment.schedule == "warmup"


def _has_effect(setup: Setup, entry: Number) -> bool:
    """Whether a number does anything as things stand."""
    if entry.of:
        chooser = SETTINGS[entry.of]
        assert isinstance(chooser, ChoiceEntry)
        kind = chooser.words[getattr(setup.experiment, entry.of)]
        return entry.name.removeprefix(f"{entry.of}_") in getattr(kind, "settings", ())
    if entry.name == "initial_scale":
        return setup.experiment.start is None
    match entry.needs:
        case "validation":
            return len(setup.split.validation) > 0
        case "answers":
            return setup.dataset.kind != "values"
        case "parts":
            return not setup.dataset.whole
        case "made":
            return bool(options_of(setup.experiment))
        case "dropout":
            return any(layer.dropout for layer in layer_specs(setup.experiment))
    return entry.most != "samples" or len(setup.split.train) > 1


# ── those that are more, or less, than one choice or number ──────────────────────────────────────────────


def _data(setup: Setup, numbers: Mapping[str, NumberAt]) -> Iterator[Setting]:
    data, entry = setup.experiment.data, SETTINGS["data"]
    own = data if isinstance(data, Dataset) else None
    yield ChoiceSetting(
        name="data",
        title=entry.title,
        note=entry.note,
        anew=entry.anew,
        value=data if isinstance(data, str) else OWN,
        choices=data_sets(own),
    )


def _options(setup: Setup, numbers: Mapping[str, NumberAt]) -> Iterator[Setting]:
    yield from (number_setting(setup, one) for name, one in numbers.items() if name.startswith(OPTION))


def _features(setup: Setup, numbers: Mapping[str, NumberAt]) -> Iterator[Setting]:
    experiment, entry = setup.experiment, SETTINGS["features"]
    if setup.dataset.inputs.shape[1] - len(experiment.features) == 2:
        yield ManySetting(
            name="features",
            title=entry.title,
            note=entry.note,
            anew=entry.anew,
            values=experiment.features,
            choices=_choices(FEATURES),
        )


def _shares(setup: Setup, numbers: Mapping[str, NumberAt]) -> Iterator[Setting]:
    if not setup.dataset.whole:
        yield from (number_setting(setup, one) for name, one in numbers.items() if name.startswith(SHARE))


def _layers(setup: Setup, numbers: Mapping[str, NumberAt]) -> Iterator[Setting]:
    layers = layer_specs(setup.experiment)
    activations = SETTINGS["output"]
    assert isinstance(activations, ChoiceEntry)
    asked = [one for name, one in numbers.items() if name.startswith(LAYER) or name == "dropout"]
    yield LayersSetting(
        name="hidden",
        title=SETTINGS["hidden"].title,
        note=(
            "Neurons, activation and dropout of each. Set here, they begin a new run, but for another "
            "dropout; built in the drawing, the network keeps what it has learned where that fits."
        ),
        anew=True,
        layers=layers,
        activations=_choices(activations.words),
        numbers=tuple(number_setting(setup, one) for one in asked) if layers else (),
    )


def _biases(setup: Setup, numbers: Mapping[str, NumberAt]) -> Iterator[Setting]:
    word, entry = setup.experiment.bias, SETTINGS["bias"]
    mixed = () if isinstance(word, str) else (Choice(MIXED, "not alike", f"{_kinds(word)}, from below."),)
    yield ChoiceSetting(
        name="bias",
        title=entry.title,
        note="What neurons add to their weighted inputs, in all layers alike.",
        anew=entry.anew,
        value=word if isinstance(word, str) else MIXED,
        choices=(*mixed, *_choices(BIASES)),
    )


def _kinds(words: Sequence[str]) -> str:
    """Kinds of bias, layer by layer, as the start of a sentence."""
    text = ", ".join(BIASES[word].title for word in words)
    return text[0].upper() + text[1:]


def _nothing(setup: Setup, numbers: Mapping[str, NumberAt]) -> Iterator[Setting]:
    yield from ()


_SPECIAL: dict[str, Callable[[Setup, Mapping[str, NumberAt]], Iterator[Setting]]] = {
    "data": _data,
    "data_options": _options,
    "features": _features,
    "split": _shares,
    "hidden": _layers,
    "bias": _biases,
    "start": _nothing,  # it is among the ways to draw
    "activation": _nothing,  # they are drawn with the layers
    "dropout": _nothing,
}
