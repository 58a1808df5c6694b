"""Breakpoints are met exactly where looking at every step of a run, one by one, says they are."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from learnscope.core.activations import ACTIVATIONS
from learnscope.core.compiled import PLAIN
from learnscope.core.forward import forward
from learnscope.errors import ArgumentError
from learnscope.experiment import set_up
from learnscope.run import Tree, begin, event, fork, grow, hand_step, point, record
from learnscope.run.limits import Limits
from learnscope.training.loop import Loop
from learnscope.training.planning import plan_of
from learnscope.watch.breakpoints import (
    BREAKPOINTS,
    Breakpoint,
    breakpoints,
    can_be_met,
    with_breakpoint,
)
from learnscope.watch.hits import Hits
from learnscope.watch.spans import spans_of
from tests.sampling import many
from tests.small import small

RECIPE: dict[str, Any] = {
    "data": "circle", "data_options": {"samples": 60}, "hidden": (4, 3), "activation": ("relu", "tanh"),
    "optimizer": "sgd", "batch_size": 8, "learning_rate": 0.9, "seed": 4,
}  # fmt: skip
NUMBERS = {
    "loss_rises": 1.0, "test_turns": 2.0, "neuron_saturates": 20.0, "gradient_vanishes": 0.08,
    "gradient_explodes": 0.5,
}  # fmt: skip
LOOKS = 50  # that find all: on a slow machine a look makes but some of the steps again
ALL = tuple(Breakpoint(name, False, NUMBERS.get(name, 0.0)) for name in BREAKPOINTS)


def tree_of(*, limits: Limits | None = None, **changes: Any) -> Tree:
    """A tree at the start of the recipe."""
    setup = set_up(small(**RECIPE | changes))
    return begin(setup, Loop(plan_of(setup)), **({} if limits is None else {"limits": limits}))


def grown(tree: Tree, steps: int, name: str = "1") -> Tree:
    """Some steps longer, on the plain engine."""
    return grow(tree, name, steps, PLAIN).tree


def quicker(tree: Tree, rate: float, name: str = "1") -> Tree:
    """With another learning rate from its head on."""
    segment, head = tree[name].segment, tree[name].head
    setup = replace(segment.setup, experiment=replace(segment.setup.experiment, learning_rate=rate))
    return event(tree, name, head, setup, Loop(plan_of(setup)), f"learning rate {rate}")


def told(tree: Tree, breakpoint: Breakpoint, name: str = "1") -> list[int]:
    """Where it says the breakpoint is met."""
    hits = Hits(clock=lambda: 0.0)
    for _ in range(LOOKS):
        hits.look(tree, name, [breakpoint])
    return [hit.step for hit in hits.found(name, breakpoint)]


def expected(tree: Tree, breakpoint: Breakpoint, name: str = "1") -> list[int]:
    """The same by looking at every step and every epoch of the run by itself."""
    looks = breakpoint.kind.looks
    return {"steps": _in_steps, "measures": _in_measures, "networks": _in_networks}[looks](
        tree, breakpoint, name
    )


def _in_steps(tree: Tree, breakpoint: Breakpoint, name: str) -> list[int]:
    found, before = [], False
    for step, row in enumerate(record(tree, name, 0, tree[name].steps)):
        layers = row[4 : 4 + (len(row) - 4) // 2]
        met = {
            "gradient_vanishes": bool((layers < breakpoint.number).any()),
            "gradient_explodes": bool(row[2] > breakpoint.number),
            "not_finite": not np.isfinite(row[:4]).all(),
        }[breakpoint.name]
        if met and not before:
            found.append(step + 1)
        before = met
    return found


def _ends(tree: Tree, name: str) -> list[tuple[Any, list[int]]]:
    """The stretches between edits, each with the steps at which epochs end in it."""
    stretches: list[tuple[Any, list[int]]] = []
    for piece in spans_of(tree, name):
        segment = piece.segment
        if piece.edited:
            stretches.append((piece, []))
        for step in range(piece.first + 1, piece.last + 1):
            if (step + segment.start.ahead) % segment.loop.plan.batches == 0:
                stretches[-1][1].append(step)
    return stretches


def _in_measures(tree: Tree, breakpoint: Breakpoint, name: str) -> list[int]:
    found = []
    for piece, steps in _ends(tree, name):
        loop, losses = piece.segment.loop, []
        for step in steps:
            parameters = point(tree, name, step, before=True).parameters
            values = loop.measure(parameters, PLAIN)
            total = values[0, 0] + loop.penalty(parameters, PLAIN)
            losses.append(total if breakpoint.name == "loss_rises" else values[2, 0])
            n, count = int(breakpoint.number), 0
            for k in range(len(losses) - 1, 0, -1):
                bar = losses[k - 1] if breakpoint.name == "loss_rises" else min(losses[:k])
                if not losses[k] > bar:
                    break
                count += 1
            if count == n:
                found.append(step)
    return found


def _in_networks(tree: Tree, breakpoint: Breakpoint, name: str) -> list[int]:
    found = []
    for piece, steps in _ends(tree, name):
        loop = piece.segment.loop
        x = loop.gather(loop.plan.split.train)
        before = piece.segment.start.parameters
        for step in steps:
            after = point(tree, name, step, before=True).parameters
            old, new = (loop.plan.network.with_parameters(each) for each in (before, after))
            if breakpoint.name == "weight_flips":
                met = any(
                    (np.sign(a) * np.sign(b) < 0).any() for a, b in zip(old.weights, new.weights, strict=True)
                )
            else:
                met = bool(_stuck(breakpoint, new, x) - _stuck(breakpoint, old, x))
            if met:
                found.append(step)
            before = after
    return found


def _stuck(breakpoint: Breakpoint, network: Any, x: Any) -> set[tuple[int, int]]:
    """Hidden neurons that are dead or saturated."""
    found = set()
    trace = forward(network, x)
    for k, activation in enumerate(network.activations[:-1]):
        a, (low, high) = trace.layers[k].activation, ACTIVATIONS[activation].range
        for j in range(a.shape[1]):
            if breakpoint.name == "neuron_dies":
                stuck = activation == "relu" and not a[:, j].any()
            else:
                edge = 0.02 * (high - low)
                near = [value < low + edge or value > high - edge for value in a[:, j]]
                stuck = (
                    np.isfinite(high)
                    and np.isfinite(low)
                    and 100 * sum(near) >= breakpoint.number * len(near)
                )
            if stuck:
                found.add((k, j))
    return found


@pytest.mark.parametrize("breakpoint", ALL, ids=lambda each: each.name)
def test_a_breakpoint_is_met_where_every_step_says_so(breakpoint: Breakpoint) -> None:
    """Over a run with two edits, one in the middle of an epoch, and a fork of it."""
    tree = grown(quicker(grown(quicker(grown(tree_of(), 60), 2.0), 13), 0.3), 47)
    tree = grown(fork(tree, "1", 70, title="other", setup=tree["1"].segments[1].setup), 50, "2")

    for name in tree.names:
        assert told(tree, breakpoint, name) == expected(tree, breakpoint, name)[:50]


@pytest.mark.parametrize("name", [name for name in BREAKPOINTS if name != "not_finite"])
def test_the_runs_of_these_tests_meet_every_breakpoint(name: str) -> None:
    """Otherwise they would prove little."""
    tree = grown(tree_of(learning_rate=3.0, seed=1), 200)

    assert told(tree, next(each for each in ALL if each.name == name))


@settings(max_examples=many(30), deadline=None)
@given(
    seed=st.integers(0, 20),
    rate=st.floats(0.1, 3.0),
    place=st.integers(0, len(ALL) - 1),
    chunks=st.lists(st.integers(1, 40), min_size=1, max_size=6),
)
def test_watching_stops_at_the_first_hit_after_it_began(
    seed: int, rate: float, place: int, chunks: list[int]
) -> None:
    """However many steps are made at a time; going on from there, it stops at the next."""
    breakpoint = replace(ALL[place], on=True)
    tree, steps = tree_of(seed=seed, learning_rate=rate), sum(chunks)
    there = [step for step in expected(grown(tree, steps), breakpoint) if step <= steps]

    stops, hits = [], Hits(clock=lambda: 0.0)
    watch = hits.watch(tree, "1", [breakpoint])
    for chunk in chunks:
        wanted = tree["1"].steps + chunk
        while tree["1"].steps < wanted and not tree["1"].stopped:
            growth = grow(tree, "1", wanted - tree["1"].steps, PLAIN, watch=watch)
            tree = growth.tree
            if growth.hit is not None:
                assert growth.hit == tree["1"].steps
                stops.append(growth.hit)
                watch = hits.watch(tree, "1", [breakpoint])

    assert stops == there


@settings(max_examples=many(20), deadline=None)
@given(place=st.integers(0, len(ALL) - 1), chunks=st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_looking_now_and_then_finds_what_looking_once_does(place: int, chunks: list[int]) -> None:
    """Between bursts, after an undo, and after another edit than the one taken back."""
    breakpoint, hits, tree = ALL[place], Hits(clock=lambda: 0.0), tree_of()
    for number, chunk in enumerate(chunks):
        older = tree
        tree = grown(tree, chunk)
        hits.look(tree, "1", [breakpoint])
        if number % 2:
            tree = grown(quicker(older, 1.5), chunk)
            hits.look(tree, "1", [breakpoint])

    found = [hit.step for hit in hits.found("1", breakpoint)]
    assert found == told(tree, breakpoint)


@pytest.mark.parametrize("name", ["gradient_vanishes", "gradient_explodes", "not_finite"])
def test_steps_summed_up_are_made_again_where_it_matters(name: str) -> None:
    """Where curves keep sixteen bins, hits of steps are found all the same."""
    breakpoint = next(each for each in ALL if each.name == name)
    whole, summed = (grown(tree_of(limits=limits), 400) for limits in (None, Limits(bins=16)))

    assert told(summed, breakpoint) == told(whole, breakpoint)


@pytest.mark.parametrize("most", [60, 7])
def test_steps_are_made_again_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Where there are more than fit into one look, or a bin holds more, the next looks find the rest."""
    monkeypatch.setattr("learnscope.watch.search.AGAIN", most)
    breakpoint = next(each for each in ALL if each.name == "gradient_explodes")
    tree = grown(tree_of(limits=Limits(bins=16)), 400)
    wanted = expected(tree, breakpoint)[:50]
    hits, found = Hits(clock=lambda: 0.0), [0]

    while found[-1] < len(wanted) and len(found) < 100 * LOOKS:
        hits.look(tree, "1", [breakpoint])
        found.append(len(hits.found("1", breakpoint)))

    assert found == sorted(found)
    assert found[1] < found[-1]
    assert [hit.step for hit in hits.found("1", breakpoint)] == wanted


