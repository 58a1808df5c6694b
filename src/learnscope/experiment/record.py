"""The recipe: data, network, learning and a seed. What is drawn at random follows from the seed alone.

    Experiment  ─set_up─▶  Setup: data set · split · scaling · starting network  ─train─▶  run

An experiment is a value: changing it makes another (`dataclasses.replace`), and its JSON, or the query of an
address, makes it again.
"""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, replace
from typing import Any, Literal, Self

from numpy.typing import ArrayLike

from learnscope.core import optimizers, schedules
from learnscope.core.activations import ACTIVATIONS
from learnscope.core.clipping import LIMIT
from learnscope.core.initializers import INITIALIZERS, SCALE
from learnscope.core.layers import BIASES
from learnscope.core.losses import LOSSES
from learnscope.core.network import PRECISIONS, Network
from learnscope.core.penalties import STRENGTH
from learnscope.data.dataset import Dataset
from learnscope.data.scaling import SCALES
from learnscope.errors import ExperimentError, check_arguments, shown
from learnscope.experiment import checks
from learnscope.experiment.setting import Kept, Number, choice, described, number, settings_of, special
from learnscope.experiment.start import Start
from learnscope.rules import Rule

Data = Kept[str | Dataset | tuple[ArrayLike, ArrayLike], str | Dataset]
Options = Kept[Mapping[str, float] | Sequence[tuple[str, float]], tuple[tuple[str, float], ...]]
Words = Kept[Sequence[str], tuple[str, ...]]
Shares = Kept[Sequence[float], tuple[float, float, float]]
Sizes = Kept[Sequence[int], tuple[int, ...]]
WordPerLayer = Kept[str | Sequence[str], str | tuple[str, ...]]
Given = Kept[Start | Network | Mapping[str, Any] | None, Start | None]
SeedPurpose = Literal["data", "split", "weights", "order", "dropout"]
SEED = Rule("[0, inf)", whole=True, most=2**256)
SharePerLayer = Kept[float | Sequence[float], float | tuple[float, ...]]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Experiment:
    """Everything that decides a training. Raises ExperimentError where a value breaks its field's rule.

    Two experiments are equal where all their fields are; `dataclasses.replace` makes another.
    """

    # The table of settings: checks, command line, page, what-if, map and help read a field's entry.

    # fmt: off

    # ── data ──
    data: Data = special(
        MISSING, "data set", "What is learned from.",
        "the name of a built-in data set, a Dataset, or a pair of arrays (X, y) as `from_arrays` takes them",
        checks.check_data, group="data", anew=True,
    )
    data_options: Options = special(
        (), "options of the data", "Of a built-in data set that is made on the spot, by name.",
        "names of options and their values", checks.check_data_options, group="data", anew=True,
    )
    features: Words = special(
        (), "more inputs", "Made from the two there are; they let a single layer bend its boundary.",
        "any of the features of points on the plane", checks.check_features, group="data", anew=True,
        items="words",
    )
    split: Shares = special(
        (0.8, 0.05, 0.15), "split", "Shares of train, validation and test: 0.8,0.05,0.15.",
        "three shares that sum to 1, of which the first is above 0", checks.check_split, group="data",
        anew=True, items="numbers",
    )
    seed: int = number(
        0, "seed", "What all that is random follows from, where no seed of its own is given.", SEED, (0, 100),
        most=99_999, group="data", anew=True,
    )
    data_seed: int | None = number(
        None, "seed of the data", "What data made on the spot is drawn from; off is the seed of all.", SEED,
        (0, 100), most=99_999, needs="made", group="data", anew=True,
    )
    split_seed: int | None = number(
        None, "seed of the split", "What train, validation and test are drawn from; off is the seed of all.",
        SEED, (0, 100), most=99_999, needs="parts", group="data", anew=True,
    )
    scale: str = choice(
        "standard", "scale", "What the network sees of inputs, and of targets that are values.", SCALES,
        group="data", anew=True,
    )

    # ── network ──
    hidden: Sizes = special(
        (100,), "hidden layers", "Neurons per hidden layer: 8,8.",
        "a list of whole numbers of at least 1, empty for no layer", checks.check_hidden, group="network",
        anew=True, items="wholes",
    )
    activation: WordPerLayer = special(
        "relu", "activation", "Of the hidden layers, or one for each: tanh,relu.",
        f"one of {', '.join(ACTIVATIONS)}, or a list of one per hidden layer", checks.check_activation,
        group="network", anew=True, items="words", single=True,
    )
    bias: WordPerLayer = special(
        "learned", "biases", "Of all layers, or one word for each, the output included: none,fixed,learned.",
        f"one of {', '.join(BIASES)}, or a list of one per layer, the output included", checks.check_bias,
        group="network", anew=True, items="words", single=True,
    )
    dropout: SharePerLayer = special(
        0.0, "dropout", "Share of hidden activations dropped while learning, of all layers or of each.",
        "in [0, 1), or a list of one per hidden layer", checks.check_dropout, group="network",
        items="numbers", single=True,
    )
    output: str | None = choice(
        None, "output activation", "What the last layer makes of its sums; the loss takes it from there.",
        ACTIVATIONS, group="network", anew=True, called="output activation",
    )
    loss: str | None = choice(
        None, "loss", "What learning makes small.", LOSSES, group="network", anew=True,
    )
    initializer: str = choice(
        "glorot_uniform", "starting weights", "How they are drawn from the seed.", INITIALIZERS,
        group="network", anew=True,
    )
    initial_scale: float = number(
        1.0, "scale of starting weights",
        "What the starting weights and biases are multiplied by, once they are drawn.", SCALE, (0.01, 10),
        scale="log", group="network", anew=True,
    )
    start: Given = special(
        None, "given start", "Weights and biases to start with, where they are not drawn.",
        'None, a network, or {"weights": [...], "biases": [...]} with arrays for each layer',
        checks.check_start, group="network", anew=True, items="json",
    )
    precision: str = choice(
        "float64", "precision", "Of the numbers the network computes with.", PRECISIONS, group="network",
        anew=True,
    )

    # ── learning: what is changed most ──
    learning_rate: float = number(
        0.003, "learning rate", "How far a step goes.", optimizers.RATE, (0.001, 10), scale="log",
        symbol=r"\eta", group="basics",
    )
    batch_size: int = number(
        32, "batch size", "Samples a step learns from.", Rule("[1, inf)", whole=True), (1, 1000), scale="log",
        unit="samples", most="samples", group="basics",
    )
    weights_seed: int | None = number(
        None, "seed of the weights", "What the starting weights are drawn from; off is the seed of all.",
        SEED, (0, 100), most=99_999, group="basics", anew=True,
    )

    # ── learning: the optimizer, its schedule, and what holds weights and gradients small ──
    optimizer: str = choice(
        "adam", "optimizer", "How a step follows from the gradient g at rate r.", optimizers.OPTIMIZERS,
        group="learning",
    )
    momentum: float = number(
        0.9, "momentum m", "How much of the last move goes on.", optimizers.RULES["momentum"], (0, 0.99),
        of="optimizer", symbol="m", group="learning",
    )
    decay: float = number(
        0.99, "decay d", "How slowly old gradients are forgotten.", optimizers.RULES["decay"], (0.5, 0.999),
        of="optimizer", symbol="d", group="learning",
    )
    beta1: float = number(
        0.9, "β₁", "How slowly the mean of gradients forgets.", optimizers.RULES["beta1"], (0, 0.99),
        of="optimizer", symbol=r"\beta_1", group="learning",
    )
    beta2: float = number(
        0.999, "β₂", "How slowly the mean of their squares forgets.", optimizers.RULES["beta2"],
        (0.9, 0.9999), of="optimizer", symbol=r"\beta_2", group="learning",
    )
    epsilon: float | None = number(
        None, "ε", "Keeps the division from blowing up; off is 1e−8, and 1e−10 for AdaGrad.",
        optimizers.RULES["epsilon"], (1e-12, 1e-2), scale="log", of="optimizer", group="learning",
    )
    weight_decay: float = number(
        0.01, "weight decay λ", "What share of a weight, times the rate, is taken from it at each step.",
        optimizers.RULES["weight_decay"], (0, 0.1), of="optimizer", symbol=r"\lambda", group="learning",
    )
    schedule: str = choice(
        "cosine", "schedule", "How the learning rate r changes with the number s of the step.",
        schedules.SCHEDULES, group="learning",
    )
    schedule_factor: float = number(
        0.9, "factor", "What the rate is multiplied by.", schedules.RULES["factor"], (0.1, 1), of="schedule",
        symbol=r"\mathrm{factor}", group="learning",
    )
    schedule_every: int = number(
        100, "every", "Steps between two changes.", schedules.RULES["every"], (1, 10_000), scale="log",
        unit="steps", of="schedule", symbol=r"\mathrm{every}", group="learning",
    )
    schedule_over: int | None = number(
        None, "over", "Steps the fall takes; off is all of the epochs that follow the warm-up.",
        schedules.RULES["over"], (10, 100_000), scale="log", unit="steps", of="schedule",
        symbol=r"\mathrm{over}", group="learning",
    )
    schedule_end: float = number(
        0.0, "end", "The rate it ends at.", schedules.RULES["end"], (0, 0.1), of="schedule",
        symbol=r"\eta_{\mathrm{end}}", group="learning",
    )
    warmup: int = number(
        0, "warm-up", "Steps in which the rate rises evenly to where it starts; 0 is none.",
        schedules.RULES["warmup"], (0, 1000), unit="steps", group="learning",
    )
    l1: float = number(
        0.0, "L1 penalty λ", "λ · Σ|w| is added to the loss: weights that help little become 0.", STRENGTH,
        (0, 0.1), symbol=r"\lambda_1", group="learning",
    )
    l2: float = number(
        0.01, "L2 penalty λ", "λ/2 · Σw² is added to the loss: weights stay small.", STRENGTH, (0, 0.1),
        symbol=r"\lambda_2", group="learning",
    )
    clip_norm: float | None = number(
        None, "clip gradient at", "A gradient of a larger norm is shortened to it.", LIMIT, (0.01, 100),
        scale="log", symbol=r"\mathrm{limit}", group="learning",
    )

    order_seed: int | None = number(
        None, "seed of the order", "What the order of the samples is drawn from; off is the seed of all.",
        SEED, (0, 100), most=99_999, group="learning", anew=True,
    )
    dropout_seed: int | None = number(
        None, "seed of dropout", "What is dropped is drawn from it; off is the seed of all.", SEED, (0, 100),
        most=99_999, needs="dropout", group="learning", anew=True,
    )

    # ── when to stop ──
    epochs: int = number(
        100, "epochs", "How often all training samples are visited.", Rule("[1, inf)", whole=True), (1, 1000),
        scale="log", unit="epochs", group="stopping",
    )
    patience: int | None = number(
        None, "patience", "Stop after so many epochs without a new lowest validation loss.",
        Rule("[1, inf)", whole=True), (1, 100), scale="log", unit="epochs", needs="validation",
        group="stopping",
    )
    loss_below: float | None = number(
        None, "loss below", "Stop when the training loss, penalty included, is below this.",
        Rule("(0, inf)"), (1e-4, 10), scale="log", group="stopping",
    )
    accuracy_above: float | None = number(
        None, "accuracy above",
        "Stop when a larger share is right, of validation samples where there are any.",
        Rule("[0, 1)"), (0.5, 0.999), needs="answers", group="stopping",
    )
    steps: int | None = number(
        None, "steps", "Stop after so many steps of the run.", Rule("[1, inf)", whole=True), (1, 100_000),
        scale="log", unit="steps", group="stopping",
    )
    # fmt: on

    def __new__(cls, *args: Any, **given: Any) -> Self:
        """Answer names that other libraries use with ours."""
        if args:
            raise ExperimentError(f"Experiment takes named arguments only, got {shown(args[0])}; pass data=…")
        check_arguments("Experiment", given, FIELDS, error=ExperimentError)
        if given and "data" not in given:  # a copy is made without any
            raise ExperimentError("data must be given: the name of a built-in data set, a Dataset or (X, y)")
        return super().__new__(cls)

    def replace(self, **changes: Any) -> Self:
        """The recipe with `changes`, fields by name. Raises ExperimentError as making one does.

        >>> Experiment(data="iris").replace(learning_rate=0.1).learning_rate
        0.1
        """
        check_arguments("Experiment", changes, FIELDS, error=ExperimentError)
        return replace(self, **changes)

    def __post_init__(self) -> None:
        given = {name: getattr(self, name) for name in SETTINGS}
        for name, value in checks.checked(SETTINGS, given).items():
            object.__setattr__(self, name, value)

    def seed_of(self, purpose: SeedPurpose) -> int:
        """The seed that `purpose` draws from: its own, or that of all.

        >>> Experiment(data="iris", seed=3, split_seed=1).seed_of("split")
        1
        """
        given: int | None = getattr(self, f"{purpose}_seed")
        return self.seed if given is None else given

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
        """The recipe as the query of an address: what differs from the defaults of the first version.

        So an address means the same whatever the defaults become.

        >>> Experiment.from_url("data=circle").replace(hidden=[4], data_options={"noise": 0.2}).to_url()
        'data=circle&data.noise=0.2&hidden=4'
        """
        from learnscope.experiment.text import to_url

        return to_url(self)

    @classmethod
    def from_url(cls, text: str, *, data: Dataset | None = None) -> Self:
        """The recipe of `text`, a query or an address that has one; the counterpart of `to_url`.

        `data` is handed in where it is not built in. Raises what `from_json` does.
        """
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


REQUIRED = inspect.Parameter.empty
SETTINGS = settings_of(Experiment)
FIELDS = tuple(SETTINGS)
DEFAULTS: dict[str, Any] = {name: setting.default for name, setting in SETTINGS.items() if name != "data"}
Experiment.__doc__ = f"{inspect.cleandoc(Experiment.__doc__ or '')}\n\n{described(SETTINGS.values())}\n"
Experiment.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
    [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=DEFAULTS.get(name, inspect.Parameter.empty)
        )
        for name in FIELDS
    ]
)


def rule_of(name: str) -> Rule:
    """The rule of a setting that is a number."""
    setting = SETTINGS[name]
    assert isinstance(setting, Number)
    return setting.rule
