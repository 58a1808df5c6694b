"""Runs on disk from a sitting: their list, going on with one of them, removing one."""

from pathlib import Path

import numpy as np

from learnscope import words
from learnscope.errors import IntentError, LearnscopeError, shown
from learnscope.scene import schema
from learnscope.session.moves.move import Move
from learnscope.session.moves.starts import go_on
from learnscope.session.state import State
from learnscope.session.view import View
from learnscope.store.autosave import Autosave
from learnscope.store.contents import Notes
from learnscope.store.file import set_title
from learnscope.store.folder import ENDING, is_plain, remove, restore, runs
from learnscope.store.owner import is_owned
from learnscope.store.read import open_stored
from learnscope.store.stored import StoredRun
from learnscope.watch.breakpoints import BREAKPOINTS, Breakpoint, with_breakpoint

LONGEST_TITLE = 80  # characters of what a reader calls a run


def saved_runs(serial: int, autosave: Autosave | None, state: State) -> schema.SavedRuns:
    """The list of runs, in which that of `state` is marked."""
    if autosave is None:
        return schema.SavedRuns(serial, "", ())
    present = autosave.name(state.run, state.tree)
    listed = tuple(
        schema.SavedRun(
            name=one.name,
            title=one.title,
            named=one.named,
            differs=one.differs,
            best=one.best,
            when=one.when,
            steps=one.steps,
            futures=one.futures,
            size=one.size,
            loss=schema.Array.of(np.array(one.curve, dtype=np.float64)),
            present=one.name == present,
            trouble=one.trouble,
        )
        for one in runs(autosave.folder)
    )
    return schema.SavedRuns(serial, str(autosave.folder), listed)


def open_saved(
    intent: schema.OpenRun, autosave: Autosave | None, state: State, *, run: str
) -> tuple[Move, View]:
    """Going on with a saved run, and how it was looked at. Raises IntentError where that cannot be."""
    autosave = _kept(autosave)
    file = _file(autosave, intent.name)
    if autosave.name(state.run, state.tree) == intent.name:
        raise IntentError(
            "name must be that of another run than the present one, which is open", field="name"
        )
    autosave.let_go(file.name)  # of an earlier run of this sitting
    try:
        stored = open_stored(file)
    except LearnscopeError as error:
        raise IntentError(str(error), field="name") from None
    there = go_on(stored, run=run)
    said = f"{file.stem} is open, after {words.count(there.step, 'update')}"
    if is_owned(file):
        said += "; another sitting is writing to it, so that what you change goes into a copy"
    else:
        autosave.adopt(run, stored)
    if stored.note:
        said += f". {stored.note}"
    return Move(there, "open a run", said), View(breakpoints=breakpoints_of(stored))


def delete_saved(intent: schema.DeleteRun, autosave: Autosave | None, state: State) -> str:
    """Put a saved run aside or bring it back, and say so. Raises IntentError where that cannot be."""
    autosave = _kept(autosave)
    if intent.back:
        return _restored(intent.name, autosave)
    file = _file(autosave, intent.name)
    if autosave.name(state.run, state.tree) == intent.name:
        raise IntentError(
            "name must be that of another run than the present one, which is kept", field="name"
        )
    autosave.let_go(file.name)
    if is_owned(file):
        raise IntentError(
            "name must be that of a run no other sitting is writing to; close that first", field="name"
        )
    try:
        remove(file)
    except OSError as error:
        raise IntentError(f"{file.name} cannot be removed ({error.strerror})", field="name") from None
    return f"{file.stem} is deleted"


def rename_saved(intent: schema.RenameRun, autosave: Autosave | None, state: State) -> str:
    """Call a saved run something else, and say so. Raises IntentError where that cannot be."""
    autosave = _kept(autosave)
    present = autosave.name(state.run, state.tree) == intent.name
    if present:
        autosave.settle()
    file, title = _file(autosave, intent.name), " ".join(intent.title.split())
    if len(title) > LONGEST_TITLE:
        raise IntentError(
            f"title must have at most {LONGEST_TITLE} characters, got {len(title)}; shorten it", field="title"
        )
    autosave.let_go(file.name)
    try:
        set_title(file, title)
    except BlockingIOError:
        if not present:  # else it is written with what comes next
            raise IntentError(
                "name must be that of a run no other sitting is writing to; close that first", field="name"
            ) from None
    except OSError as error:
        reason = error.strerror or error
        raise IntentError(f"{file.name} cannot be renamed ({reason})", field="name") from None
    if present:
        autosave.rename(state.run, title)
    return f"{file.stem} is called {title}" if title else f"{file.stem} has no name of its own any more"


def _restored(name: str, autosave: Autosave) -> str:
    try:
        back = is_plain(name) and restore(autosave.folder / name)
    except OSError as error:
        raise IntentError(f"{name} cannot be brought back ({error.strerror})", field="name") from None
    if not back:
        raise IntentError(
            f"name must be that of one of the last runs that were deleted, got {shown(name)}", field="name"
        )
    return f"{name.removesuffix(ENDING)} is kept again"


def notes_of(state: State, view: View) -> Notes:
    """What is kept of a sitting besides its tree."""
    breakpoints = tuple({"name": one.name, "on": one.on, "number": one.number} for one in view.breakpoints)
    return Notes(shown=state.future, step=state.step, breakpoints=breakpoints)


def breakpoints_of(stored: StoredRun) -> tuple[Breakpoint, ...]:
    """What training is stopped for, as it was set when the run was written."""
    found = View().breakpoints
    for one in stored.about["breakpoints"]:
        kind = BREAKPOINTS.get(one["name"])
        if kind is not None:
            number = None if kind.threshold is None else one["number"]
            found = with_breakpoint(found, one["name"], on=bool(one["on"]), number=number)
    return found


def _kept(autosave: Autosave | None) -> Autosave:
    if autosave is None:
        raise IntentError("name must be that of a saved run, but runs are not kept here", field="name")
    return autosave


def _file(autosave: Autosave, name: str) -> Path:
    if not is_plain(name):
        raise IntentError(
            f"name must be that of a file in the list, without folders, got {shown(name)}", field="name"
        )
    file = autosave.folder / name
    if not file.is_file():
        raise IntentError(
            f"there is no saved run {shown(name)} any more; look at the list again", field="name"
        )
    return file
