"""What shipped lessons claim of two pages together, or of more than a page's own questions ask."""

import pytest

from learnscope.core.compiled import PLAIN
from learnscope.lessons.expressions import sum_of, value
from learnscope.lessons.quantities import Quantities
from learnscope.lessons.shelf import Shelf
from learnscope.session.stand import put


def page(lesson: str, title: str) -> Quantities:
    """The numbers of the page with that title."""
    found = Shelf().lesson(lesson)
    place = [one.title for one in found.pages].index(title)
    return put(found, place, run="claims", engine=PLAIN).quantities()


def number(there: Quantities, text: str) -> float:
    """What a sum of its numbers comes to."""
    return value(sum_of(text), there.look)


@pytest.mark.parametrize(
    ("title", "guess", "loss", "slope"),
    [("Change the weight a little", 350, 22_500, -300), ("The sign says which way", 600, 10_000, 200)],
)
def test_slope_has_the_numbers_of_the_crowd(title: str, guess: float, loss: float, slope: float) -> None:
    """A guess of 350 for 500 people has loss 22 500 and slope −300, one of 600 has 10 000 and +200."""
    there = page("slope", title)

    assert [number(there, each) for each in ("weight.0.0.0", "loss.batch", "gradient.0.0.0")] == [
        guess, loss, slope,
    ]  # fmt: skip


def test_downhill_creeps_walks_and_jumps() -> None:
    """After 12 steps the small rate is on its way, the right one there, and the large one behind it."""
    titles = ("Too small: it creeps", "Right: it walks", "Large: it jumps across")
    creeps, walks, jumps = (number(page("downhill", title), "end(loss.batch)") for title in titles)

    assert walks < 0.01 < 1 < min(creeps, jumps)


def test_a_jump_ends_across_the_bowl() -> None:
    """At the large rate the price of a coffee is now above 4, now below, where the bill is steepest."""
    there = page("downhill", "Large: it jumps across")

    after = number(there, "weight.0.0.0 - rate * gradient.0.0.0")
    assert number(there, "weight.0.0.0") < 4 < after


def test_single_samples_come_further_in_equal_epochs() -> None:
    """Three epochs of the café bills end lower in steps of one bill than in steps of all five."""
    whole = page("batches", "All samples, one step")
    single = page("batches", "Every sample, a step")

    assert number(whole, "updates + 3") == 3
    assert number(single, "end(updates)") == 15
    assert number(single, "end(train.loss)") < number(whole, "end(train.loss)")


def test_two_layers_without_activation_are_one() -> None:
    """Two products say of each order what one neuron says that has the product of both matrices."""
    there = page("matrices", "A batch is several rows")
    one = [f"(weight.0.{k}.0 * weight.1.0.0 + weight.0.{k}.1 * weight.1.1.0)" for k in (0, 1)]
    for sample in range(5):
        says = number(there, f"value.0.0@{sample} * {one[0]} + value.0.1@{sample} * {one[1]}")
        assert number(there, f"value.2.0@{sample}") == pytest.approx(says)
