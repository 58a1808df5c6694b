"""Any moment of the record: the state of a sitting after so many updates of a future, bit for bit.

The batch shown is the one that the record goes on with. Where its step was made with an edited sample, that
one is shown; else the sample shown before, where it is in the batch, or else the first of the batch.
"""

from dataclasses import replace

from learnscope import words
from learnscope.core.network import Network
from learnscope.errors import IntentError, check_whole
from learnscope.run import Future, Segment, Tree, best, point, segment_at
from learnscope.scene.outcome import Measurer
from learnscope.scene.schema import Seek
from learnscope.scene.timeline import forward_done
from learnscope.session.moves.move import naming
from learnscope.session.state import EditedSample, State


def seek(state: State, intent: Seek) -> State:
    """The step of the shown or another future that was asked for."""
    name = future_of(state, intent.future or state.future).name
    with naming("step"):
        check_whole("step", intent.step, low=0, high=state.tree[name].steps)
    return visit(state, intent.step, name)


def visit(state: State, step: int, future: str = "", *, tree: Tree | None = None) -> State:
    """The record of `future`, by default the one shown, after `step` updates; of `tree`, where given."""
    tree, future = tree or state.tree, future or state.future
    there, segment = point(tree, future, step), segment_at(tree, future, step)
    network = segment.loop.plan.network.with_parameters(there.parameters)
    epoch, batch = divmod(there.place, segment.loop.plan.batches)
    fault = state.fault
    if fault is not None and (future != state.future or fault.step > step):
        fault = None
    arrived = replace(
        state,
        setup=segment.setup,
        loop=segment.loop,
        measurer=_measurer(state, segment, network),
        network=network,
        optimizer_state=there.optimizer_state,
        step=step,
        epoch=epoch,
        batch=batch,
        edited=None,
        phase=float(forward_done(len(network.layers))),
        previous=None,
        tree=tree,
        future=future,
        ahead=there.ahead,
        fault=fault,
    )
    return _showing(arrived, segment)


def future_of(state: State, name: str, *, field: str = "future") -> Future:
    """The future called `name`. Raises IntentError where there is none."""
    if name not in state.tree.names:
        titles = ", ".join(f"{future.name} ({future.title})" for future in state.tree.futures)
        raise IntentError(
            f"{field} must name a future of this run, got {name!r}; there are {titles}", field=field
        )
    return state.tree[name]


def best_state(state: State) -> tuple[State, str]:
    """Where the validation loss of the shown future was lowest, and that in words."""
    lowest = best(state.tree, state.future)
    if lowest is None:
        parts = state.setup.split
        why = (
            "nothing was trained yet"
            if len(parts.validation)
            else "there are no validation samples to tell by"
        )
        raise IntentError(f"there is no best network to return to: {why}")
    said = (
        f"back at the network after {words.count(lowest.step, 'update')}, "
        f"whose validation loss {words.fixed(lowest.loss)} was the lowest"
    )
    return visit(state, lowest.step), said


def _showing(arrived: State, segment: Segment) -> State:
    """`arrived` with the sample that is to be shown."""
    hand = segment.by_hand if segment.count and segment.first == arrived.step else None
    if hand is not None and hand.inputs is not None and hand.target is not None:
        edited = EditedSample(hand.inputs, hand.target, hand.picture)
        return replace(arrived, sample=hand.sample, edited=edited)
    if arrived.sample in arrived.rows:
        return arrived
    return replace(arrived, sample=int(arrived.rows[0]))


def _measurer(state: State, segment: Segment, network: Network) -> Measurer:
    """The present one where it measures such networks on such data."""
    before, after = state.loop, segment.loop
    alike = all(
        (
            before.material is after.material,
            before.plan.split is after.plan.split,
            state.network.sizes == network.sizes,
            state.network.activations == network.activations,
            state.network.loss == network.loss,
        )
    )
    return state.measurer if alike else Measurer(after)
