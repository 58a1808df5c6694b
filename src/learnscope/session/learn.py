"""Many steps at once, by the training loop, from where the sitting stands; and back to the best of them.

The loop goes on from the state shown: its parameters, what its optimizer remembers, its step (which decides
learning rate and dropout masks) and its place in the order of batches. It ends after the epochs asked for, by
a rule of the experiment, where a loss is not finite, or when three seconds have passed. Losses are measured
over whole parts of the data, where training begins, at the end of each epoch, and where it ends.
"""

from dataclasses import replace

from learnscope.core.arrays import frozen
from learnscope.core.optimizers import OptimizerState
from learnscope.errors import IntentError, check_whole
from learnscope.scene import words
from learnscope.scene.schema import Train
from learnscope.session.learner import LONGEST, Clock, Learner
from learnscope.session.moves import Move, naming
from learnscope.session.state import State
from learnscope.session.trained import Trained
from learnscope.training.engines import EngineChoice, choose_engine

MOST_EPOCHS = 1_000_000


def train(state: State, intent: Train, *, clock: Clock, engine: EngineChoice) -> Move:
    """The state some epochs later. Raises IntentError where there is nothing to do."""
    with naming("epochs"):
        epochs = check_whole("epochs", intent.epochs, low=1, high=MOST_EPOCHS)
    limit, wanted = state.experiment.steps, state.step + epochs * state.batches
    if limit is not None and state.step >= limit:
        raise IntentError(
            f"steps must be above {state.step} to train on, got {limit}; raise it, turn it off or reset",
            field="epochs",
        )
    began = clock()
    learner = Learner(state, choose_engine(engine))
    learner.run(wanted if limit is None else min(wanted, limit), until=began + LONGEST, clock=clock)
    seconds = clock() - began
    here, made = learner.here, learner.here.step - state.step
    stopped = learner.why(epochs)
    network = state.network.with_parameters(here.parameters)
    epoch, batch = divmod(here.step + here.ahead, state.batches)
    there = replace(
        state,
        network=network,
        memory=OptimizerState(here.step - here.began, frozen(here.slots)),
        step=here.step,
        epoch=epoch,
        batch=batch,
        previous=None,
        trained=Trained(
            steps=made,
            epochs=made / state.batches,
            seconds=seconds,
            stopped=stopped,
            curves=learner.curves(),
            best=learner.best(),
            found=learner.found(),
            parameters=network.parameters,
            step=here.step,
        ),
    )
    said = f"{words.count(made, 'step')} made in {words.number(seconds, digits=2)} s: {_in_sentence(stopped)}"
    return Move(_showing(there, state), "training", said)


def return_to_best(state: State) -> Move:
    """The run where its validation loss was lowest, as it was: network, optimizer, step and batch."""
    trained = state.trained
    if trained is None or trained.best is None:
        why = "nothing was trained yet" if trained is None else "there are no validation samples to tell by"
        raise IntentError(f"there is no best network to return to: {why}")
    best = trained.best
    there = replace(
        state,
        network=state.network.with_parameters(best.parameters),
        memory=OptimizerState(best.updates, best.slots),
        step=best.step,
        epoch=best.epoch,
        batch=min(best.batch, state.batches - 1),
        previous=None,
        trained=replace(trained, curves=trained.curves.up_to(best.step), found=()),
    )
    said = (
        f"back at the network after {words.count(best.step, 'update')}, "
        f"whose validation loss {words.number(best.loss)} was the lowest"
    )
    return Move(_showing(there, state), "return to the best network", said)


def _showing(there: State, before: State) -> State:
    """`there` with the sample shown before, where its batch holds it, else its first; nothing is edited."""
    sample = before.sample if before.sample in there.rows else int(there.rows[0])
    return replace(there, sample=sample, edited=None, phase=there.forward_done)


def _in_sentence(sentence: str) -> str:
    """A sentence as the end of another."""
    return (sentence[0].lower() + sentence[1:]).removesuffix(".")