def test_networks_are_looked_at_for_a_moment_at_a_time() -> None:
    """With a clock on which every look at one takes long, as many looks as epochs find all."""
    breakpoint = next(each for each in ALL if each.name == "weight_flips")
    tree = grown(tree_of(), 60)
    ticks = iter(np.arange(0, 1e3, 0.05))
    hits = Hits(clock=lambda: float(next(ticks)))

    for _ in range(60):
        hits.look(tree, "1", [breakpoint])

    assert [hit.step for hit in hits.found("1", breakpoint)] == expected(tree, breakpoint)


def test_a_future_stopped_by_a_loss_that_is_not_finite_is_a_hit_at_its_end() -> None:
    """There the next step cannot be made."""
    tree = grown(tree_of(data="plane", data_options=(), activation="relu", learning_rate=1e5), 100)
    breakpoint = next(each for each in ALL if each.name == "not_finite")

    assert told(tree, breakpoint) == [tree["1"].steps]


def test_steps_made_by_hand_count() -> None:
    """Made one at a time on the stage, the same hits."""
    tree = tree_of()
    for _ in range(40):
        tree = hand_step(tree, "1")

    for breakpoint in ALL:
        assert told(tree, breakpoint) == told(grown(tree_of(), 40), breakpoint)


def test_at_most_fifty_hits_are_told() -> None:
    """The first fifty."""
    breakpoint = replace(next(each for each in ALL if each.name == "gradient_explodes"), number=0.3)
    tree = grown(tree_of(batch_size=1), 600)

    assert told(tree, breakpoint) == expected(tree, breakpoint)[:50]
    assert len(expected(tree, breakpoint)) > 50


