"""The Game of Life as a network plays it: it says what the forward pass says; trained, it is the true one."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.core.network import Network
from learnscope.scene import schema
from learnscope.scene.life import life_answers
from learnscope.scene.life_starts import life_starts, pattern
from learnscope.starting_points import STARTING_POINTS
from tests.session.reader import Reader, new_session

RECIPE = STARTING_POINTS["life"].experiment
STEPS = 300
GENERATIONS = 200


@pytest.fixture(scope="module")
def run() -> ls.ExperimentRun:
    """The starting point, trained as it says."""
    return ls.train(RECIPE, engine="plain")


def table(answers: schema.LifeAnswers) -> np.ndarray:
    """(512,) 1 where a cell lives next."""
    return np.frombuffer(answers.alive, dtype=np.uint8)


def conway(cells: np.ndarray) -> np.ndarray:
    """The next generation on a torus, by Gardner's words: births on three, survivals on two and three."""
    around = sum(
        np.roll(cells, (down, right), (0, 1))
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
        if (down, right) != (0, 0)
    )
    return ((around == 3) | ((cells == 1) & (around == 2))).astype(np.uint8)


def looked_up(cells: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """The next generation as a page makes it."""
    height, width = cells.shape
    found = np.empty_like(cells)
    for row in range(height):
        for column in range(width):
            digits = [
                cells[(row + down) % height, (column + right) % width]
                for down in (-1, 0, 1)
                for right in (-1, 0, 1)
            ]
            found[row, column] = answers[int("".join(map(str, digits)), 2)]
    return found


def rolled(cells: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """The same, for all cells at once."""
    place = np.zeros(cells.shape, dtype=np.int64)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            place = 2 * place + np.roll(cells, (-down, -right), (0, 1))
    return answers[place]


def start(which: schema.LifeStart) -> np.ndarray:
    """Its cells (height, width)."""
    return np.frombuffer(which.cells, dtype=np.uint8).reshape(which.height, which.width)


def test_trained_it_is_right_on_all_512(run: ls.ExperimentRun) -> None:
    """Within the steps of its recipe, and not before; the sentence says so."""
    before, after = (life_answers(run.setup, run.at(step)) for step in (50, STEPS))

    assert run.steps == STEPS
    assert before.right < 512
    assert after.right == 512
    assert after.sentence == "It answers all 512 neighbourhoods as the rule does."


@pytest.mark.parametrize("which", life_starts(), ids=lambda which: which.name)
def test_its_grid_is_the_true_one_for_200_generations(run: ls.ExperimentRun, which: schema.LifeStart) -> None:
    """Every cell of every generation, from each of the starts."""
    answers = table(life_answers(run.setup, run.at(STEPS)))
    said = true = start(which)
    assert (looked_up(said, answers) == rolled(said, answers)).all()

    for _ in range(GENERATIONS):
        said, true = rolled(said, answers), conway(true)
        assert (said == true).all()


def test_its_answers_are_the_networks(run: ls.ExperimentRun) -> None:
    """Recomputed for all neighbourhoods, of a network half trained; those that are wrong are counted."""
    network = run.at(60)
    cells = np.array([[int(digit) for digit in f"{place:09b}"] for place in range(512)])
    (first, second), (one, two) = network.weights, network.biases
    outputs = np.tanh(cells @ first + one) @ second + two
    alive = outputs[:, 1] > outputs[:, 0]
    neighbours = cells.sum(axis=1) - cells[:, 4]
    rule = (neighbours == 3) | ((cells[:, 4] == 1) & (neighbours == 2))

    answers = life_answers(run.setup, network)

    assert (table(answers) == alive).all()
    assert answers.right == (alive == rule).sum()
    assert answers.sentence == (
        f"It answers {(alive != rule).sum()} of 512 neighbourhoods otherwise than the rule: in "
        f"{(alive & ~rule).sum()} the middle cell lives and should not, in {(~alive & rule).sum()} it dies "
        "and should live."
    )


def test_answers_that_are_no_numbers_are_told(run: ls.ExperimentRun) -> None:
    """None of them is right."""
    network = run.at(0)
    broken = Network.from_arrays(
        [np.full_like(weight, np.nan) for weight in network.weights],
        network.biases,
        activations=network.activations,
        loss=network.loss,
    )

    answers = life_answers(run.setup, broken)

    assert answers.right == 0
    assert answers.sentence == "Its answers to 512 of 512 neighbourhoods are no numbers."


def test_it_is_open_where_the_data_is_life_and_nowhere_else() -> None:
    """With the network before and after the update, and with the rule."""
    reader = Reader(new_session(experiment=RECIPE))
    reader.get(schema.Open, what=schema.Life())
    scene = next(one for one in reader.scene.opened if isinstance(one, schema.LifeScene))
    other = Reader(new_session())
    other.get(schema.Open, what=schema.Life())

    assert "life" in reader.scene.openable
    assert scene.after is not None
    assert np.frombuffer(scene.rule, dtype=np.uint8).sum() == 140
    assert "life" not in other.scene.openable
    assert not any(isinstance(one, schema.LifeScene) for one in other.scene.opened)


def test_patterns_are_read_as_they_are_written() -> None:
    """Runs, ends of rows, and rows that end early."""
    assert pattern("bo$2bo$3o!").astype(int).tolist() == [[0, 1, 0], [0, 0, 1], [1, 1, 1]]
    assert pattern("2o2$o!").astype(int).tolist() == [[1, 1], [0, 0], [1, 0]]


def test_a_glider_goes_its_way_and_a_gun_makes_gliders() -> None:
    """In four generations by one cell each way; in thirty by five living cells more."""
    gliders, gun = (
        start(next(one for one in life_starts() if one.name == name)) for name in ("gliders", "gun")
    )
    later, shot = gliders, gun
    for _ in range(4):
        later = conway(later)
    for _ in range(30):
        shot = conway(shot)

    assert (later == np.roll(gliders, (1, 1), (0, 1))).all()
    assert shot.sum() == gun.sum() + 5
