"""A picture of one's own as inputs: each stage against plain arithmetic, and back to where it came from."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from PIL import Image

from learnscope.data.builtin import load
from learnscope.data.images import load_images
from learnscope.data.own_picture import EDGE, Window, area_means, prepare
from learnscope.errors import DataError, ShapeError
from tests.data.test_convention import dots, pictures


@pytest.fixture(scope="module")
def digits():
    return load("digits", seed=0)


def opaque(grey):
    """Greys (height, width) as red, green, blue and full opacity."""
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])


def ink(height=280, width=280):
    """An empty pad."""
    return np.zeros((height, width, 4), dtype=np.uint8)


def titles(picture):
    return [stage.title for stage in picture.stages]


@pytest.mark.parametrize("dark", [False, True])
def test_every_digit_drawn_larger_comes_back_as_itself(digits, dark):
    """Each pixel as a block of 5, on white or on black: number by number, all of every second sample."""
    for row in digits.inputs[::2]:
        greys = np.kron(np.round(row.reshape(8, 8) * 255 / 16), np.ones((5, 5))).astype(np.uint8)
        picture = prepare(opaque(greys if dark else 255 - greys), digits, drawn=False)

        assert (picture.inputs == row).all()
        assert titles(picture) == ["as it came", *(() if dark else ("turned round",)), "8 × 8"]


@pytest.mark.parametrize("color", ["grey", "rgb"])
def test_a_file_of_the_data_comes_back_as_its_row(tmp_path, color):
    """Bit for bit, for photographs, which are neither turned round nor cut."""
    generator = np.random.default_rng(0)
    files = []
    for number in range(6):
        path = tmp_path / "set" / f"class {number % 2}" / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(generator.integers(0, 256, (30, 41, 3), dtype=np.uint8)).save(path)
        files.append(path)
    dataset = load_images(tmp_path / "set", size=(9, 7), color=color)
    for row, path in zip(dataset.inputs, files[::2] + files[1::2], strict=True):
        picture = prepare(np.asarray(Image.open(path).convert("RGBA")), dataset, drawn=False)

        assert (picture.inputs == row).all()
        assert titles(picture) == ["as it came", *(("grey",) if color == "grey" else ()), "9 × 7"]


@given(
    st.floats(-20, 20), st.floats(-20, 20), st.floats(0.5, 40), st.floats(0.5, 40),
    st.integers(1, 5), st.integers(1, 5), st.integers(0, 1000),
)  # fmt: skip
def test_area_means_are_means_over_areas(top, left, height, width, rows, columns, seed):
    """Against sums over a grid so fine that a window's borders fall on it, outside counting as 0."""
    top, left, height, width = (round(2 * value) / 2 for value in (top, left, height, width))
    picture = np.random.default_rng(seed).uniform(size=(7, 9))
    window = Window(top, left, top + height * rows, left + width * columns)
    fine = np.zeros((2 * (7 + 460), 2 * (9 + 460)))
    fine[460 : 460 + 14, 460 : 460 + 18] = np.kron(picture, np.ones((2, 2)))
    y, x = round(2 * top) + 460, round(2 * left) + 460
    h, w = round(2 * height), round(2 * width)
    cut = fine[y : y + h * rows, x : x + w * columns]
    expected = cut.reshape(rows, h, columns, w).mean(axis=(1, 3))

    np.testing.assert_allclose(area_means(picture, window, (rows, columns)), expected, atol=1e-12)


def test_a_drawing_is_cut_and_placed_as_the_data_is(digits):
    """A stroke 40 high and 10 wide becomes 8 high; wherever it is drawn, the numbers are the same."""
    expected = None
    for row, column in ((0, 0), (100, 200), (240, 270)):
        pad = ink()
        pad[row : row + 40, column : column + 10, 3] = 255
        picture = prepare(pad, digits, drawn=True)
        image = picture.inputs.reshape(8, 8)

        assert titles(picture) == ["as drawn", "turned round", "cut and placed", "8 × 8"]
        assert image.sum() == pytest.approx(16 * 8 * 2, abs=4)
        assert (image[:, 3:5].sum(axis=1) >= 24).all()
        expected = image if expected is None else expected
        assert (image == expected).all()
    note = picture.stages[2].note
    assert note == (
        "Of 280 × 280 pixels, 10 × 40 hold ink; they are made as large as ink is in this data, and the "
        "middle of its box is put where it is there."
    )


def test_a_wide_drawing_is_fitted_by_its_width(digits):
    """With its proportions: 6 wide, as the widest digits are."""
    pad = ink()
    pad[100:110, 20:260, 3] = 255
    image = prepare(pad, digits, drawn=True).inputs.reshape(8, 8)

    assert image.sum() == pytest.approx(16 * 6 * 6 / 24, abs=4)
    assert (image[[0, 1, 6, 7]] == 0).all()


def test_a_picture_with_much_paper_is_cut_and_one_without_is_not(digits):
    """Where its ink takes less of it than any of the data's does, or its form is another."""
    row = digits.inputs[0].reshape(8, 8)
    greys = (255 - np.kron(np.round(row * 255 / 16), np.ones((10, 10)))).astype(np.uint8)
    framed = np.pad(greys, 60, constant_values=255)
    wide = np.pad(greys, ((0, 0), (0, 100)), constant_values=255)
    for one in (framed, wide):
        picture = prepare(opaque(one), digits, drawn=False)

        assert "cut and placed" in titles(picture)
        assert np.corrcoef(picture.inputs, row.ravel())[0, 1] > 0.85


