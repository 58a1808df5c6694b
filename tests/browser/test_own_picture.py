"""A picture of the reader's own: drawn or dropped, it is classified at once and can be followed inside."""

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.reading import Sheet

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
THREE = [(0.35, 0.25), (0.5, 0.2), (0.62, 0.3), (0.48, 0.48), (0.65, 0.68), (0.5, 0.8), (0.35, 0.75)]


def panel(page: Page) -> Locator:
    """The place for one's own picture."""
    return page.get_by_role("region", name="Your own picture")


def open_digits(open_page, viewport: dict[str, int] | None = None) -> Sheet:
    """The page learning the digits, with the pad open."""
    sheet = open_page()
    if viewport:
        sheet.page.set_viewport_size(viewport)
        sheet.page.get_by_role("button", name="Experiment").click()
    sheet.page.get_by_label("data set").select_option("digits")
    panel(sheet.page).get_by_role("button", name="Your own picture…").click()
    return sheet


def draw(page: Page, points: list[tuple[float, float]]) -> None:
    """A stroke on the pad, through points in shares of its edges."""
    pad = panel(page).get_by_role("img", name="Pad to draw on")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def tags(page: Page) -> dict[str, float]:
    """What the panel says, all digits."""
    rows = panel(page).locator("[data-field^='tag.']").all()
    return {
        (row.get_attribute("data-field") or "")[4:]: float(row.get_attribute("data-value") or "nan")
        for row in rows
    }


def image(size: tuple[int, int] = (300, 400), kind: str = "PNG") -> bytes:
    """A page with a three on it, as a file."""
    page = Image.new("L", size, "white")
    points = [(x * size[0], y * size[1]) for x, y in THREE]
    ImageDraw.Draw(page).line(points, fill=0, width=size[0] // 12, joint="curve")
    file = io.BytesIO()
    page.save(file, kind)
    return file.getvalue()


def choose(page: Page, name: str, data: bytes) -> None:
    """Choose a picture as with the button."""
    payload: FilePayload = {"name": name, "mimeType": "image/png", "buffer": data}
    panel(page).get_by_label("Picture", exact=True).set_input_files(payload)


def test_a_drawing_is_classified_and_followed(open_page):
    """Tags while it is drawn, all stages told, and on the stage the very likelihoods that the panel has."""
    sheet = open_digits(open_page)
    page = sheet.page
    draw(page, THREE)
    panel(page).get_by_text("Likeliest").wait_for()  # said once the stroke is over
    panel(page).get_by_text("How it became 8 × 8").click()
    titles = panel(page).locator("ol b").all_inner_texts()
    said = tags(page)
    panel(page).get_by_role("button", name="Follow it through the network").click()
    expect(page.get_by_text("your picture", exact=True)).to_be_visible()

    assert titles == ["as drawn", "turned round", "cut and placed", "8 × 8"]
    assert list(said.values()) == sorted(said.values(), reverse=True)
    for name, likelihood in said.items():  # of one sample alone, or in its batch: sums may round otherwise
        assert np.isclose(sheet.value(f"probability.{name}"), likelihood, rtol=1e-9)
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("your picture", exact=True)).to_be_hidden()


def test_on_a_phone_the_sheet_gives_way_to_the_stage(open_page):
    """Followed, the picture is in sight: the experiment closes, and the line below the network names it."""
    sheet = open_digits(open_page, {"width": 390, "height": 844})
    page = sheet.page
    draw(page, THREE)
    panel(page).get_by_role("button", name="Follow it through the network").click()

    expect(page.locator("aside")).to_be_hidden()
    expect(page.get_by_role("main").get_by_text("your picture in place of")).to_be_visible()


