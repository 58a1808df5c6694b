"""Any point of any future is the one that its steps led to, bit for bit, whatever was done around it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.arrays import frozen
from learnscope.core.optimizers import OPTIMIZERS
from learnscope.errors import ArgumentError
from learnscope.run import (
    ByHand,
    Limits,
    Point,
    Segment,
    Tree,
    event,
    fork,
    grow,
    hand_step,
    placed,
    point,
    remove,
    segment_at,
)
from learnscope.run.bins import HIGH, LOW, TOTAL
from tests.run.trees import (
    TIGHT,
    Line,
    by_hand,
    changed,
    engine_of,
    loop_of,
    make_tree,
    one_by_one,
    straight,
)
from tests.sampling import many
from tests.training.plans import ENGINES

SUMMING = 1e-14  # what sums of a few numbers in another order amount to
SCHEDULES = ("constant", "step", "exponential", "cosine")
RECIPES = st.fixed_dictionaries(
    {
        "optimizer": st.sampled_from(sorted(OPTIMIZERS)),
        "schedule": st.sampled_from(SCHEDULES),
        "warmup": st.sampled_from([0, 3]),
        "schedule_every": st.just(4),
        "schedule_over": st.just(30),
        "dropout": st.sampled_from([0.0, 0.4]),
        "batch_size": st.sampled_from([1, 6, 100]),
        "l2": st.sampled_from([0.0, 0.05]),
        "clip_norm": st.sampled_from([None, 0.05]),
        "precision": st.sampled_from(["float64", "float32"]),
        "seed": st.integers(0, 9),
    }
)
EDITS = st.sampled_from(
    [
        {"learning_rate": 0.05},
        {"batch_size": 4},
        {"batch_size": 1},
        {"optimizer": "adam"},
        {"optimizer": "momentum", "momentum": 0.5},
        {"dropout": 0.5},
        {"hidden": (4,)},
        {"hidden": (3, 2)},
        {"schedule": "exponential"},
        {"l1": 0.01},
    ]
)


@settings(max_examples=many(40), deadline=None)
@given(
    recipe=RECIPES,
    pieces=st.lists(st.integers(1, 40), min_size=1, max_size=5),
    tight=st.booleans(),
    engine=st.sampled_from(ENGINES),
    data=st.data(),
)
def test_seeking_equals_running(recipe, pieces, tight, engine, data):
    """Every optimizer, schedule, dropout and batch size, in any pieces: point(n) is what n steps made."""
    tree = make_tree(TIGHT if tight else None, **recipe)
    for piece in pieces:
        tree = grow(tree, "1", piece, engine_of(engine)).tree

    points, _ = straight(tree["1"].segment.setup, sum(pieces), engine=engine_of(engine))
    assert tree["1"].head.same(points[-1])
    for step in data.draw(st.lists(st.integers(0, sum(pieces)), min_size=1, max_size=6)):
        assert point(tree, "1", step).same(points[step])


class Script:
    """A tree under edits in random order, and the same done straight, one step at a time."""

    def __init__(self, tree: Tree, draw: Callable[..., Any]) -> None:
        first = tree["1"].segment
        self.tree, self.draw = tree, draw
        self.lines = {"1": Line([first.start], first.setup, first.loop)}
        self.before: list[tuple[Tree, dict[str, Line]]] = []

    def act(self) -> None:
        """Do one thing to both."""
        name = self.draw(st.sampled_from(self.tree.names))
        act = self.draw(
            st.sampled_from(
                ["grow", "grow", "hand", "edited", "event", "weight", "fork", "skip", "remove", "undo"]
            )
        )
        if act == "undo":
            if self.before:
                place = self.draw(st.integers(0, len(self.before) - 1))
                self.tree, self.lines = self.before[place]
                self.before = self.before[:place]
            return
        self.before.append((self.tree, self.lines))
        self.lines = {key: line.copy() for key, line in self.lines.items()}
        getattr(self, f"_{act}")(name, self.lines[name])

    def _grow(self, name: str, line: Line) -> None:
        engine = engine_of(self.draw(st.sampled_from(ENGINES)))
        steps = self.draw(st.integers(1, 30))
        self.tree = grow(self.tree, name, steps, engine).tree
        line.add(one_by_one(line.loop, line.points[-1], steps, engine))

    def _hand(self, name: str, line: Line) -> None:
        head, known = line.points[-1], None
        if self.draw(st.booleans()):
            known = Segment(line.setup, line.loop, head, "plain").step_from(head)
        self.tree = hand_step(self.tree, name, known=known)
        line.add(one_by_one(line.loop, line.points[-1], 1, engine_of("plain")))

    def _edited(self, name: str, line: Line) -> None:
        head = line.points[-1]
        sample = int(self.draw(st.sampled_from(line.loop.batch(head.place).tolist())))
        edited = ByHand(sample, (0.5, -3.0), self.draw(st.sampled_from([None, (0.0, 1.0)])))
        self.tree = hand_step(self.tree, name, by_hand=edited)
        line.add([by_hand(line.setup, line.loop, head, edited)])

    def _event(self, name: str, line: Line) -> None:
        self._edit(line)
        self.tree = event(self.tree, name, line.points[-1], line.setup, line.loop, "learning rate 0.05")

    def _weight(self, name: str, line: Line) -> None:
        head = line.points[-1]
        parameters = head.parameters.copy()
        parameters[self.draw(st.integers(0, len(parameters) - 1))] = 0.7
        line.points[-1] = replace(head, parameters=frozen(parameters))
        self.tree = event(self.tree, name, line.points[-1], line.setup, line.loop, "weight 0.7")

    def _fork(self, name: str, line: Line) -> None:
        step = self.draw(st.integers(0, len(line.points) - 1))
        other = line.copy(step)
        there = segment_at(self.tree, name, step)
        if step < len(line.settings):
            assert there.setup.experiment == line.settings[step].experiment
        other.setup, other.loop = there.setup, there.loop
        if self.draw(st.booleans()):
            self.tree = fork(self.tree, name, step, title="other")
        else:
            self._edit(other)
            self.tree = fork(
                self.tree, name, step, title="other",
                point=other.points[-1], setup=other.setup, loop=other.loop, cause="edit",
            )  # fmt: skip
        self.lines[self.tree.names[-1]] = other

    def _skip(self, name: str, line: Line) -> None:
        head = line.points[-1]
        ahead = self.draw(st.integers(-head.step, 9))
        self.tree = placed(self.tree, name, ahead)
        line.points[-1] = replace(head, ahead=ahead)

    def _remove(self, name: str, line: Line) -> None:
        if name != "1":
            self.tree = remove(self.tree, name)
            self.lines = {key: self.lines[key] for key in self.tree.names}

    def _edit(self, line: Line) -> None:
        head, changes = line.points[-1], self.draw(EDITS)
        setup = changed(line.setup, **changes)
        loop = loop_of(setup)
        start, parameters = loop.start(), head.parameters
        if start.parameters.shape != parameters.shape:
            parameters = setup.network.parameters
        if start.slots.shape != head.slots.shape:
            line.points[-1] = Point(head.step, parameters, frozen(start.slots), head.ahead, head.step)
        else:
            line.points[-1] = replace(head, parameters=parameters)
        line.setup, line.loop = setup, loop


@settings(max_examples=many(60), deadline=None)
@given(
    data=st.data(),
    optimizer=st.sampled_from(["sgd", "adam"]),
    limits=st.sampled_from([TIGHT, Limits()]),
    acts=st.integers(1, 14),
)
def test_seeking_equals_running_after_anything(data, optimizer, limits, acts):
    """Play, edit, fork, forks of forks, steps by hand, removal and undo in random order."""
    script = Script(make_tree(limits, optimizer=optimizer), data.draw)
    for _ in range(acts):
        script.act()

    assert list(script.lines) == list(script.tree.names)
    for name, line in script.lines.items():
        assert script.tree[name].steps == len(line.points) - 1
        assert script.tree[name].head.same(line.points[-1])
        for step, expected in enumerate(line.points):
            assert point(script.tree, name, step).same(expected)


def test_an_older_tree_stays_what_it_was():
    """Undo and growing again in another way leave the numbers of both, curves and keyframes included."""
    first = grow(make_tree(TIGHT), "1", 50, engine_of("plain")).tree
    one = grow(first, "1", 60, engine_of("plain")).tree
    setup = changed(first["1"].segment.setup, learning_rate=0.01)

    edited = event(first, "1", first["1"].head, setup, loop_of(setup), "learning rate 0.01")
    other = grow(edited, "1", 60, engine_of("plain")).tree

    again = grow(grow(make_tree(TIGHT), "1", 50, engine_of("plain")).tree, "1", 60, engine_of("plain")).tree
    for step in (0, 10, 49, 50, 51, 77, 110):
        assert point(one, "1", step).same(point(again, "1", step))
        assert point(one, "1", step).same(point(other, "1", step)) == (step <= 50)
    for tree in (first, one, other):
        line = tree["1"]
        assert np.array_equal(line.log.between(0, 99)[1].sum(), line.steps)
    for kept, expected in ((one["1"].log, again["1"].log), (one["1"].measures, again["1"].measures)):
        numbers, others = kept.between(0, 99)[0], expected.between(0, 99)[0]
        assert np.array_equal(numbers[[LOW, HIGH]], others[[LOW, HIGH]], equal_nan=True)
        assert np.allclose(numbers[TOTAL], others[TOTAL], rtol=SUMMING, atol=0, equal_nan=True)


def test_a_point_before_an_edit_is_where_the_steps_led():
    """At the step of an edit there are two points; the one after it is meant unless one asks."""
    tree = grow(make_tree(), "1", 20, engine_of("plain")).tree
    head = tree["1"].head
    edited = replace(head, parameters=frozen(head.parameters + 1))
    setup, loop = tree["1"].segment.setup, tree["1"].segment.loop

    tree = grow(event(tree, "1", edited, setup, loop, "weights"), "1", 5, engine_of("plain")).tree

    assert point(tree, "1", 20).same(edited)
    assert point(tree, "1", 20, before=True).same(head)
    assert point(tree, "1", 0, before=True).same(point(tree, "1", 0))
    assert point(tree, "1", 3, before=True).same(point(tree, "1", 3))


def test_a_step_whose_loss_is_no_number_can_be_made_by_hand():
    """The loop stops there; by hand it is made, and made again."""
    tree = make_tree()
    head = tree["1"].head
    broken = replace(head, parameters=frozen(np.full_like(head.parameters, np.nan)))
    setup, loop = tree["1"].segment.setup, tree["1"].segment.loop
    tree = event(tree, "1", broken, setup, loop, "weights")

    assert grow(tree, "1", 5, engine_of("plain")).made == 0
    tree = hand_step(hand_step(tree, "1"), "1")

    assert tree["1"].steps == 2
    assert np.isnan(point(tree, "1", 1).parameters).all()
    assert [segment.count for segment in tree["1"].segments] == [1, 1]


@given(recipe=RECIPES, before=st.integers(0, 12))
def test_a_step_that_is_known_is_recorded_as_if_it_were_made(recipe: dict[str, Any], before: int) -> None:
    """Curves, measures and the point it leads to have the same bits."""
    tree = make_tree(**recipe)
    if before:
        tree = grow(tree, "1", before, engine_of("plain")).tree
    head = tree["1"].head

    known = hand_step(tree, "1", known=tree["1"].segment.step_from(head))["1"]

    made = hand_step(tree, "1")["1"]
    assert known.head.same(made.head)
    assert known.log.rows == made.log.rows == before + 1
    for mine, theirs in ((known.log, made.log), (known.measures, made.measures)):
        for one, other in zip(mine.between(0, len(mine)), theirs.between(0, len(theirs)), strict=True):
            assert one.tobytes() == other.tobytes()


def test_a_sample_edited_by_hand_must_be_in_the_batch():
    """Another would change nothing."""
    tree = make_tree(batch_size=2)
    rows = tree["1"].segment.loop.batch(0).tolist()
    other = next(row for row in range(40) if row not in rows)

    with pytest.raises(ArgumentError) as caught:
        hand_step(tree, "1", by_hand=ByHand(other, (0.0, 0.0)))

    assert str(caught.value) == f"sample must be one of the batch ({rows[0]}, {rows[1]}), got {other}"
