"""What pictures of a data set have in common, found in their numbers."""

import numpy as np
import pytest

from learnscope.data.builtin import load
from learnscope.data.convention import ink_box, ink_weight
from learnscope.data.dataset import Dataset
from learnscope.data.pictures import pixel_names
from learnscope.errors import DataError


def pictures(array, shape=None):
    """A data set of one class of these pictures (N, height, width[, 3])."""
    array = np.asarray(array, dtype=np.float64)
    count = array[0].size
    return Dataset(
        name="set",
        title="set",
        inputs=array.reshape(len(array), -1),
        targets=np.ones((len(array), 1)),
        input_names=pixel_names(array.shape[1:]),
        input_units=("",) * count,
        output_names=("one",),
        output_units=("",),
        kind="classes",
        image_shape=array.shape[1:],
    )


def dots(count=200, *, size=12, seed=0, spread=0):
    """Pictures (count, size, size) of a block of ink, 1, on paper, 0, in its place or near it."""
    generator = np.random.default_rng(seed)
    made = np.zeros((count, size, size))
    for one in made:
        row, column = 3 + generator.integers(-spread, spread, 2, endpoint=True)
        one[row : row + 6, column : column + 4] = 1
    return made


def test_digits_are_counts_on_paper_that_fill_their_height():
    """Whole numbers from 0 to 16, 8 high and 6 wide, in the middle of their boxes."""
    convention = load("digits", seed=0).convention
    frame = convention.frame

    assert (convention.low, convention.high, convention.whole, convention.paper) == (0, 16, True, "low")
    assert frame is not None
    assert (frame.height, frame.width, frame.by) == (8, 6, "box")
    assert frame.row == pytest.approx(4, abs=0.05)
    assert frame.column == pytest.approx(4.1, abs=0.1)


@pytest.mark.parametrize(
    ("low", "high", "whole", "ends"),
    [
        (0, 0.9, False, (0, 1)),
        (0, 1, True, (0, 1)),
        (0, 13, True, (0, 16)),
        (0, 200, True, (0, 255)),
        (0, 254.5, False, (0, 254.5)),
        (-0.9, 1, False, (-1, 1)),
        (-3, 700, False, (-3, 700)),
        (0, 20.5, False, (0, 20.5)),
    ],
)
def test_the_range_is_the_least_usual_one(low, high, whole, ends):
    """0 to 1, to 16 and to 255 where numbers are whole, −1 to 1, or what there is."""
    numbers = np.linspace(low, high, 2 * 9).reshape(2, 3, 3)
    numbers = np.round(numbers) if whole else numbers
    numbers[0, 0, 0], numbers[-1, -1, -1] = low, high
    convention = pictures(numbers).convention

    assert (convention.low, convention.high) == ends
    assert convention.whole is whole


def test_paper_is_what_lies_at_the_edges():
    """Dark or light; photographs, whose edges are anything, have none, and colours are no ink."""
    block = dots()
    photograph = np.random.default_rng(0).uniform(size=(50, 8, 8))

    assert pictures(block).convention.paper == "low"
    assert pictures(1 - block).convention.paper == "high"
    assert pictures(photograph).convention.paper is None
    assert pictures(np.repeat(block[..., None], 3, axis=3)).convention.paper is None


def test_ink_has_a_frame_where_it_is_always_alike():
    """Its size and place, in pixels from the upper left; where it strays or changes size, there is none."""
    frame = pictures(dots()).convention.frame

    assert frame is not None
    assert (frame.height, frame.width, frame.row, frame.column) == (6, 4, 6, 5)
    assert frame.least == 1
    assert pictures(dots(spread=3)).convention.frame is None
    assert load("crowd", seed=0).convention.frame is None


def test_ink_may_be_placed_by_its_centre_of_gravity():
    """Where that varies less than the middle of its box: as in MNIST."""
    made = dots()
    for number, one in enumerate(made):
        one[8, 9 if number % 2 else 5] = 0.8  # a hair that moves the box alone
    frame = pictures(made).convention.frame

    assert frame is not None
    assert frame.by == "weight"
    assert frame.row == pytest.approx(6, abs=0.2)


def test_pictures_of_one_tone_have_a_convention():
    """With neither paper nor frame."""
    convention = pictures(np.full((3, 2, 2), 7.5)).convention

    assert (convention.low, convention.high, convention.paper, convention.frame) == (7.5, 7.5, None, None)


def test_a_box_holds_all_ink():
    """And no more; without ink there is none."""
    ink = np.zeros((6, 7))
    ink[2:4, 3:6] = 0.6

    assert ink_box(ink) == (2, 3, 4, 6)
    assert ink_box(0.5 * (ink > 0)) is None
    assert ink_weight(ink) == pytest.approx((3, 4.5))
    assert ink_weight(0 * ink) == (3, 3.5)


def test_only_pictures_have_one():
    """Said with the data's name."""
    with pytest.raises(DataError, match=r"^iris holds no pictures, and so has no convention for them$"):
        _ = load("iris", seed=0).convention
