"""The list of built-in data sets, and the one way to load them by name."""

from typing import Any

from learnscope.data.builtin import crowd, digits, ground, iris, life, logic, mail, original, planar, worked
from learnscope.data.builtin.record import BuiltIn, Maker
from learnscope.data.dataset import Dataset
from learnscope.errors import DataError, check_choice

_MAKERS: dict[str, Maker] = {
    maker.record.name: maker
    for module in (logic, planar, iris, digits, crowd, life, mail, original, worked, ground)
    for maker in module.MAKERS
}


def datasets() -> tuple[BuiltIn, ...]:
    """What is built in, from simple to complex.

    >>> [record.name for record in datasets()][:4]
    ['and', 'or', 'xor_gate', 'circle']
    """
    return tuple(maker.record for maker in _MAKERS.values())


def load(name: str, *, seed: int = 0, **options: Any) -> Dataset:
    """The built-in data set `name`. `seed` and `options` matter to those that are made on the spot.

    Raises DataError for an unknown name, ArgumentError for an option or value that `datasets()` does not
    list.

    >>> load("circle", samples=10, noise=0.1, seed=3).inputs.shape
    (10, 2)
    """
    return _MAKERS[check_choice("data set", name, _MAKERS, error=DataError)](seed, options)
