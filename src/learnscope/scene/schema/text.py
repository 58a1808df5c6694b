"""A text of a reader's own, read by a network whose inputs count words."""

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.pictures import Tag


class TextPiece(msgspec.Struct, frozen=True):
    """A part of the text: a word, or what stands between words."""

    text: str
    word: bool
    adds: float | None  # to the score of the output asked about; None where no input counts it


class TextReading(Answer, frozen=True, tag="text_reading"):
    """What the network says of a text, and what each of its words adds."""

    text: str
    output: int  # whose score it is
    names: tuple[str, ...]  # of the outputs
    score: float
    pieces: tuple[TextPiece, ...]  # which follow each other
    tags: tuple[Tag, ...]  # in the order of the outputs; none where the loss makes no likelihoods
    sentence: str
    rule: str  # what the score is, and what a word adds to it
