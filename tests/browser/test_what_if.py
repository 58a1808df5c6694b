"""What if, the map and what training stops for, in the browser: what is drawn under the hand is what is kept."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from learnscope.experiment import Experiment
from learnscope.training import train
from tests.browser.reading import Sheet
from tests.browser.test_run import GROWN, rests

FUTURES = "(count) => document.querySelectorAll('.run .end-label, .run [data-future]').length >= count"
DRAWN = "() => document.querySelector('[data-curve=train]') !== null"
ANSWERED = """([key, value]) => {
    const field = document.querySelector('[data-key="what_if.value"]');
    return Number(field.dataset.value) === value && document.querySelector(`[data-key='${key}']`) !== null;
}"""
STEPS = 1000  # of a what-if, where the run is shorter


@pytest.fixture
def sheet(open_page) -> Sheet:
    """Iris with a training of two epochs, and the panel opened."""
    opened = open_page(start="Iris 4-5-3")
    for _ in range(2):
        opened.press("Epoch")
        rests(opened)
    opened.press("What if…")
    opened.page.locator("#what-if-slider").wait_for()
    return opened


def press(sheet: Sheet) -> tuple[float, float, float]:
    """Take hold of the slider in its middle; where its left edge and its height are, and how wide it is."""
    box = sheet.page.locator("#what-if-slider").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    sheet.page.mouse.move(box["x"] + box["width"] / 2, y)
    sheet.page.mouse.down()
    return box["x"], y, box["width"]


def drag(sheet: Sheet, share: float = 0.7) -> float:
    """Drag the slider there without letting go; the value it comes to, once its training is drawn."""
    left, y, width = press(sheet)
    for k in range(1, 9):
        sheet.page.mouse.move(left + width * (0.5 + (share - 0.5) * k / 8), y)
    value = sheet.value("what_if.value")
    sheet.page.get_by_text(f"With learning rate {value:g},").wait_for()
    return value


def futures(sheet: Sheet) -> int:
    """How many there are, by the button of their list."""
    text = sheet.page.locator(".run .tools button", has_text="Futures").inner_text()
    return int(text.removeprefix("Futures ")) if text[-1].isdigit() else 1


def losses(experiment: Experiment) -> dict[str, float]:
    """What the complete training of an experiment ends with."""
    run = train(experiment)
    last = run.history.measures
    return {part: float(last.loss(part)[-1]) for part in ("train", "validation", "test")}
