"""The matrices of a step, cell by cell: rows are samples, or the neurons below; columns are neurons."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.scene.named import Moment
from learnscope.scene.names import layer_title
from learnscope.scene.schema import Array
from learnscope.scene.schema.matrices import MatrixScene
from learnscope.scene.schema.why import Role
from learnscope.training.own import Own

MOST_ROWS = 48  # of a batch whose cells are shown


class Cells:
    """The matrices of the step at a moment; layers are counted from 0, the inputs."""

    def __init__(self, moment: Moment) -> None:
        self.subject = subject = moment.subject
        self.step, self.updated = subject.step, moment.updated
        self.count = len(subject.rows)
        self.last = len(self.step.network.layers)
        self.samples = tuple(int(row) for row in subject.rows[:MOST_ROWS])
        self.noun = subject.setup.dataset.noun
        self.own: tuple[Own, ...] = tuple(self.step.own(row) for row in range(len(self.samples)))

    def _of_samples(
        self,
        symbol: str,
        title: str,
        of: Callable[[Own], Floats],
        name: str,
        role: Role,
        columns: Sequence[str],
        *,
        turned: bool = False,
    ) -> MatrixScene:
        """Rows are samples of the batch; `turned` over, columns are."""
        cells = np.array([of(own) for own in self.own], dtype=np.float64).reshape(len(self.own), -1)
        samples = tuple(f"{self.noun} {sample + 1}" for sample in self.samples)
        shape = (self.count, cells.shape[1])
        places = tuple(range(cells.shape[1]))
        written = name.format(
            place="{row}" if turned else "{column}", sample="{column}" if turned else "{row}"
        )
        if turned:
            return _matrix(
                f"{symbol}^{{\\top}}", title, f"{shape[1]}×{shape[0]}", cells.T.copy(), written,
                places, self.samples, tuple(columns), samples, role,
            )  # fmt: skip
        return _matrix(
            symbol, title, f"{shape[0]}×{shape[1]}", cells, written,
            self.samples, places, samples, tuple(columns), role,
        )  # fmt: skip

    def _of_wires(
        self,
        symbol: str,
        title: str,
        cells: Floats,
        word: str,
        role: Role,
        layer: int,
        *,
        turned: bool = False,
    ) -> MatrixScene:
        """Rows are the neurons below, columns those of `layer`; `turned` over, the other way round."""
        below, above = self.subject.neurons[layer - 1], self.subject.neurons[layer]
        m, n = cells.shape
        name = f"{word}.{layer - 1}." + ("{column}.{row}" if turned else "{row}.{column}") if word else ""
        if turned:
            cells, below, above, m, n = cells.T.copy(), above, below, n, m
            symbol = f"{symbol}^{{\\top}}"
        return _matrix(
            symbol, title, f"{m}×{n}", cells, name,
            tuple(range(m)), tuple(range(n)), below, above, role,
        )  # fmt: skip

    def _of_biases(
        self, symbol: str, title: str, cells: Floats, word: str, role: Role, layer: int
    ) -> MatrixScene:
        name = f"{word}.{layer - 1}.{{column}}" if word else ""
        return _matrix(
            symbol, title, f"1×{len(cells)}", cells[None, :], name,
            (0,), tuple(range(len(cells))), ("",), self.subject.neurons[layer], role,
        )  # fmt: skip

    def _title(self, layer: int) -> str:
        return layer_title(layer, self.last)

    def passed(self, layer: int, *, turned: bool = False) -> MatrixScene:
        masked = self.masked(layer)
        return self._of_samples(
            self.passed_symbol(layer),
            f"what {self._title(layer)} pass on" if masked else f"values of {self._title(layer)}",
            lambda own: own.passed(layer),
            "" if masked else f"value.{layer}.{{place}}@{{sample}}",
            "forward",
            self.subject.neurons[layer],
            turned=turned,
        )

    def value(self, layer: int) -> MatrixScene:
        return self._neurons(layer, "A", "values", "value", "forward", lambda own: own.value(layer))

    def preactivation(self, layer: int) -> MatrixScene:
        z = self.step.trace.layers[layer - 1].preactivation
        return self._neurons(layer, "Z", "z", "preactivation", "forward", lambda own: z[own.row])

    def slope(self, layer: int) -> MatrixScene:
        return self._neurons(layer, "f'(Z)", "slopes", "slope", "forward", lambda own: own.slope(layer))

    def mask(self, layer: int) -> MatrixScene:
        return self._neurons(layer, "M", "masks", "mask", "forward", lambda own: _there(own.mask(layer)))

    def arriving(self, layer: int) -> MatrixScene:
        top = layer == self.last
        return self._of_samples(
            f"E_{{{layer}}}",
            f"what arrives at {self._title(layer)}",
            (lambda own: own.error) if top else (lambda own: own.arriving(layer)),
            "error.{place}@{sample}" if top else f"arriving.{layer}.{{place}}@{{sample}}",
            "backward",
            self.subject.neurons[layer],
        )

    def delta(self, layer: int) -> MatrixScene:
        return self._neurons(layer, "\\Delta", "δ", "delta", "backward", lambda own: own.delta(layer))

    def _neurons(
        self, layer: int, symbol: str, what: str, word: str, role: Role, of: Callable[[Own], Floats]
    ) -> MatrixScene:
        symbol = f"f'(Z_{{{layer}}})" if symbol.startswith("f'") else f"{symbol}_{{{layer}}}"
        name = f"{word}.{layer}.{{place}}@{{sample}}"
        title = f"{what} of {self._title(layer)}"
        return self._of_samples(symbol, title, of, name, role, self.subject.neurons[layer])

    def probability(self) -> MatrixScene:
        said = self.step.prediction
        return self._of_samples(
            "P", "probabilities", lambda own: said[own.row], "probability.{place}@{sample}", "forward",
            self.subject.neurons[-1],
        )  # fmt: skip

    def says(self) -> MatrixScene:
        return self.probability() if self.subject.squash else self.value(self.last)

    def target(self) -> MatrixScene:
        return self._of_samples(
            "Y", "targets", lambda own: self.step.y[own.row], "target.{place}@{sample}", "data",
            self.subject.neurons[-1],
        )  # fmt: skip

    def losses(self) -> MatrixScene:
        losses = self.step.losses
        return self._of_samples(
            "\\ell", "losses", lambda own: losses[own.row : own.row + 1], "loss.sample@{sample}", "measure",
            ("loss",),
        )  # fmt: skip

    def ones(self) -> MatrixScene:
        return _matrix(
            "\\mathbf 1^{\\top}", "ones", f"1×{self.count}", np.ones((1, len(self.samples))), "",
            (0,), self.samples, ("",), tuple(f"{self.noun} {sample + 1}" for sample in self.samples),
            "setting",
        )  # fmt: skip

    def weights(self, layer: int, *, turned: bool = False) -> MatrixScene:
        return self._of_wires(
            f"W_{{{layer}}}", f"weights of {self._title(layer)}", self.step.network.weights[layer - 1],
            "" if self.updated else "weight", "parameter", layer, turned=turned,
        )  # fmt: skip

    def bias(self, layer: int) -> MatrixScene:
        return self._of_biases(
            f"b_{{{layer}}}", f"biases of {self._title(layer)}", _there(self.step.network.biases[layer - 1]),
            "" if self.updated else "bias", "parameter", layer,
        )  # fmt: skip

    def gradient(self, layer: int) -> MatrixScene:
        return self._of_wires(
            f"\\nabla W_{{{layer}}}", f"gradients of the weights of {self._title(layer)}",
            self.step.gradients.layers[layer - 1].weight, "gradient", "backward", layer,
        )  # fmt: skip

    def bias_gradient(self, layer: int) -> MatrixScene:
        return self._of_biases(
            f"\\nabla b_{{{layer}}}", f"gradients of the biases of {self._title(layer)}",
            _there(self.step.gradients.layers[layer - 1].bias), "gradient.bias", "backward", layer,
        )  # fmt: skip

    def penalty(self, layer: int) -> MatrixScene:
        experiment, weight = self.subject.setup.experiment, self.step.network.weights[layer - 1]
        return self._of_wires(
            "R'", "what the penalty adds", experiment.l1 * np.sign(weight) + experiment.l2 * weight,
            "gradient.penalty", "backward", layer,
        )  # fmt: skip

    def update(self, layer: int, weight: bool) -> tuple[MatrixScene, ...]:
        title = f"of the {'weights' if weight else 'biases'} of {self._title(layer)}"
        step, old = self.step, self.weights(layer) if weight else self.bias(layer)
        if weight:
            return (
                old,
                self._of_wires(
                    "U", f"updates {title}", step.update.weights[layer - 1], "update", "backward", layer
                ),
                self._of_wires(
                    f"W_{{{layer}}}'", f"new values {title}", step.after.weights[layer - 1], "new.weight",
                    "parameter", layer,
                ),
            )  # fmt: skip
        return (
            old,
            self._of_biases(
                "U", f"updates {title}", _there(step.update.biases[layer - 1]), "update.bias", "backward",
                layer,
            ),
            self._of_biases(
                f"b_{{{layer}}}'", f"new values {title}", _there(step.after.biases[layer - 1]), "new.bias",
                "parameter", layer,
            ),
        )  # fmt: skip

    def masked(self, layer: int) -> bool:
        return self.step.masks is not None and layer not in (0, self.last)

    def has_bias(self, layer: int) -> bool:
        return self.step.network.biases[layer - 1] is not None

    def penalised(self) -> bool:
        return bool(self.subject.setup.experiment.l1 or self.subject.setup.experiment.l2)

    def activation(self, layer: int) -> str:
        return self.step.network.activations[layer - 1].replace("_", " ")

    def passed_symbol(self, layer: int) -> str:
        if layer == 0:
            return "X"
        return f"(A_{{{layer}}} \\circ M_{{{layer}}})" if self.masked(layer) else f"A_{{{layer}}}"


def _matrix(
    symbol: str,
    title: str,
    shape: str,
    cells: Floats,
    name: str,
    rows: tuple[int, ...],
    columns: tuple[int, ...],
    row_titles: tuple[str, ...],
    column_titles: tuple[str, ...],
    role: Role,
) -> MatrixScene:
    with np.errstate(all="ignore"):
        largest = float(np.max(np.abs(cells), initial=0.0, where=np.isfinite(cells)))
    scale = 2.0 ** min(math.ceil(math.log2(largest)), 1023) if largest else 1.0  # 2^1024 is no float64
    return MatrixScene(
        plain(symbol), title, shape, Array.of(cells), name, rows, columns, row_titles, column_titles, scale,
        role,
    )  # fmt: skip


def _there(values: Floats | None) -> Floats:
    assert values is not None
    return values


SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def plain(latex: str) -> str:
    r"""LaTeX of a symbol as text.

    >>> plain("\\Delta_{2}\\,W_{2}^{\\top}")
    'Δ₂ W₂ᵀ'
    >>> plain("\\ell")
    'ℓ'
    """
    text = latex
    for old, new in (
        ("\\Delta", "Δ"), ("\\ell", "ℓ"), ("\\,", " "), ("^{\\top}", "ᵀ"), ("\\circ", "∘"),
        ("\\nabla ", "∇"), ("'", "′"),
    ):  # fmt: skip
        text = text.replace(old, new)
    parts = text.split("_{")
    return parts[0] + "".join(
        number.translate(SUBSCRIPTS) + rest for number, _, rest in (part.partition("}") for part in parts[1:])
    )
