"""The Game of Life on the page: its grids are the network's and the true one, told apart cell by cell."""

import numpy as np
from playwright.sync_api import Locator, Page, expect

CELLS = """canvas => {
    const { width, height } = canvas, [columns, rows] = [80, 64];
    const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const pixels = copy.getImageData(0, 0, width, height).data;
    const cell = width / columns, found = [];
    for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
            const at = 4 * ((row * cell + (cell >> 1)) * width + column * cell + (cell >> 1));
            found.push([...pixels.slice(at, at + 4)].join(" "));
        }
    return found;
}"""


def drawn(board: Locator) -> np.ndarray:
    """What is drawn at the middle of each cell (64, 80), as text."""
    return np.array(board.locator("canvas").evaluate(CELLS)).reshape(64, 80)


def conway(cells: np.ndarray) -> np.ndarray:
    """The next generation on a torus."""
    around = sum(
        np.roll(cells, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right
    )
    return (around == 3) | (cells & (around == 2))


def number(page: Page, field: str) -> int:
    """A number of the page by its field."""
    return int(page.locator(f"[data-field='{field}']").get_attribute("data-value") or "-1")


def test_both_grids_are_the_true_one_until_a_weight_is_broken(open_page):
    """Cell by cell against NumPy for twenty generations; then one weight is moved, and both differ."""
    sheet = open_page()
    page = sheet.page
    with page.expect_event("load"):
        page.evaluate("location.hash = 'lesson/emergence/5'")
    life = page.locator(".life")
    network = life.get_by_role("figure", name="As the network plays it")
    true = life.get_by_role("figure", name="By the rule")
    expect(life).to_contain_text("It answers all 512 neighbourhoods as the rule does.")
    before = drawn(true) != "0 0 0 0"
    assert before.sum() > 100
    for _ in range(20):
        life.get_by_role("button", name="Step").click()
        before = conway(before)

    assert number(page, "life.generation") == 20
    assert number(page, "life.differing") == 0
    assert ((drawn(true) != "0 0 0 0") == before).all()
    assert (drawn(network) == drawn(true)).all()

    lesson = page.get_by_role("article", name="Lesson")
    lesson.get_by_role("button", name="Show me").click()
    field = life.get_by_role("spinbutton")
    field.fill("0")
    field.press("Enter")
    expect(life).to_contain_text("otherwise than the rule")
    expect(lesson.get_by_text("✓ Reached")).to_be_visible()
    life.get_by_role("button", name="Step").click()

    assert number(page, "life.differing") > 0
    assert (drawn(network) != drawn(true)).sum() == number(page, "life.differing")
    life.get_by_role("button", name="Again").click()
    assert number(page, "life.differing") == number(page, "life.generation") == 0
