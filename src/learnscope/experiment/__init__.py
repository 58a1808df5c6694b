"""The recipe and what it begins with.

record     Experiment: data, network, learning and a seed, as a value
rules      what each of its fields may be
text       as JSON and as the query of an address
setup      Setup: data set, split, scaling and starting network made from it
"""

from learnscope.experiment.record import Experiment
from learnscope.experiment.setup import Setup, set_up, set_up_like

__all__ = ["Experiment", "Setup", "set_up", "set_up_like"]
