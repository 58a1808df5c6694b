"""Data of the reader's own: opened, dropped, pasted or drawn, it is what the network learns from."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import Server

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
ROWS = [(1.5, 20, "moss"), (4.25, 35, "fern"), (1.25, 24, "moss"), (5, 30, "fern"), (2, 28, "moss")] * 8
TABLE = "leaf span,shade,plant\n" + "".join(f"{a},{b},{c}\n" for a, b, c in ROWS)
GAP = TABLE.replace("\n4.25,", "\n,", 1)


def csv(text: str, name: str = "plants.csv") -> FilePayload:
    """A file that is chosen."""
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def panel(page: Page) -> Locator:
    """The place for one's own data."""
    return page.get_by_role("region", name="Your own data")


def unfold(page: Page) -> None:
    """Open the fold that the place for one's own data is in."""
    page.locator("section.own").evaluate("one => { one.closest('details').open = true; }")


def choose(page: Page, *files: FilePayload) -> None:
    """Choose files as with the button."""
    unfold(page)
    with page.expect_file_chooser() as chooser:
        panel(page).get_by_role("button", name="Open a file…").click()
    chooser.value.set_files(files)


def shows(page: Page, *texts: str) -> None:
    """Wait until the stage names these."""
    for text in texts:
        found = page.locator(".stage").get_by_text(text, exact=True).filter(visible=True)
        expect(found.first).to_be_visible()


def test_a_table_is_what_the_network_learns_from(open_page):
    """Its columns are the inputs, the classes of its last column the outputs; undo brings back what was."""
    sheet = open_page()
    choose(sheet.page, csv(TABLE))

    shows(sheet.page, "leaf span", "shade", "moss", "fern")
    expect(sheet.field("setting.data").locator("option:checked")).to_have_text("plants")
    sheet.play("Step")
    sheet.press("Undo")
    shows(sheet.page, "petal length")


def test_another_column_can_be_the_target(open_page):
    """Chosen from those there are; whole numbers are classes unless wished."""
    sheet = open_page()
    choose(sheet.page, csv(TABLE))
    shows(sheet.page, "moss")
    panel(sheet.page).locator("summary").click()
    panel(sheet.page).get_by_role("checkbox", name="plant").uncheck()
    panel(sheet.page).get_by_role("checkbox", name="shade").check()
    panel(sheet.page).get_by_role("button", name="Read again").click()

    shows(sheet.page, "plant = moss", "plant = fern", "20", "24", "28", "30", "35")
    panel(sheet.page).get_by_label("taken as").select_option("numbers")
    panel(sheet.page).get_by_role("button", name="Read again").click()
    shows(sheet.page, "shade")
    expect(panel(sheet.page).get_by_role("alert")).to_be_hidden()


def test_several_columns_can_be_learned_at_once(open_page):
    """Columns of 0 and 1 are labels, of which any number hold."""
    sheet = open_page()
    rows = [f"{k},{k % 2},{k // 2 % 2}" for k in range(1, 41)]
    choose(sheet.page, csv("height,sunny,windy\n" + "\n".join(rows)))
    shows(sheet.page, "sunny")
    panel(sheet.page).locator("summary").click()
    panel(sheet.page).get_by_role("checkbox", name="sunny").check()
    panel(sheet.page).get_by_role("button", name="Read again").click()

    expect(panel(sheet.page).get_by_role("list", name=re.compile("What was decided"))).to_contain_text(
        "'sunny' and 'windy' are the targets: 2 labels, any number of them at once"
    )
    shows(sheet.page, "sunny", "windy")


def test_what_was_decided_is_said_and_can_be_put_back(open_page):
    """A column that counts the rows is left out; one press brings it back."""
    sheet = open_page()
    lines = TABLE.splitlines()
    counted = "\n".join([f"row,{lines[0]}", *(f"{k},{line}" for k, line in enumerate(lines[1:]))])
    choose(sheet.page, csv(counted))
    decided = panel(sheet.page).get_by_role("list", name="What was decided about plants.csv")
    expect(decided).to_contain_text("column 'row' left out for counting the rows")
    panel(sheet.page).get_by_role("button", name="Bring 'row' back").click()

    shows(sheet.page, "row", "leaf span")


@pytest.mark.parametrize(
    "remedy",
    [
        "Leave rows with gaps out (leaves 39 of 40 rows)",
        "Fill gaps with the mean of their column (makes up 1 cell)",
    ],
)
def test_a_missing_value_is_told_and_mended(open_page, remedy):
    """The sentence names file, row and column; one press reads the file again and does what it says."""
    sheet = open_page()
    choose(sheet.page, csv(GAP))
    expect(panel(sheet.page).get_by_role("alert")).to_have_text(
        "plants.csv row 2: column 'leaf span' is empty"
    )
    shows(sheet.page, "petal length")
    panel(sheet.page).get_by_role("button", name=remedy).click()

    shows(sheet.page, "leaf span", "moss")
    expect(panel(sheet.page).get_by_role("alert")).to_be_hidden()


def test_what_the_command_line_was_given_is_asked_about(open_page, tmp_path):
    """`learnscope open` with a gap: the page asks, one press mends it, and a reload says what was decided."""
    (tmp_path / "plants.csv").write_text(GAP)
    server = Server("open", str(tmp_path / "plants.csv"))
    try:
        sheet = open_page(server.address)
        alert = panel(sheet.page).get_by_role("alert")
        expect(alert).to_have_text("plants.csv row 2: column 'leaf span' is empty")
        expect(alert).to_be_in_viewport()
        panel(sheet.page).get_by_role("button", name="Leave rows with gaps out").click()
        shows(sheet.page, "leaf span", "moss")
        sheet.page.reload()

        decided = panel(sheet.page).get_by_role("list", name="What was decided about plants.csv")
        expect(decided).to_contain_text("1 of 40 rows left out for missing values")
        expect(alert).to_be_hidden()
    finally:
        server.stop()


