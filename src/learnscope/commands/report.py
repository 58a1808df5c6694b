"""How a run did: as a table for people, and as one object for programs."""

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from learnscope.data.remedies import counted
from learnscope.data.split import PARTS
from learnscope.library.experiment_run import ExperimentRun
from learnscope.run.overfitting import turning
from learnscope.training.evaluation import unpredicted
from learnscope.words import percent

if TYPE_CHECKING:
    from learnscope.training.evaluation import Evaluation


LISTED = 6  # classes that are named; of more the first


def as_document(run: ExperimentRun, seconds: float) -> dict[str, Any]:
    """Measures of all parts, None where there is none or it is not finite; steps and seconds."""
    return {
        "data": run.dataset.name,
        "decided": [decision.told("option") for decision in run.dataset.decisions],
        **{part: _measures(run, run.evaluate(part)) for part in PARTS},
        "never_predicted": list(never_predicted(run)),
        "steps": run.steps,
        "best_step": run.best_step,
        "seconds": seconds,
        "stopped": run.stopped.sentence if run.stopped else None,
        "diagnoses": [
            {
                "cause": found.cause,
                "evidence": found.evidence,
                "remedies": [{"words": one.words, "changes": one.changes} for one in found.remedies],
            }
            for found in run.diagnose()
        ],
        "engine": run.engine,
        "experiment": json.loads(run.experiment.to_json()),
    }


def print_report(run: ExperimentRun, seconds: float, *, saved: str | None) -> None:
    """Print the closing table, why the run ended, and what is wrong with it if anything is."""
    from rich.console import Console

    from learnscope.data.limits import spaced

    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(_table(run))
    never = never_predicted(run)
    if never:
        classes = [f"{name} ({counted(count, 'sample')})" for name, count in never.items()]
        more = f" and {len(classes) - LISTED} more" if len(classes) > LISTED else ""
        console.print(f"Never predicted: {', '.join(classes[:LISTED])}{more}.")
    steps = "1 step" if run.steps == 1 else f"{spaced(run.steps)} steps"
    console.print(f"{steps} in {seconds:.2f} s. {run.stopped.sentence if run.stopped else ''}")
    diagnoses = run.diagnose()
    turned = turning(run.tree, run.future, 0, run.steps)
    told = " ".join(one.evidence for one in diagnoses)
    if turned is not None and turned.step < run.steps and turned.sentence not in told:
        console.print(turned.sentence)
    for found in diagnoses:
        console.print(found.told("option"))
    if saved is not None:
        console.print(f"Saved as {saved}.")


def never_predicted(run: ExperimentRun) -> dict[str, int]:
    """The classes that no sample of any part was taken for, and how many samples they have."""
    matrices = [found.confusion for part in PARTS if (found := run.evaluate(part)).confusion is not None]
    if not matrices:
        return {}
    matrix = np.sum(matrices, axis=0)
    return {run.dataset.output_names[place]: int(matrix[place].sum()) for place in unpredicted(matrix)}


def _table(run: ExperimentRun) -> Any:
    from rich.table import Table

    from learnscope.data.limits import spaced

    kind, penalised = run.dataset.kind, run.experiment.l1 > 0 or run.experiment.l2 > 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    titles = ["samples", "loss", *(["penalty"] if penalised else [])]
    titles += [*map(_error_title, *_outputs(run)), "R²"] if kind == "values" else ["accuracy"]
    for title in titles:
        table.add_column(title, justify="right")
    for part in PARTS:
        found = run.evaluate(part)
        if found.count == 0:
            continue
        cells = [spaced(found.count), f"{found.loss:.4g}", *([f"{found.penalty:.4g}"] if penalised else [])]
        if found.errors is not None:
            cells += [f"{error:.4g}" for error in found.errors[: len(_outputs(run)[0])]]
            cells.append("–" if found.r2 is None else f"{found.r2:.4f}")
        else:
            cells.append("" if found.accuracy is None else percent(found.accuracy, digits=1))
        table.add_row(part, *cells)
    return table


def _outputs(run: ExperimentRun) -> tuple[list[str], list[str]]:
    """Names and units of the values whose errors there is room for."""
    return list(run.dataset.output_names[:4]), list(run.dataset.output_units[:4])


def _error_title(name: str, unit: str) -> str:
    return f"error of {name}" + (f" ({unit})" if unit else "")


def _measures(run: ExperimentRun, found: "Evaluation") -> dict[str, Any] | None:
    if found.count == 0:
        return None
    measures: dict[str, Any] = {
        "samples": found.count,
        "loss": _finite(found.loss),
        "penalty": _finite(found.penalty),
    }
    if found.accuracy is not None:
        measures["accuracy"] = _finite(found.accuracy)
    if found.confusion is not None:
        measures["confusion"] = found.confusion.tolist()
    if found.errors is not None:
        errors = zip(run.dataset.output_names, found.errors.tolist(), strict=True)
        measures |= {"r2": _finite(found.r2), "errors": {name: _finite(error) for name, error in errors}}
    return measures


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None
