"""Every number on the page has a name, and is the number of that name."""

import math

import pytest

from learnscope.scene.belonging import find
from learnscope.scene.grammar import parse
from learnscope.scene.named import Moment
from learnscope.scene.values import value
from learnscope.session import Session

EVERY = """() => [...document.querySelectorAll('[data-key]')]
    .map((one) => [one.dataset.key, Number(one.dataset.value ?? NaN)])"""
STARTS = {"Iris 4-5-3": "iris", "The 2015 original": "original", "Worked example 2-2-2": "two-two-two"}


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("tables", [False, True], ids=["drawn", "tables"])
def test_every_number_is_what_its_name_says(open_page, start, tables):
    """At each position of a step: every key is a name of this network, its number bit for bit the page's."""
    sheet = open_page(start=start)
    numbers = Session(seeds=lambda: 1, starting_point=STARTS[start])._now.numbers
    sheet.key("Home")
    if tables:
        sheet.page.keyboard.press("t")
    kinds = set()
    for position in range(sheet.phases + 1):
        sheet.rests_at(position)
        moment = Moment(numbers.subject, numbers.outcome, updated=position == sheet.phases)
        for key, shown in sheet.page.evaluate(EVERY):
            found = value(find(key, numbers.subject), moment)
            assert found == shown or (found is not None and math.isnan(found) and math.isnan(shown)), key
            kinds.add(parse(key).kind.word)
        if position < sheet.phases:
            sheet.key(".")

    assert len(kinds) > 15


SELECTED = """() => [...document.querySelectorAll('.number.selected')]
    .map((one) => [one.dataset.key, getComputedStyle(one).backgroundColor])"""
YELLOW = "rgb(255, 243, 196)"


def marked(sheet, *names):
    """Wait until these numbers are marked as selected, wherever they are drawn, and no others."""
    sheet.page.wait_for_function(
        "(names) => JSON.stringify([...new Set([...document.querySelectorAll('.number.selected')]"
        ".map((one) => one.dataset.key))].sort()) === JSON.stringify(names)",
        arg=sorted(names),
    )


def test_one_click_selects_a_number_a_neuron_or_a_wire(open_page):
    """It is marked in yellow, the same on the stage, in tables and panel; Escape lets it go."""
    sheet = open_page()
    sheet.page.set_viewport_size({"width": 1900, "height": 900})  # room for gradients beside the dock
    sheet.play("Backprop")
    for name in ("delta.1.2", "gradient.0.1.1", "gradient.bias.1.0", "probability.1", "loss.batch"):
        sheet.field(name).click()
        marked(sheet, name)
        assert sheet.page.evaluate(SELECTED) == [[name, YELLOW]]
    sheet.press("Close")
    box = sheet.page.locator(".neurons circle.body").nth(5).bounding_box()
    assert box is not None
    sheet.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    marked(sheet, "value.1.1")
    sheet.page.keyboard.press("t")
    marked(sheet, "value.1.1")
    sheet.page.keyboard.press("t")
    sheet.page.keyboard.press("Escape")
    marked(sheet)


def test_what_can_be_edited_still_is_and_its_selection_stays(open_page):
    """Click and type changes a weight; it stays selected while one steps and edits, and in a mirror."""
    sheet = open_page()
    sheet.type_into("weight.1.2.0", "0.5")
    sheet.shows("weight.1.2.0", 0.5)
    marked(sheet, "weight.1.2.0")
    sheet.page.keyboard.press("Escape")
    marked(sheet, "weight.1.2.0")
    sheet.play("Step")
    marked(sheet, "weight.1.2.0")
    mirror = open_page(sheet.page.url)
    marked(mirror, "weight.1.2.0")
    mirror.field("bias.0.1").click()
    marked(sheet, "bias.0.1")
    sheet.press("Undo")
    marked(sheet, "bias.0.1")


def test_what_a_rebuilt_network_has_no_more_is_let_go(open_page):
    """The number of a neuron that is gone."""
    sheet = open_page()
    sheet.field("bias.0.4").click()
    marked(sheet, "bias.0.4")
    sheet.unfold()
    sheet.type_into("layer.0.size", "3")
    marked(sheet)
