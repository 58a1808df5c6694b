"""What the name of a number means at a moment: its value, and its path in Python.

Each kind of `grammar.KINDS` has here how its number is found and where a program finds it, in terms of

    step    the step shown, `run.step(n)`
    own     what a sample of its batch has of its own, `step.own(row)`

A number has no value at a moment where the network has such a number, but this step does not: its sample is
in another batch, nothing was dropped, there was no update before. Names of numbers that the network does not
have are refused.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from learnscope.core.penalties import penalty_value
from learnscope.scene.belonging import EXPERIMENT_FIELDS, check, settings
from learnscope.scene.grammar import PARTS, SETTING, STATES, Name
from learnscope.scene.named import Moment, Named
from learnscope.scene.output import lowest_loss
from learnscope.training.step import Step

Value = Callable[[Named], Any]
_ROW = "{step}.trace.layers[{link}].input[{row}, {from}]"
_DELTA = "({step}.gradients.layers[{link}].delta[{row}, {to}] * {count})"


def _weight(a: Named) -> Any:
    return (a.step.after if a.moment.updated else a.step.network).weights[a["link"]][a.place]


def _bias(a: Named) -> Any:
    bias = (a.step.after if a.moment.updated else a.step.network).biases[a["link"]]
    return None if bias is None else bias[a.place]


def _gradient(a: Named) -> Any:
    link = a["link"]
    if a.name.sample is None:
        return a.step.gradients.layers[link].weight[a.place]
    below, delta = a.own.passed(link), a.own.delta(link + 1)
    return sum(below[start] * delta[end] for start, end in a.wires)


def _bias_gradient(a: Named) -> Any:
    link = a["link"]
    if a.name.sample is None:
        bias = a.step.gradients.layers[link].bias
        return None if bias is None else bias[a.place]
    return sum(a.own.delta(link + 1)[neuron] for neuron in a.sharers)


def _penalty_gradient(a: Named) -> Any:
    weight, experiment = a.step.network.weights[a["link"]][a.place], a.subject.setup.experiment
    return experiment.l1 * np.sign(weight) + experiment.l2 * weight


def _input(a: Named) -> Any:
    shown = a.sample == a.subject.sample
    return (a.subject.raw if shown else a.subject.setup.dataset.inputs[a.sample])[a["input"]]


def _mask(a: Named) -> Any:
    mask = a.own.mask(a.layer)
    return None if mask is None else mask[a["neuron"]]


def _own_units(a: Named, values: Any) -> Any:
    return a.subject.setup.target_scaling.invert(values)[0, a["output"]]


def _penalty_of(a: Named, *, l1: float = 0.0, l2: float = 0.0) -> float:
    return float(penalty_value(l1, l2, a.step.network.codes[0], a.step.network.parameters))


def _last(a: Named, field: str) -> Any:
    return None if a.subject.previous is None else getattr(a.subject.previous, field)


def _parameters(word: str, where: str, layers: Callable[[Step], Any]) -> Iterator[tuple[str, Value, str]]:
    """What weights and biases have, where `layers` lays it out as a network's."""
    biases = f"{word.removesuffix('.weight')}.bias"
    yield (
        word,
        lambda a: layers(a.step).weights[a["link"]][a.place],
        f"{where}.weights[{{link}}][{{place}}]",
    )
    yield (
        biases,
        lambda a: layers(a.step).biases[a["link"]][a.place],
        f"{where}.biases[{{link}}][{{place}}]",
    )


def _states() -> Iterator[tuple[str, Value, str]]:
    for symbol in STATES:
        yield from _parameters(f"state.{symbol}", f'{{step}}.state["{symbol}"]', _remembered("state", symbol))
        yield from _parameters(
            f"new.state.{symbol}", f'{{step}}.state_after["{symbol}"]', _remembered("state_after", symbol)
        )


def _remembered(field: str, symbol: str) -> Callable[[Step], Any]:
    return lambda step: getattr(step, field)[symbol]


def _measures() -> Iterator[tuple[str, Value, str]]:
    for new, when in (("", "{updates}"), ("new.", "{next}")):
        for part in PARTS:
            place = f'run.evaluate("{part}", step={when})'
            for field in ("loss", "accuracy", "r2"):
                yield f"{new}{part}.{field}", _measured(part, field, new=bool(new)), f"{place}.{field}"
            matrix = _measured(part, "confusion", new=bool(new))
            if not new:
                yield f"{part}.baseline", _measured(part, "baseline", new=False), f"{place}.baseline"
            yield f"{new}{part}.confusion", _entry(matrix), f"{place}.confusion[{{truth}}, {{guess}}]"


