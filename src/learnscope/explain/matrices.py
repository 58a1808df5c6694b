"""A step as a sequence of products of matrices and nothing else.

With rows as samples, X the inputs, layers counted from 1, N samples in the batch:

    forward      Z = A W + b of the layer below, A = f(Z), P = softmax or σ of the outputs, ℓ of each sample
    backward     E = ∂ℓ/∂A at the outputs, Δ = E ∘ f′(Z); then ∂L/∂W = Aᵀ Δ / N, ∂L/∂b = 1ᵀ Δ / N,
                 E = Δ Wᵀ of the layer below, Δ = E ∘ f′(Z)
    update       W′ = W − U, b′ = b − U

Every cell is a number that has a name, with the bits it has everywhere else; Δ is each sample's own, as on
the stage, so that 1/N stands before the sum over samples. Under dropout A stands for what is passed on.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from learnscope.core.layers import check_dense
from learnscope.core.losses import LOSSES
from learnscope.errors import check_whole
from learnscope.explain.cells import MOST_ROWS, Cells, plain
from learnscope.scene.named import Moment
from learnscope.scene.schema.matrices import EquationScene, MatricesScene, MatrixScene
from learnscope.words import count


@dataclass(frozen=True, eq=False)
class Equation:
    """One equation: what it makes of what, and the matrices where they are asked for."""

    phase: int
    kind: Literal["product", "each"]
    formula: str  # LaTeX
    line: str
    shapes: str
    sentence: str
    matrices: Callable[[], tuple[MatrixScene, ...]]  # its operands, then the result


def matrices_scene(moment: Moment, place: int | None, phase: int, *, serial: int = -1) -> MatricesScene:
    """All equations of the step, and the matrices of the one at `place`, from 0; None for that of `phase`.

    Raises ArgumentError where there is no such equation, and where a layer is not dense.
    """
    check_dense(moment.subject.step.network.layers, "a step as products of matrices")
    found = tuple(_Writer(moment).equations())
    if place is None:
        place = next((k for k, one in enumerate(found) if one.phase >= phase), len(found) - 1)
    check_whole("place", place, low=0, high=len(found) - 1)
    equation = found[place]
    *operands, result = equation.matrices()
    rows = len(moment.subject.rows)
    left_out = "" if rows <= MOST_ROWS else f"The first {MOST_ROWS} of the batch's {rows} samples are shown."
    return MatricesScene(
        equations=tuple(EquationScene(one.phase, one.formula, one.line, one.shapes) for one in found),
        place=place,
        kind=equation.kind,
        operands=tuple(operands),
        result=result,
        sentence=equation.sentence,
        left_out=left_out,
        serial=serial,
    )


class _Writer:
    """The equations of a moment's step, in their order."""

    def __init__(self, moment: Moment) -> None:
        self.subject, self.step = moment.subject, moment.subject.step
        self.cells, self.count = Cells(moment), len(moment.subject.rows)
        self.last = len(self.step.network.layers)

    def equations(self) -> Iterator[Equation]:
        for layer in range(1, self.last + 1):
            yield from self._forward(layer)
        yield from self._loss()
        for layer in range(self.last, 0, -1):
            yield from self._backward(layer)
        for layer in range(1, self.last + 1):
            yield from self._update(layer)

    def _forward(self, layer: int) -> Iterator[Equation]:
        z, a, w = f"Z_{{{layer}}}", f"A_{{{layer}}}", f"W_{{{layer}}}"
        below, bias = self.cells.passed_symbol(layer - 1), self.cells.has_bias(layer)
        m, n = self.step.network.sizes[layer - 1 : layer + 1]
        added = f" + b_{{{layer}}}" if bias else ""
        yield Equation(
            layer,
            "product",
            f"{z} = {below}\\,{w}{added}",
            f"{plain(z)} = {plain(below)} {plain(w)}{plain(added)}",
            f"{self.count}×{m} · {m}×{n}{f' + 1×{n}' if bias else ''} → {self.count}×{n}",
            f"The values of one {self.subject.setup.dataset.noun}, a row, times the weights of one neuron, a "
            f"column{', plus its bias' if bias else ''}: that is z.",
            lambda: (
                self.cells.passed(layer - 1),
                self.cells.weights(layer),
                *([self.cells.bias(layer)] if bias else []),
                self.cells.preactivation(layer),
            ),
        )
        symbol = f"f(Z_{{{layer}}})"
        yield Equation(
            layer,
            "each",
            f"{a} = {symbol}",
            f"{plain(a)} = {plain(symbol)}",
            "",
            f"The activation {self.cells.activation(layer)} of each z by itself.",
            lambda: (self.cells.preactivation(layer), self.cells.value(layer)),
        )

    def _loss(self) -> Iterator[Equation]:
        phase, squash = self.last + 1, self.subject.squash
        a = self.cells.passed_symbol(self.last)
        says = "P" if squash else a
        if squash:
            name = "\\operatorname{softmax}" if squash == "softmax" else "\\sigma"
            yield Equation(
                phase,
                "each",
                f"P = {name}({a})",
                f"P = {'softmax' if squash == 'softmax' else 'σ'}({plain(a)})",
                "",
                "Outputs become probabilities"
                + (", row by row: each row adds up to 1." if squash == "softmax" else ", each by itself."),
                lambda: (self.cells.value(self.last), self.cells.probability()),
            )
        yield Equation(
            phase,
            "each",
            f"\\ell = \\ell({says}, Y)",
            f"ℓ = ℓ({plain(says)}, Y)",
            "",
            f"What each row says beside its targets: the loss of each {self.subject.setup.dataset.noun}, "
            f"{LOSSES[self.step.network.loss].title}. Their mean is the loss of the batch.",
            lambda: (self.cells.says(), self.cells.target(), self.cells.losses()),
        )

    def _backward(self, layer: int) -> Iterator[Equation]:
        phase = 2 * self.last + 2 - layer
        delta, e = f"\\Delta_{{{layer}}}", f"E_{{{layer}}}"
        top, n = layer == self.last, self.step.network.sizes[layer]
        if top:
            yield Equation(
                phase,
                "each",
                f"{e} = \\partial\\ell / \\partial {self.cells.passed_symbol(layer)}",
                f"{plain(e)} = ∂ℓ/∂{plain(self.cells.passed_symbol(layer))}",
                "",
                "The slope of each sample’s own loss at each output.",
                lambda: (self.cells.says(), self.cells.target(), self.cells.arriving(layer)),
            )
        else:
            above = f"\\Delta_{{{layer + 1}}}\\,W_{{{layer + 1}}}^{{\\top}}"
            m = self.step.network.sizes[layer + 1]
            yield Equation(
                phase,
                "product",
                f"{e} = {above}",
                f"{plain(e)} = {plain(above)}",
                f"{self.count}×{m} · {m}×{n} → {self.count}×{n}",
                "Errors flow back along the same weights: the matrix of the forward pass, turned over.",
                lambda: (
                    self.cells.delta(layer + 1),
                    self.cells.weights(layer + 1, turned=True),
                    self.cells.arriving(layer),
                ),
            )
        mask = f" \\circ M_{{{layer}}}" if self.cells.masked(layer) else ""
        yield Equation(
            phase,
            "each",
            f"{delta} = {e} \\circ f'(Z_{{{layer}}}){mask}",
            f"{plain(delta)} = {plain(e)} ∘ f′({plain(f'Z_{{{layer}}}')}){plain(mask)}",
            "",
            "What arrives times the activation’s slope, cell by cell"
            + (", times what dropout leaves." if mask else "."),
            lambda: (
                self.cells.arriving(layer),
                self.cells.slope(layer),
                *([self.cells.mask(layer)] if mask else []),
                self.cells.delta(layer),
            ),
        )
        m = self.step.network.sizes[layer - 1]
        penalty = self.cells.penalised()
        below = self.cells.passed_symbol(layer - 1)
        body = f"\\tfrac{{1}}{{N}}\\,{below}^{{\\top}}{delta}"
        yield Equation(
            phase,
            "product",
            f"\\nabla W_{{{layer}}} = {body}" + (" + R'" if penalty else ""),
            f"∇{plain(f'W_{{{layer}}}')} = {plain(below)}ᵀ {plain(delta)} / N" + (" + R′" if penalty else ""),
            f"{m}×{self.count} · {self.count}×{n} → {m}×{n}",
            f"The sum over the {count(self.count, 'sample')} of value × δ, over their number: the gradient "
            "of each weight" + (", the penalty’s part added." if penalty else "."),
            lambda: (
                self.cells.passed(layer - 1, turned=True),
                self.cells.delta(layer),
                *([self.cells.penalty(layer)] if penalty else []),
                self.cells.gradient(layer),
            ),
        )
        if self.cells.has_bias(layer):
            yield Equation(
                phase,
                "product",
                f"\\nabla b_{{{layer}}} = \\tfrac{{1}}{{N}}\\,\\mathbf 1^{{\\top}}{delta}",
                f"∇{plain(f'b_{{{layer}}}')} = 1ᵀ {plain(delta)} / N",
                f"1×{self.count} · {self.count}×{n} → 1×{n}",
                "The mean of each column of δ: a bias is a weight whose input is always 1.",
                lambda: (self.cells.ones(), self.cells.delta(layer), self.cells.bias_gradient(layer)),
            )

    def _update(self, layer: int) -> Iterator[Equation]:
        phase = 2 * self.last + 2
        for letter, there in (("W", True), ("b", self.cells.has_bias(layer))):
            if not there:
                continue
            old, weight = f"{letter}_{{{layer}}}", letter == "W"
            yield Equation(
                phase,
                "each",
                f"{old}' = {old} - U",
                f"{plain(old)}′ = {plain(old)} − U",
                "",
                f"Less U, what {self.step.optimizer.kind.title} makes of the gradient "
                f"∇{plain(old)}: the network of the next step.",
                partial(self.cells.update, layer, weight),
            )
