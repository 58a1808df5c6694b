"""Learnscope: see a neural network learn."""

from learnscope.core.backward import Gradients, backward
from learnscope.core.forward import Trace, forward, loss, predict
from learnscope.core.network import Network
from learnscope.core.optimizers import update
from learnscope.errors import LearnscopeError

__version__ = "0.1.0"
__all__ = [
    "Gradients",
    "LearnscopeError",
    "Network",
    "Trace",
    "backward",
    "forward",
    "loss",
    "predict",
    "update",
]
