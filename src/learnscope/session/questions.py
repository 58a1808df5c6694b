"""Questions: answered from the present state to the one who asks. Nothing changes, and no moment is gone.

A kind that is added is a record in `scene/schema/questions.py`, with one of its answer, and an entry here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from learnscope.errors import IntentError
from learnscope.lessons.shelf import Shelf
from learnscope.scene import schema
from learnscope.scene.checked import checked_scene
from learnscope.scene.members import members_scene
from learnscope.scene.spread import spread_scene
from learnscope.session.beside import changed
from learnscope.session.in_lesson import Opened
from learnscope.session.lenses import (
    code,
    curvature,
    descents,
    landscape,
    matrices,
    next_steps,
    sheet,
    worksheet,
)
from learnscope.session.lessons import checked, listed
from learnscope.session.links.answers import made_link, read
from learnscope.session.moves.learn import Clock
from learnscope.session.moves.own_picture import read_picture
from learnscope.session.moves.own_text import read_text
from learnscope.session.numbers import Numbers
from learnscope.session.paper import paper
from learnscope.session.removed import Removed, removal, removal_map
from learnscope.session.saved_runs import saved_runs
from learnscope.session.settings_map import map_row
from learnscope.session.state import State
from learnscope.session.what_if import Presents, what_if
from learnscope.session.why import blame, curve, history, why
from learnscope.store.autosave import Autosave
from learnscope.training.engines import EngineChoice, ready_engine


@dataclass(frozen=True)
class Asked:
    """What questions are answered from."""

    state: State
    numbers: Numbers  # of it
    clock: Clock
    engine: EngineChoice
    autosave: Autosave | None = None
    presents: Presents | None = None
    removed: Removed = field(default_factory=Removed)
    lesson: Opened | None = None  # that the sitting is in
    selected: str = ""  # the name of the number that is selected
    shelf: Shelf = field(default_factory=Shelf)


ANSWERS: dict[type[schema.Question], Callable[[Asked, Any], schema.Answer]] = {
    schema.ReadPicture: lambda asked, question: read_picture(asked.state, question),
    schema.ReadText: lambda asked, question: read_text(asked.state, asked.numbers, question),
    schema.WhatIf: lambda asked, question: what_if(
        asked.state, question, clock=asked.clock, engine=asked.engine, presents=asked.presents
    ),
    schema.MapRow: lambda asked, question: map_row(
        asked.state, question, clock=asked.clock, engine=asked.engine
    ),
    schema.ListRuns: lambda asked, question: saved_runs(question.serial, asked.autosave, asked.state),
    schema.Changed: lambda asked, question: changed(asked.state, asked.numbers, question),
    schema.AskMembers: lambda asked, question: members_scene(asked.numbers.subject, serial=question.serial),
    schema.Why: lambda asked, question: why(asked.state, asked.numbers, question),
    schema.AskBlame: lambda asked, question: blame(asked.state, asked.numbers, question),
    schema.AskHistory: lambda asked, question: history(asked.state, asked.numbers, question),
    schema.AskChecked: lambda asked, question: checked_scene(
        asked.numbers.subject, asked.numbers.checked, serial=question.serial
    ),
    schema.AskErrorCurve: lambda asked, question: curve(asked.state, asked.numbers, question),
    schema.AskSpread: lambda asked, question: spread_scene(
        asked.numbers.subject, question.name, serial=question.serial
    ),
    schema.AskRemoval: lambda asked, question: removal(asked.state, asked.numbers, question, asked.removed),
    schema.AskRemovalMap: lambda asked, question: removal_map(
        asked.state, asked.numbers, question, asked.removed, asked.clock
    ),
    schema.AskLandscape: lambda asked, question: landscape(asked.state, asked.numbers, question),
    schema.AskCurvature: lambda asked, question: curvature(asked.state, asked.numbers, question),
    schema.AskDescents: lambda asked, question: descents(asked.state, asked.numbers, question),
    schema.AskNextSteps: lambda asked, question: next_steps(asked.state, asked.numbers, question),
    schema.Matrices: lambda asked, question: matrices(asked.state, asked.numbers, question),
    schema.CheckSheet: lambda asked, question: sheet(asked.state, asked.numbers, question),
    schema.Code: lambda asked, question: code(asked.numbers, question),
    schema.ListLessons: lambda asked, question: listed(question, asked.shelf),
    schema.AskPaper: lambda asked, question: paper(question, asked.shelf, ready_engine(asked.engine)),
    schema.AskWorksheet: lambda asked, question: worksheet(asked.numbers, question),
    schema.MakeLink: lambda asked, question: made_link(question, asked.state, asked.selected, asked.lesson),
    schema.ReadLink: lambda asked, question: read(question, asked.shelf),
    schema.CheckAnswer: lambda asked, question: checked(question, asked.lesson),
    schema.Teach: lambda asked, question: no_class(),
}


def no_class() -> schema.Answer:
    """A sitting alone has no class."""
    raise IntentError("there is no class here; `learnscope class` begins one", field="act")


def answer(question: schema.Question, asked: Asked) -> schema.Answer:
    """The answer to `question`. Raises IntentError where it breaks a rule."""
    with np.errstate(all="ignore"):  # numbers set by hand may be of any size, and are told as they are
        return ANSWERS[type(question)](asked, question)
