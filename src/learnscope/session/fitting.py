"""What of a recipe follows when its data becomes other data, and how large a page's experiment may be.

kind of target differs     output layer, and a loss that does not suit, are again those that follow from it
not two inputs             the further inputs of points on the plane are left out
fewer than ten samples     all are learned from, and there is no patience
one sample                 it is taken as it is: standardised, it would be all zeros
"""

from typing import Any

from learnscope import words
from learnscope.core.layers import dense_layers
from learnscope.core.losses import LOSSES
from learnscope.data.builtin import datasets
from learnscope.data.dataset import Dataset
from learnscope.errors import ExperimentError
from learnscope.experiment import Experiment
from learnscope.experiment.changed import changed
from learnscope.experiment.setup import KINDS_OF, LOSS_OF
from learnscope.starting_points import page_recipe

FEW = 10  # samples, of which none are spared
MOST_PARAMETERS = 2_000_000
MOST_LAYERS = 12  # hidden ones
MOST_NUMBERS = 20_000_000  # of inputs made on the spot


def fitted(
    experiment: Experiment, data: str | Dataset, *, before: Dataset
) -> tuple[Experiment, tuple[str, ...]]:
    """`experiment` on `data` in place of the data set `before`, and what else changed, in words."""
    record = next((record for record in datasets() if record.name == data), None)
    if isinstance(data, Dataset):
        kind, inputs, samples = data.kind, data.inputs.shape[1], len(data)
    else:
        assert record is not None
        kind, inputs, samples = record.kind, record.inputs, record.samples
    changes: dict[str, Any] = {"data": data, "data_options": ()}
    notes = []
    if experiment.features and inputs != 2:
        changes["features"] = ()
        notes.append("there are no more inputs made from two")
    if kind != before.kind:
        if experiment.output is not None:
            changes["output"] = None
            notes.append("outputs are no longer squeezed")
        used = experiment.loss or LOSS_OF[before.kind]
        if kind not in KINDS_OF.get(used, (kind,)) or experiment.loss is None:
            changes["loss"] = None
            if used != LOSS_OF[kind]:
                notes.append(f"the loss is now {LOSSES[LOSS_OF[kind]].title}")
    if kind == "values" and experiment.accuracy_above is not None:
        changes["accuracy_above"] = None
        notes.append("the rule about accuracy is off")
    if samples < FEW:
        changes["split"] = (1.0, 0.0, 0.0)
        changes["patience"] = None
        if experiment.split != changes["split"]:
            notes.append("with so few samples, all are learned from")
    elif len(before) < FEW and experiment.split == (1.0, 0.0, 0.0):
        changes["split"] = page_recipe("iris").split
        notes.append("some samples are kept for validation and test")
    if samples == 1 or len(before) == 1:
        changes["scale"] = "none" if samples == 1 else "standard"
    if experiment.start is not None:
        notes.append("starting weights are drawn")
    return changed(experiment, **changes), tuple(notes)


def check_size(experiment: Experiment) -> None:
    """Raise ExperimentError where the experiment is too large to be looked at as it learns."""
    if len(experiment.hidden) > MOST_LAYERS:
        raise ExperimentError(
            f"hidden layers must be at most {MOST_LAYERS} on the page, got {len(experiment.hidden)}"
        )
    inputs, outputs = _widths(experiment)
    sizes = [inputs + len(experiment.features), *experiment.hidden, outputs]
    parameters = sum(layer.parameter_count for layer in dense_layers(sizes, experiment.bias))
    if parameters > MOST_PARAMETERS:
        raise ExperimentError(
            f"a network on the page must have at most {words.grouped(MOST_PARAMETERS)} parameters, "
            f"got {'-'.join(map(str, sizes))} with {words.grouped(parameters)}; take fewer hidden neurons"
        )


def _widths(experiment: Experiment) -> tuple[int, int]:
    """Inputs, before features, and outputs. Raises ExperimentError where too much data would be made."""
    data = experiment.data
    if isinstance(data, Dataset):
        return data.inputs.shape[1], data.targets.shape[1]
    record = next(record for record in datasets() if record.name == data)
    options = dict(experiment.data_options)
    inputs = int(options["size"]) ** 2 if "size" in options else record.inputs
    numbers = int(options.get("samples", record.samples)) * inputs
    if numbers > MOST_NUMBERS:
        raise ExperimentError(
            f"data made on the page must hold at most {words.grouped(MOST_NUMBERS)} numbers, "
            f"got {words.grouped(numbers)}; take fewer samples"
        )
    return inputs, record.outputs
