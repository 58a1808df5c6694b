"""Many steps at once, as one move, and back to the best of them.

Where the record goes on, it is walked along; beyond its end the training loop goes on from the point shown:
its parameters, what its optimizer remembers, its step (which decides learning rate and dropout masks) and
its place in the order of batches. It ends after the epochs asked for, by a rule of the experiment, where a
loss is not finite, or when three seconds have passed.
"""

from collections.abc import Callable
from dataclasses import replace

from learnscope import words
from learnscope.core.compiled import Engine
from learnscope.errors import IntentError, check_whole
from learnscope.run import Growth, Tree, grow, measure_head, placed, stopping
from learnscope.scene.schema import Train
from learnscope.session import breaking
from learnscope.session.ended import Ended
from learnscope.session.moves.move import Move, naming
from learnscope.session.state import State
from learnscope.session.visit import best_state, visit
from learnscope.training.conditions import not_finite
from learnscope.watch.hits import BreakpointWatcher

MOST_EPOCHS = 1_000_000
LONGEST = 3.0  # seconds a training may take

Clock = Callable[[], float]


def train(
    state: State, intent: Train, *, clock: Clock, engine: Engine, watch: BreakpointWatcher | None = None
) -> Move:
    """The state some epochs later. Raises IntentError where there is nothing to do."""
    with naming("epochs"):
        epochs = check_whole("epochs", intent.epochs, low=1, high=MOST_EPOCHS)
    tree, future, began = state.tree, state.future, clock()
    wanted = state.step + epochs * state.batches
    stopped = f"All {epochs} epochs are done." if epochs > 1 else "One epoch is done."
    if wanted > state.head:
        check_room(tree, future, "epochs")
        growth = grow(
            ready(state), future, wanted - state.head, engine, until=began + LONGEST, clock=clock, watch=watch
        )
        wanted = growth.tree[future].steps
        if growth.late:
            epoch = min((wanted - state.step) // state.batches + 1, epochs)
            stopped = f"Stopped after {words.number(LONGEST)} s at epoch {epoch} of {epochs}; "
            stopped += "press again to go on."
        if growth.hit is not None and watch is not None:
            stopped = breaking.stopped(watch)
        stopped = why(growth) or stopped
        tree = measure_head(told(growth, future), future, engine)
    there, seconds = visit(state, wanted, tree=tree), clock() - began
    said = f"{words.count(wanted - state.step, 'step')} made in {words.number(seconds, digits=2)} s"
    there = with_end(there, state.step, seconds, stopped)
    return Move(there, "training", f"{said}: {in_sentence(stopped)}")


def return_to_best(state: State) -> Move:
    """Where the validation loss of the future shown was lowest: network, optimizer, settings, batch."""
    there, said = best_state(state)
    return Move(there, "return to the best network", said)


def check_room(tree: Tree, future: str, field: str) -> None:
    """Raise IntentError where the rule about steps lets `future` make no more."""
    there = tree[future]
    limit = there.segment.setup.experiment.steps
    if limit is not None and there.steps >= limit:
        raise IntentError(
            f"steps must be above {there.steps} to train on, got {limit}; raise it, turn it off or reset",
            field=field,
        )


def ready(state: State) -> Tree:
    """The tree to be trained on: at the end of the future shown, with the batch that is looked at."""
    if state.step < state.head:
        return state.tree
    return placed(state.tree, state.future, state.place - state.step)


def why(growth: Growth) -> str:
    """Why it made no more steps, a sentence; "" where no rule was met and all losses are finite."""
    stop = growth.stop
    if stop is None:
        return ""
    if stop.name == "not_finite":
        return not_finite(stop.step, words.number(growth.failed)).sentence
    if stop.name == "steps":
        return f"Stopped: {words.count(stop.step, 'step')} of the run are done, as the rule says."
    return stop.sentence


def told(growth: Growth, future: str) -> Tree:
    """The tree that has grown, in which `future` says in our words why it ended."""
    return growth.tree if growth.stop is None else stopping(growth.tree, future, why(growth))


def with_end(state: State, first: int, seconds: float, stopped: str) -> State:
    """`state`, to which a training led that began after `first` updates."""
    epochs = (state.step - first) / state.batches
    ended = Ended(state.future, first, state.step, epochs, seconds, stopped)
    return replace(state, ended=ended)


def in_sentence(sentence: str) -> str:
    """A sentence as the end of another."""
    return (sentence[0].lower() + sentence[1:]).removesuffix(".")
