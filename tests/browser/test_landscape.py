"""The landscape on the page: its numbers are true, and a click puts the network there."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
X = np.array([[3, 1], [1, 2], [2, 0], [1, 1], [0, 1]])
Y = X @ [4.0, 3.0]


def test_the_loss_of_two_weights_is_drawn_whole_and_a_click_goes_there(open_page):
    """Café bills: losses and slopes recomputed, where the run begins and where a click leads."""
    page = open_page(start="Café bills").page
    page.keyboard.press("y")
    page.get_by_role("button", name="All panels").click()
    page.locator(".dock").get_by_text("Landscape", exact=True).click()
    panel = page.locator(".landscape")
    expect(panel).to_contain_text("exactly two parameters: the picture is the whole truth")

    def values(*names: str) -> list[float]:
        found = (panel.locator(f"[data-field='{name}'], [data-key='{name}']").first for name in names)
        return [float(one.get_attribute("data-value") or "nan") for one in found]

    def check() -> None:
        weights = np.array(values("weight.0.0.0", "weight.0.1.0"))
        wrong = X @ weights - Y
        assert values("landscape.here") == pytest.approx([(wrong**2).mean() / 2], rel=1e-9)
        assert values("landscape.0.slope", "landscape.1.slope") == pytest.approx(X.T @ wrong / 5, rel=1e-9)

    check()
    before = values("weight.0.1.0")[0]
    panel.locator(".map svg").click(position={"x": 140, "y": 150})
    expect(panel.locator("[data-key='weight.0.1.0']")).not_to_have_attribute("data-value", f"{before}")
    expect(page.locator(".landscape [data-field='landscape.here']")).not_to_have_attribute(
        "data-value", "11.58"
    )
    page.wait_for_function("document.querySelectorAll('.landscape circle.was').length === 0")
    check()


def test_a_network_that_diverges_is_told_of_in_words(open_page, server):
    """Nothing is drawn where it has no place, the console stays silent; with finite numbers all is back."""
    address, _, rest = server.address.partition("?")
    recipe = "data=iris&hidden=5&activation=relu&learning_rate=1e300&batch_size=5"
    sheet = open_page(f"{address}?{recipe}" + (f"&{rest}" if rest else ""))
    page = sheet.page
    page.keyboard.press("y")

    def panel(name: str) -> Locator:
        page.get_by_role("button", name="All panels").click()
        page.locator(".dock .all").get_by_role("button", name=name).first.click()
        return page.get_by_role("dialog", name=name)

    for _ in range(5):
        sheet.play("Step")
    expect(panel("Batch").get_by_text("not a number").first).to_be_visible()
    lens = panel("Landscape")
    expect(lens.get_by_role("alert")).to_contain_text("must be of finite numbers, got nan")

    sheet.press("Reset")
    expect(lens.locator("[data-curve=landscape]")).to_have_attribute("d", re.compile("^M"))
    expect(lens.get_by_role("alert")).to_have_count(0)


def test_at_the_end_of_a_step_it_shows_the_new_weight(open_page):
    """As the stage does; the picture is of the network before the step, and says so."""
    sheet = open_page(start="Guess")
    page = sheet.page
    page.keyboard.press("y")
    page.get_by_role("button", name="All panels").click()
    page.locator(".dock .all").get_by_role("button", name="Landscape").first.click()
    sheet.play("Step")

    value = page.locator(".landscape [data-key='weight.0.0.0']").first
    expect(value).to_have_attribute("data-value", f"{sheet.value('weight.0.0.0'):.17g}")
    expect(page.locator(".landscape")).to_contain_text("loss before the step")


def test_descent_by_hand_large_and_as_a_surface(open_page):
    """Losses are those of NumPy's own steps, the run stays, keys go around, files hold all, Escape ends."""
    sheet = open_page(start="Café bills")
    page = sheet.page
    page.keyboard.press("l")
    large = page.get_by_role("region", name="The landscape, large")
    expect(large).to_contain_text("the picture is the whole truth")
    expect(page.locator(".stage")).to_have_count(0)

    panel = page.locator(".dock .landscape")
    panel.get_by_text("Descent by hand", exact=True).first.click()
    expect(panel.locator("[data-field='descent.3.now']")).to_be_visible()
    large.locator(".map svg").click(position={"x": 60, "y": 60})

    def value(name: str) -> float:
        one = panel.locator(f"[data-field='{name}']").first
        return float(one.get_attribute("data-value") or "nan")

    expect(panel.locator("[data-field='descent.start.0']")).not_to_have_attribute("data-value", "0.6")
    for _ in range(3):
        panel.get_by_role("button", name="Step", exact=True).click()
    expect(panel.locator("[data-field='descent.at']")).to_have_text("step 3 of 12")
    expect(panel.locator("[data-field='descent.3.now']")).to_be_visible()
    start = np.array([value("descent.start.0"), value("descent.start.1")])
    expect(panel.locator("table[data-from]")).to_have_attribute("data-from", str(float(start[0])))
    for k in range(4):
        weights = start
        for _ in range(3):
            weights = weights - value(f"descent.{k}.rate") * X.T @ (X @ weights - Y) / 5
        assert value(f"descent.{k}.now") == pytest.approx(((X @ weights - Y) ** 2).mean() / 2, rel=1e-3)
    assert value("landscape.here") == pytest.approx(11.58, rel=1e-6)

    panel.get_by_text("Curvature and the largest stable rate").click()
    expect(panel).to_contain_text("Above 0.5491 the jumps")
    steepest = np.linalg.eigvalsh(X.T @ X / 5)[-1]
    assert value("curvature.stable_rate") == pytest.approx(2 / steepest, rel=1e-6)

    surface = page.get_by_role("application", name="as a surface")
    turned = surface.get_attribute("data-turn") or ""
    surface.press("ArrowLeft")
    expect(surface).not_to_have_attribute("data-turn", turned)

    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run('.page', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })")
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]] == []

    files = {}
    for kind in ("CSV", "SVG", "PNG"):
        with page.expect_download() as download:
            panel.get_by_role("button", name=kind, exact=True).click()
        files[kind] = Path(download.value.path()).read_bytes()
    rows = list(csv.reader(files["CSV"].decode().splitlines()))
    assert rows[0] == ["weight coffees → bill", "weight rolls → bill", "loss"]
    a, b, losses = np.array(rows[1:], dtype=float).T
    assert losses == pytest.approx(((np.stack([a, b], 1) @ X.T - Y) ** 2).mean(1) / 2, rel=1e-9)
    assert b"<image" in files["SVG"]
    assert b"http" not in files["SVG"].replace(b"http://www.w3.org/", b"")
    assert files["PNG"].startswith(b"\x89PNG")

    page.keyboard.press("Escape")
    expect(page.locator(".stage .picture")).to_be_visible()
    expect(panel.locator(".map")).to_be_visible()


def test_a_rate_that_leads_nowhere_is_refused_in_words(open_page):
    """0 and below; the descents stay as they were."""
    page = open_page(start="Café bills").page
    page.keyboard.press("y")
    page.get_by_role("button", name="All panels").click()
    page.locator(".dock .all").get_by_role("button", name="Landscape").first.click()
    panel = page.locator(".dock .landscape")
    panel.get_by_text("Descent by hand", exact=True).first.click()
    rate = panel.get_by_label("learning rate of descent 1")
    before = rate.get_attribute("data-value") or ""
    for typed, told in (("0", "0"), ("-1", "−1")):
        rate.click()
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")

        expect(panel.get_by_role("alert")).to_have_text(f"A learning rate must be above 0, not {told}.")
        expect(rate).to_have_attribute("data-value", before)
        page.keyboard.press("Escape")
