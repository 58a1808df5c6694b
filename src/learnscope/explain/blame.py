"""The chain of blame: the ways from the loss back to a number, and who is to blame for a loss.

A gradient is the sum over all paths from the loss to its number; the part of a path is the product of what
stands along it. Of one sample every factor is a number with a name. The batch's mean has, of each path, the
mean of what it is for each sample, and the factors of the sample shown beside it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.errors import check_choice
from learnscope.explain.asked import Asked
from learnscope.explain.tree import Ref
from learnscope.probe.paths import (
    MOST,
    QUIET,
    Blame,
    Path,
    blame,
    blame_of_bias,
    blame_of_sum,
    blame_of_value,
    effects,
    mean_blame,
)
from learnscope.probe.shares import shares_of
from learnscope.scene import names
from learnscope.scene.changed import largest, sample_title
from learnscope.scene.grammar import named, parse
from learnscope.scene.parameters import name_at
from learnscope.scene.subject import Subject

OF_WEIGHTS = ("weight", "gradient", "update", "old.weight", "new.weight")
OF_BIASES = ("bias", "gradient.bias", "update.bias", "old.bias", "new.bias")
OF_SUMS = ("delta", "delta.mean", "preactivation", "slope")
OF_VALUES = ("value", "arriving")
RankedKind = Literal["parameters", "neurons", "samples"]
RANKED: tuple[RankedKind, ...] = get_args(RankedKind)


@dataclass(frozen=True)
class BlamePath:
    """One way from the loss to a number."""

    title: str  # the neurons on it, from the number's own to an output: "hidden 3 → versicolor"
    part: float  # of the gradient
    factors: tuple[Ref, ...]  # along it, from the number to the loss; of the sample shown or named
    product: float  # of these factors: the part itself, where the gradient is of one sample

    @property
    def names(self) -> tuple[str, ...]:
        """Of the numbers on it."""
        return tuple(ref.name for ref in self.factors)


@dataclass(frozen=True, eq=False)
class Paths:
    """A gradient as the sum of its paths, the largest first."""

    gradient: float  # all paths together, and what a penalty adds
    paths: tuple[BlamePath, ...]
    count: int  # paths there are
    rest: float  # what those not listed come to together
    penalty: float  # what a penalty adds, which comes by no path
    mean: bool  # whether it is the batch's, and a path's part a mean
    sample: str  # whose factors they are: "flower 87"

    def __str__(self) -> str:
        rows = [f"{words.signed(self.gradient)} over {words.count(self.count, 'path')}, {self.sample}"]
        rows += [f"{words.signed(path.part):>10}  {path.title}" for path in self.paths]
        if self.count > len(self.paths):
            rows.append(f"{words.signed(self.rest):>10}  {self.count - len(self.paths)} more")
        if self.penalty:
            rows.append(f"{words.signed(self.penalty):>10}  penalty")
        return "\n".join(rows)

    __repr__ = __str__


@dataclass(frozen=True)
class Share:
    """How much one is to blame for the loss."""

    name: str  # of the number that says what it is: "weight.1.2.0", "value.1.2", "loss.sample@86"
    title: str
    share: float


@dataclass(frozen=True)
class Shared:
    """Who of one kind is to blame, the most first; all shares together are 1."""

    kind: RankedKind
    definition: str  # of a share, one sentence
    shares: tuple[Share, ...]
    count: int
    rest: float  # what those not listed have together

    def __str__(self) -> str:
        rows = [f"{words.percent(one.share, digits=1):>8}  {one.title}" for one in self.shares]
        left = self.count - len(self.shares)
        rest = [f"{words.percent(self.rest, digits=1):>8}  the other {left}"] if left else []
        return "\n".join([*rows, *rest, self.definition])

    __repr__ = __str__


@QUIET
def paths_of(asked: Asked, *, most: int = MOST) -> Paths | None:
    """The ways from the loss to the number asked for; None where none lead there."""
    begins = _begin(asked)
    if begins is None or asked.row is None:
        return None
    link, start, end, own = begins
    mean = None
    if end is not None and _is_mean(asked):
        mean = mean_blame(asked.step, link, start, end, most=most)
    found = own(most) if mean is None else mean
    paths = tuple(_path(asked, link, start, path, ranked=mean is not None) for path in found.paths)
    penalty = _penalty(asked)
    return Paths(
        found.gradient + penalty, paths, found.count, found.rest, penalty, mean is not None, _whose(asked)
    )


def effects_of(asked: Asked) -> Floats | None:
    """What a weight or bias changes in each output (n_out,) of the sample, per 1 of it; None of others."""
    word, row = asked.name.kind.word, asked.row
    if row is None or word not in (*OF_WEIGHTS, *OF_BIASES):
        return None
    if word in OF_WEIGHTS:
        return effects(asked.step, row, asked["link"], asked["from"], asked["to"])
    return effects(asked.step, row, asked["link"], None, asked["neuron"])


def shared(subject: Subject, kind: RankedKind, *, most: int = MOST) -> Shared:
    """Who of `kind`, "parameters", "neurons" or "samples", is to blame for the loss of the batch.

    Raises ArgumentError for another kind.
    """
    check_choice("kind", kind, RANKED)
    shares, noun = shares_of(subject.step), subject.setup.dataset.noun
    match kind:
        case "parameters":
            amounts, name = shares.parameters, _parameter_names(subject)
            said = (
                "A share is the square of a gradient over that of all: its part in the fall of the loss that "
                "a small step of plain descent brings."
            )
        case "neurons":
            amounts, name = np.concatenate(shares.neurons), _neuron_names(subject)
            said = "A neuron's share is that of its incoming weights and its bias together."
        case "samples":
            amounts, name = (
                shares.samples,
                lambda place: str(named("loss.sample", sample=int(subject.rows[place]))),
            )
            said = f"A share is the loss of the {noun} over that of all {noun}s of the batch."
    order = largest(amounts, most)
    listed = tuple(
        Share(name(int(place)), _title(subject, kind, name(int(place)), int(place)), float(amounts[place]))
        for place in order
    )
    rest = float(amounts.sum() - sum(one.share for one in listed))
    return Shared(kind, said, listed, len(amounts), max(0.0, rest))


_Begin = tuple[int, int | None, int | None, Callable[[int], Blame]]


def _begin(asked: Asked) -> _Begin | None:
    """Link, lower end and upper end that paths begin with, and how they are found for one sample."""
    word, step, row = asked.name.kind.word, asked.step, asked.row
    if row is None:
        return None
    if word in OF_WEIGHTS:
        link, start, end = asked["link"], asked["from"], asked["to"]
        return link, start, end, lambda most: blame(step, row, link, start, end, most=most)
    if word in OF_BIASES:
        link, end = asked["link"], asked["neuron"]
        return link, None, end, lambda most: blame_of_bias(step, row, link, end, most=most)
    if word in OF_SUMS:
        layer, neuron = asked["layer"], asked["neuron"]
        return layer - 1, None, neuron, lambda most: blame_of_sum(step, row, layer, neuron, most=most)
    if word in OF_VALUES or word == "input":
        layer, neuron = (0, asked["input"]) if word == "input" else (asked["layer"], asked["neuron"])
        return layer, neuron, None, lambda most: blame_of_value(step, row, layer, neuron, most=most)
    return None


def _is_mean(asked: Asked) -> bool:
    """Whether the gradient is the batch's: of parameters, where no sample is named."""
    batch = len(asked.subject.rows) > 1 and asked.name.sample is None
    return batch and asked.name.kind.word in (*OF_WEIGHTS, *OF_BIASES)