def test_nothing_is_watched_where_nothing_is_on() -> None:
    """Training then goes on as if there were no breakpoints."""
    assert Hits().watch(tree_of(), "1", ALL) is None


def test_at_first_only_what_is_not_finite_stops() -> None:
    """Every breakpoint is there, at its own threshold."""
    assert [each.name for each in breakpoints() if each.on] == ["not_finite"]
    assert [each.name for each in breakpoints()] == list(BREAKPOINTS)


def test_a_breakpoint_is_set_by_name() -> None:
    """On or off, with another threshold or its own; the others stay."""
    changed = with_breakpoint(ALL, "loss_rises", on=True, number=7.0)
    again = with_breakpoint(changed, "loss_rises", on=False)

    assert changed == (Breakpoint("loss_rises", True, 7), *ALL[1:])
    assert again[0] == Breakpoint("loss_rises", False, 7)


@pytest.mark.parametrize(
    ("name", "number", "message"),
    [
        ("loss_rises", 0.0, "number must be a whole number from 1 to 1000, got 0"),
        ("loss_rises", 1.5, "number must be a whole number from 1 to 1000, got 1.5"),
        ("neuron_saturates", 101.0, "number must be in [1, 100], got 101.0"),
        ("weight_flips", 1.0, "number must be left out for 'weight_flips', which has none, got 1.0"),
        (
            "loss_raises", 1.0,
            "unknown breakpoint 'loss_raises'; did you mean 'loss_rises'? "
            f"({', '.join(sorted(BREAKPOINTS))})",
        ),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused(name: str, number: float, message: str) -> None:
    """With the rule, the value and, for a name, the nearest."""
    with pytest.raises(ArgumentError) as caught:
        with_breakpoint(ALL, name, on=True, number=number)

    assert str(caught.value) == message


def test_only_what_can_be_met_is_offered() -> None:
    """ReLU neurons die, bounded ones saturate, and a test loss needs test samples."""
    network = set_up(small(**RECIPE)).network
    linear = set_up(small(**RECIPE | {"activation": "softplus"})).network

    left_out = [name for name, kind in BREAKPOINTS.items() if not can_be_met(kind, linear, tested=False)]

    assert left_out == ["test_turns", "neuron_dies", "neuron_saturates"]
    assert all(can_be_met(kind, network, tested=True) for kind in BREAKPOINTS.values())
