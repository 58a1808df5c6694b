"""The recipe: data, network, learning and a seed. What is drawn at random follows from the seed alone.

    Experiment  ─set_up─▶  Setup: data set · split · scaling · starting network  ─train─▶  run

An experiment is a value: changing it makes another (`dataclasses.replace`), and its JSON, or the query of an
address, makes it again.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from numpy.typing import ArrayLike

from learnscope.data.dataset import Dataset
from learnscope.experiment.rules import checked

Data = str | Dataset | tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True, init=False, eq=False, repr=False)
class Experiment:
    """Everything that decides a training. Raises ExperimentError where a value breaks its field's rule."""

    data: str | Dataset  # the name of a built-in data set, or one of your own
    data_options: tuple[tuple[str, float], ...]  # of a built-in data set that is made on the spot, by name
    features: tuple[str, ...]  # more inputs for points on the plane
    hidden: tuple[int, ...]  # neurons per hidden layer
    activation: str | tuple[str, ...]  # of all hidden layers, or of each
    output: str | None  # activation of the output layer; None: identity
    loss: str | None  # None: the one that suits the data
    initializer: str
    initial_scale: float  # what the starting weights and biases are multiplied by
    precision: str  # of the numbers the network computes with
    optimizer: str
    momentum: float  # momentum, nesterov
    decay: float  # rmsprop
    beta1: float  # adam, adamw
    beta2: float  # adam, adamw
    epsilon: float | None  # adagrad, rmsprop, adam, adamw; None: PyTorch's
    weight_decay: float  # adamw
    learning_rate: float
    schedule: str
    schedule_factor: float  # step, exponential
    schedule_every: int  # step: steps between two changes
    schedule_over: int  # cosine: steps it takes
    schedule_end: float  # cosine: the rate it ends at
    warmup: int  # steps of rise before any schedule
    batch_size: int
    epochs: int
    l1: float
    l2: float
    dropout: float | tuple[float, ...]  # share dropped of all hidden layers, or of each
    clip_norm: float | None  # the largest norm of a gradient; None: any
    steps: int | None  # stop after so many
    loss_below: float | None  # stop when the training loss, penalty included, is
    accuracy_above: float | None  # stop when it is, of validation samples or, without any, training samples
    patience: int | None  # stop after so many epochs without a new lowest validation loss
    split: tuple[float, float, float]  # shares of train, validation, test; any but the first may be 0
    scale: str  # "standard": columns to mean 0 and deviation 1 over the training rows; or "none"
    seed: int

    def __init__(
        self,
        *,
        data: Data,
        data_options: Mapping[str, float] | Sequence[tuple[str, float]] = (),
        features: Sequence[str] = (),
        hidden: Sequence[int] = (8, 8),
        activation: str | Sequence[str] = "tanh",
        output: str | None = None,
        loss: str | None = None,
        initializer: str = "glorot_uniform",
        initial_scale: float = 1.0,
        precision: str = "float64",
        optimizer: str = "adam",
        momentum: float = 0.9,
        decay: float = 0.99,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float | None = None,
        weight_decay: float = 0.01,
        learning_rate: float = 0.03,
        schedule: str = "constant",
        schedule_factor: float = 0.9,
        schedule_every: int = 100,
        schedule_over: int = 1000,
        schedule_end: float = 0.0,
        warmup: int = 0,
        batch_size: int = 10,
        epochs: int = 50,
        l1: float = 0.0,
        l2: float = 0.0,
        dropout: float | Sequence[float] = 0.0,
        clip_norm: float | None = None,
        steps: int | None = None,
        loss_below: float | None = None,
        accuracy_above: float | None = None,
        patience: int | None = None,
        split: Sequence[float] = (0.7, 0.15, 0.15),
        scale: str = "standard",
        seed: int = 0,
    ) -> None:
        """`data` is a built-in name, a Dataset, or a pair of arrays (X, y) as `from_arrays` takes them."""
        given = locals()
        for name, value in checked({name: given[name] for name in FIELDS}).items():
            object.__setattr__(self, name, value)

    def to_json(self) -> str:
        """The recipe as readable JSON from which `from_json` makes an equal one.

        Data of your own is named by its fingerprint, and not part of the text.
        """
        from learnscope.experiment.text import to_json

        return to_json(self)

    @classmethod
    def from_json(cls, text: str, *, data: Dataset | None = None) -> Self:
        """The recipe `text` holds; `data` is handed in where it is not built in.

        Raises FormatError for other text, ExperimentError for a broken rule and for data that is missing.
        """
        from learnscope.experiment.text import from_json

        return cls(**from_json(text, data))

    def to_url(self) -> str:
        """The recipe as the query of an address: what differs from the defaults.

        >>> Experiment(data="circle", hidden=[4], data_options={"noise": 0.2}).to_url()
        'data=circle&data.noise=0.2&hidden=4'
        """
        from learnscope.experiment.text import to_url

        return to_url(self)

    @classmethod
    def from_url(cls, text: str, *, data: Dataset | None = None) -> Self:
        """The recipe of a query, or of an address that has one; the counterpart of `to_url`."""
        from learnscope.experiment.text import from_url

        return cls(**from_url(text, data))

    def changes(self) -> dict[str, Any]:
        """The fields, apart from data, that differ from their defaults."""
        return {name: value for name in FIELDS[1:] if (value := getattr(self, name)) != DEFAULTS[name]}

    def __eq__(self, other: object) -> bool:
        """The same values; data of your own with the same fingerprint."""
        if not isinstance(other, Experiment):
            return NotImplemented
        same = all(getattr(self, name) == getattr(other, name) for name in FIELDS[1:])
        return same and (self.data is other.data or _identity(self.data) == _identity(other.data))

    def __hash__(self) -> int:
        return hash((_identity(self.data), *(getattr(self, name) for name in FIELDS[1:])))

    def __repr__(self) -> str:
        data = repr(self.data) if isinstance(self.data, str) else f"<{self.data.name}>"
        return (
            f"Experiment({', '.join([f'data={data}', *(f'{k}={v!r}' for k, v in self.changes().items())])})"
        )


def _identity(data: str | Dataset) -> tuple[str, str]:
    return ("", data) if isinstance(data, str) else (data.name, data.fingerprint)


FIELDS = tuple(field.name for field in dataclasses.fields(Experiment))
DEFAULTS: dict[str, Any] = Experiment.__init__.__kwdefaults__ or {}
