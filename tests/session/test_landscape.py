"""The landscape a reader sees: true losses, the step that is really next, and what is held said in words."""

import numpy as np
import pytest

import learnscope as ls
from learnscope.scene import schema
from learnscope.scene.landscape_words import odd
from tests.session.reader import Reader, new_session
from tests.session.test_play import reader_of


def landscape(reader: Reader, **asked: object) -> schema.LandscapeScene:
    """The answer, as a page gets it."""
    reply = reader.ask(schema.AskLandscape, **asked)
    assert isinstance(reply, schema.LandscapeScene), reply
    return reply


def stepped(reader: Reader, steps: int) -> Reader:
    """The reader some whole steps later."""
    for _ in range(steps):
        reader.get(schema.Advance, next_batch=True, phase=0.0)
    return reader


@pytest.mark.parametrize(
    ("guess", "loss", "slope", "step"),
    [(350.0, 22500.0, -300.0, "−0.1 × (−300) = +30"), (600.0, 10000.0, 200.0, "−0.1 × 200 = −20")],
)
def test_a_guess_of_a_crowd_has_the_loss_and_slope_that_are_taught(guess, loss, slope, step) -> None:
    """In people, exactly; the picture is the whole truth, and the step is −η · slope."""
    reader = Reader(new_session("guess"))
    if guess != 350:
        reader.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=guess)
    found = landscape(reader)
    (axis,) = found.axes

    assert (found.here.a, found.here.loss, axis.slope) == (guess, loss, slope)
    assert found.held == (
        "Held fixed: nothing. This network has exactly one parameter: the curve is the whole truth."
    )
    assert found.move.startswith(f"The next step is −η · slope = {step}: loss {loss:g} → ")
    assert axis.low <= 0 < 600 <= axis.high
    places = np.linspace(axis.low, axis.high, found.cells)
    assert found.losses.numpy() == pytest.approx((places - 500) ** 2, rel=1e-12, abs=1e-9)


def test_the_bills_are_a_bowl_with_its_bottom_at_4_and_3() -> None:
    """Contours over both weights; the path is drawn where the run was, without a gap."""
    reader = stepped(Reader(new_session("cafe")), 3)
    found = landscape(reader)
    (path,) = found.paths

    assert [axis.title for axis in found.axes] == ["weight coffees → bill", "weight rolls → bill"]
    assert found.whole
    assert found.gap == ""
    a, b = (np.linspace(axis.low, axis.high, found.cells) for axis in found.axes)
    x = np.array([[3, 1], [1, 2], [2, 0], [1, 1], [0, 1]])
    offsets = np.stack(np.meshgrid(a - 4, b - 3), axis=-1)
    assert found.losses.numpy() == pytest.approx(((offsets @ x.T) ** 2).mean(-1) / 2, rel=1e-12, abs=1e-12)
    assert path.steps == (0, 1, 2, 3)
    assert path.points.numpy()[0] == pytest.approx([0.6, 5.4], rel=1e-12)
    assert path.losses.numpy() == pytest.approx(path.shadows.numpy(), rel=1e-12)
    assert found.here.loss == path.losses.numpy()[-1]
    assert len(found.levels) > 5


def test_a_slice_of_a_larger_network_says_what_it_holds() -> None:
    """And how far the path lies from it; the next step is the one that is made."""
    reader = stepped(Reader(new_session("iris")), 6)
    found = landscape(reader, names=("weight.0.1.2", "bias.1.0"), quick=True)

    assert found.held == "Held fixed: the other 41 of 43 parameters, as they are at step 6."
    assert found.gap.startswith(
        "The path lies off this slice, and only its shadow is drawn: farthest at step"
    )
    assert not found.whole
    assert found.about == "The mean loss of all 105 training flowers."
    step = reader.session._now.numbers.step
    place = step.network.layout.place(0, "weight", (1, 2))
    assert found.next.a == pytest.approx(step.after.parameters[place], rel=1e-12)
    assert found.here.a == step.network.parameters[place]


def test_of_the_batch_the_slope_is_the_gradient_on_the_stage() -> None:
    """And a curve for each of its samples, whose mean is the curve."""
    reader = stepped(Reader(new_session("iris")), 2)
    found = landscape(reader, names=("weight.0.1.2",), of="batch")
    step = reader.session._now.numbers.step
    gradient = ls.backward(step.network, ls.forward(step.network, step.x), step.y).layers[0].weight[1, 2]

    assert found.axes[0].slope == pytest.approx(gradient, rel=1e-12)
    assert found.samples is not None
    assert found.samples.numpy().mean(axis=0) == pytest.approx(found.losses.numpy(), rel=1e-12)
    assert found.about == "The mean loss of the batch of 15 flowers."


