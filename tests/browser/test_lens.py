"""Any number answers why, in the dock; a step played at reading pace waits."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import returning
from tests.browser.reading import Sheet


def dock(sheet: Sheet, name: str = "Why"):
    """What stands at the right."""
    return sheet.page.get_by_role("dialog", name=name)


def test_one_click_asks_why_and_every_operand_asks_on(open_page):
    """A neuron's δ, then what arrives at it, then back along the trail; the values are the stage's."""
    sheet = open_page()
    sheet.play("Backprop")
    before = sheet.value("delta.1.2")
    sheet.field("delta.1.2").click()
    why = dock(sheet)
    expect(why.get_by_role("heading", name="δ of hidden 3")).to_be_visible()
    shown = why.locator('[data-key="delta.1.2"]')
    assert float(shown.get_attribute("data-value") or "nan") == before
    expect(why.locator(".katex")).to_be_visible()

    why.get_by_role("button", name=re.compile("what arrives back at hidden 3")).click()
    expect(why.get_by_role("heading", name="what arrives back at hidden 3")).to_be_visible()
    terms = why.get_by_role("list", name=re.compile("Terms of the sum"))
    expect(terms.get_by_role("listitem")).to_have_count(3)
    why.get_by_role("navigation").get_by_role("button", name="delta").click()
    expect(why.get_by_role("heading", name="δ of hidden 3")).to_be_visible()


def test_a_field_keeps_the_focus_while_labels_find_other_places(open_page):
    """Its label stays where it is in the page while the lens opens and the network gets narrower."""
    sheet = open_page()
    sheet.field("weight.0.1.0").click()
    sheet.page.keyboard.type("0.5")
    sheet.page.get_by_role("tab", name="Why").or_(sheet.page.locator(".stage")).first.hover()
    sheet.page.keyboard.press("Enter")
    expect(sheet.field("weight.0.1.0")).to_have_attribute("data-value", "0.5")


def test_what_is_printed_recomputes(open_page):
    """The product in the line below the formula gives the result as it is printed."""
    sheet = open_page()
    sheet.play("Backprop")
    sheet.field("delta.1.2").click()
    line = dock(sheet).locator('[data-field="why.line"]').inner_text().replace("−", "-")
    left, right = line.split(" = ")
    one, other = (float(part.strip("()")) for part in left.split(" × "))

    digits = len(right.strip("+-").replace("0.", "", 1).lstrip("0").replace(".", ""))
    assert f"{one * other:.{digits}g}" == f"{float(right):.{digits}g}"


def test_a_gradient_is_proven_on_the_spot(open_page):
    """With a nudge of any size; the effect of the step is said."""
    sheet = open_page()
    sheet.play("Backprop")
    sheet.field("delta.1.2").click()
    why = dock(sheet)
    expect(why.get_by_role("heading", name="δ of hidden 3")).to_be_visible()
    sheet.field("gradient.bias.0.2").click()
    expect(why.get_by_role("heading", name="gradient of the bias of hidden 3")).to_be_visible()
    expect(why.get_by_text(re.compile("^✓ Nudged by ±6e−6"))).to_be_visible()
    why.get_by_text("Nudge it yourself: both losses, any ε").click()
    expect(why.get_by_role("img", name=re.compile("truncation.*rounding"))).to_be_visible()
    why.get_by_role("slider").fill("-12")
    expect(why.get_by_text(re.compile("few digits|a slope of"))).to_be_visible()
    expect(why.get_by_role("heading", name="What this step does to it")).to_be_visible()


def test_the_lens_follows_what_is_shown(open_page):
    """After a step the same number has its new value; y closes and opens it again."""
    sheet = open_page()
    sheet.play("Step")
    sheet.press("Forward")
    sheet.rests_at(4)
    sheet.field("value.1.2").click()
    expect(dock(sheet).locator('[data-key="value.1.2"]')).to_have_attribute(
        "data-value", sheet.field("value.1.2").get_attribute("data-value") or ""
    )
    sheet.page.locator(".stage").click(position={"x": 8, "y": 300})
    sheet.page.keyboard.press("y")
    expect(dock(sheet)).to_have_count(0)


def test_a_path_of_blame_is_drawn_and_adds_up(open_page):
    """Its parts are the gradient; the one chosen has its numbers lit on the stage, until it is let go."""
    sheet = open_page()
    sheet.play("Backprop")
    sheet.field("gradient.bias.0.2").click()
    chain = dock(sheet).get_by_role("region", name="Chain of blame")
    paths = chain.get_by_role("list", name=re.compile("Paths from the loss"))
    expect(paths.get_by_role("listitem")).to_have_count(3)
    together = chain.locator('[data-field="blame.gradient"]').get_attribute("data-value") or "nan"
    assert float(together) == pytest.approx(sheet.value("gradient.bias.0.2"), rel=1e-12)

    paths.focus()
    sheet.page.keyboard.press("ArrowDown")
    sheet.page.keyboard.press("Enter")
    lit = sheet.page.locator('.stage [data-mark="lit"]')
    expect(lit.first).to_be_visible()
    keys = [one.get_attribute("data-key") or "" for one in lit.all()]
    assert any(key.startswith("weight.1.2.") for key in keys)
    assert any(key.startswith("error.") for key in keys)
    sheet.page.keyboard.press("Enter")
    expect(lit).to_have_count(0)


def test_pointing_at_a_number_lights_its_term_and_the_other_way_round(open_page):
    """A sum's term lights value and weight on the stage; the weight's label lights the term."""
    sheet = open_page()
    sheet.play("Step")
    sheet.press("Forward")
    sheet.rests_at(4)
    sheet.field("value.2.1").click()
    why = dock(sheet)
    why.get_by_role("button", name=re.compile("^z of versicolor")).click()
    terms = why.get_by_role("list", name=re.compile("Terms of the sum"))
    expect(terms.get_by_role("listitem")).to_have_count(5)

    terms.focus()
    sheet.page.keyboard.press("ArrowDown")
    sheet.page.keyboard.press("ArrowDown")
    expect(sheet.page.locator('.stage [data-key="weight.1.1.1"]')).to_have_attribute("data-mark", "lit")
    expect(why.get_by_text(re.compile("so far"))).to_be_visible()
    terms.blur()
    sheet.page.locator('.stage [data-key="value.1.3"]').hover()
    expect(why.get_by_text(re.compile("^hidden 4: "))).to_be_visible()


def test_the_steps_that_moved_a_weight_most_are_one_click_away(open_page):
    """They are marked on the run; the lens and the mark both go there."""
    sheet = open_page()
    sheet.press("Play training")
    sheet.page.wait_for_function("() => document.querySelector('[data-field=head]')?.dataset.value > 2")
    sheet.press("Pause training")
    expect(sheet.page.get_by_role("button", name="Play training")).to_be_visible()
    sheet.play("Backprop")
    sheet.field("gradient.bias.0.2").click()
    past = dock(sheet).get_by_role("region", name="In time")
    marks = sheet.page.get_by_role("button", name=re.compile("^Go to step .* moved the selected"))
    expect(marks).to_have_count(3)

    step = past.get_by_role("listitem").last.get_by_role("button")
    first = re.match(r"steps? ([\d\s]+)", step.inner_text())  # of a long run they are stretches of steps
    assert first is not None
    number = int(re.sub(r"\s", "", first[1]))
    step.click()

    expect(sheet.page.locator("[data-field=playhead]")).to_have_attribute("data-value", str(number))


def test_the_badge_opens_into_what_was_checked(open_page):
    """The gradients that differ most; one is nudged on the stage, where its weight and the loss say so."""
    sheet = open_page()
    sheet.page.locator("[data-field=check]").click()
    proof = dock(sheet, "Proof")
    expect(proof.get_by_role("heading", name="✓ All 43 gradients agree")).to_be_visible()
    worst = proof.get_by_role("list", name=re.compile("Gradients that differ")).get_by_role("listitem")
    expect(worst).to_have_count(8)
    worst.first.locator("button").click()

    why = dock(sheet)
    why.get_by_text("Nudge it yourself: both losses, any ε").click()
    why.get_by_role("slider").fill("-1")
    why.get_by_role("button", name="w + ε").click()
    loss = sheet.page.locator('[data-field="nudge.loss"]')
    expect(loss).to_be_visible()
    assert float(loss.get_attribute("data-value") or "nan") != sheet.value("loss.batch")
    why.get_by_role("button", name="w", exact=True).click()
    expect(loss).to_have_count(0)


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
def test_the_dock_never_lies_over_the_network_where_there_is_room(open_page, size):
    """Beside it from 1100 px on; below, a sheet that leaves half of the window."""
    sheet = open_page()
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    sheet.press("What if…")
    box = dock(sheet, "What if…").bounding_box()
    stage = sheet.page.locator(".stage").first.bounding_box()
    assert box is not None
    assert stage is not None

    if size[0] >= 1100:
        assert stage["x"] + stage["width"] <= box["x"] + 1
    else:
        assert box["y"] >= 0.5 * size[1]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0] + 1


def test_reading_pace_plays_a_phase_and_waits(browser, server):
    """For who has chosen nothing: Step plays a phase, Enter goes on, Step ends it; motion has no sentence."""
    context = returning(browser)
    page = context.new_page()
    page.goto(server.address)
    page.wait_for_selector(".stage .picture")
    place = page.locator("[data-position]")
    page.get_by_role("button", name="Step", exact=True).click()
    expect(place).to_have_attribute("data-position", "1")
    for position in ("2", "3"):
        page.locator(".stage").click(position={"x": 8, "y": 300})
        page.keyboard.press("Enter")
        expect(page.locator(".sentence")).to_be_hidden()
        expect(place).to_have_attribute("data-position", position)
        expect(page.locator(".sentence")).to_be_visible()
    page.get_by_role("button", name="Step", exact=True).click()
    expect(place).to_have_attribute("data-position", "7")
    context.close()


def circle(sheet: Sheet, number: int) -> dict[str, float]:
    """Where a neuron's circle lies, the inputs counted first."""
    box = sheet.page.locator(".stage .neurons .outline").nth(number).bounding_box()
    assert box is not None
    return {"x": box["x"] + box["width"] * 0.2, "y": box["y"] + box["height"] / 2}


