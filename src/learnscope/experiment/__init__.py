"""The recipe and what it begins with.

record     Experiment: data, network, learning and a seed, as a value; the table of settings
setting    what is said of a setting, once
checks     the rules of fields that are neither number nor word, and rules about two
numbers    settings that are numbers, each by a name of its own, and given other values
text       as JSON and as the query of an address
setup      Setup: data set, split, scaling and starting network made from it
"""

from learnscope.experiment.record import Experiment
from learnscope.experiment.setup import Setup, set_up, set_up_like

__all__ = ["Experiment", "Setup", "set_up", "set_up_like"]
