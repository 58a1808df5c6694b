"""The lens Check: one's own numbers for a step, or for an exercise, and what is right of them."""

from typing import Literal

import msgspec

from learnscope.scene.schema.answer import Answer

SheetGroup = Literal["The step shown", "A layer", "A kind", "Exercises"]
AnswerState = Literal["blank", "right", "wrong", "follows", "no number"]


class SheetChoice(msgspec.Struct, frozen=True):
    """A sheet that can be chosen."""

    key: str
    title: str
    group: SheetGroup


class GivenScene(msgspec.Struct, frozen=True):
    """A number that an exercise gives."""

    name: str
    title: str
    text: str  # in full


class BlankScene(msgspec.Struct, frozen=True):
    """A number that is asked for, and what is right of what was answered."""

    name: str
    title: str
    state: AnswerState
    right: str  # "" until it is answered or revealed
    note: str  # a sentence, "" where there is nothing to say


class MistakeScene(msgspec.Struct, frozen=True):
    """A mistake that the wrong answers come from."""

    title: str
    remedy: str


class SheetScene(Answer, frozen=True, tag="sheet"):
    """A sheet as it stands."""

    choices: tuple[SheetChoice, ...]
    key: str
    text: str  # what is asked, in a sentence
    given: tuple[GivenScene, ...]  # of an exercise; a step's stand on the stage
    blanks: tuple[BlankScene, ...]
    left_out: int  # blanks beyond those listed
    first: str  # the name of the number at which the first mistake entered, "" where there is none
    mistakes: tuple[MistakeScene, ...]
    sentence: str  # what is right so far
