"""Descent by hand as a reader asks for it: curvature, races from a place, next steps, going there."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.scene import schema
from tests.session.reader import Reader, new_session
from tests.session.test_landscape import landscape, stepped


def answered(reader: Reader, kind: type[schema.Question], **asked: object) -> object:
    """The answer, as a page gets it."""
    reply = reader.ask(kind, **asked)
    assert isinstance(reply, kind.answer), reply
    return reply


def test_the_largest_stable_rate_of_the_bills_is_the_one_that_is_taught() -> None:
    """Two divided by 3.642; the loss straight down the gradient is that of networks that were moved."""
    reader = Reader(new_session("cafe"))
    found = answered(reader, schema.AskCurvature)
    step = reader.session._now.numbers.step
    x, y, network = step.x, step.y, step.network
    gradient = ls.backward(network, ls.forward(network, x), y).parameters
    rates, losses = found.rates.numpy(), found.losses.numpy()

    assert found.stability == (
        "Above 0.5491 the jumps of plain descent grow: it is 2 / 3.642, two divided by the steepest "
        "curvature here."
    )
    assert found.shape.startswith("The loss curves upward in every direction, as a bowl does")
    assert found.slope == pytest.approx(-(gradient @ gradient), rel=1e-12)
    for k in (0, 40, 100):
        moved = network.with_parameters(network.parameters - rates[k] * gradient)
        assert losses[k] == pytest.approx(ls.loss(moved, ls.forward(moved, x), y), rel=1e-12)
    assert rates[-1] > found.stable_rate
    assert found.method == "From the whole Hessian, 2 × 2, over five bills, by exact products with it."
    assert found.path == "ls.curvature(run, step=0)"


def test_four_rates_race_from_the_place_that_was_clicked() -> None:
    """From there: too small, good, too large, diverging; true losses, and a way to each in Python."""
    reader = Reader(new_session("cafe"))
    found = answered(reader, schema.AskDescents, start=(0.5, 6.0), steps=12)

    assert (found.start.a, found.start.b) == (0.5, 6.0)
    assert [one.word for one in found.descents] == ["creeps", "walks down", "jumps across", "jumps away"]
    assert [one.title for one in found.descents] == ["0.027", "0.33", "0.52", "0.6"]
    assert [one.diverged for one in found.descents] == [False, False, False, True]
    for one in found.descents:
        points, losses = one.points.numpy(), one.losses.numpy()
        assert points.shape == (13, 2)
        assert points[0].tolist() == [0.5, 6.0]
        x = np.array([[3, 1], [1, 2], [2, 0], [1, 1], [0, 1]])
        assert losses == pytest.approx((((points - [4, 3]) @ x.T) ** 2).mean(axis=1) / 2, rel=1e-9)
    assert found.about == (
        "From one place, twelve steps each, by the steps of training: plain descent on all five bills; only "
        "the learning rate differs. Rules begin without memory; nothing is dropped or clipped."
    )
    assert found.path == (
        'ls.descend(run, step=0, start={"weight.0.0.0": 0.5, "weight.0.1.0": 6.0}, learning_rate=0.027, '
        "steps=12)"
    )
    assert reader.scene.moment.step == 0


def test_rates_that_are_asked_for_are_those_that_race() -> None:
    """The drawn ones: 0.6 jumps to 17.71 at its third step."""
    reader = Reader(new_session("cafe"))
    found = answered(reader, schema.AskDescents, rates=(0.03, 0.35, 0.6), steps=3)

    assert [round(float(one.losses.numpy()[-1]), 2) for one in found.descents] == [7.73, 0.83, 17.71]


@pytest.mark.parametrize(
    ("race", "titles"),
    [
        ("optimizers", ["SGD", "momentum", "Adam"]),
        ("batches", ["all 105", "batches of 15", "single flowers"]),
    ],
)
def test_rules_and_batches_race_in_a_larger_network_too(race: str, titles: list[str]) -> None:
    """All parameters move; the shadow is drawn, with true losses beside the slice's."""
    reader = stepped(Reader(new_session("iris")), 2)
    asked = {"names": ("weight.0.1.2", "bias.1.0"), "race": race, "steps": 5}
    found, again = (answered(reader, schema.AskDescents, **asked) for _ in range(2))

    assert [one.title for one in found.descents] == titles
    assert found.descents == again.descents
    for one in found.descents:
        losses, shadows = one.losses.numpy(), one.shadows.numpy()
        assert losses[0] == pytest.approx(shadows[0], rel=1e-9)
        assert abs(losses[-1] - shadows[-1]) > 1e-6


