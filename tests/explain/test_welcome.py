"""What is said to who has never been here, whatever data and network they open."""

import re

import numpy as np
import pytest

from learnscope.data.builtin.catalogue import datasets
from learnscope.explain.welcome import welcome_scene
from learnscope.scene.grammar import parse
from tests.scene.subjects import subject


@pytest.mark.parametrize("data", [record.name for record in datasets()])
def test_every_data_set_is_introduced_by_its_task_and_a_product_that_recomputes(data):
    """Three things to see; the wire's line comes out from what is printed, or carries ≈."""
    said = welcome_scene(subject(data=data, hidden=(3,)))

    assert re.fullmatch(r"A neural network looks at an? .+\.", said.title)
    assert said.text.endswith("? It has learned nothing yet, so it guesses.")
    assert len(said.seen) == 3
    line = said.seen[1].text.replace("−", "-")
    value, weight, sign, result = re.fullmatch(r"(\S+) × (\S+) ([=≈]) (\S+)", line).groups()
    if sign == "=":
        digits = len(result.partition(".")[2])
        assert abs(float(value) * float(weight) - float(result)) <= 0.5 * 10.0**-digits + 1e-12


def test_it_speaks_of_the_wire_from_the_inputs_that_carries_most():
    """The name is that of its weight."""
    shown = subject()
    link, start, end = parse(welcome_scene(shown).seen[1].name).index
    flows = np.abs(shown.own.passed(0)[:, None] * shown.step.network.weights[0])

    assert link == 0
    assert (start, end) == np.unravel_index(flows.argmax(), flows.shape)


def test_it_says_how_long_a_network_has_learned_and_what_it_says():
    """Right answers are said to be right, wrong ones what they should be."""
    said = welcome_scene(subject())
    answer = said.seen[2].text

    assert re.fullmatch(r"says \w+, (which it is|it should be \w+): loss [\d.]+", answer)
