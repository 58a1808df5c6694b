"""The dock: one row of tabs, all else a menu away, by pointer and by keys."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_access import violations

# how many rows the tabs stand on, and whether any of them is cut
ROWS = """() => {
    const boxes = [...document.querySelectorAll('.dock .head :is([role="tab"], .menu, .close)')]
        .map((one) => one.getBoundingClientRect());
    const dock = document.querySelector('.dock .head').getBoundingClientRect();
    const list = document.querySelector('.dock .tabs');
    return [new Set(boxes.filter((one) => one.height > 28).map(({ top }) => Math.round(top))).size,
        list.scrollWidth - list.clientWidth, boxes.every(({ right }) => right <= dock.right)];
}"""


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_tabs_of_every_group_stand_on_one_row(open_page, size):
    """None is cut; every panel is in the menu, under its group, and axe finds nothing in any."""
    sheet = open_page()
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    sheet.key("y")
    more = sheet.page.locator(".dock").get_by_role("button", name="All panels")
    more.click()
    menu = sheet.page.get_by_role("dialog", name="All panels")
    names = menu.get_by_role("button").locator("b").all_inner_texts()
    assert len(names) == len(set(names)) >= 9
    assert violations(sheet.page) == []
    sheet.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(sheet.page.locator(".dock")).to_be_visible()

    for name in names:
        more.click()
        menu.get_by_role("button", name=name).first.click()
        expect(sheet.page.get_by_role("dialog", name=name, exact=True)).to_be_visible()
        rows, cut, inside = sheet.page.evaluate(ROWS)
        assert (rows, cut, inside) == (1, 0, True), name
        if size[0] == 1280:
            expect(sheet.page.locator(".dock .content > *").first).to_be_visible()
            assert violations(sheet.page) == [], name


def test_arrows_walk_over_the_tabs_of_a_group(open_page):
    """The focus goes with them, and round at the end; the tab with the focus is the panel that is open."""
    sheet = open_page()
    sheet.key("y")
    sheet.page.get_by_role("tab", name="Why").focus()
    names = sheet.page.locator(".dock .tabs").get_by_role("tab").all_inner_texts()
    for key, to in (
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("End", -1),
        ("ArrowRight", 0),
        ("ArrowLeft", -1),
        ("Home", 0),
    ):
        sheet.page.keyboard.press(key)
        tab = sheet.page.get_by_role("tab", name=names[to], exact=True)
        expect(tab).to_be_focused()
        expect(tab).to_have_attribute("aria-selected", "true")
