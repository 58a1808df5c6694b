"""Layers and neurons added, moved and removed in the drawing itself, with the pointer and by keys."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import Sheet, matrix

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


def shape(sheet: Sheet, text: str) -> None:
    """Wait until the network has this shape."""
    expect(sheet.page.locator("header").get_by_text(text, exact=True)).to_be_visible()


def build(page: Page) -> None:
    """Show all controls."""
    Sheet(page).drawing("build")


def test_a_neuron_is_added_where_its_layer_is_titled(open_page):
    """Pointing at the title shows how; the outputs stay, and undo takes it back."""
    sheet = open_page()
    page = sheet.page
    before = matrix(sheet.numbers(), "probability")
    add = page.get_by_role("button", name="Add a neuron to hidden 1")
    expect(add).to_have_count(0)
    page.get_by_role("group", name="hidden 1").hover()
    add.click()
    shape(sheet, "4–6–3")

    assert (abs(matrix(sheet.numbers(), "probability") - before) < 1e-12).all()
    assert sheet.value("weight.1.5.0") == 0
    expect(page.get_by_role("status").filter(has_text="hidden 1 has six neurons now")).to_have_count(1)
    sheet.press("Undo")
    shape(sheet, "4–5–3")
    page.mouse.move(5, 5)
    expect(add).to_have_count(0)


def test_the_activation_is_chosen_in_place(open_page):
    """All weights stay."""
    sheet = open_page()
    before = matrix(sheet.numbers(), "weight.0")
    sheet.page.get_by_label("activation of hidden 1", exact=True).select_option("sigmoid")
    expect(sheet.page.get_by_text("sigmoid, softmax").first).to_be_visible()

    assert (matrix(sheet.numbers(), "weight.0") == before).all()


def test_layers_are_put_in_moved_and_removed(open_page):
    """Each with one press; the run goes on from the same step."""
    sheet = open_page()
    page = sheet.page
    sheet.play("Step")
    build(page)
    page.get_by_role("button", name="Put a hidden layer between inputs and hidden 1").click()
    shape(sheet, "4–4–5–3")
    expect(
        page.get_by_role("status").filter(has_text="step 1 is made; four tanh neurons put in")
    ).to_have_count(1)
    page.get_by_role("button", name="Move hidden 1 towards the outputs").click()
    shape(sheet, "4–5–4–3")
    page.get_by_role("button", name="Remove hidden 1", exact=True).click()
    shape(sheet, "4–4–3")
    sheet.play("Step")


def test_a_neuron_is_removed_where_it_stands(open_page):
    """Pointing at it shows how; the last of a layer stays."""
    sheet = open_page()
    page = sheet.page
    kept = sheet.value("bias.0.2")
    build(page)
    page.get_by_role("button", name="Remove neuron hidden 1", exact=True).click()
    shape(sheet, "4–4–3")

    assert sheet.value("bias.0.1") == kept
    for size in (3, 2, 1):
        page.get_by_role("button", name="Remove neuron hidden 1", exact=True).click()
        shape(sheet, f"4–{size}–3")
    expect(page.get_by_role("button", name="Remove neuron hidden 1", exact=True)).to_be_disabled()
    expect(page.get_by_role("button", name="Remove the last neuron of hidden 1")).to_be_disabled()


def test_keys_add_and_remove_what_is_walked_to(open_page):
    """Insert and Delete on a hidden neuron; on an input they do nothing."""
    sheet = open_page()
    page = sheet.page
    network = page.get_by_role("application", name="Network")
    network.focus()
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Insert")
    shape(sheet, "4–6–3")
    page.keyboard.press("Delete")
    shape(sheet, "4–5–3")
    page.keyboard.press("Delete")
    shape(sheet, "4–4–3")
    page.keyboard.press("Control+z")
    shape(sheet, "4–5–3")
    expect(network).to_be_focused()


def test_all_of_it_works_by_tab(open_page):
    """Once its controls are shown, each is a stop."""
    sheet = open_page()
    page = sheet.page
    page.get_by_role("button", name="Drawing", exact=True).focus()
    page.keyboard.press("Enter")
    toggle = page.get_by_role("button", name="build", exact=True)
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    add = page.get_by_role("button", name="Add a neuron to hidden 1")
    assert add.get_attribute("tabindex") == "0"
    add.focus()
    page.keyboard.press("Enter")
    shape(sheet, "4–6–3")
    expect(add).to_be_focused()


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_what_can_be_built_is_accessible(open_page, size):
    """With every control shown: no violation, none covered by another, all of them large enough."""
    sheet = open_page()
    page = sheet.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    if size[0] < 560:
        page.get_by_role("tab", name="whole").click()
    build(page)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run('.stage', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    boxes = [
        one.bounding_box()
        for one in page.locator(".stage .head button, .stage .gap button").all()
        if one.is_visible()
    ]
    for place, box in enumerate(boxes):
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
        for other in boxes[place + 1 :]:
            assert other is not None
            apart = (
                box["x"] + box["width"] <= other["x"] + 0.5
                or other["x"] + other["width"] <= box["x"] + 0.5
                or box["y"] + box["height"] <= other["y"] + 0.5
                or other["y"] + other["height"] <= box["y"] + 0.5
            )
            assert apart, (box, other)
