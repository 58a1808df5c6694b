"""Questions: answered from the present state to the one who asks. Nothing changes, and no moment is gone."""

from learnscope.errors import IntentError
from learnscope.scene import schema
from learnscope.scene.checked import checked_scene
from learnscope.scene.members import members_scene
from learnscope.session.beside import changed
from learnscope.session.lenses import code, matrices, sheet
from learnscope.session.moves.learn import Clock
from learnscope.session.moves.own_picture import read_picture
from learnscope.session.numbers import Numbers
from learnscope.session.removed import Removed, removal, removal_map
from learnscope.session.saved_runs import saved_runs
from learnscope.session.state import State
from learnscope.session.what_if import Presents, map_row, what_if
from learnscope.session.why import blame, curve, history, why
from learnscope.store.autosave import Autosave
from learnscope.training.engines import EngineChoice


def answer(
    question: schema.Question,
    state: State,
    numbers: Numbers,
    *,
    clock: Clock,
    engine: EngineChoice,
    autosave: Autosave | None = None,
    presents: Presents | None = None,
    removed: Removed | None = None,
) -> schema.Answer:
    """What `question` asks of `state`, whose numbers are `numbers`.

    Raises IntentError where it breaks a rule."""
    match question:
        case schema.ReadPicture():
            return read_picture(state, question)
        case schema.WhatIf():
            return what_if(state, question, clock=clock, engine=engine, presents=presents)
        case schema.MapRow():
            return map_row(state, question, clock=clock, engine=engine)
        case schema.ListRuns():
            return saved_runs(question.serial, autosave, state)
        case schema.Changed():
            return changed(state, numbers, question)
        case schema.AskMembers():
            return members_scene(numbers.subject, serial=question.serial)
        case schema.AskRemoval():
            return removal(state, numbers, question, removed or Removed())
        case schema.AskRemovalMap():
            return removal_map(state, numbers, question, removed or Removed(), clock)
        case schema.Why():
            return why(state, numbers, question)
        case schema.AskBlame():
            return blame(state, numbers, question)
        case schema.AskHistory():
            return history(state, numbers, question)
        case schema.AskChecked():
            return checked_scene(numbers.subject, numbers.checked, serial=question.serial)
        case schema.AskErrorCurve():
            return curve(state, numbers, question)
        case schema.Matrices():
            return matrices(state, numbers, question)
        case schema.CheckSheet():
            return sheet(state, numbers, question)
        case schema.Code():
            return code(numbers, question)
        case _:
            raise IntentError(f"no answer to {type(question).__name__} yet", field="type")
