"""Sheets to fill in: the numbers of a kind of the step shown, the whole step, one number, or an exercise."""

from collections.abc import Iterator, Mapping

from learnscope.errors import check_choice
from learnscope.explain.exercises import EXERCISES, exercise
from learnscope.explain.homework import check_homework
from learnscope.scene.belonging import belongs, find
from learnscope.scene.named import Moment
from learnscope.scene.names import layer_title, number
from learnscope.scene.schema.sheet import BlankScene, GivenScene, MistakeScene, SheetChoice, SheetScene
from learnscope.scene.values import value

MOST = 60  # blanks of a sheet
OF_NEURONS = {
    "preactivation": "z",
    "value": "values",
    "slope": "slopes",
    "arriving": "what arrives back",
    "delta": "δ",
}
OF_WIRES = {"gradient": "gradients of the weights", "new.weight": "new weights"}
WHOLE = "the whole step"
ALL = "all"  # layers
ONE = "the selected number"


def sheet_scene(
    key: str,
    seed: int,
    answers: Mapping[str, str],
    revealed: bool,
    selected: str,
    moment: Moment,
    *,
    serial: int = -1,
) -> SheetScene:
    """The sheet `key` with `answers`, the numbers by their names; `seed` is that of an exercise.

    Right numbers are in it where they were answered or are to be `revealed`. Raises ArgumentError where
    there is no such sheet, and for a seed that is no whole number from 0.
    """
    choices = tuple(_choices(moment, selected))
    check_choice("sheet", key, {one.key: one.title for one in choices})
    given: tuple[str, ...] = ()
    if key in EXERCISES:
        task = exercise(key, seed)
        moment, given, names, text = task.moment, task.given, task.asked, task.text
    else:
        names = tuple(_names(key, moment, selected))
        title = next(one.title for one in choices if one.key == key)
        text = f"Work out {title} from what is on the stage, as many digits as you like."
    listed = names if len(names) <= MOST else (*names[: MOST - 1], names[-1])
    checked = check_homework({name: answers.get(name, "") for name in listed}, moment)
    cells = {cell.name: cell for cell in checked.cells}
    return SheetScene(
        choices=choices,
        key=key,
        text=text,
        given=tuple(_given(name, moment) for name in given),
        blanks=tuple(
            BlankScene(
                name,
                title_of(name, moment),
                cells[name].state,
                cells[name].right if revealed or cells[name].state not in ("blank", "no number") else "",
                cells[name].note,
            )
            for name in listed
        ),
        left_out=len(names) - len(listed),
        first=checked.first,
        mistakes=tuple(MistakeScene(one.title, one.remedy) for one in checked.mistakes),
        sentence=checked.sentence,
        serial=serial,
    )


def _choices(moment: Moment, selected: str) -> Iterator[SheetChoice]:
    if selected and belongs(selected, moment.subject):
        yield SheetChoice("one", f"{ONE}: {title_of(selected, moment)}", "The step shown")
    yield SheetChoice("step", WHOLE, "The step shown")
    last = len(moment.subject.neurons) - 1
    for layer in range(1, last + 1):
        yield SheetChoice(f"layer.{layer}", f"all of {layer_title(layer, last)}", "A layer")
    for layer in range(1, last + 1):
        for word, title in OF_NEURONS.items():
            place = "at" if word == "arriving" else "of"
            yield SheetChoice(f"{word}.{layer}", f"{title} {place} {layer_title(layer, last)}", "A layer")
        for word, title in OF_WIRES.items():
            yield SheetChoice(f"{word}.{layer}", f"{title} into {layer_title(layer, last)}", "A layer")
    for word, title in (OF_NEURONS | OF_WIRES).items():
        yield SheetChoice(f"{word}.{ALL}", f"all {title}".replace("all what", "all that"), "A kind")
    yield from (SheetChoice(key, title, "Exercises") for key, title in EXERCISES.items())


def _names(key: str, moment: Moment, selected: str) -> Iterator[str]:
    """The numbers a sheet asks for, in the order in which they are worked out."""
    sizes = moment.subject.step.network.sizes
    last = len(sizes) - 1
    if key == "one":
        yield selected
        return
    if key == "step":
        for layer in range(1, last + 1):
            yield from _names(f"preactivation.{layer}", moment, "")
            yield from _names(f"value.{layer}", moment, "")
        if moment.subject.squash:
            yield from (f"probability.{k}" for k in range(sizes[-1]))
        yield "loss.sample"
        for layer in range(last, 0, -1):
            yield from _names(f"delta.{layer}", moment, "")
            yield from _names(f"gradient.{layer}", moment, "")
            yield from biases_of("gradient.bias", layer, moment)
        for layer in range(1, last + 1):
            yield from _names(f"new.weight.{layer}", moment, "")
            yield from biases_of("new.bias", layer, moment)
        yield "new.loss.batch"
        return
    word, _, place = key.rpartition(".")
    if place == ALL:
        back = word in ("arriving", "delta", "gradient")
        for layer in range(last, 0, -1) if back else range(1, last + 1):
            yield from _names(f"{word}.{layer}", moment, "")
        return
    layer = int(place)
    if word == "layer":
        for kind in (*OF_NEURONS, *OF_WIRES):
            yield from _names(f"{kind}.{layer}", moment, "")
        return
    if word in OF_NEURONS:
        yield from (f"{word}.{layer}.{j}" for j in range(sizes[layer]))
    else:
        for j in range(sizes[layer]):
            yield from wires_into(word, layer, j, moment)


def wires_into(word: str, layer: int, neuron: int, moment: Moment) -> Iterator[str]:
    """Names of a kind for the wires into a neuron, in the order of its inputs."""
    wiring = moment.subject.step.network.layers[layer - 1].wiring
    inputs = wiring.ends(wiring.entering(neuron)).input.tolist()
    yield from (f"{word}.{layer - 1}.{i}.{neuron}" for i in inputs)


def biases_of(word: str, layer: int, moment: Moment) -> Iterator[str]:
    """Names of a kind for the biases into a layer that are learned."""
    if moment.subject.step.network.layers[layer - 1].bias == "learned":
        yield from (f"{word}.{layer - 1}.{j}" for j in range(moment.subject.step.network.sizes[layer]))


def title_of(name: str, moment: Moment) -> str:
    """What a reader calls the number of that name."""
    subject = moment.subject
    return number(find(name, subject), subject.neurons, subject.setup.dataset.noun)


def _given(name: str, moment: Moment) -> GivenScene:
    found = value(find(name, moment.subject), moment)
    assert found is not None
    title = "learning rate" if name == "rate" else title_of(name, moment)
    return GivenScene(name, title, repr(float(found)).replace("-", "−"))
