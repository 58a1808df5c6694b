"""What is said where something could not be done: a rule that was broken, or a fault of ours, logged."""

import logging

from learnscope.errors import IntentError, LearnscopeError, shown
from learnscope.scene.schema import Problem

FAULT = "a fault in Learnscope kept this from being carried out; nothing has changed"


def problem_of(error: Exception, what: object, serial: int) -> Problem:
    """Why `what` came to nothing; `serial` is that of the intent, -1 for none."""
    if isinstance(error, LearnscopeError):
        field = error.field if isinstance(error, IntentError) else ""
        return Problem("refused", field, str(error), serial)
    logging.getLogger(__name__).error("an intent failed: %s", shown(what), exc_info=error)
    return Problem("failed", "", FAULT, serial)
