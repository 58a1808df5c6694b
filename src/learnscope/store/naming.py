"""What tells runs apart in a list: the settings in which those on the same data and network differ.

They are found anew for every list, from the recipes in the files: so runs of any age have them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from learnscope.experiment.record import SETTINGS
from learnscope.experiment.setting import Choice

MOST = 4  # settings that a name says
ELSEWHERE = {"data", "hidden", "start"}  # said as data set and shape, or too long for a name

Recipe = Mapping[str, Any]  # an experiment as its JSON holds it


def differing(recipes: Sequence[Recipe]) -> tuple[str, ...]:
    """For each recipe the values of the settings in which they are not all the same, in words.

    >>> differing([{"optimizer": "adam", "l2": 0.0}, {"optimizer": "sgd", "l2": 0.0}])
    ('Adam', 'SGD')
    """
    names = [
        name
        for name in SETTINGS
        if name not in ELSEWHERE and any(_value(one, name) != _value(recipes[0], name) for one in recipes)
    ]
    return tuple(", ".join(_said(name, _value(one, name)) for name in names[:MOST]) for one in recipes)


def _value(recipe: Recipe, name: str) -> Any:
    """What it has, the default where it is older than the setting."""
    return recipe.get(name, SETTINGS[name].default)


def _said(name: str, value: Any) -> str:
    """A setting in words: "Adam", "learning rate 0.1", "no patience".

    >>> _said("learning_rate", 0.1), _said("patience", None), _said("split", [0.8, 0.1, 0.1])
    ('learning rate 0.1', 'no patience', 'split 0.8, 0.1, 0.1')
    """
    setting = SETTINGS[name]
    if isinstance(setting, Choice) and value in setting.words:
        return setting.words[value].title
    if value is None or value == [] or value == {}:
        return f"no {setting.title}"
    if isinstance(value, Mapping):
        return ", ".join(f"{option} {one}" for option, one in value.items())
    told = ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else value
    return f"{setting.title} {told}"
