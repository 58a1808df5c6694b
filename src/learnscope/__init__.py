"""Learnscope: see a neural network learn.

A name is loaded from its module when it is first used, so that importing the library takes no time.
"""

from typing import TYPE_CHECKING, Any

from learnscope.version import VERSION

if TYPE_CHECKING:
    from learnscope.core.backward import Gradients, backward
    from learnscope.core.dropout import draw_masks
    from learnscope.core.forward import Trace, forward, loss, losses, predict
    from learnscope.core.network import Network
    from learnscope.core.optimizers import Optimizer, OptimizerState, update
    from learnscope.core.schedules import Schedule
    from learnscope.data.arrays import from_arrays
    from learnscope.data.builtin import datasets
    from learnscope.data.dataset import Dataset
    from learnscope.data.idx import load_idx
    from learnscope.data.images import load_images
    from learnscope.data.npz import load_npz
    from learnscope.data.opening import open_data
    from learnscope.data.tables import from_frame, load_csv
    from learnscope.errors import (
        ArgumentError,
        DataError,
        ExperimentError,
        FormatError,
        LearnscopeError,
        ShapeError,
    )
    from learnscope.experiment import Experiment
    from learnscope.library.descents import curvature, descend
    from learnscope.library.experiment_run import ExperimentRun
    from learnscope.library.landscape import landscape
    from learnscope.library.opening import open_run
    from learnscope.library.train import train
    from learnscope.probe.curvature import Curvature, curvature_of
    from learnscope.probe.descents import Descent
    from learnscope.probe.gradient_check import GradientCheck, check_gradients
    from learnscope.probe.landscape import Direction, Landscape
    from learnscope.store.folder import runs
    from learnscope.training.step import Step, make_step

__version__ = VERSION
__all__ = [
    "ArgumentError",
    "Curvature",
    "DataError",
    "Dataset",
    "Descent",
    "Direction",
    "Experiment",
    "ExperimentError",
    "ExperimentRun",
    "FormatError",
    "GradientCheck",
    "Gradients",
    "Landscape",
    "LearnscopeError",
    "Network",
    "Optimizer",
    "OptimizerState",
    "Schedule",
    "ShapeError",
    "Step",
    "Trace",
    "__version__",
    "backward",
    "check_gradients",
    "curvature",
    "curvature_of",
    "datasets",
    "descend",
    "draw_masks",
    "forward",
    "from_arrays",
    "from_frame",
    "landscape",
    "load_csv",
    "load_idx",
    "load_images",
    "load_npz",
    "loss",
    "losses",
    "make_step",
    "open_data",
    "open_run",
    "predict",
    "runs",
    "train",
    "update",
]

_MODULES = {
    "core.backward": ("Gradients", "backward"),
    "core.dropout": ("draw_masks",),
    "core.forward": ("Trace", "forward", "loss", "losses", "predict"),
    "core.network": ("Network",),
    "core.optimizers": ("Optimizer", "OptimizerState", "update"),
    "core.schedules": ("Schedule",),
    "data.arrays": ("from_arrays",),
    "data.builtin": ("datasets",),
    "data.dataset": ("Dataset",),
    "data.idx": ("load_idx",),
    "data.images": ("load_images",),
    "data.npz": ("load_npz",),
    "data.opening": ("open_data",),
    "data.tables": ("from_frame", "load_csv"),
    "errors": (
        "ArgumentError",
        "DataError",
        "ExperimentError",
        "FormatError",
        "LearnscopeError",
        "ShapeError",
    ),
    "experiment": ("Experiment",),
    "probe.curvature": ("Curvature", "curvature_of"),
    "probe.descents": ("Descent",),
    "probe.gradient_check": ("GradientCheck", "check_gradients"),
    "probe.landscape": ("Direction", "Landscape"),
    "training.step": ("Step", "make_step"),
    "library.descents": ("curvature", "descend"),
    "library.experiment_run": ("ExperimentRun",),
    "library.landscape": ("landscape",),
    "library.opening": ("open_run",),
    "store.folder": ("runs",),
    "library.train": ("train",),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


if not TYPE_CHECKING:  # so that a type checker still knows which names there are

    def __getattr__(name: str) -> Any:
        """The public name `name`, from its module. Raises AttributeError with the nearest for any other."""
        import difflib
        import importlib

        if name in _HOME:
            return getattr(importlib.import_module(f"learnscope.{_HOME[name]}"), name)
        near = [] if name.startswith("_") else difflib.get_close_matches(name, _HOME, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise AttributeError(f"learnscope has no {name!r}{hint}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__} - {"TYPE_CHECKING", "VERSION", "Any"})
