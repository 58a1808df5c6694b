"""A teacher looks at what a student sees."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_access import violations
from tests.browser.test_class import class_, lesson, pages

__all__ = ["class_", "pages"]  # fixtures


def test_the_teacher_looks_at_a_students_page(class_: tuple[Server, Path], pages: list[Page]):
    """What the student does is seen as they do it; nothing there can be used; when they leave it stays."""
    server, _ = class_
    teacher, ada, _ = pages
    room = teacher.get_by_role("main", name="Class")
    ada.goto(server.address)
    expect(ada.get_by_text("can look at your page, but change nothing there")).to_be_visible()
    ada.get_by_label("Your name").fill("<i>Ada")
    ada.get_by_role("button", name="Join").click()
    expect(lesson(ada)).to_contain_text("page 1 of 6")

    room.get_by_role("button", name="Show names").click()
    named = room.get_by_role("region", name="Students")
    named.get_by_role("button", name="Ada").click()
    assert violations(teacher) == []
    with teacher.context.expect_page() as opened:
        named.get_by_role("link", name="Look").click()
    looking = opened.value
    expect(looking.get_by_role("status").filter(has_text="You are looking")).to_have_text(
        "You are looking at <i>Ada's page; nothing can be changed here."
        " What they answered is not shown here: it stands behind their name on the class page."
    )
    expect(lesson(looking)).to_contain_text("page 1 of 6")
    expect(room.locator(".count")).to_have_text("1 here, 1 came")

    assert looking.locator(".page :is(button, input, select, textarea)").count() > 5
    expect(looking.locator(".page :is(button, input, select, textarea):not(:disabled)")).to_have_count(0)
    looking.locator("fieldset:has(> .page)").evaluate(
        "all => { all.disabled = false }"
    )  # and still nothing does anything
    lesson(looking).get_by_role("button", name="Show me").click()
    lesson(looking).get_by_text("output o2", exact=True).click()
    looking.get_by_role("button", name="Leave", include_hidden=True).dispatch_event("click")
    looking.keyboard.press("Enter")
    looking.locator("fieldset:has(> .page)").evaluate("all => { all.disabled = true }")
    assert violations(looking) == []

    ada.get_by_role("button", name="Leave").click()
    for page in (ada, looking):
        expect(page.locator(".task").first).to_contain_text("Which of three irises")
    ada.get_by_role("button", name="Step", exact=True).click()
    expect(looking.get_by_text("1 step", exact=False).first).to_be_visible()
    looking.locator(".stage .picture").first.hover()
    looking.reload()
    expect(looking.get_by_text("You are looking at")).to_be_visible()
    expect(looking.locator(".stage .picture").first).to_be_visible()

    ada.close()
    expect(room.locator(".count")).to_have_text("0 here, 1 came")
    expect(looking.locator(".task").first).to_contain_text("Which of three irises")
    expect(named.locator("tbody tr").first).to_contain_text("left just now")
