"""A setting that was added as CONTRIBUTING.md says, in the hands of a reader."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, Server
from tests.browser.test_what_if import has_futures, opened
from tests.recipes import Copy, add_setting


def test_an_added_setting_is_in_the_panel_in_what_if_and_on_the_map(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One entry in the table; no line of TypeScript, and the page is not built anew."""
    copy = Copy(tmp_path)
    add_setting(copy)
    monkeypatch.setenv("PYTHONPATH", copy.environment["PYTHONPATH"])
    server = Server()
    try:
        sheet = open_page(server.address, start="Iris 4-5-3")
        sheet.unfold()
        assert sheet.value("setting.haste") == 0.5
        sheet.type_into("setting.haste", "0.75")
        sheet.shows("setting.haste", 0.75)
        sheet.press("Undo")
        sheet.shows("setting.haste", 0.5)

        opened(sheet, "What if…")
        sheet.field("what_if.setting").select_option("haste")
        sheet.type_into("what_if.value", "0.25")
        sheet.page.get_by_text("With haste 0.25, ").wait_for()
        sheet.press("Keep")
        has_futures(sheet, 2)
        sheet.shows("setting.haste", 0.25)
        sheet.press("Map of two settings…")
        expect(sheet.field("map.x").locator("option[value='haste']")).to_have_count(1)
    finally:
        server.stop()
