"""What a reader gets."""

from typing import Any, Literal

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.classroom import ClassPart
from learnscope.scene.schema.experiment import (
    CheckScene,
    DiagnosisScene,
    ExperimentScene,
    OutcomeScene,
    TrainingScene,
)
from learnscope.scene.schema.lesson import LessonScene
from learnscope.scene.schema.moments import Moment
from learnscope.scene.schema.opened import OpenedScene
from learnscope.scene.schema.run import RunScene
from learnscope.scene.schema.stage import SelectionScene, StageScene


class SeenScene(msgspec.Struct, frozen=True):
    """One thing to see in the network."""

    title: str
    text: str  # with this moment's numbers
    name: str  # the number it is about; "" for none


class WelcomeScene(msgspec.Struct, frozen=True):
    """What is said to who has never been here."""

    title: str
    text: str
    seen: tuple[SeenScene, ...]  # of inputs, wires and outputs


class Scene(msgspec.Struct, frozen=True, tag="scene"):
    """All there is to draw at one moment."""

    protocol: int
    moment: Moment
    experiment: ExperimentScene
    stage: StageScene
    selection: SelectionScene | None
    outcome: OutcomeScene
    check: (
        CheckScene | None
    )  # None where the network is too large to check between two frames, or while it plays
    training: TrainingScene | None  # None before the first
    diagnoses: tuple[DiagnosisScene, ...]
    run: RunScene | None
    opened: tuple[OpenedScene, ...]  # what somebody has open
    openable: tuple[str, ...]  # kinds of `Opened` of which there is something to draw
    undo: str  # what an undo would take back, "" if nothing
    redo: str
    said: str  # what the last intent changed, for the live region
    welcome: WelcomeScene | None  # None while it plays
    lesson: LessonScene | None  # None outside of lessons
    answered: dict[str, int] = {}  # of each reader, the serial of its last intent that was answered
    classroom: ClassPart | None = None  # None where there is no class


class Frame(msgspec.Struct, frozen=True, tag="frame"):
    """The next scene for one reader: what has changed since the last that this reader was sent (`frames`)."""

    changes: dict[str, Any]  # of the scene


class Problem(msgspec.Struct, frozen=True, tag="problem"):
    """An intent that could not be carried out. Nothing has changed."""

    kind: Literal["stale", "refused", "malformed", "failed", "needless"]  # needless: there was nothing to do
    field: str  # the part of the intent at fault, "" if none
    message: str  # rule, value and remedy, in one sentence
    serial: int  # of the intent it answers, -1 where that could not be read


Reply = Scene | Problem | Answer
Message = Reply | Frame  # what a host sends
