"""A step on paper: what is given, what is to be worked out, and what is right."""

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.sheet import GivenScene


class WorksheetItem(msgspec.Struct, frozen=True):
    """A number that is asked for."""

    name: str
    title: str
    right: str
    line: str  # the arithmetic, "" where the number follows from nothing in the step


class WorksheetPart(msgspec.Struct, frozen=True):
    """Numbers that are worked out one after the other."""

    title: str
    items: tuple[WorksheetItem, ...]


class WorksheetScene(Answer, frozen=True, tag="worksheet"):
    """A step that is worked by hand, from what is given alone."""

    title: str
    text: str  # what is asked, in sentences
    given: tuple[GivenScene, ...]
    parts: tuple[WorksheetPart, ...]
