"""From a recipe to what a training begins with.

data      the built-in set, made from the seed, or one's own; more inputs where features are asked for
split     train, validation and test rows, from the seed
scaling   of inputs, and of targets that are values, fitted on the training rows
network   drawn from the seed; loss and output layer suit the kind of target unless they are given

kind      loss                     output layer
classes   softmax_cross_entropy    identity
labels    binary_cross_entropy     identity
values    squared_error            identity
"""

from dataclasses import dataclass, replace

from learnscope.core.arrays import Floats, frozen
from learnscope.core.layers import dense_layers
from learnscope.core.network import Network
from learnscope.data.builtin import load
from learnscope.data.dataset import Dataset, TargetKind
from learnscope.data.features import with_features
from learnscope.data.limits import NUMBERS, spaced
from learnscope.data.scaling import Scaling
from learnscope.data.split import Split, split
from learnscope.errors import ExperimentError
from learnscope.experiment.record import Experiment
from learnscope.experiment.start import Start
from learnscope.once import once

LOSS_OF: dict[TargetKind, str] = {
    "classes": "softmax_cross_entropy",
    "labels": "binary_cross_entropy",
    "values": "squared_error",
}
OUTPUT = "identity"
KINDS_OF: dict[str, tuple[TargetKind, ...]] = {  # losses that ask for certain kinds of target
    "softmax_cross_entropy": ("classes",),
    "binary_cross_entropy": ("classes", "labels"),
    "hinge": ("classes", "labels"),
}
OF_DATA = (  # what data, split, scaling and the rules about them follow from
    "data", "data_options", "features", "split", "scale", "seed", "data_seed", "split_seed",
    "loss", "accuracy_above",
)  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Setup:
    """What an experiment begins with."""

    experiment: Experiment
    dataset: Dataset
    split: Split
    scaling: Scaling  # of inputs: own units to the network's
    target_scaling: Scaling
    network: Network

    def __repr__(self) -> str:
        return f"<Setup of {self.experiment!r}>"

    @once
    def base(self) -> Dataset:
        """The data as it is before features are added."""
        return base_data(self.experiment) if self.experiment.features else self.dataset

    @once
    def x(self) -> Floats:
        """What the network sees of each sample (N, n_in), read-only."""
        return self.scaling.apply(self.dataset.inputs)

    @once
    def y(self) -> Floats:
        """Targets (N, n_out) as the network sees them, read-only."""
        return self.target_scaling.apply(self.dataset.targets)


def set_up(experiment: Experiment) -> Setup:
    """The data, its parts and scaling, and the starting network of `experiment`.

    Raises DataError where the data cannot be split or widened so, ExperimentError where a loss or a rule
    does not suit it.
    """
    dataset = base_data(experiment)
    if experiment.features:
        dataset = with_features(dataset, experiment.features)
    loss = experiment.loss or LOSS_OF[dataset.kind]
    if dataset.kind not in KINDS_OF.get(loss, (dataset.kind,)):
        raise ExperimentError(
            f"loss {loss!r} needs {' or '.join(KINDS_OF[loss])}, but data {dataset.name!r} has "
            f"{dataset.kind}; take {LOSS_OF[dataset.kind]!r}, or leave loss out"
        )
    if experiment.accuracy_above is not None and dataset.kind == "values":
        raise ExperimentError("accuracy_above needs classes or labels, got values; use loss_below")
    parts = split(dataset, experiment.split, seed=experiment.seed_of("split"))
    return Setup(
        experiment=experiment,
        dataset=dataset,
        split=parts,
        scaling=_scaling(experiment, dataset.inputs, parts),
        target_scaling=_scaling(experiment, dataset.targets, parts, fitted=dataset.kind == "values"),
        network=_start(experiment, dataset, loss),
    )


def set_up_like(setup: Setup, experiment: Experiment) -> Setup:
    """What `set_up` makes of `experiment`, with the data of `setup` where nothing it follows from differs.

    Raises what `set_up` raises.
    """
    before = setup.experiment
    if any(getattr(before, name) != getattr(experiment, name) for name in OF_DATA):
        return set_up(experiment)
    return replace(
        setup, experiment=experiment, network=_start(experiment, setup.dataset, setup.network.loss)
    )


def base_data(experiment: Experiment) -> Dataset:
    """The data of `experiment` as it is before features are added."""
    if isinstance(experiment.data, str):
        return load(experiment.data, seed=experiment.seed_of("data"), **dict(experiment.data_options))
    return experiment.data


def _start(experiment: Experiment, dataset: Dataset, loss: str) -> Network:
    """The starting network, drawn or given. Raises ExperimentError where it has too many parameters."""
    sizes = [dataset.inputs.shape[1], *experiment.hidden, dataset.targets.shape[1]]
    parameters = sum(layer.parameter_count for layer in dense_layers(sizes, experiment.bias))
    if parameters > NUMBERS:
        raise ExperimentError(
            f"hidden must make a network of at most {spaced(NUMBERS)} parameters (2 GB), "
            f"got {spaced(parameters)}; take fewer neurons"
        )
    if experiment.start is not None:
        return _given(experiment, experiment.start, dataset, loss)
    return Network.draw(
        sizes,
        activation=experiment.activation,
        output=experiment.output or OUTPUT,
        loss=loss,
        seed=experiment.seed_of("weights"),
        initializer=experiment.initializer,
        initial_scale=experiment.initial_scale,
        bias=experiment.bias,
        precision=experiment.precision,
    )


def _given(experiment: Experiment, start: Start, dataset: Dataset, loss: str) -> Network:
    """The network of a start that is given. Raises ExperimentError where it does not fit the data."""
    for place, count, what, called in (
        (0, dataset.inputs.shape[1], "inputs", "rows"),
        (-1, dataset.targets.shape[1], "outputs", "columns"),
    ):
        if start.sizes[place] != count:
            layer = place % len(start.weights)
            raise ExperimentError(
                f"start weights[{layer}] must have {count} {called}, as data {dataset.name!r} has "
                f"{count} {what}, got {start.sizes[place]}"
            )
    hidden = experiment.activation
    names = (hidden,) * len(experiment.hidden) if isinstance(hidden, str) else hidden
    return Network.from_arrays(
        start.weights,
        start.biases,
        activations=[*names, experiment.output or OUTPUT],
        loss=loss,
        bias=experiment.bias,
        precision=experiment.precision,
    )


def _scaling(experiment: Experiment, rows: Floats, parts: Split, *, fitted: bool = True) -> Scaling:
    if fitted and experiment.scale == "standard":
        return Scaling.fit(frozen(rows[parts.train]))  # frozen, so that it is not copied once more
    return Scaling.identity(rows.shape[1])
