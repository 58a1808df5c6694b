"""Trying a remedy: the run begins anew under a recipe with some fields changed, as remedies were tried."""

import json
from typing import Any

from learnscope import words
from learnscope.errors import IntentError, check_choice, shown
from learnscope.experiment.changed import changed
from learnscope.experiment.record import SETTINGS
from learnscope.experiment.setting import Choice
from learnscope.scene.schema import TryRemedy
from learnscope.session.fitting import check_size
from learnscope.session.moves.move import Move, naming
from learnscope.session.state import State, begin

CHANGEABLE = [name for name in SETTINGS if name not in ("data", "data_options")]


def try_remedy(state: State, intent: TryRemedy, *, run: str) -> Move:
    """The present recipe with fields changed, from its start."""
    with naming("changes"):
        changes = _read(intent.changes)
        experiment = changed(state.experiment, **changes)
        check_size(experiment)
        basics = all(SETTINGS[name].group == "basics" for name in changes)
        there = begin(state.starting_point if basics else "", experiment, run=run)
    said = ", ".join(f"{SETTINGS[name].title} {_text(name, getattr(experiment, name))}" for name in changes)
    return Move(there, "remedy", f"begun anew with {said}")


def _read(text: str) -> dict[str, Any]:
    try:
        changes = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        changes = None
    if not isinstance(changes, dict) or not changes:
        raise IntentError(f"changes must be JSON of values by field, got {shown(text)}", field="changes")
    for name in changes:
        check_choice("setting", name, CHANGEABLE)
    return changes


def _text(name: str, value: Any) -> str:
    """A value in a sentence."""
    setting = SETTINGS[name]
    if value is None:
        return "off"
    if isinstance(setting, Choice):
        return setting.words[value].title
    if isinstance(value, tuple):
        return "-".join(map(str, value)) or "none"
    return words.number(value, digits=8) if isinstance(value, int | float) else str(value)
