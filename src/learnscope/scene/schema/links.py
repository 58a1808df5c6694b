"""Links: a text that opens a state elsewhere, and what one that somebody pastes means."""

from typing import Literal

from learnscope.scene.schema.answer import Answer


class MadeLink(Answer, frozen=True, tag="made_link"):
    """A link to what is shown."""

    text: str  # behind the # of an address: "state=1.…"
    holds: str  # what it opens, in a sentence


class LinkReading(Answer, frozen=True, tag="link_reading"):
    """What a link means, before it is opened."""

    kind: Literal["state", "recipe", "playground", "lesson"]
    dock: str  # the panel that was open, "" for none
    hidden: tuple[str, ...]  # names of numbers that are blanks
    differs: tuple[str, ...]  # what is otherwise than in the playground, a sentence each
    faults: tuple[str, ...]  # fields that could not be read
