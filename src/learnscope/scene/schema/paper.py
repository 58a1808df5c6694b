"""Lessons on paper: what a worksheet, its answer key and a summary are printed from."""

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.lesson import LessonBlock, TextScene


class AnswerOnPaper(msgspec.Struct, frozen=True):
    """What is right of a question."""

    result: str  # "" where nothing is judged
    line: str  # the arithmetic, "" where none is known


class PageOnPaper(msgspec.Struct, frozen=True):
    """A page of a lesson, with all that is right."""

    title: str
    blocks: tuple[LessonBlock, ...]
    summary: tuple[TextScene, ...]  # what the lesson says of it in its summary
    answers: tuple[AnswerOnPaper, ...]  # of its questions, in their order
    blanks: tuple[str, ...]  # numbers that its questions ask for


class PaperScene(Answer, frozen=True, tag="paper"):
    """A lesson, or a page of it."""

    title: str
    first: int  # the number of its first page here, from 1
    pages: tuple[PageOnPaper, ...]