def _penalty(asked: Asked) -> float:
    """The penalty's part of the gradient that is applied; a sample's own has none."""
    if asked.name.kind.word not in OF_WEIGHTS or asked.name.sample is not None:
        return 0.0
    return asked.number("gradient.penalty", *asked.name.index)


def _whose(asked: Asked) -> str:
    if asked.name.sample is None:
        return sample_title(asked.subject)
    return f"{asked.subject.setup.dataset.noun} {asked.name.sample + 1}"


def _path(asked: Asked, link: int, start: int | None, path: Path, *, ranked: bool) -> BlamePath:
    """A way as it is told; `ranked` where its part is a mean, and its factors are of the sample shown."""
    begins = path.start if start is not None and path.start is not None else None
    factors = tuple(_factors(asked, link, start, begins, path.neurons))
    product = float(np.prod([ref.value for ref in factors])) if ranked else path.product
    called = asked.subject.neurons
    on = [called[link + 1 + up][j] for up, j in enumerate(path.neurons)]
    if start is not None and begins != start:  # from a value, or from another wire that shares the weight
        on = [called[link][start if begins is None else begins], *on]
    return BlamePath(" → ".join(on), path.product, factors, product)


def _factors(
    asked: Asked, link: int, start: int | None, begins: int | None, neurons: tuple[int, ...]
) -> Iterator[Ref]:
    """The named numbers along a path, from what is asked for to the loss.

    Of a weight, `begins` is the neuron that enters it; of a value, `start` is its neuron.
    """
    if begins is not None:
        yield asked.here("value", link, begins, symbol="x" if link == 0 else "a")
        if asked.own.mask(link) is not None:
            yield asked.here("mask", link, begins)
    below = start if begins is None else None
    for layer, j in enumerate(neurons, start=link + 1):
        if below is not None:
            yield asked.ref("weight", layer - 1, below, j)
        if asked.own.mask(layer) is not None:
            yield asked.here("mask", layer, j)
        yield asked.here("slope", layer, j)
        below = j
    output = neurons[-1] if neurons else start
    assert output is not None
    yield asked.here("error", output)


def _parameter_names(subject: Subject) -> Callable[[int], str]:
    return lambda place: str(name_at(subject.step.network, place))


def _neuron_names(subject: Subject) -> Callable[[int], str]:
    every = [
        str(named("value", layer, neuron))
        for layer, size in enumerate(subject.step.network.sizes[1:], start=1)
        for neuron in range(size)
    ]
    return every.__getitem__


def _title(subject: Subject, kind: str, name: str, place: int) -> str:
    if kind == "samples":
        return f"{subject.setup.dataset.noun} {int(subject.rows[place]) + 1}"
    said = names.number(parse(name), subject.neurons, subject.setup.dataset.noun)
    return said.removeprefix("weight ").removeprefix("value of ")
