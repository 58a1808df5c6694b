"""What a text that somebody pastes, or an address that is opened, means.

    state=1.…                           a link that was made here
    activation=tanh&networkShape=4,2…   an address of the TensorFlow Playground
    data=circle&hidden=4                a recipe
    lesson/blame/3                      a page of a lesson

alone, or in an address behind # or ?. Reading is total: any text means one of these or raises FormatError.
"""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote

from learnscope.errors import FormatError, shown
from learnscope.experiment import Experiment
from learnscope.experiment.playground import is_playground, read_playground
from learnscope.session.fitting import check_size
from learnscope.session.links import text as link_text
from learnscope.session.links.record import Held

FIELD = "state"
LONGEST = 20_000  # characters of what is pasted
LESSON = re.compile(r"lesson/([a-z0-9-]{1,80})(?:/(\d{1,4}))?")
RULE = (
    "a link must hold a state (state=1.…), a recipe (data=circle&hidden=4), a page of a lesson "
    "(lesson/blame/3) or "
    "an address of the playground (activation=tanh&networkShape=4,2)"
)
Kind = Literal["state", "recipe", "playground", "lesson"]


@dataclass(frozen=True)
class Reading:
    """What a text means."""

    kind: Kind
    held: Held | None = None  # of a link to a state
    experiment: Experiment | None = None  # of a recipe or of the playground
    lesson: str = ""
    page: int = 1
    differs: tuple[str, ...] = ()  # from the playground, a sentence each
    faults: tuple[str, ...] = ()  # of its fields


def read_link(text: str) -> Reading:
    """What `text` means. Raises FormatError where it means nothing, ExperimentError for a broken recipe."""
    text = "".join(text.split())  # mail programs break long lines
    if len(text) > LONGEST:
        raise FormatError(f"{RULE}, got {len(text)} characters")
    before, _, fragment = text.partition("#")
    query = before.partition("?")[2] if "?" in before else "" if "//" in before else before
    for part in (fragment, query):
        found = _read(part)
        if found is not None:
            return found
    raise FormatError(f"{RULE}, got {shown(text[:80])}")


def _read(part: str) -> Reading | None:
    """What one part of an address means, None where it means nothing."""
    page = LESSON.fullmatch(unquote(part).rstrip("/"))
    if page:
        return Reading("lesson", lesson=page[1], page=max(1, int(page[2] or 1)))
    if re.match(r"\d{1,5}\.", part):
        return Reading("state", held=link_text.read(part))
    try:
        fields = parse_qs(part, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return None
    if FIELD in fields:
        return Reading("state", held=link_text.read(fields[FIELD][-1]))
    if "data" in fields:
        return Reading("recipe", experiment=_recipe(part))
    if is_playground(part):
        found = read_playground(part)
        return Reading("playground", experiment=found.experiment, differs=found.differs, faults=found.faults)
    return None


def _recipe(part: str) -> Experiment:
    experiment = Experiment.from_url(part)
    check_size(experiment)
    return experiment
