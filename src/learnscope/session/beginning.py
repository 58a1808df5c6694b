"""Where a sitting begins: at a starting point, with a recipe, a saved run, or where a snapshot was taken."""

from collections.abc import Callable
from dataclasses import dataclass, field

from learnscope.experiment import Experiment
from learnscope.library.experiment_run import ExperimentRun
from learnscope.session.fresh import Fresh
from learnscope.session.ledger import Ledger
from learnscope.session.moves import starts
from learnscope.session.saved_runs import breakpoints_of
from learnscope.session.snapshot import read_snapshot
from learnscope.session.state import State, begin
from learnscope.session.view import View
from learnscope.store.autosave import Autosave
from learnscope.store.stored import StoredRun


@dataclass(frozen=True, eq=False)
class Beginning:
    """All that a sitting has at first."""

    fresh: Fresh
    state: State
    view: View = field(default_factory=View)
    revision: int = 0
    ledger: Ledger = field(default_factory=Ledger)


def anew(
    seeds: Callable[[], int],
    starting_point: str,
    experiment: Experiment | None,
    saved: ExperimentRun | StoredRun | None,
    autosave: Autosave | None,
) -> Beginning:
    """With a saved run, else with a recipe, else at a starting point."""
    fresh, view = Fresh(seeds), View()
    run = fresh.run()
    if saved is not None:
        state = starts.go_on(saved, run=run)
    elif experiment is not None:
        state = begin("", experiment, run=run)
    else:
        state = starts.choose(starting_point, run=run).state
    if isinstance(saved, StoredRun):
        view = View(breakpoints=breakpoints_of(saved))
        if autosave is not None:
            autosave.adopt(state.run, saved)
    fresh.used.add(state.experiment.seed_of("weights"))
    return Beginning(fresh, state, view)


def again(seeds: Callable[[], int], snapshot: bytes, autosave: Autosave | None) -> Beginning:
    """Where a snapshot was taken. Raises FormatError where it is none."""
    kept, state, view = read_snapshot(snapshot, autosave)
    fresh = Fresh(seeds, sitting=kept.name, runs=kept.runs, used=kept.used)
    return Beginning(fresh, state, view, kept.revision, kept.ledger or Ledger(floor=kept.revision))