def _measured(part: str, field: str, *, new: bool) -> Value:
    def value(a: Named) -> Any:
        outcome, after = a.moment.outcome, new or a.moment.updated
        measures = () if outcome is None else outcome.after if after else outcome.before
        return next((getattr(one, field) for one in measures if one.part == part), None)

    return value


def _entry(matrix: Value) -> Value:
    def value(a: Named) -> Any:
        counts = matrix(a)
        return None if counts is None else counts.numpy()[a["truth"], a["guess"]]

    return value


NUMBERS: dict[str, tuple[Value, str]] = {
    word: (value, path)
    for word, value, path in (
        ("input", _input, "run.dataset.inputs[{sample}, {input}]"),
        ("mean", lambda a: a.subject.setup.scaling.center[a["input"]], "run.setup.scaling.center[{input}]"),
        (
            "deviation",
            lambda a: a.subject.setup.scaling.scale[a["input"]],
            "run.setup.scaling.scale[{input}]",
        ),
        ("value", lambda a: a.own.value(a.layer)[a["neuron"]], "{step}.own({row}).value({layer})[{neuron}]"),
        (
            "preactivation",
            lambda a: a.step.trace.layers[a.layer - 1].preactivation[a.row, a["neuron"]],
            "{step}.trace.layers[{below}].preactivation[{row}, {neuron}]",
        ),
        ("slope", lambda a: a.own.slope(a.layer)[a["neuron"]], "{step}.own({row}).slope({layer})[{neuron}]"),
        ("mask", _mask, "{step}.masks[{below}][{row}, {neuron}]"),
        (
            "product",
            lambda a: a.own.passed(a["link"])[a["from"]] * a.step.network.weights[a["link"]][a.place],
            _ROW + " * {step}.network.weights[{link}][{place}]",
        ),
        (
            "probability",
            lambda a: a.step.prediction[a.row, a["output"]],
            "{step}.prediction[{row}, {output}]",
        ),
        (
            "prediction",
            lambda a: _own_units(a, a.step.trace.output[[a.row]]),
            "run.setup.target_scaling.invert({step}.trace.output[[{row}]])[0, {output}]",
        ),
        ("target", lambda a: a.step.y[a.row, a["output"]], "{step}.y[{row}, {output}]"),
        (
            "target.own",
            lambda a: _own_units(a, a.step.y[[a.row]]),
            "run.setup.target_scaling.invert({step}.y[[{row}]])[0, {output}]",
        ),
        (
            "target.mean",
            lambda a: a.subject.setup.target_scaling.center[a["output"]],
            "run.setup.target_scaling.center[{output}]",
        ),
        (
            "target.deviation",
            lambda a: a.subject.setup.target_scaling.scale[a["output"]],
            "run.setup.target_scaling.scale[{output}]",
        ),
        ("error", lambda a: a.own.error[a["output"]], "{step}.own({row}).error[{output}]"),
        (
            "arriving",
            lambda a: a.own.arriving(a.layer)[a["neuron"]],
            "{step}.own({row}).arriving({layer})[{neuron}]",
        ),
        (
            "product.back",
            lambda a: a.own.delta(a["link"] + 1)[a["to"]] * a.step.network.weights[a["link"]][a.place],
            _DELTA + " * {step}.network.weights[{link}][{place}]",
        ),
        (
            "delta",
            lambda a: a.own.delta(a.layer)[a["neuron"]],
            "{step}.gradients.layers[{below}].delta[{row}, {neuron}] * {count}",
        ),
        (
            "delta.mean",
            lambda a: a.step.gradients.layers[a.layer - 1].delta[a.row, a["neuron"]],
            "{step}.gradients.layers[{below}].delta[{row}, {neuron}]",
        ),
        ("weight", _weight, "{network}.weights[{link}][{place}]"),
        ("bias", _bias, "{network}.biases[{link}][{place}]"),
        ("gradient", _gradient, "{step}.gradients.layers[{link}].weight[{place}]"),
        ("gradient.bias", _bias_gradient, "{step}.gradients.layers[{link}].bias[{place}]"),
        (
            "gradient.penalty",
            _penalty_gradient,
            "run.experiment.l1 * numpy.sign({step}.network.weights[{link}][{place}])"
            " + run.experiment.l2 * {step}.network.weights[{link}][{place}]",
        ),
        *_parameters("update", "{step}.update", lambda step: step.update),
        *_parameters("old.weight", "{step}.network", lambda step: step.network),
        *_parameters("new.weight", "{step}.after", lambda step: step.after),
        *_states(),
        ("loss.part", lambda a: a.own.loss_parts[a["output"]], "{step}.own({row}).loss_parts[{output}]"),
        ("loss.sample", lambda a: a.step.losses[a.row], "{step}.losses[{row}]"),
        ("loss.batch", lambda a: a.step.loss, "{step}.loss"),
        ("new.loss.batch", lambda a: a.step.loss_after, "{step}.loss_after"),
        ("last.loss.batch", lambda a: _last(a, "batch_loss_before"), "run.step({last}).loss"),
        ("last.new.loss.batch", lambda a: _last(a, "batch_loss_after"), "run.step({last}).loss_after"),
        (
            "loss.lowest",
            lambda a: lowest_loss(a.step.network.activations[-1], a.subject.squash, a.step.y[a.row])[0],
            "",
        ),
        (
            "penalty",
            lambda a: a.step.penalty_after if a.moment.updated else a.step.penalty,
            "{step}.{penalty}",
        ),
        (
            "penalty.l1",
            lambda a: _penalty_of(a, l1=a.subject.setup.experiment.l1),
            "run.experiment.l1 * sum(abs(w).sum() for w in {step}.network.weights)",
        ),
        (
            "penalty.l2",
            lambda a: _penalty_of(a, l2=a.subject.setup.experiment.l2),
            "run.experiment.l2 / 2 * sum((w * w).sum() for w in {step}.network.weights)",
        ),
        ("new.penalty", lambda a: a.step.penalty_after, "{step}.penalty_after"),
        ("rate", lambda a: a.step.learning_rate, "{step}.learning_rate"),
        ("gradient.norm", lambda a: a.step.gradient_norm, "{step}.gradient_norm"),
        ("clip", lambda a: a.step.clip, "{step}.clip"),
        *_measures(),
        ("updates", lambda a: a.subject.steps + a.moment.updated, "{updates}"),
        (SETTING, lambda a: settings(a.subject)[a.name.setting], ""),
    )
}  # fmt: skip
OWN_GRADIENTS = {"gradient": f"{_ROW} * {_DELTA}", "gradient.bias": _DELTA}  # a term for each that shares it