def test_centres_of_gravity_are_put_in_their_place():
    """As the data's are; an even block comes to lie where the data's lie."""
    made = dots()
    for number, one in enumerate(made):
        one[8, 9 if number % 2 else 5] = 0.8
    pad = ink(240, 240)
    pad[0:60, 180:220, 3] = 255
    image = prepare(pad, pictures(made), drawn=True).inputs.reshape(12, 12)

    assert np.average(np.arange(12) + 0.5, weights=image.sum(axis=1)) == pytest.approx(6, abs=0.3)


def test_grey_paper_becomes_paper(digits):
    """A photograph of a page: what is pale becomes ink, what is grey becomes paper."""
    row = digits.inputs[3].reshape(8, 8)
    page = np.kron(170 - 120 * row / 16, np.ones((20, 20))).astype(np.uint8)
    picture = prepare(opaque(page), digits, drawn=False)

    assert titles(picture) == ["as it came", "turned round", "more contrast", "8 × 8"]
    assert np.abs(picture.inputs - row.ravel()).max() <= 1
    assert picture.stages[2].note == "Grey paper and pale ink are drawn apart: paper is 0 and ink 16."


def test_colours_become_grey_by_their_brightness(digits):
    """0.299 red + 0.587 green + 0.114 blue, told as a stage of its own."""
    pixels = np.full((8, 8, 4), 255, dtype=np.uint8)
    pixels[2:6, 2:6, :3] = (200, 30, 90)
    picture = prepare(pixels, load("crowd", seed=0), drawn=False)

    assert titles(picture) == ["as it came", "grey", "turned round", "24 × 24"]
    grey = 255 - round(0.299 * 200 + 0.587 * 30 + 0.114 * 90)
    assert picture.inputs.reshape(24, 24)[12, 12] * 255 == pytest.approx(grey, abs=1)
    assert picture.stages[1].note == "Each pixel is 0.299 red + 0.587 green + 0.114 blue."


def test_what_is_transparent_is_white(digits):
    """Half of it halfway."""
    pixels = np.zeros((8, 8, 4), dtype=np.uint8)
    pixels[:, 3:5, 3] = 128
    picture = prepare(pixels, digits, drawn=False)

    assert picture.stages[0].note == "As it came, 8 × 8 pixels, laid on white where it is transparent."
    assert (picture.inputs.reshape(8, 8)[:, 3:5] == 8).all()
    assert (picture.inputs.reshape(8, 8)[:, :3] == 0).all()


def test_data_of_dark_ink_are_not_turned_round():
    """Ink on white stays so; white on black is turned."""
    dataset = pictures(1 - dots())
    pad = ink(120, 120)
    pad[30:90, 30:70, 3] = 255
    drawn = prepare(pad, dataset, drawn=True)
    night = prepare(
        opaque(np.kron(dots(1)[0], np.full((10, 10), 255)).astype(np.uint8)), dataset, drawn=False
    )

    assert (drawn.inputs.reshape(12, 12) == 1 - dots(1)[0]).all()
    assert (night.inputs.reshape(12, 12) == 1 - dots(1)[0]).all()
    assert "turned round" not in titles(drawn)
    assert night.stages[1].note == (
        "Light on dark becomes dark on light: in this data, paper is 1 and ink 0."
    )


@pytest.mark.parametrize("shape", [(1, 1), (1, 10000), (10000, 1), (3, 2000)])
@pytest.mark.parametrize("drawn", [False, True])
@pytest.mark.parametrize("tone", [0, 90, 255])
def test_any_form_becomes_inputs(digits, shape, drawn, tone):
    """Empty, full and as long as a thread: finite numbers in the range of the data, and small stages."""
    picture = prepare(opaque(np.full(shape, tone, dtype=np.uint8)), digits, drawn=drawn)

    assert picture.inputs.shape == (64,)
    assert ((picture.inputs >= 0) & (picture.inputs <= 16)).all()
    assert (picture.inputs == np.round(picture.inputs)).all()
    assert not picture.inputs.flags.writeable
    for stage in picture.stages:
        assert stage.pixels.dtype == np.uint8
        assert max(stage.pixels.shape) <= EDGE
        assert stage.note.endswith(".")


def test_an_empty_pad_is_paper(digits):
    """There is nothing to cut."""
    picture = prepare(ink(), digits, drawn=True)

    assert titles(picture) == ["as drawn", "turned round", "8 × 8"]
    assert (picture.inputs == 0).all()


def test_a_picture_must_be_one(digits):
    """And the data must be pictures."""
    with pytest.raises(ShapeError) as caught:
        prepare(np.zeros((3, 3, 3), dtype=np.uint8), digits, drawn=False)
    assert str(caught.value) == "pixels must have shape (height, width, 4), got (3, 3, 3)"
    with pytest.raises(DataError):
        prepare(ink(), load("iris", seed=0), drawn=True)
