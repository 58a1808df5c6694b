"""Truth tables and the Game of Life, recomputed by their rules."""

import itertools

import pytest

from learnscope.data.builtin import load


@pytest.mark.parametrize(
    ("name", "rule"),
    [("and", lambda x, y: x and y), ("or", lambda x, y: x or y), ("xor_gate", lambda x, y: x != y)],
)
def test_a_truth_table_holds_its_operation(name, rule):
    """All four rows, false and true as classes."""
    dataset = load(name)
    rows = [tuple(row) for row in dataset.inputs.tolist()]

    assert rows == list(itertools.product((0, 1), repeat=2))
    assert [dataset.output_names[k] for k in dataset.classes] == [
        "true" if rule(x, y) else "false" for x, y in rows
    ]


def test_life_is_conways_rule():
    """All 512 neighbourhoods, each with the state that birth on 3 and survival on 2 and 3 gives."""
    dataset = load("life")
    seen = set()
    for cells, number in zip(dataset.inputs.astype(int).tolist(), dataset.classes.tolist(), strict=True):
        seen.add(tuple(cells))
        neighbours = sum(cells) - cells[4]
        lives = neighbours in (2, 3) if cells[4] else neighbours == 3

        assert dataset.output_names[number] == ("alive" if lives else "dead")

    assert len(seen) == 512
    assert dataset.image_shape == (3, 3)
    assert dataset.input_names[4] == "middle"


def test_life_has_140_living_outcomes():
    """56 ways to have three neighbours, for either middle, and 28 to have two with a living one."""
    assert load("life").targets.sum(axis=0).tolist() == [372, 140]
