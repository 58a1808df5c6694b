"""Where moves go in the tree of futures.

a step made          at the end of a future it is added; before it, where the record holds that very step, one
                     walks along; any other step made there begins another future
an edit              of parameters, of what the optimizer remembers, of settings: at the end of a future an
                     event, in the past the beginning of another future
another batch or     nothing: what is only looked at is not recorded, until a step is made of it
sample, an edited copy
"""

from dataclasses import replace

from learnscope.core.compiled import PLAIN
from learnscope.run import ByHand, event, fork, hand_step, measure_head, placed, segment_at
from learnscope.session.moves.move import Move
from learnscope.session.numbers import Numbers, updated
from learnscope.session.state import State
from learnscope.session.visit import visit


def stepped(numbers: Numbers) -> State:
    """The state after the update of its step, made or, where the record has it, walked along.

    The batch is the one that was learned from, unless the record divides the data otherwise by then.
    """
    here = numbers.state
    if here.step < here.head and follows_record(here):
        return _walked(numbers)
    tree, future = here.tree, here.future
    if here.step < here.head:
        tree = fork(tree, future, here.step, title=f"changed at step {here.step + 1}")
        future = tree.names[-1]
    tree = placed(tree, future, here.place - here.step)
    tree = hand_step(tree, future, by_hand=_by_hand(here), known=numbers.step)
    tree = measure_head(tree, future, PLAIN)
    there = updated(numbers)
    return replace(there, tree=tree, future=future, ahead=tree[future].head.ahead)


def follows_record(state: State) -> bool:
    """Whether the step shown, before the end of its future, is the one that the record holds there."""
    segment = segment_at(state.tree, state.future, state.step)
    made = segment.by_hand if segment.count and segment.by_hand and segment.by_hand.inputs else None
    return state.place - state.step == state.ahead and made == _by_hand(state)


def recorded(base: State, move: Move) -> State:
    """The state that `move` leads to from `base`, with its tree where it edits what is recorded."""
    there = move.state
    elsewhere = (there.run, there.future, there.step) != (base.run, base.future, base.step)
    if elsewhere or there.tree is not base.tree or not _edited(base, there):
        return there
    title = move.title or move.label
    point, ahead = there.point, there.place - there.step
    if base.step == base.head:
        tree = event(base.tree, base.future, point, there.setup, there.loop, title)
        return replace(there, tree=tree, ahead=ahead)
    tree = fork(
        base.tree, base.future, base.step,
        title=title, point=point, setup=there.setup, loop=there.loop, cause=title,
    )  # fmt: skip
    return replace(there, tree=tree, future=tree.names[-1], ahead=ahead)


def following(state: State) -> State:
    """`state` with the batch that the record goes on with."""
    epoch, batch = divmod(state.step + state.ahead, state.batches)
    there = replace(state, epoch=epoch, batch=batch)
    if there.sample in there.rows:
        return there
    return replace(there, sample=int(there.rows[0]), edited=None)


def _edited(base: State, there: State) -> bool:
    """Whether later steps from `there` differ from those from `base`, batches and samples apart."""
    one, other = base.point, there.point
    return (
        base.experiment != there.experiment
        or base.network.sizes != there.network.sizes
        or one.began != other.began
        or one.parameters.tobytes() != other.parameters.tobytes()
        or one.slots.tobytes() != other.slots.tobytes()
    )


def _walked(numbers: Numbers) -> State:
    here = numbers.state
    there, shown = visit(here, here.step + 1), updated(numbers)
    there = replace(there, previous=shown.previous, fault=shown.fault)
    if there.batches == here.batches:
        there = replace(there, epoch=here.epoch, batch=here.batch, sample=here.sample, edited=here.edited)
    return there


def _by_hand(state: State) -> ByHand | None:
    if state.edited is None:
        return None
    return ByHand(state.sample, state.edited.inputs, state.edited.target, state.edited.picture)
