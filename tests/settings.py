"""Settings as a scene has them, for tests."""

from typing import Any

from learnscope.experiment.record import SETTINGS
from learnscope.experiment.setting import Choice, Number
from learnscope.scene import schema

NUMBERS = tuple(name for name, one in SETTINGS.items() if isinstance(one, Number))
CHOICES = tuple(name for name, one in SETTINGS.items() if isinstance(one, Choice))


def setting(scene: schema.Scene, name: str) -> Any:
    """The setting of that name in the scene's groups; None where it is left out."""
    found = [one for group in scene.experiment.groups for one in group.settings if one.name == name]
    assert len(found) <= 1
    return found[0] if found else None


def value_of(scene: schema.Scene, name: str) -> Any:
    """Its value; a whole number as such."""
    found = setting(scene, name)
    whole = getattr(found, "whole", False) and found.value is not None
    return int(found.value) if whole else found.value
