"""One's own numbers are checked on the page, and those to be worked out can be hidden."""

from playwright.sync_api import Locator, expect

from tests.browser.reading import Sheet


def opened(sheet: Sheet, choice: str) -> Locator:
    """The dock with a sheet in it."""
    sheet.page.keyboard.press("y")
    sheet.page.get_by_role("tab", name="Check").click()
    lens = sheet.page.get_by_role("dialog", name="Check my numbers")
    lens.get_by_label("Work out").select_option(label=choice)
    return lens


def test_hidden_numbers_show_when_they_are_right(open_page):
    """A layer's values, typed to a few digits; a wrong one keeps its place hidden."""
    sheet = open_page()
    values = [sheet.value(f"value.1.{k}") for k in range(5)]
    lens = opened(sheet, "values of hidden 1")
    lens.get_by_label("hide them on the page").check()
    for k in range(5):
        expect(sheet.field(f"value.1.{k}")).to_have_text("?")
    blanks = lens.get_by_role("textbox")
    for k, value in enumerate(values[:4]):
        blanks.nth(k).fill(f"{value:.3f}")
        blanks.nth(k).press("Enter")
    blanks.nth(4).fill("9")
    blanks.nth(4).press("Enter")
    expect(lens.get_by_text("4 of 5 are right.")).to_be_visible()
    for k in range(4):
        expect(sheet.field(f"value.1.{k}")).not_to_have_text("?")
    expect(sheet.field("value.1.4")).to_have_text("?")
    lens.get_by_role("button", name="Show me").click()
    expect(sheet.field("value.1.4")).not_to_have_text("?")


def test_the_misprint_of_the_worked_example_is_found(open_page):
    """0.291027924, which many courses print, is the loss after updating the outputs first."""
    sheet = open_page(start="Worked example 2-2-2")
    lens = opened(sheet, "the whole step")
    loss = lens.get_by_role("textbox", name="loss of the batch after the update")
    loss.fill("0.291027924")
    loss.press("Tab")
    expect(lens.get_by_text("hidden gradients computed with already updated weights").first).to_be_visible()
    loss.fill("0.291027774")
    loss.press("Tab")
    expect(lens.get_by_text("It is right.")).to_be_visible()


def test_there_is_always_another_exercise(open_page):
    """Filled in from what it gives, pasted at once; another has other numbers."""
    sheet = open_page()
    lens = opened(sheet, "one layer forward")
    given = lens.locator(".given").inner_text()
    lens.get_by_role("button", name="Show me").click()
    shown = lens.locator(".blanks span.right")
    expect(shown).to_have_count(lens.get_by_role("textbox").count())
    right = shown.all_inner_texts()
    lens.get_by_role("textbox").first.focus()
    sheet.page.evaluate(
        """(text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste",
                { clipboardData, bubbles: true, cancelable: true }));
        }""",
        "\n".join(right),
    )
    expect(lens.get_by_text("All of it is right.")).to_be_visible()
    lens.get_by_role("button", name="Another").click()
    expect(lens.locator(".given")).not_to_have_text(given)
    expect(lens.get_by_text("Nothing is filled in yet.")).to_be_visible()
