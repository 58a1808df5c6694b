"""What if, the map and what training stops for, in the browser: what is drawn under the hand is kept."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from learnscope.library.train import train
from learnscope.starting_points import STARTING_POINTS
from tests.browser.reading import Sheet
from tests.browser.test_run import STANDS, rests

STEPS = 1000  # of a what-if, where the run is shorter
SLIDER = ".what-if input[type=range]"
PARTS = ("train", "validation")  # nothing is judged by test samples
ENGINES = 1e-9  # relative: compiled and plain training differ in their last bits, which steps multiply
INSIDE = """() => {
    const panel = document.querySelector('.dock').getBoundingClientRect();
    const cut = [...document.querySelectorAll('.dock .content :is(button, input, select, td, svg, p)')]
        .map((one) => one.getBoundingClientRect())
        .filter(({ left, right }) => left < panel.left - 1 || right > panel.right + 1);
    return [panel.left >= 0, panel.top >= 0, panel.right <= innerWidth, cut.length];
}"""


def opened(sheet: Sheet, panel: str) -> Sheet:
    """After two epochs of training, with a panel open above the strip."""
    for _ in range(2):
        head = sheet.value("head")
        sheet.key("e")
        sheet.page.wait_for_function(
            "head => Number(document.querySelector('[data-field=\"head\"]').dataset.value) > head", arg=head
        )
        rests(sheet)
    sheet.press(panel)
    sheet.page.get_by_role("dialog", name=panel).wait_for()
    return sheet


def drag(sheet: Sheet, share: float = 0.7) -> float:
    """Drag the slider there without letting go; the value it came to, once its training is drawn."""
    box = sheet.page.locator(SLIDER).bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    sheet.page.mouse.move(box["x"] + box["width"] / 2, y)
    sheet.page.mouse.down()
    for k in range(1, 9):
        sheet.page.mouse.move(box["x"] + box["width"] * (0.5 + (share - 0.5) * k / 8), y)
    return drawn(sheet)


def drawn(sheet: Sheet) -> float:
    """The value asked for, once what it would have led to is on screen."""
    value = sheet.value("what_if.value")
    sheet.page.get_by_text(f"With learning rate {value:g}").wait_for()
    return value


def futures(sheet: Sheet) -> int:
    """How many there are, as the button of their list counts them."""
    opener = sheet.page.locator(".run .tools button", has_text="Futures")
    return int(opener.inner_text().split()[-1]) if opener.count() else 1


def has_futures(sheet: Sheet, count: int) -> None:
    """Wait until there are so many."""
    opener = sheet.page.locator(".run .tools button", has_text="Futures")
    expect(opener).to_have_text([f"Futures {count}"] if count > 1 else [])


def test_what_is_drawn_under_the_hand_is_that_training_and_letting_go_keeps_it(open_page):
    """The losses beside the slider are those of `train` with the value, and of the future it becomes."""
    sheet = opened(open_page(start="Iris 4-5-3"), "What if…")
    value = drag(sheet)
    then = {part: sheet.value(f"what_if.then.{part}") for part in PARTS}
    sheet.page.mouse.up()
    has_futures(sheet, 2)
    rests(sheet)

    recipe = replace(STARTING_POINTS["iris"].experiment, learning_rate=value, epochs=200)
    run = train(recipe)
    for part in PARTS:
        assert then[part] == pytest.approx(run.evaluate(part, step=STEPS).loss, rel=ENGINES)
        assert sheet.value(f"{part}.loss") == pytest.approx(then[part], rel=ENGINES)
    assert sheet.value("setting.learning_rate") == value != 0.1
    assert sheet.value("head") == sheet.value("playhead") == STEPS


def test_the_curves_are_drawn_anew_for_every_value(open_page):
    """Another value, another curve, in the same window; the slider stays where the hand is."""
    sheet = opened(open_page(start="Iris 4-5-3"), "What if…")
    slider = sheet.page.locator(SLIDER)
    slider.focus()
    place, paths = slider.bounding_box(), set()
    for _ in range(4):
        sheet.page.keyboard.press("ArrowRight")
        drawn(sheet)
        paths.add(sheet.page.locator("[data-curve=train]").get_attribute("d"))
        assert slider.bounding_box() == place

    assert len(paths) == 4
    assert futures(sheet) == 1


def test_escape_drops_it_and_letting_go_keeps_nothing_then(open_page):
    """Nothing of the run has changed; a second Escape closes the panel."""
    sheet = opened(open_page(start="Iris 4-5-3"), "What if…")
    before = sheet.numbers()
    drag(sheet)
    sheet.page.keyboard.press("Escape")
    sheet.page.mouse.up()
    expect(sheet.page.locator("[data-curve=train]")).to_have_count(0)
    assert sheet.value("what_if.value") == 0.1
    sheet.page.keyboard.press("Escape")
    expect(sheet.page.get_by_role("dialog")).to_have_count(0)

    assert (sheet.numbers(), futures(sheet)) == (before, 1)


def test_enter_keeps_what_the_arrow_keys_chose_and_undo_takes_it_back(open_page):
    """By keyboard alone."""
    sheet = opened(open_page(start="Iris 4-5-3"), "What if…")
    sheet.page.locator(SLIDER).focus()
    sheet.page.keyboard.press("ArrowRight")
    value = drawn(sheet)
    sheet.page.keyboard.press("Enter")
    has_futures(sheet, 2)
    sheet.shows("setting.learning_rate", value)
    sheet.page.keyboard.press("Escape")
    sheet.page.keyboard.press("Control+z")
    has_futures(sheet, 1)

    sheet.shows("setting.learning_rate", 0.1)
    assert sheet.value("head") == 14


def test_a_value_that_breaks_a_rule_says_so_and_is_not_drawn(open_page):
    """In the words of the page; the next good value is drawn again."""
    sheet = opened(open_page(start="Iris 4-5-3"), "What if…")
    sheet.type_into("what_if.value", "-1")
    expect(sheet.page.get_by_text("learning rate must be above 0, got −1.0")).to_be_visible()
    expect(sheet.page.locator("[data-curve=train]")).to_have_count(0)
    sheet.type_into("what_if.value", "0.3")

    assert drawn(sheet) == 0.3
    expect(sheet.page.get_by_text("learning rate must be")).to_have_count(0)


def test_a_cell_of_the_map_is_the_what_if_of_its_settings(open_page):
    """Its number is the validation loss that the curves end with; kept, the run is of both settings."""
    sheet = opened(open_page(start="Iris 4-5-3"), "What if…")
    sheet.type_into("what_if.steps", "50")
    sheet.press("Map of two settings…")
    sheet.press("Fill")
    sheet.page.get_by_role("button", name="Fill anew").wait_for()
    cell = sheet.page.locator("[data-field='map.7.8']")
    cell.click()
    value = drawn(sheet)
    loss = sheet.value("what_if.then.validation")
    assert sheet.value("map.7.8") == sheet.value("map.read") == pytest.approx(loss, rel=ENGINES)
    sheet.press("Keep")
    has_futures(sheet, 2)
    rests(sheet)

    title = cell.get_attribute("title") or ""
    assert title.startswith(
        f"learning rate {value:g}, batch size {sheet.value('setting.batch_size'):g}: validation"
    )
    assert sheet.value("setting.learning_rate") == value
    assert sheet.value("validation.loss") == pytest.approx(loss, rel=ENGINES)


def test_where_a_breakpoint_was_met_one_can_go_and_training_stops_there_once_it_is_on(open_page):
    """The step in the list, the mark on the strip and the step a training stops at are the same."""
    sheet = opened(open_page(start="Iris 4-5-3"), "Stop when…")
    marks = sheet.page.locator(".marks .breakpoint")
    steps = sheet.page.locator("[data-field^='hit.weight_flips.']")
    first = int((steps.first.get_attribute("data-field") or "").rpartition(".")[2])
    assert marks.count() > 0
    steps.first.click()
    sheet.page.wait_for_function(STANDS, arg=first)
    sheet.page.keyboard.press("Escape")
    expect(marks).to_have_count(0)  # it is off

    sheet.press("Stop when…")
    box = sheet.page.get_by_role("checkbox", name="a weight changes sign")
    box.check()
    sheet.page.keyboard.press("Escape")
    expect(marks).not_to_have_count(0)
    sheet.press("Reset")
    sheet.page.wait_for_function(STANDS, arg=0)
    sheet.press("Play training")
    sheet.page.wait_for_function(STANDS, arg=first)
    assert sheet.page.locator(".run .extent").inner_text().endswith("changed sign.")
    assert sheet.value("head") == first


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
@pytest.mark.parametrize("panel", ["What if…", "Stop when…"])
def test_panels_fit_their_screen(open_page, panel, size):
    """Nothing of them is cut at the sides, with a what-if under way as well."""
    sheet = open_page(start="Iris 4-5-3") if size[0] > 899 else open_page()
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(sheet, panel)
    if panel == "What if…":
        sheet.page.locator(SLIDER).focus()
        sheet.page.keyboard.press("ArrowRight")
        drawn(sheet)
        sheet.press("Map of two settings…")

    assert sheet.page.evaluate(INSIDE) == [True, True, True, 0]