def test_a_folder_of_images_has_its_classes(open_page, tmp_path):
    """One sub-folder each; a file among them that is no image is named, and nothing changes."""
    for kind, shade in (("day", 200), ("night", 20)):
        (tmp_path / "skies" / kind).mkdir(parents=True)
        for number in range(8):
            Image.new("L", (3, 3), shade + 5 * number).save(tmp_path / "skies" / kind / f"{number}.png")
    sheet = open_page()
    unfold(sheet.page)
    folder = panel(sheet.page).get_by_label("Folder")
    (tmp_path / "skies" / "night" / "9.png").write_bytes(b"no image")
    folder.set_input_files(tmp_path / "skies")
    expect(panel(sheet.page).get_by_role("alert")).to_contain_text("night/9.png is no image that can be read")
    (tmp_path / "skies" / "night" / "9.png").unlink()
    folder.set_input_files(tmp_path / "skies")

    shows(sheet.page, "day", "night")
    expect(sheet.page.locator("option:checked").get_by_text("skies", exact=True)).to_have_count(1)


def test_files_can_be_dropped_anywhere_on_the_page(open_page):
    """While they are dragged the panel shows where they go; the browser does not leave the page for them."""
    sheet = open_page()
    sheet.page.evaluate(
        """(text) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], 'plants.csv'));
        for (const kind of ['dragover', 'drop']) {
            const event = new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true });
            window.kept = document.querySelector('main').dispatchEvent(event);
        }
    }""",
        TABLE,
    )

    shows(sheet.page, "leaf span", "moss")
    assert sheet.page.evaluate("window.kept") is False


def test_a_table_can_be_pasted(open_page):
    """As spreadsheets copy it."""
    sheet = open_page()
    sheet.page.evaluate(
        """(text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', text);
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }""",
        TABLE.replace(",", "\t"),
    )

    shows(sheet.page, "leaf span", "moss")


def test_both_tabs_see_the_data(open_page):
    """Whoever looks at the sitting sees what one of them opened."""
    one = open_page()
    other = open_page(one.page.url)
    choose(one.page, csv(TABLE, "Blätter 花.csv"))

    for sheet in (one, other):
        shows(sheet.page, "leaf span", "moss")
        expect(sheet.field("setting.data").locator("option:checked")).to_have_text("Blätter 花")


def test_points_are_drawn_and_learned(open_page):
    """A click puts one, a drag many; two classes make a data set whose inputs are x and y."""
    sheet = open_page()
    unfold(sheet.page)
    own = panel(sheet.page)
    own.get_by_role("button", name="Draw points…").click()
    learn = own.get_by_role("button", name="Learn these")
    expect(learn).to_be_disabled()
    plane = own.get_by_role("application")
    mouse = sheet.page.mouse

    def spray(x: float, y: float) -> None:
        plane.scroll_into_view_if_needed()
        box = plane.bounding_box()
        assert box is not None
        mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        mouse.down()
        mouse.move(box["x"] + (x + 0.3) * box["width"], box["y"] + y * box["height"], steps=12)
        mouse.up()

    spray(0.1, 0.2)
    expect(own.get_by_text("Put points of a second class too.")).to_be_visible()
    own.get_by_role("button", name=re.compile("^Class 2, square")).click()
    spray(0.6, 0.8)
    plane.click(position={"x": 114, "y": 114})
    counts = [int(text) for text in own.get_by_role("group").locator(".number").all_inner_texts()]
    learn.click()

    shows(sheet.page, "x₁", "x₂", "class 1", "class 2")
    assert counts[0] >= 5
    assert counts[1] >= 6
    assert counts[2:] == [0, 0]
    sheet.play("Step")


def test_points_are_drawn_with_the_keys(open_page):
    """The cursor is seen, and keys pressed on the plane are none of the page's."""
    sheet = open_page()
    unfold(sheet.page)
    own = panel(sheet.page)
    own.get_by_role("button", name="Draw points…").click()
    own.get_by_role("application").focus()
    keyboard = sheet.page.keyboard
    for _ in range(4):
        keyboard.press("ArrowLeft")
        keyboard.press("Enter")
    keyboard.press("3")
    keyboard.press("s")
    for _ in range(4):
        keyboard.press("ArrowUp")
        keyboard.press("Enter")
    expect(own.locator(".cursor")).to_be_visible()
    assert sheet.value("updates") == 0
    own.get_by_role("button", name="Learn these").click()

    shows(sheet.page, "x₁", "x₂", "class 1", "class 3")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation(open_page, theme):
    """With a refusal and the plane on screen, the most there can be."""
    sheet = open_page()
    sheet.page.emulate_media(color_scheme=theme)
    unfold(sheet.page)
    panel(sheet.page).get_by_role("button", name="Draw points…").click()
    panel(sheet.page).get_by_role("application").click()
    choose(sheet.page, csv(TABLE.replace("moss", "fern")))
    expect(panel(sheet.page).get_by_role("checkbox", name="shade")).to_be_visible()
    sheet.page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = sheet.page.evaluate("(runOnly) => axe.run('.own', { runOnly })", rules)

    assert [(one["id"], one["help"]) for one in result["violations"]] == []
