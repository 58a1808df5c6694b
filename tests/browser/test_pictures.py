"""Pictures on the page: colours are those of numbers recomputed from what else is on the page."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.reading import Floats, Sheet, matrix

PIXELS = """(selector) => {
    const canvas = document.querySelector(selector);
    const { width, height } = canvas;
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    return [width, height, ...copy.getImageData(0, 0, width, height).data];
}"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
TOKEN = "(name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"
DECISION = ".decision .enlarge .plane > canvas"
NEAR = 2.5  # levels of 255: half a tone, and rounding


@pytest.fixture
def planar(open_page) -> Sheet:
    """A 2-5-2 network on the circle, at rest after its forward pass."""
    sheet = open_page(start="Iris 4-5-3")
    sheet.field("setting.data").select_option("circle")
    sheet.page.wait_for_selector(DECISION)
    return sheet


def pixels(sheet: Sheet, selector: str) -> Floats:
    """The colours (height, width, 3) of a canvas."""
    width, height, *data = sheet.page.evaluate(PIXELS, selector)
    return np.array(data, dtype=float).reshape(height, width, 4)[:, :, :3]


def token(sheet: Sheet, name: str) -> Floats:
    """A colour of the stylesheet."""
    text = sheet.page.evaluate(TOKEN, f"--{name}")
    return np.array([int(text[k : k + 2], 16) for k in (1, 3, 5)], dtype=float)


class Network:
    """The network on the page, and the plane it looks at, read off the page."""

    def __init__(self, sheet: Sheet) -> None:
        numbers = sheet.numbers()
        self.weights = [matrix(numbers, f"weight.{k}") for k in (0, 1)]
        self.biases = [matrix(numbers, f"bias.{k}") for k in (0, 1)]
        self.edges = [[sheet.value(f"plane.{axis}.{end}") for end in (0, 1)] for axis in "xy"]

    def centres(self, size: int) -> Floats:
        """The centres (size, size, 2) of the cells, the first row at the top."""
        shares = (np.arange(size) + 0.5) / size
        (left, right), (bottom, top) = self.edges
        x, y = left + shares * (right - left), top - shares * (top - bottom)
        return np.stack(np.broadcast_arrays(x[None, :], y[:, None]), axis=-1)

    def hidden(self, x: Floats) -> Floats:
        """Activations of the hidden layer for inputs (…, 2) as the network sees them."""
        return np.tanh(x @ self.weights[0] + self.biases[0])

    def probabilities(self, x: Floats) -> Floats:
        """What it says."""
        z = self.hidden(x) @ self.weights[1] + self.biases[1]
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)


def scaling(sheet: Sheet) -> tuple[Floats, Floats]:
    """Center and scale of the inputs, from two samples in their own units and as the network sees them."""
    seen = []
    for _ in range(2):
        numbers = sheet.numbers()
        seen.append((matrix(numbers, "input"), matrix(numbers, "value.0")))
        before = sheet.value("sample")
        sheet.page.get_by_role("button", name=re.compile("^Next sample")).click()
        sheet.page.wait_for_function(
            "(before) => Number(document.querySelector(`[data-field='sample']`).dataset.value) !== before",
            arg=before,
        )
    (own, x), (other, z) = seen
    scale = (own - other) / (x - z)
    return own - x * scale, scale


def decision(sheet: Sheet, network: Network, size: int, center: Floats, scale: Floats) -> Floats:
    """The colours the decision picture should have."""
    p = network.probabilities((network.centres(size) - center) / scale)
    lead = np.round(127 * np.abs(p[..., 0] - p[..., 1])) / 127
    colour = np.stack([token(sheet, "class-1"), token(sheet, "class-2")])[p.argmax(axis=-1)]
    paper = token(sheet, "paper")
    return paper + (colour - paper) * (0.14 + 0.5 * lead)[..., None]