def test_possible_next_steps_are_a_dot_for_each_sample() -> None:
    """Or for each of a hundred batches; what goes uphill is counted by true losses."""
    reader = stepped(Reader(new_session("iris")), 3)
    names = ("weight.0.1.2", "bias.1.0")
    single = answered(reader, schema.AskNextSteps, names=names)
    batches = answered(reader, schema.AskNextSteps, names=names, size=15)
    here = landscape(reader, names=names, quick=True).here

    assert single.points.numpy().shape == (105, 2)
    assert len(single.samples) == 105
    assert single.uphill == np.mean(single.losses.numpy() > here.loss)
    assert batches.points.numpy().shape == (100, 2)
    assert batches.samples == ()
    assert (single.points.numpy().std(axis=0) > batches.points.numpy().std(axis=0)).all()
    assert single.whole.loss == pytest.approx(batches.whole.loss, rel=1e-12)
    assert single.sentence.startswith(
        "Where the next step would lead, made of 105 flowers, each by itself: "
        f"{round(105 * single.uphill)} of 105 lead uphill. All together it goes "
    )


@pytest.mark.parametrize("over", ["path", "random"])
def test_along_directions_a_place_moves_all_that_they_move(over: str) -> None:
    """The network is the one whose loss was drawn there; an undo takes it back."""
    reader = stepped(Reader(new_session("iris")), 4)
    before = reader.session._now.state.network.parameters
    drawn = landscape(reader, over=over, quick=True)
    axes = [np.linspace(axis.low, axis.high, drawn.cells) for axis in drawn.axes]
    i, j = 2, 5
    said = reader.get(schema.SetPlace, over=over, a=float(axes[0][i]), b=float(axes[1][j])).said

    assert said.startswith(f"{drawn.axes[0].title} and {drawn.axes[1].title} are now ")
    there = landscape(reader, quick=True)
    assert there.here.loss == pytest.approx(drawn.losses.numpy()[j, i], rel=1e-12)
    reader.get(schema.Undo)
    assert reader.session._now.state.network.parameters.tobytes() == before.tobytes()


def test_over_numbers_a_place_sets_these_alone() -> None:
    """To the very numbers, also where the update on screen has moved all others."""
    reader = stepped(Reader(new_session("iris")), 1)
    step = reader.session._now.numbers.step
    reader.get(
        schema.SetPlace,
        names=("weight.0.1.2", "bias.1.0"),
        a=0.1,
        b=-0.7,
        seen=reader.session._now.state.phases,
    )
    network = reader.session._now.state.network
    expected = step.after.parameters.copy()
    expected[network.layout.place(0, "weight", (1, 2))] = 0.1
    expected[network.layout.place(1, "bias", (0,))] = -0.7

    assert network.parameters.tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("kind", "asked", "message"),
    [
        (schema.AskDescents, {"start": (np.nan, 0.0)}, "start must hold finite numbers, got [nan, 0.0]"),
        (schema.AskDescents, {"rates": (0.0,)}, "rates[0] must be above 0, got 0.0"),
        (schema.AskDescents, {"rates": (0.1,) * 7}, "rates must be at most 6, got 7"),
        (schema.AskDescents, {"over": "path"}, "points must be at least 3, got 1; let the run go on first"),
        (schema.AskNextSteps, {"size": 106}, "size must be a whole number from 1 to 105, got 106"),
        (schema.SetPlace, {"a": float("inf")}, "a must be a finite number, got inf"),
        (
            schema.SetPlace, {"a": 0.0, "names": ("gradient.0.0.0",)},
            "names must be those of weights or biases, got 'gradient.0.0.0'",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_refused(kind, asked: dict[str, object], message: str) -> None:
    """With the rule and the value."""
    assert Reader(new_session("iris")).refused(kind, **asked).message == message
