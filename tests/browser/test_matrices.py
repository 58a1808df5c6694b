"""The step as products of matrices: what is in the cells comes out, and the code makes the same step."""

import re

import numpy as np
from playwright.sync_api import Locator, expect

from tests.browser.reading import Sheet


def opened(sheet: Sheet) -> Locator:
    """The dock with the lens Matrices in it."""
    sheet.page.keyboard.press("y")
    sheet.page.get_by_role("tab", name="Matrices").click()
    lens = sheet.page.get_by_role("dialog", name="Matrices")
    expect(lens.get_by_text("One step is these 18 lines, and nothing else.")).to_be_visible()
    return lens


def cells(lens: Locator, symbol: str) -> np.ndarray:
    """The numbers of a matrix, as its cells have them."""
    rows = lens.get_by_role("table", name=re.compile(f"^{re.escape(symbol)},")).locator("tr").all()
    return np.array(
        [
            [float(cell.get_attribute("data-value") or "nan") for cell in row.locator("td").all()]
            for row in rows
        ]
    )


def choose(lens: Locator, line: str) -> None:
    """Look at another equation."""
    lens.get_by_role("button", name=line).first.click()
    expect(lens.locator("[aria-current=step]")).to_contain_text(line)


def test_rows_times_columns_are_what_the_cells_say(open_page):
    """Forward and back, recomputed from the cells."""
    lens = opened(open_page())
    choose(lens, "Z₁ = X W₁ + b₁")
    np.testing.assert_allclose(
        cells(lens, "Z₁"), cells(lens, "X") @ cells(lens, "W₁") + cells(lens, "b₁"), rtol=1e-12, atol=1e-15
    )
    choose(lens, "E₁ = Δ₂ W₂ᵀ")
    np.testing.assert_allclose(
        cells(lens, "E₁"), cells(lens, "Δ₂") @ cells(lens, "W₂ᵀ"), rtol=1e-12, atol=1e-15
    )


def test_it_follows_the_step_until_an_equation_is_chosen(open_page):
    """And follows again when asked to."""
    sheet = open_page()
    lens = opened(sheet)
    sheet.play("Step")
    sheet.press("Forward")
    sheet.rests_at(4)
    expect(lens.locator("[aria-current=step]")).to_contain_text("P = softmax(A₂)")
    choose(lens, "W₂′ = W₂ − U")
    lens.get_by_role("button", name="Follow the step").click()
    expect(lens.locator("[aria-current=step]")).to_contain_text("P = softmax(A₂)")


def test_a_cell_shows_its_sum_term_by_term(open_page):
    """Clicked, it is the number that is selected everywhere; arrows step through its sum."""
    sheet = open_page()
    lens = opened(sheet)
    choose(lens, "Z₁ = X W₁ + b₁")
    cell = lens.get_by_role("table", name=re.compile("^Z₁,")).locator("td").nth(2)
    cell.click()
    expect(cell).to_have_class(re.compile("selected"))
    total = lens.get_by_label("The sum of the cell; arrows step through it")
    expect(total).to_contain_text("4 terms")
    total.focus()
    for term in range(1, 5):
        sheet.page.keyboard.press("ArrowRight")
        expect(total).to_contain_text(f"{term} of 4")
        expect(lens.locator("td.part")).to_have_count(2)
    said = total.inner_text().split("so far")[1].split("\n")[0].strip().replace("−", "-")
    assert float(said) == float(f"{float(cell.get_attribute('data-value') or 'nan'):.6g}")


def test_cells_are_reached_with_the_keys(open_page):
    """Arrows walk over the result, Enter selects; all digits are said."""
    sheet = open_page()
    lens = opened(sheet)
    choose(lens, "Z₁ = X W₁ + b₁")
    lens.get_by_role("group", name="Cells; arrows walk over them").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        sheet.page.keyboard.press(key)
    cell = lens.get_by_role("table", name=re.compile("^Z₁,")).locator("tr").nth(1).locator("td").nth(1)
    digits = (cell.get_attribute("data-value") or "").replace("-", "−")
    expect(lens.locator(".readout")).to_contain_text(digits)
    sheet.page.keyboard.press("Enter")
    expect(cell).to_have_class(re.compile("selected"))


def test_the_code_makes_the_step(open_page):
    """NumPy's lines, copied from the page and run: the new weights of the page."""
    lens = opened(open_page())
    lens.get_by_text("The step as code").click()
    made: dict[str, np.ndarray] = {}
    code = lens.locator("pre")
    expect(code).to_contain_text("import numpy as np")
    exec(code.inner_text(), made)
    choose(lens, "W₂′ = W₂ − U")
    np.testing.assert_allclose(cells(lens, "W₂′"), made["new_w2"], rtol=1e-12, atol=1e-15)
    lens.get_by_role("radio", name="Octave").click()
    expect(code).to_contain_text("% forward")