def value(name: Name, moment: Moment) -> float | None:
    """The number that `name` means at `moment`, None where there is none of it there.

    Raises ArgumentError where the network has no such number.
    """
    check(name, moment.subject)
    asked = Named(name, moment)
    if name.kind.own and asked.row is None and name.kind.word != "input":
        return None
    with np.errstate(all="ignore"):
        found = NUMBERS[name.kind.word][0](asked)
    return None if found is None else float(found)


def path(name: Name, moment: Moment) -> str:
    """Where a program finds it, from the run that is shown; "" where it has no such place."""
    asked, subject = Named(name, moment), moment.subject
    template = NUMBERS[name.kind.word][1]
    if name.sample is not None and name.kind.word in OWN_GRADIENTS:
        template = _shared(asked, OWN_GRADIENTS[name.kind.word])
    if name.kind.own and asked.row is None and "{row}" in template:
        return ""
    step, axes = f"run.step({subject.steps})", name.axes
    if name.setting in EXPERIMENT_FIELDS:
        return f"run.experiment.{name.setting}"
    return template.format(
        **axes,
        step=step,
        network=f"{step}.{'after' if moment.updated else 'network'}",
        penalty="penalty_after" if moment.updated else "penalty",
        row=asked.row,
        sample=asked.sample,
        count=len(subject.rows),
        below=axes.get("layer", 0) - 1,
        place=", ".join(map(str, asked.place)) if "{place}" in template else "",
        updates=subject.steps + moment.updated,
        next=subject.steps + 1,
        last=subject.steps - 1,
    )


def _shared(asked: Named, term: str) -> str:
    """The sum of `term` over all wires that have the weight named, or all neurons that have the bias."""
    if "neuron" in asked.name.axes:
        terms = [term.replace("{to}", str(neuron)) for neuron in asked.sharers]
    else:
        terms = [term.replace("{from}", str(start)).replace("{to}", str(end)) for start, end in asked.wires]
    return " + ".join(terms)
