"""What a link says of a state: the recipe, the steps of the future shown, and what was set on the way."""

import zlib
from dataclasses import replace

import numpy as np

from learnscope.core.arrays import Floats
from learnscope.core.network import Network
from learnscope.core.optimizers import OptimizerState
from learnscope.data.dataset import Dataset
from learnscope.errors import FormatError
from learnscope.experiment import Experiment
from learnscope.run import ByHand, Point, Segment
from learnscope.run.tree import spans
from learnscope.scene.change import change_of
from learnscope.scene.schema import Array, Change, DrawData, Moment
from learnscope.session.links import text
from learnscope.session.links.limits import check_work
from learnscope.session.links.record import Held, Points, Stretch, Values
from learnscope.session.moves.drawn import drawn_data
from learnscope.session.numbers import Numbers
from learnscope.session.state import EditedSample, State
from learnscope.session.visit import visit

LOOKED_AT = 64  # samples of a batch among which that of the last update is sought


def link_to(state: State, **looks: object) -> str:
    """The link that opens `state`; `looks` are the fields of `Held` that say how it is looked at.

    Raises FormatError where it would be too long, or would take too long to open.
    """
    link = text.written(held(state, **looks))
    if len(link) > text.LONGEST:
        raise FormatError(
            f"a link must have at most {text.LONGEST} characters, and this state takes {len(link)}, since "
            "so many "
            "numbers were set by hand; hand out the file of the run instead (Runs, in the dock)"
        )
    return link


def held(state: State, **looks: object) -> Held:
    """The record of `state`. Raises FormatError for data that no link can hold, and for too many steps."""
    segments = list(spans(state.tree, state.future))
    last = state.tree[state.future].segment
    if not last.count:
        segments.append((last, last.first))
    check_work(
        (end - one.first, one.setup.experiment.batch_size, one.loop.plan.network.parameters.size)
        for one, end in segments
    )
    recipes: dict[str, int] = {}
    stretches = []
    before = Point.of(segments[0][0].loop.start())
    for segment, end in segments:
        recipe = recipes.setdefault(segment.setup.experiment.to_url(), len(recipes))
        stretches.append(_stretch(segment, end - segment.first, before, recipe))
        before = segment.at(end)
    return Held(
        recipes=tuple(recipes),
        stretches=tuple(stretches),
        step=state.step,
        place=state.place,
        sample=state.sample,
        phase=state.phase,
        check=checksum(state.network, state.optimizer_state),
        edited=_values(state.edited),
        verdict=_verdict(state),
        starting_point=state.starting_point,
        points=_points(state.experiment),
        **looks,  # type: ignore[arg-type]  # fields of the record, by name
    )


def checksum(network: Network, optimizer: OptimizerState) -> int:
    """What tells parameters, and what the optimizer remembers, from others."""
    return zlib.crc32(optimizer.slots.tobytes(), zlib.crc32(network.parameters.tobytes()))


def last_update(state: State) -> tuple[State, Numbers] | None:
    """The state before the last update of the record, and its numbers; None at its start."""
    if state.step <= state.tree.futures[0].departure:
        return None
    there = visit(state, state.step - 1)
    return there, Numbers(there)


def told(before: tuple[State, Numbers], sample: int) -> Change | None:
    """What the update after `before` did, told of a sample of its batch."""
    there, numbers = before
    places = np.flatnonzero(there.rows == sample)
    if len(places) == 0:
        return None
    return change_of(replace(numbers.subject, place=int(places[0])))


def _stretch(segment: Segment, steps: int, before: Point, recipe: int) -> Stretch:
    start = segment.start
    places, values = _set(before.parameters, start.parameters)
    same = before.slots.shape == start.slots.shape and before.slots.tobytes() == start.slots.tobytes()
    return Stretch(
        steps=steps,
        recipe=recipe,
        compiled=segment.engine == "compiled",
        ahead=start.ahead,
        began=start.began,
        places=places,
        values=values,
        slots=None if same else start.slots.tobytes(),
        causes=segment.causes,
        by_hand=_by_hand(segment.by_hand) if steps else None,
    )


def _set(before: Floats, after: Floats) -> tuple[tuple[int, ...], bytes]:
    """Which parameters were set, and to what; all of them where the network has another shape."""
    if before.shape != after.shape or before.dtype != after.dtype:
        return (), after.tobytes()
    whole = np.dtype(f"u{after.dtype.itemsize}")
    places = np.flatnonzero(before.view(whole) != after.view(whole))
    if len(places) == len(after) > 0:
        return (), after.tobytes()
    return tuple(places.tolist()), after[places].tobytes()


def _by_hand(made: ByHand | None) -> tuple[int, Values | None] | None:
    if made is None:
        return None
    if made.inputs is None or made.target is None:
        return made.sample, None
    return made.sample, Values(made.inputs, made.target, made.picture)


def _values(edited: EditedSample | None) -> Values | None:
    return None if edited is None else Values(edited.inputs, edited.target, edited.picture)


def _verdict(state: State) -> int:
    """The sample of which the state tells what the last update did; -1 where it tells nothing."""
    if state.previous is None or (before := last_update(state)) is None:
        return -1
    rows = before[0].rows[:LOOKED_AT].tolist()
    candidates = dict.fromkeys((state.sample, before[0].sample, *rows))
    return next((one for one in candidates if told(before, one) == state.previous), -1)


def _points(experiment: Experiment) -> Points | None:
    """Points that were drawn, which a link can hold; None for data that is built in."""
    data = experiment.data
    if isinstance(data, str):
        return None
    points = Points(data.inputs.astype("<f8").tobytes(), _classes(data))
    try:
        if points_of(points).fingerprint == data.fingerprint:
            return points
    except (ValueError, IndexError):
        pass
    raise FormatError(
        f"a link must be of data that is built in or was drawn, got {data.title!r}, which is your own; "
        "hand out "
        "the file of the run instead (Runs, in the dock)"
    )


def points_of(points: Points) -> Dataset:
    """The data set of drawn points."""
    places = Array((len(points.places) // 16, 2), points.places)
    at = Moment("", 0, 0, 0.0, 0)
    return drawn_data(DrawData(at=at, points=places, classes=points.classes))


def _classes(data: Dataset) -> tuple[int, ...]:
    names = [name.rpartition(" ")[2] for name in data.output_names]
    if not all(name.isdigit() for name in names) or data.targets.shape[1] != len(names):
        return ()
    return tuple(int(names[k]) - 1 for k in data.targets.argmax(axis=1))
