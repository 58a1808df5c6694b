"""The data that `learnscope open` was given, for the pages of its sittings.

    GET s/<name>/data
    200  {"called": …, "fields": {…}, …}
         what the data are called, how they were read, and beside it what an upload is answered: what was
         decided, or what is to be asked
    204  nothing is offered, or the sitting has other data since

To have them read otherwise, a page sends the fields as with an upload, and `offered` in place of files.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from learnscope.data.apart import Task
from learnscope.data.dataset import Dataset
from learnscope.data.remedies import RefusedError
from learnscope.hosts.server.received import FIELDS, NONE, options_of, refused, taken

FIELD = "offered"
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Offered:
    """A path, how it is to be read unless the page says otherwise, and what came of it."""

    path: Path
    reading: Mapping[str, Any]
    found: Dataset | RefusedError
    _answers: dict[str, dict[str, Any] | None] = field(default_factory=dict)  # the last, by sitting

    def task(self, fields: Fields) -> Task:
        """To read the data as the page wishes."""
        beside = {name: value for name, value in self.reading.items() if name not in FIELDS}
        called = self.path.resolve().name
        return Task("data", (self.path,), beside | options_of(fields), called=called)

    def note(self, sitting: str, fields: Fields, answer: Mapping[str, Any]) -> None:
        """That a sitting was answered so, with the data read by `fields`."""
        self._answers[sitting] = {"called": self.path.resolve().name, "fields": dict(fields), **answer}

    def forget(self, sitting: str) -> None:
        """That a sitting has other data now."""
        self._answers[sitting] = None

    def answer(self, sitting: str) -> dict[str, Any] | None:
        """What the page of a sitting is told, None where nothing is offered."""
        if sitting not in self._answers:
            fields = _as_fields(self.reading)
            found = self.found
            self.note(sitting, fields, taken(found) if isinstance(found, Dataset) else refused(found, fields))
        return self._answers[sitting]


def _as_fields(reading: Mapping[str, Any]) -> dict[str, list[str]]:
    """Arguments of a reader as the fields of a form."""
    fields = {}
    for name, value in reading.items():
        if name not in FIELDS:
            continue
        if isinstance(value, bool):
            fields[name] = ["yes" if value else "no"]
        elif isinstance(value, Sequence) and not isinstance(value, str):
            fields[name] = [str(one) for one in value] or [NONE]
        else:
            fields[name] = [str(value)]
    return fields