@pytest.mark.parametrize(("over", "axes"), [("path", 2), ("random", 2), ("ends", 1)])
def test_directions_pass_through_the_network_shown(over: str, axes: int) -> None:
    """0 is the network; directions of the path have their shares."""
    reader = stepped(Reader(new_session("iris")), 5)
    found = landscape(reader, over=over, quick=True)

    assert len(found.axes) == axes
    assert (found.here.a, found.here.b) == pytest.approx((0, 0), abs=1e-9)
    assert found.here.shadow == pytest.approx(found.here.loss, rel=1e-9)
    assert all((axis.share is not None) == (over == "path") for axis in found.axes)
    assert all(axis.name == "" for axis in found.axes)
    assert found.path == f'ls.landscape(run, step=5, directions="{over}")'


def test_a_window_is_kept_as_it_is_asked_for() -> None:
    """So that a picture stands still while something moves on it."""
    reader = Reader(new_session("cafe"))
    found = landscape(reader, window=(-1.0, 9.0, -0.5, 7.5), quick=True)

    ends = [end for axis in found.axes for end in (axis.low, axis.high)]
    assert ends == pytest.approx([-1.0, 9.0, -0.5, 7.5])


def test_ground_without_any_slope_is_said_to_be_flat() -> None:
    """No line of equal loss is drawn there, and the sentence says why."""
    assert odd(np.full((3, 3), 0.25)) == "Flat: the loss is 0.25 wherever it is drawn."
    assert odd(np.array([[0.25, 0.5]])) == ""


def test_where_the_loss_is_no_finite_number_it_is_said() -> None:
    """Far out, squares are larger than numbers can be."""
    reader = Reader(new_session("guess"))
    found = landscape(reader, window=(-1e200, 1e200, -1.0, 1.0))

    assert found.odd.startswith("Hatched: there the loss is infinite, because parameters that far out")
    assert not np.isfinite(found.losses.numpy()).all()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"over": "ends"}, "over must not be 'ends' where no step is made; let the run go on first"),
        ({"over": "path"}, "points must be at least 3, got 1; let the run go on first"),
        ({"names": ("gradient.0.0.0",)}, "names must be those of weights or biases, got 'gradient.0.0.0'"),
        ({"names": ("weight.0.0.0",) * 2}, "names must be one or two different ones, got 2"),
        (
            {"window": (1.0, 0.0, 0.0, 1.0)},
            "window must hold finite numbers, each low end below its high end",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(asked: dict[str, object], message: str) -> None:
    """With what to do."""
    problem = Reader(new_session("iris")).refused(schema.AskLandscape, **asked)

    assert problem.message == message


def test_a_network_that_has_diverged_has_no_place_on_it() -> None:
    """Neither over a number of it nor over directions; one of its numbers that is finite is drawn over."""
    reader = reader_of(hidden=(3,), activation="relu", learning_rate=1e300, batch_size=5)
    for _ in range(2):
        reader.get(schema.Advance, next_batch=True, phase=0.0)
    numbers = reader.refused(schema.AskLandscape, names=("weight.0.0.0",))
    random = reader.refused(schema.AskLandscape, over="random")
    for index in range(4):
        reader.get(schema.SetParameter, link=0, role="weight", index=(index, 0), value=0.5)
    over = landscape(reader, names=("weight.0.0.0",))

    assert numbers.message == (
        "weight sepal length → hidden 1 must be of finite numbers, got nan; look at an earlier step"
    )
    assert random.message == "random direction 1 must be of finite numbers, got nan; look at an earlier step"
    assert over.axes[0].value == 0.5


def test_an_axis_says_where_the_next_step_leads() -> None:
    """To the very number that the update makes."""
    reader = Reader(new_session())
    found = landscape(reader, names=("weight.0.0.0", "bias.1.2"))

    after = reader.session._now.numbers.subject.step.after
    assert [axis.after for axis in found.axes] == [after.weights[0][0, 0], after.biases[1][2]]


def test_ground_that_is_flat_or_falls_away_is_drawn_too() -> None:
    """A plateau of saturated sigmoids hardly slopes; a saddle rises one way and falls the other."""
    plateau = landscape(Reader(new_session("plateau")))
    assert max(abs(axis.slope) for axis in plateau.axes) < 2e-3
    saddle = landscape(Reader(new_session("saddle")))
    a, b = (np.linspace(axis.low, axis.high, saddle.cells) for axis in saddle.axes)
    assert saddle.losses.numpy() == pytest.approx((np.outer(b, a) - 1) ** 2, rel=1e-12, abs=1e-12)
    assert a[0] < 0 < a[-1]
    assert b[0] < 0 < b[-1]
