"""The network is asked what it loses without a part, and what it says is what a changed network does."""

import pytest
from playwright.sync_api import Locator, expect

from learnscope.scene.removals import removals_of
from learnscope.session.numbers import Numbers
from learnscope.session.state import begin
from learnscope.starting_points import STARTING_POINTS
from tests.browser.reading import Sheet


def opened(sheet: Sheet) -> Locator:
    """The dock with the lens in it."""
    sheet.page.keyboard.press("y")
    sheet.page.get_by_role("button", name="All panels").click()
    sheet.page.get_by_role("button", name="Ask the network").click()
    return sheet.page.get_by_role("dialog", name="Ask the network")


def test_every_single_one_is_mapped_and_selects_its_number(open_page):
    """The list begins with the largest; choosing it selects it on the stage and tells of it alone."""
    sheet = open_page()
    lens = opened(sheet)
    subject = Numbers(begin("", STARTING_POINTS["iris"].experiment, run="1")).subject
    removals = removals_of(subject, subject.step.network)
    effects = [effect.loss_change for _, effect in removals.map([*removals.neurons(), *removals.wires()])]
    first = lens.locator("[data-field^='ask.change.']").first
    expect(lens.get_by_text("one by one they explain")).to_be_visible()
    shown = float(first.get_attribute("data-value"))
    name = first.get_attribute("data-field").removeprefix("ask.change.")

    first.locator("xpath=..").get_by_role("button").click()

    assert shown == pytest.approx(max(effects, key=abs), rel=1e-9)
    expect(lens.locator("[data-field='ask.loss.after']")).to_be_visible()
    loss, after = (
        float(lens.locator(f"[data-field='ask.loss.{when}']").get_attribute("data-value"))
        for when in ("before", "after")
    )
    assert after - loss == pytest.approx(shown, rel=1e-9)
    expect(
        sheet.page.locator(f".stage .selected[data-key='{name}'], .stage [data-key='{name}'].selected")
    ).to_have_count(1)


def test_a_wire_is_nudged_and_two_are_asked_together(open_page):
    """By so much; then another beside it tells whether both add up."""
    sheet = open_page()
    lens = opened(sheet)
    lens.locator("section tbody button").nth(0).click()
    lens.get_by_label("nudged by", exact=True).check()
    expect(lens.get_by_role("status").first).to_contain_text(
        "nudged by +0.1, the loss of all 150 flowers goes from"
    )
    lens.get_by_label("removed").check()
    lens.get_by_role("button", name="Together with another").click()
    lens.locator("section tbody button").nth(1).click()
    expect(lens.get_by_role("status").first).to_contain_text("beyond that.")


def test_the_map_is_walked_by_keys(open_page):
    """Arrows say what a cell is, Enter selects it."""
    sheet = open_page()
    lens = opened(sheet)
    heat = lens.get_by_role("group", name="The loss without each of inputs;")
    heat.focus()
    heat.press("ArrowDown")
    heat.press("ArrowDown")
    expect(heat).to_contain_text("sepal width: loss")
    heat.press("Enter")
    expect(lens.get_by_role("status").first).to_contain_text("Without sepal width, the loss")


def test_what_each_sample_asks_of_a_weight_stands_beside_their_mean(open_page):
    """Bars add up to the gradient that is applied; another weight is asked about by selecting it."""
    sheet = open_page()
    sheet.page.keyboard.press("y")
    sheet.page.get_by_role("tab", name="Batch").click()
    lens = sheet.page.get_by_role("dialog", name="Batch")
    sheet.page.evaluate("document.querySelector('.stage [data-key=\"weight.1.2.0\"]').click()")
    sheet.page.get_by_role("tab", name="Batch").click()
    expect(lens.get_by_text("What each asks of the weight hidden 3 → setosa")).to_be_visible()
    rows = lens.locator(".own tbody [data-key^='gradient.1.2.0@']")
    own = [float(rows.nth(k).get_attribute("data-value")) for k in range(rows.count())]
    applied = float(lens.locator(".own tfoot [data-key='gradient.1.2.0']").get_attribute("data-value"))

    assert len(own) == 15
    assert sum(own) / len(own) == pytest.approx(applied, rel=1e-9)


def test_batch_sizes_are_trained_until_they_have_seen_as_many_samples(open_page):
    """Single samples, the batch as it stands, all at once: from 2 100 steps to 20."""
    sheet = open_page()
    sheet.page.keyboard.press("y")
    sheet.page.get_by_role("tab", name="Batch").click()
    lens = sheet.page.get_by_role("dialog", name="Batch")
    lens.get_by_text("Single samples, batches, or all at once").click()
    steps = lens.locator("details tbody td:nth-child(2)")
    expect(steps).to_have_text(["2 100", "140", "20"])
