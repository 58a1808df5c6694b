"""The strongest paths and the winning output: what they are is read off the numbers of the network."""

import numpy as np
import pytest

from learnscope.core.network import Network
from learnscope.scene.paths import PATHS, RULE, paths_scene, winner_of
from learnscope.scene.schema import Array, LinkScene, StageScene
from learnscope.scene.stage import stage_scene
from tests.scene.subjects import subject


def link(forward: object, chosen: object = None) -> LinkScene:
    """A link through which this flows forward."""
    flows, none = Array.of(forward), Array.of(np.zeros(0))
    pairs = None if chosen is None else Array.of(chosen)
    return LinkScene(1, pairs, "", none, none, none, none, forward=flows, backward=none)


def strongest(network: Network, x: np.ndarray, said: np.ndarray, activate: list) -> list:
    """The paths of sample `x`, by a search of its own over all wires of the network."""
    flows, value = [], x
    for weight, bias, f in zip(network.weights, network.biases, activate, strict=True):
        flows.append(np.abs(value[:, None] * weight))
        value = f(value @ weight + bias)
    winner = int(max(range(len(said)), key=lambda k: said[k]))
    first = sorted(range(len(flows[-1])), key=lambda k: -flows[-1][k, winner])[:PATHS]
    found = []
    for source in first:
        path, here = [(len(flows) - 1, source, winner)], source
        for k in range(len(flows) - 2, -1, -1):
            source = max(range(len(flows[k])), key=lambda i, k=k, here=here: flows[k][i, here])
            path.append((k, source, here))
            here = source
        found.append(tuple(path))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_strongest_paths_are_those_a_search_over_the_network_finds(seed: int) -> None:
    """With |value × weight| recomputed from parameters and the sample alone."""
    shown = subject(hidden=(5, 6), activation="tanh", seed=seed)
    stage = stage_scene(shown)
    network = shown.step.network
    said = shown.step.prediction[shown.place]

    expected = strongest(network, shown.step.x[shown.place], said, [np.tanh, np.tanh, lambda z: z])
    assert stage.output.winner == int(np.argmax(said))
    assert list(stage.strongest.paths) == expected


def test_paths_lead_from_the_three_largest_contributions_back_along_the_largest_each() -> None:
    """Ranked, the one that brings most first."""
    links = (
        link([[1, -5, 0.1, 2], [3, 4, 0.2, -1]]),
        link([[0, 1], [0, -3], [0, 2], [9, 0.5]]),
    )

    paths = paths_scene(links, 1).paths

    assert paths == (((1, 1, 1), (0, 0, 1)), ((1, 2, 1), (0, 1, 2)), ((1, 0, 1), (0, 1, 0)))


def test_paths_go_along_the_wires_that_are_carried_and_end_where_none_leads_on() -> None:
    """A wire that is not in the scene cannot be drawn."""
    links = (link([4, 7], [[5, 1], [6, 1]]), link([[2], [3]]))

    assert paths_scene(links, 0).paths == (((1, 1, 0), (0, 6, 1)), ((1, 0, 0),))


def test_paths_leave_out_what_brings_nothing_and_what_is_no_number() -> None:
    """Zero and not-a-number begin no path; where nothing wins there is none."""
    assert paths_scene((link([[0], [np.nan], [1]]),), 0).paths == (((0, 2, 0),),)
    assert paths_scene((link([[1]]),), None).paths == ()


def test_the_winner_is_the_largest_that_is_a_number() -> None:
    """Of several the first; of none there is no winner."""
    assert winner_of(np.array([0.1, 0.7, np.nan, 0.7])) == 1
    assert winner_of(np.array([np.nan])) is None


def test_the_rule_of_the_paths_is_said() -> None:
    """Full text."""
    assert RULE == (
        "Strongest paths: the three wires that bring most to the winning output, by |value × weight| for "
        "this sample, and from each the strongest wire back, layer by layer."
    )


def test_a_network_of_no_numbers_has_no_winner_and_no_paths() -> None:
    """Nothing is picked among outputs of which none is a number."""
    stage: StageScene = stage_scene(subject(hidden=(3,), parameters=dict.fromkeys(range(27), np.nan)))

    assert (stage.output.winner, stage.strongest.paths) == (None, ())
