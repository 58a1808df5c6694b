"""What is said where something could not be done: a rule that was broken, or a fault of ours, logged.

Errors are worded for programs; here a person reads them, so intervals become words and minus signs true.
"""

import logging
import re

from learnscope.errors import IntentError, LearnscopeError, NeedlessError, shown
from learnscope.scene.schema import Problem

_INTERVAL = re.compile(r"\bin ([\[(])(-?[\w.+-]+), (-?[\w.+-]+)([\])])(?=, got)")
_LIST = re.compile(r" \((?:\w+, ){30,}\w+\)")  # longer than anybody reads
_MINUS = re.compile(r"(?<![\w.\])])-(?=[\d.]|inf\b)|(?<=\de)-(?=\d)")
FAULT = "a fault in Learnscope kept this from being carried out; nothing has changed"


def problem_of(error: Exception, what: object, serial: int) -> Problem:
    """Why `what` came to nothing; `serial` is that of the intent, -1 for none."""
    if isinstance(error, LearnscopeError):
        field = error.field if isinstance(error, IntentError) else ""
        message = plainly(str(error))
        needless = isinstance(error, NeedlessError)
        return Problem("needless" if needless else "refused", field, message, serial)
    logging.getLogger(__name__).error("an intent failed: %s", shown(what), exc_info=error)
    return Problem("failed", "", FAULT, serial)


def plainly(message: str) -> str:
    """A message of an error as a person reads it.

    >>> plainly("learning rate must be in (0, inf), got -0.1")
    'learning rate must be above 0, got −0.1'
    >>> plainly("test share must be in [0, 1), got 2")
    'test share must be at least 0 and below 1, got 2'
    """
    message = _INTERVAL.sub(lambda found: _within(*found.groups()), _LIST.sub("", message))
    return _MINUS.sub("−", message)


def _within(opens: str, low: str, high: str, closes: str) -> str:
    if (opens, closes) == ("[", "]"):
        return f"from {low} to {high}"
    ends = []
    if low != "-inf":
        ends.append(f"{'above' if opens == '(' else 'at least'} {low}")
    if high != "inf":
        ends.append(f"{'below' if closes == ')' else 'at most'} {high}")
    return " and ".join(ends) or "a finite number"