def assert_true_decision(sheet: Sheet, center: Floats, scale: Floats) -> None:
    seen = pixels(sheet, DECISION)

    wanted = decision(sheet, Network(sheet), len(seen), center, scale)
    assert seen.shape == (97, 97, 3)
    assert np.abs(seen - wanted).max() <= NEAR


def test_every_cell_of_the_decision_picture_has_the_colour_of_what_is_said(planar):
    """At rest, after an edit, and at the end of the timeline with the parameters of the end."""
    center, scale = scaling(planar)
    assert_true_decision(planar, center, scale)

    planar.type_into("weight.0.0.1", "2.5")
    planar.shows("weight.0.0.1", 2.5)
    assert_true_decision(planar, center, scale)

    before = Network(planar).weights[0]
    planar.play("Update")
    assert not np.array_equal(Network(planar).weights[0], before)
    assert_true_decision(planar, center, scale)


def test_pictures_inside_neurons_show_their_activations(planar):
    """Every hidden neuron over the whole plane, by the scale of tanh."""
    center, scale = scaling(planar)
    planar.page.get_by_role("button", name="Neurons show: picture").click()
    planar.page.wait_for_selector('[data-face="1.0"] canvas')
    network = Network(planar)
    paper, positive, negative = (token(planar, name) for name in ("paper", "positive", "negative"))

    for k in range(5):
        seen = pixels(planar, f'[data-face="1.{k}"] canvas')
        level = network.hidden((network.centres(len(seen)) - center) / scale)[..., k]
        mark = np.where(level[..., None] > 0, positive, negative)
        wanted = paper + (mark - paper) * (0.92 * np.abs(level))[..., None]
        assert seen.shape == (41, 41, 3)
        assert np.abs(seen - wanted).max() <= NEAR


def test_the_theme_changes_the_colours_of_pictures(planar):
    """They follow the tokens."""
    center, scale = scaling(planar)
    planar.page.emulate_media(color_scheme="dark")
    expect(planar.page.locator("html")).to_have_attribute("data-theme", "dark")
    planar.page.evaluate(DRAWN)

    assert_true_decision(planar, center, scale)


def test_the_decision_picture_is_enlarged_and_closed_by_keys(planar):
    """Enter on it, Escape in it; the focus returns."""
    button = planar.page.get_by_role("button", name="Enlarge the decision picture")
    button.focus()
    planar.page.keyboard.press("Enter")
    dialog = planar.page.get_by_role("dialog", name="The decision picture")
    expect(dialog).to_be_visible()
    planar.page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_a_neuron_pointed_at_is_shown_in_large(planar):
    """With its name, the ends of the axes and its scale, inside the stage."""
    planar.page.get_by_role("button", name="Neurons show: picture").click()
    box = planar.page.locator('[data-face="1.2"]').bounding_box()
    planar.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    large = planar.page.locator(".enlarged")

    expect(large).to_contain_text("hidden 3")
    ends = {axis: planar.value(f"plane.{axis}.0") for axis in "xy"}
    assert {axis: planar.value(f"enlarged.{axis}.0") for axis in "xy"} == ends
    assert [planar.value(f"enlarged.scale.{k}") for k in range(3)] == [-1, 0, 1]
    inside, stage = large.bounding_box(), planar.page.locator(".stage").bounding_box()
    assert inside["x"] >= stage["x"]
    assert inside["y"] >= stage["y"]
    assert inside["y"] + inside["height"] <= stage["y"] + stage["height"]


def test_hidden_neurons_of_images_show_their_weights(open_page):
    """All of them on one canvas, and one in large with a pixel per weight."""
    sheet = open_page(start="Iris 4-5-3")
    sheet.field("setting.data").select_option("digits")
    sheet.page.get_by_role("button", name="Neurons show: picture").click()
    sheet.page.wait_for_selector('[data-face="1.4"] canvas')

    assert pixels(sheet, '[data-face="1.4"] canvas').shape == (8, 8, 3)
    assert sheet.page.locator(".decision").count() == 0