def test_a_click_on_a_neuron_asks_why_it_gives_what_it_gives(open_page):
    """As a click on its number does; one on another, while the dock is open, at once."""
    sheet = open_page()
    sheet.play("Forward")
    sheet.page.mouse.click(**circle(sheet, 4 + 2))
    why = dock(sheet)
    expect(why.get_by_role("heading", name="value of hidden 3")).to_be_visible()
    sheet.page.mouse.click(**circle(sheet, 4 + 1))
    expect(why.get_by_role("heading", name="value of hidden 2")).to_be_visible()


def test_a_double_click_on_a_neuron_comes_near_and_nothing_moves_between_both(open_page):
    """The dock stays closed, so that the second click meets what the first did."""
    sheet = open_page()
    sheet.play("Forward")
    before = circle(sheet, 4 + 2)
    sheet.page.mouse.click(**before)
    assert circle(sheet, 4 + 2) == pytest.approx(before, abs=2)  # its line is thicker now
    sheet.page.mouse.down(click_count=2)
    sheet.page.mouse.up(click_count=2)
    expect(sheet.page.locator(".stage.closer")).to_be_visible()

    expect(dock(sheet)).to_have_count(0)
    assert (
        sheet.page.evaluate("document.querySelector('.stage .neurons .focused title').textContent")
        == "hidden 3"
    )


