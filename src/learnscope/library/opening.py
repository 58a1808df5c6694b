"""A run from its file."""

from pathlib import Path

import numpy as np

from learnscope.data.dataset import Dataset
from learnscope.data.split import PARTS
from learnscope.keywords import answering
from learnscope.library.experiment_run import ExperimentRun
from learnscope.run.history import KEPT, History
from learnscope.store.read import open_stored
from learnscope.store.stored import StoredRun
from learnscope.training.conditions import Stop
from learnscope.training.measures import Measures, joined


@answering
def open_run(path: str | Path, *, data: Dataset | None = None) -> ExperimentRun:
    """The run in the file at `path`, which `run.save` or the page wrote; `data` where it does not hold it.

    Its networks, at every step, are those of the run that was saved, bit for bit, on the machine and with the
    versions that made it; elsewhere `note` says what differs, and keyframes stay as they were. Columns of its
    history that the file does not hold (norms layer by layer; of runs of the page, all) are made again when
    first asked for. Of a run with several futures it is the one that was shown.

    Raises FormatError where it is no such file, cut short, damaged or made by a newer Learnscope, DataError
    where there is no file or data is missing. Nothing is written but, where a process died while it wrote
    to the file, what that left to do.
    """
    stored = open_stored(path, data=data)
    name, stopped = stored.shown, stored.about["stopped"]
    return ExperimentRun(
        stored.tree,
        name,
        _history(stored, name),
        None if stopped is None else Stop(**stopped),
        note=stored.note,
    )


def _history(stored: StoredRun, name: str) -> History:
    """What the steps of a future did, of which the file holds exact columns if `run.save` wrote it."""
    if not stored.history or name != stored.tree.names[0]:
        return History(stored.tree, name)
    columns = {column: stored.history.get(column, np.empty(0)) for column in KEPT}
    return History(stored.tree, name, columns, _measures(stored, name))


def _measures(stored: StoredRun, name: str) -> Measures:
    step = stored.history["measured"].astype(np.int64)
    values = stored.history["measured values"].reshape(len(step), len(PARTS), -1)
    future = stored.tree[name]
    found = future.segment.loop.measures(step, values, stored.history["measured penalty"])
    return joined([found], until=future.steps)
