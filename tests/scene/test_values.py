"""What names of numbers mean at a moment: their values, their paths in Python and their words."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy
import pytest

from learnscope.experiment import Experiment
from learnscope.scene import names
from learnscope.scene.belonging import find
from learnscope.scene.grammar import KINDS, Name, parse
from learnscope.scene.named import Moment
from learnscope.scene.schema import Array, StageScene
from learnscope.scene.stage import stage_scene
from learnscope.scene.values import NUMBERS, path, value
from learnscope.session.numbers import Numbers, updated
from learnscope.session.state import State, begin
from learnscope.training.evaluation import evaluate_rows

RECIPES: tuple[dict[str, Any], ...] = (
    {"data": "iris", "hidden": (5,), "optimizer": "sgd", "batch_size": 15, "seed": 7},
    {
        "data": "iris", "hidden": (4, 3), "activation": ("relu", "tanh"), "optimizer": "adam", "dropout": 0.3,
        "l1": 0.01, "l2": 0.02, "batch_size": 8, "clip_norm": 0.5,
    },
    {"data": "plane", "hidden": (3,), "optimizer": "momentum", "schedule": "exponential", "batch_size": 4},
    {"data": "or", "hidden": (2,), "optimizer": "rmsprop", "batch_size": 2, "split": (1.0, 0.0, 0.0)},
)  # fmt: skip


def states() -> Iterator[State]:
    """The second step of each recipe."""
    for recipe in RECIPES:
        yield updated(Numbers(begin("", Experiment(**recipe), run="1")))


@pytest.fixture(params=states(), ids=lambda state: state.setup.dataset.name)
def state(request: pytest.FixtureRequest) -> State:
    """Of all recipes."""
    found: State = request.param
    return found


def drawn(stage: StageScene, *, after: bool) -> Iterator[tuple[str, float]]:
    """The numbers of a stage by their names, once its update is on screen (`after`) or before."""

    def each(word: str, array: Array | None) -> Iterator[tuple[str, float]]:
        for index, number in () if array is None else numpy.ndenumerate(array.numpy()):
            yield ".".join([word, *map(str, index)]), float(number)

    yield from each("input", stage.layers[0].raw)
    for k, layer in enumerate(stage.layers):
        for word in ("value", "preactivation", "slope", "mask", "delta", "arriving"):
            yield from each(f"{word}.{k}", getattr(layer, word))
        yield from each(f"bias.{k - 1}", layer.bias_after if after else layer.bias)
        yield from each(f"new.bias.{k - 1}", layer.bias_after)
        yield from each(f"old.bias.{k - 1}", layer.bias)
        yield from each(f"update.bias.{k - 1}", layer.bias_update)
        yield from each(f"gradient.bias.{k - 1}", layer.bias_gradient)
    for k, link in enumerate(stage.links):
        yield from each(f"weight.{k}", link.after if after else link.weight)
        yield from each(f"new.weight.{k}", link.after)
        yield from each(f"old.weight.{k}", link.weight)
        yield from each(f"update.{k}", link.update)
        yield from each(f"gradient.{k}", link.gradient)
        yield from each(f"product.{k}", link.forward)
        yield from each(f"product.back.{k}", link.backward)
    output = stage.output
    for word, array in {
        "probability": output.probability,
        "prediction": output.own_value,
        "target": output.target,
        "target.own": output.own_target,
        "error": output.error,
    }.items():
        yield from each(word, array)
    yield "loss.sample", output.sample_loss
    yield "penalty", output.penalty_after if after else output.penalty
    yield "new.penalty", output.penalty_after
    yield "loss.batch", stage.change.batch_loss_before
    yield "new.loss.batch", stage.change.batch_loss_after
    if stage.previous is not None:
        yield "last.loss.batch", stage.previous.batch_loss_before
        yield "last.new.loss.batch", stage.previous.batch_loss_after
    if output.lowest_loss is not None:
        yield "loss.lowest", output.lowest_loss


@pytest.mark.parametrize("after", [False, True])
def test_every_number_of_the_stage_is_what_its_name_says(state: State, after: bool) -> None:
    """Bit for bit, before the update and once it is on screen."""
    subject = Numbers(state).subject
    moment = Moment(subject, updated=after)
    stage = dict(drawn(stage_scene(subject), after=after))

    assert len(stage) > 30
    assert {text: value(find(text, subject), moment) for text in stage} == pytest.approx(
        stage, rel=0, abs=0, nan_ok=True
    )


def every_name(state: State) -> Iterator[Name]:
    """One name of each kind the network has, with a sample of the batch where there may be one."""
    subject = Numbers(state).subject
    others = [int(row) for row in subject.rows if row != subject.sample]
    for kind in KINDS.values():
        places = {"link": 1, "layer": 1, "from": 1, "to": 0, "neuron": 0, "output": 0, "input": 1}
        index = tuple(places.get(axis, 0) for axis in kind.axes)
        for setting in ("learning_rate", "split.test") if kind.word == "setting" else ("",):
            for sample in (None, *others[:1]) if kind.own else (None,):
                name = Name(kind, index, sample, setting)
                try:
                    yield find(str(name), subject)
                except ValueError:
                    continue


@pytest.mark.parametrize("after", [False, True])
def test_paths_in_python_lead_to_the_same_numbers(state: State, after: bool) -> None:
    """Evaluated on the run, where a number has a path."""
    numbers = Numbers(state)
    subject, experiment = numbers.subject, state.setup.experiment
    moment = Moment(subject, numbers.outcome, after)
    networks = {1: state.network, 2: numbers.step.after}

    def evaluate(part: str, *, step: int) -> Any:
        rows = getattr(state.setup.split, part)
        return evaluate_rows(state.loop, networks[step].parameters, rows, engine=numbers.engine)

    first = Numbers(begin("", experiment, run="1")).step
    run = SimpleNamespace(
        step={0: first, 1: numbers.step}.__getitem__,
        evaluate=evaluate,
        dataset=state.setup.dataset,
        setup=state.setup,
        experiment=experiment,
    )
    with_paths = set()
    for name in every_name(state):
        code = path(name, moment)
        if code:
            with_paths.add(name.kind.word)
            found = eval(code, {"run": run, "numpy": numpy})
            assert value(name, moment) == pytest.approx(float(found), rel=1e-14, abs=0), (str(name), code)

    assert len(with_paths) > 30


def test_every_kind_is_found_and_all_but_few_have_a_path() -> None:
    """No kind of the grammar is without a value; paths are missing where the library has no such thing."""
    assert NUMBERS.keys() == KINDS.keys()
    assert {word for word, (_, where) in NUMBERS.items() if not where} == {"loss.lowest", "setting"}


def test_a_number_of_another_batch_is_none_now() -> None:
    """The network has it, this step does not; of inputs, the data set has it."""
    subject = Numbers(next(states())).subject
    other = int(next(row for row in range(150) if row not in subject.rows))

    assert value(find(f"delta.1.2@{other}", subject), Moment(subject)) is None
    assert path(find(f"delta.1.2@{other}", subject), Moment(subject)) == ""
    assert value(find(f"input.2@{other}", subject), Moment(subject)) == subject.setup.dataset.inputs[other, 2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gradient.1.2.0", "gradient of the weight hidden 3 → setosa"),
        ("gradient.bias.1.1@7", "gradient of the bias of versicolor, of flower 8"),
        ("value.0.2", "value of petal length"),
        ("input.2", "petal length in its own unit"),
        ("delta.mean.1.4", "δ/N of hidden 5"),
        ("new.weight.0.0.1", "new weight sepal length → hidden 2"),
        ("train.confusion.0.1", "train samples of setosa taken for versicolor"),
        ("loss.batch", "loss of the batch"),
        ("setting.l2", "L2 penalty λ"),
    ],
)
def test_a_reader_is_told_in_words(text: str, said: str) -> None:
    """Counted from 1, with the data set's names."""
    subject = Numbers(next(states())).subject

    assert names.number(parse(text), subject.neurons, subject.setup.dataset.noun) == said
