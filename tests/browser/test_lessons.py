"""A lesson on the page: predict, play, why; kept by the browser; one's own experiment comes back."""

from playwright.sync_api import expect

from tests.browser.test_access import violations


def test_a_lesson_is_gone_through(open_page):
    """Nothing plays or is told before an answer, which stays over a reload; leaving gives back what was."""
    sheet = open_page()
    page = sheet.page
    own = page.locator(".page").get_attribute("data-run")
    page.get_by_role("button", name="Lessons").click()
    page.get_by_role("button", name="One neuron 4 minutes").click()
    lesson = page.get_by_role("article", name="Lesson")
    expect(lesson.get_by_role("heading", level=2)).to_have_text("A neuron multiplies and adds")
    page.wait_for_url("**#lesson/neuron/1")
    place = page.locator("ol[aria-label='Phases of the step'] .done")
    expect(place).to_have_count(1)
    page.keyboard.press("f")
    expect(lesson.get_by_role("region", name="Why")).to_have_count(0)
    expect(place).to_have_count(1)
    assert violations(page) == []

    lesson.get_by_role("textbox").fill("3")
    page.keyboard.press("Enter")
    expect(lesson.get_by_role("region", name="Why")).to_be_visible()
    expect(lesson.locator(".reply")).to_have_text("That is the inputs added, without the weights.")
    expect(lesson.locator(".result")).to_have_text("11.4")
    expect(place).to_have_count(2)
    assert violations(page) == []

    page.reload()
    expect(lesson.locator("dd").first).to_contain_text("3")
    page.keyboard.press("Enter")  # played again
    expect(place).to_have_count(2)
    page.keyboard.press("Enter")
    expect(lesson.get_by_role("heading", level=2)).to_have_text("The bias is there without any input")

    page.goto(page.url.replace("neuron/2", "neuron/4"))
    page.reload()
    expect(lesson.get_by_role("status")).to_have_text("Not reached yet.")
    for name, price in (("weight.0.0.0", "4"), ("weight.0.1.0", "3")):
        field = page.locator(f".stage input[data-key='{name}']")
        field.click()
        field.fill(price)
        field.press("Enter")
    expect(lesson.get_by_role("status")).to_have_text("✓ It is reached.")

    page.set_viewport_size({"width": 390, "height": 844})
    expect(lesson.get_by_role("heading", level=2)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Leave").click()
    expect(page.locator(".page")).to_have_attribute("data-run", own or "")