def test_a_drawing_is_classified_again_by_the_next_network(open_page):
    """After a step the tags are those of the new weights, without a stroke."""
    sheet = open_digits(open_page)
    draw(sheet.page, THREE)
    panel(sheet.page).get_by_text("How it became").wait_for()
    before = tags(sheet.page)
    sheet.play("Step")
    sheet.page.wait_for_function(
        """([name, value]) => {
            const tag = document.querySelector(`[data-field="tag.${name}"]`);
            return tag === null || Number(tag.dataset.value) !== value;
        }""",
        arg=list(next(iter(before.items()))),
    )

    assert tags(sheet.page) != before


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_file_is_read(open_page, kind):
    """Brought to size in stages, the paper around it cut away."""
    sheet = open_digits(open_page)
    choose(sheet.page, f"three.{kind.lower()}", image(kind=kind))
    summary = panel(sheet.page).get_by_text("How it became 8 × 8")
    summary.click()

    assert panel(sheet.page).locator("ol b").all_inner_texts() == [
        "as it came",
        "turned round",
        "cut and placed",
        "8 × 8",
    ]
    expect(panel(sheet.page).get_by_text("As it came, 300 × 400 pixels.")).to_be_visible()
    assert len(tags(sheet.page)) == 5


def test_a_large_picture_is_read(open_page):
    """Of 40 million pixels, made smaller first."""
    sheet = open_digits(open_page)
    choose(sheet.page, "large.png", image((5000, 8000)))
    panel(sheet.page).get_by_text("How it became 8 × 8").click()

    expect(
        panel(sheet.page).get_by_text(
            "As it came, 5000 × 8000 pixels, made smaller to 1250 × 2000 pixels by taking means."
        )
    ).to_be_visible()


def test_a_text_named_png_is_refused(open_page):
    """In place, and drawing goes on."""
    sheet = open_digits(open_page)
    choose(sheet.page, "text.png", b"I am a text")

    expect(panel(sheet.page).get_by_role("alert")).to_contain_text("text.png is no picture that can be read")
    draw(sheet.page, THREE)
    expect(panel(sheet.page).get_by_role("alert")).to_be_hidden()
    assert len(tags(sheet.page)) == 5


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_picture_can_be_dropped_or_pasted_anywhere(open_page, way):
    """The data stay what they are, and the browser stays on the page."""
    sheet = open_digits(open_page)
    kept = sheet.page.evaluate(
        """([text, way]) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], 'three.png', { type: 'image/png' }));
        const options = { bubbles: true, cancelable: true };
        const event = way === 'drop'
            ? new DragEvent('drop', { ...options, dataTransfer: data })
            : new ClipboardEvent('paste', { ...options, clipboardData: data });
        return document.querySelector('main').dispatchEvent(event);
    }""",
        [base64.b64encode(image()).decode(), way],
    )
    panel(sheet.page).get_by_text("How it became 8 × 8").wait_for()

    assert kept is False
    expect(sheet.page.get_by_role("region", name="Your own data").get_by_role("alert")).to_be_hidden()
    assert len(tags(sheet.page)) == 5


def test_it_works_on_a_phone(open_page):
    """In the sheet over the stage: drawn with one finger's width to spare, and nothing cut off."""
    sheet = open_digits(open_page, {"width": 390, "height": 844})
    draw(sheet.page, THREE)
    panel(sheet.page).get_by_text("How it became").wait_for()
    pad = panel(sheet.page).get_by_role("img", name="Pad to draw on").bounding_box()

    assert pad is not None
    assert pad["width"] >= 200
    assert 0 <= pad["x"] <= pad["x"] + pad["width"] <= 390
    assert np.isclose(pad["width"], pad["height"], atol=2)


def test_the_panel_is_accessible(open_page):
    """With a reading and all its stages open."""
    sheet = open_digits(open_page)
    draw(sheet.page, THREE)
    panel(sheet.page).get_by_text("How it became").click()
    sheet.page.evaluate(AXE.read_text())
    found = sheet.page.evaluate("axe.run('section[aria-label=\"Your own picture\"]')")

    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_tables_have_no_pad(open_page):
    """It is there for pictures alone."""
    sheet = open_page()

    expect(panel(sheet.page)).to_have_count(0)