def test_a_cell_of_a_matrix_lights_its_number_on_the_stage(open_page):
    """The weight pointed at in the matrix is marked on its wire, and the other way round."""
    sheet = open_page()
    sheet.scrub(2)
    sheet.page.locator("[data-field=check]").click()
    sheet.page.get_by_role("tab", name="Matrices").click()
    cells = dock(sheet, "Matrices")
    cell = cells.locator('td[data-key^="weight."]').first
    name = cell.get_attribute("data-key")

    cell.hover()
    expect(sheet.page.locator(f'.stage [data-key="{name}"]')).to_have_attribute("data-mark", "lit")
    sheet.page.locator(f'.stage [data-key="{name}"]').hover()
    expect(cell).to_have_attribute("data-mark", "lit")


def test_while_training_plays_what_takes_longer_says_of_which_step_it_is(open_page):
    """The chain of blame and the history are asked anew where it rests."""
    sheet = open_page()
    sheet.play("Backprop")
    sheet.field("gradient.bias.0.2").click()
    expect(dock(sheet).get_by_role("region", name="In time")).to_be_visible()
    told = dock(sheet).locator("[data-field='as.of']")
    expect(told).to_have_count(0)
    sheet.press("Play training")
    expect(told).to_have_text("As it was at step 0; it is asked anew where training rests.")
    sheet.press("Pause training")
    expect(told).to_have_count(0)
