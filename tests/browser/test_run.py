"""The run in the browser: play, pause, travel in time, fork, compare; each step shown is that very step."""

import itertools
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.reading import Floats, Number, Sheet, matrix
from tests.browser.test_true_numbers import ACTIVATIONS, Recomputed

IRIS = "Iris 4-5-3"
GROWN = "(least) => Number(document.querySelector('[data-field=head]').dataset.value) > least"
LONGEST = """(span) => {
    const { first, last } = document.querySelector('.plot').dataset;
    return last - first < span;
}"""
STANDS = "(step) => Number(document.querySelector('[data-field=playhead]').dataset.value) === step"


def play(sheet: Sheet, *, least: int = 200) -> None:
    """Train until there are more steps than `least`, then pause."""
    sheet.press("Play training")
    sheet.page.wait_for_function(GROWN, arg=least)
    sheet.press("Pause training")
    sheet.page.get_by_role("button", name="Play training").wait_for()


def seek(sheet: Sheet, step: int) -> None:
    """Go to a step by the arrow keys of the playhead, from its start."""
    sheet.page.locator("[data-field=playhead]").focus()
    sheet.page.keyboard.press("Home")
    sheet.page.wait_for_function(STANDS, arg=0)
    for there in range(1, step + 1):
        sheet.page.keyboard.press("ArrowRight")
        sheet.page.wait_for_function(STANDS, arg=there)


def drag(sheet: Sheet, share: float, *, moves: int = 12, release: bool = True) -> None:
    """Drag the playhead from the right edge of the strip to `share` of its width."""
    box = sheet.page.locator(".run .plot").bounding_box()
    assert box is not None
    y = box["y"] + 3
    sheet.page.mouse.move(box["x"] + box["width"] - 2, y)
    sheet.page.mouse.down()
    for k in range(1, moves + 1):
        sheet.page.mouse.move(box["x"] + box["width"] * (1 + (share - 1) * k / moves), y)
    if release:
        sheet.page.mouse.up()


def head(sheet: Sheet) -> int:
    return int(sheet.value("head"))


def rests(sheet: Sheet) -> None:
    """Wait until no step is sought any more and the picture has stood still for some frames."""
    sheet.page.wait_for_selector(".run:not([data-sought])")
    sheet.page.wait_for_function(
        """() => new Promise((done) => {
            const revision = () => document.querySelector('.page').dataset.revision;
            const before = revision();
            let left = 12;
            const look = () => revision() !== before ? done(false)
                : --left ? requestAnimationFrame(look) : done(true);
            requestAnimationFrame(look);
        })"""
    )


def parameters(numbers: dict[str, Number]) -> dict[str, Floats]:
    return {
        f"{name}.{link}": matrix(numbers, f"{name}.{link}") for name in ("weight", "bias") for link in (0, 1)
    }


def test_play_trains_and_pause_stops(open_page):
    """While it plays the run grows and the rate is shown; after Pause nothing moves any more."""
    sheet = open_page(start=IRIS)
    before = sheet.value("weight.0.0.0")
    sheet.press("Play training")
    sheet.page.wait_for_function(GROWN, arg=500)
    expect(sheet.page.locator("[data-field=rate]")).to_be_visible()
    sheet.press("Pause training")
    sheet.page.get_by_role("button", name="Play training").wait_for()
    there = head(sheet)
    rests(sheet)

    assert head(sheet) == there > 500
    assert sheet.value("playhead") == there
    assert sheet.value("weight.0.0.0") != before
    assert sheet.value("strip.train_loss") == sheet.value("train.loss")


def test_numbers_after_seeking_follow_from_inputs_and_weights(open_page):
    """Wherever the playhead is dragged, all on screen is recomputed with NumPy from that step's weights."""
    sheet = open_page(start=IRIS)
    sheet.type_into("setting.batch_size", "1")
    sheet.shows("setting.batch_size", 1)
    play(sheet)
    seen = set()
    for share in (0.71, 0.36, 0.05):
        drag(sheet, share)
        rests(sheet)
        sheet.key("End")
        sheet.press("One phase back")
        numbers = sheet.numbers()
        recomputed = Recomputed(
            matrix(numbers, "value.0"), matrix(numbers, "target"), numbers, ACTIVATIONS[IRIS]
        )
        assert {"value.1", "probability", "delta.1", "gradient.0"} <= recomputed.agrees(numbers)
        seen.add(sheet.value("playhead"))
    assert len(seen) == 3


def test_walking_one_step_on_applies_the_gradients_that_are_shown(open_page):
    """Parameters at n + 1 are those at n less rate times the gradients on the wires, walked either way."""
    sheet = open_page(start=IRIS)
    play(sheet)
    rate = sheet.value("setting.learning_rate")
    seek(sheet, 3)
    walked = []
    for step in (3, 4, 5):
        sheet.page.wait_for_function(STANDS, arg=step)
        rests(sheet)
        sheet.key("End")
        sheet.press("One phase back")
        walked.append(sheet.numbers())
        sheet.page.keyboard.press("]")
    for before, after in itertools.pairwise(walked):
        for name, old in parameters(before).items():
            gradient = matrix(before, name.replace("weight", "gradient").replace("bias", "gradient.bias"))
            np.testing.assert_allclose(parameters(after)[name], old - rate * gradient, rtol=1e-12, atol=1e-15)
    sheet.page.wait_for_function(STANDS, arg=6)
    sheet.page.keyboard.press("[")
    sheet.page.wait_for_function(STANDS, arg=5)
    again = parameters(sheet.numbers())
    assert all(np.array_equal(again[name], old) for name, old in parameters(walked[2]).items())


def test_the_playhead_is_dragged_while_training(open_page):
    """A drag during training travels in time at once; nothing fails and the page ends where the drag did."""
    sheet = open_page(start=IRIS)
    sheet.press("Play training")
    sheet.page.wait_for_function(GROWN, arg=300)
    drag(sheet, 0.4)
    sheet.page.get_by_role("button", name="Play training").wait_for()
    rests(sheet)

    assert 0 < sheet.value("playhead") < head(sheet)
    expect(sheet.page.get_by_role("alert")).to_have_count(0)


def test_keys_of_the_run(open_page):
    """Space plays and pauses, brackets walk, e ends the epoch, and past the end ] makes a step."""
    sheet = open_page(start=IRIS)
    sheet.page.locator("body").click(position={"x": 700, "y": 20})
    sheet.page.keyboard.press("e")
    sheet.page.wait_for_function(GROWN, arg=6)
    assert head(sheet) == 7
    sheet.page.keyboard.press("[")
    sheet.page.wait_for_function(STANDS, arg=6)
    sheet.page.keyboard.press("]")
    sheet.page.wait_for_function(STANDS, arg=7)
    sheet.page.keyboard.press("]")
    sheet.page.wait_for_function(GROWN, arg=7)
    assert head(sheet) == 8
    sheet.page.keyboard.press(" ")
    sheet.page.wait_for_function(GROWN, arg=100)
    sheet.page.keyboard.press(" ")
    expect(sheet.page.get_by_role("button", name="Play training")).to_be_visible()


def test_a_change_in_the_past_forks_and_one_can_switch_back(open_page):
    """Another learning rate at an earlier step begins a future of its own; the first is as it was."""
    sheet = open_page(start=IRIS)
    play(sheet)
    end = head(sheet)
    seek(sheet, 4)
    before = parameters(sheet.numbers())
    sheet.type_into("setting.learning_rate", "0.5")
    sheet.shows("setting.learning_rate", 0.5)
    expect(sheet.page.get_by_role("button", name="Futures 2")).to_be_visible()
    assert head(sheet) == 4
    play(sheet, least=20)

    sheet.press("Futures 2")
    sheet.page.get_by_role("button", name="Show main").click()
    sheet.shows("setting.learning_rate", 0.1)
    assert head(sheet) == end
    sheet.page.keyboard.press("Escape")
    seek(sheet, 4)
    again = parameters(sheet.numbers())
    assert all(np.array_equal(again[name], old) for name, old in before.items())


def test_a_future_is_renamed_and_deleted_and_that_is_undone(open_page):
    """Typing another name renames it; Delete removes it with its curve; undo brings both back."""
    sheet = open_page(start=IRIS)
    play(sheet, least=20)
    seek(sheet, 2)
    sheet.press("Fork here")
    sheet.press("Futures 2")
    field = sheet.page.get_by_label("Name of future 2")
    field.fill("slower")
    field.press("Enter")
    expect(sheet.page.get_by_role("button", name="Delete slower")).to_be_visible()
    sheet.page.get_by_role("button", name="Delete slower").click()
    expect(sheet.page.get_by_role("button", name="Futures 2")).to_have_count(0)
    sheet.press("Undo")
    expect(sheet.page.get_by_label("Name of future 2")).to_have_value("slower")


def test_two_futures_side_by_side(open_page):
    """One sample at one step in both; differences and the list of the largest are those of their numbers."""
    sheet = open_page(start=IRIS)
    play(sheet, least=60)
    seek(sheet, 3)
    sheet.type_into("setting.learning_rate", "0.5")
    sheet.shows("setting.learning_rate", 0.5)
    play(sheet, least=30)
    sheet.press("Futures 2")
    sheet.page.get_by_role("button", name="Compare").click()
    beside = sheet.page.locator("section.beside")
    beside.wait_for()
    read = """(root) => Object.fromEntries(
        [...document.querySelector(root).querySelectorAll(':is([data-key], [data-field])[data-value]')]
        .map((one) => [one.dataset.key ?? one.dataset.field, Number(one.dataset.value)]))"""
    shown, other = (sheet.page.evaluate(read, root) for root in (".stages .stage", "section.beside"))
    same = [key for key in shown if re.match(r"input|target|value\.0\.", key)]
    assert same
    assert [shown[key] for key in same] == [other[key] for key in same]
    step = sheet.page.locator(".stages header .step").inner_text()
    assert sheet.value("playhead") == int(re.sub(r"\D", "", step))

    differences = {key: value for key, value in other.items() if key.startswith("difference.")}
    assert differences
    drawn = [name for key in differences if (name := key.removeprefix("difference.")) in shown]
    assert drawn
    for name in drawn:
        assert differences[f"difference.{name}"] == pytest.approx(other[name] - shown[name], abs=1e-15)

    sheet.press("what differs")
    sheet.page.wait_for_selector("[data-field='changed.sentence']")
    listed = sheet.page.evaluate(read, ".dock")
    names = [
        key.removeprefix("changed.difference.") for key in listed if key.startswith("changed.difference.")
    ]
    sizes = [abs(listed[f"changed.after.{name}"] - listed[f"changed.before.{name}"]) for name in names]
    assert sizes == pytest.approx([abs(listed[f"changed.difference.{name}"]) for name in names], abs=1e-15)
    assert sizes == sorted(sizes, reverse=True)
    assert listed["changed.rest"] <= sizes[-1]
    drawn = [name for name in names if name in shown]
    assert [listed[f"changed.before.{name}"] for name in drawn] == [shown[name] for name in drawn]
    assert [listed[f"changed.after.{name}"] for name in drawn] == [other[name] for name in drawn]
    sheet.page.locator(".dock tbody button").first.click()
    expect(sheet.page.locator(".dock tr.selected")).to_have_count(1)
    sheet.page.wait_for_selector(f".stages .stage [data-key='{names[0]}']")
    sheet.page.get_by_role("button", name="End the comparison").click()
    expect(beside).to_have_count(0)


def test_two_tabs_on_one_run(open_page):
    """Playing in one tab is seen in the other, which can pause it; both end on the same numbers."""
    one = open_page(start=IRIS)
    other = open_page(one.page.url)
    one.press("Play training")
    other.page.wait_for_function(GROWN, arg=300)
    other.press("Pause training")
    one.page.get_by_role("button", name="Play training").wait_for()
    rests(other)
    one.page.bring_to_front()
    rests(one)

    assert head(one) == head(other)
    assert one.numbers() == other.numbers()


def test_a_reload_comes_back_to_the_step(open_page):
    """After seeking, a reload shows the same step, the same numbers and the same run."""
    sheet = open_page(start=IRIS)
    play(sheet)
    drag(sheet, 0.5)
    rests(sheet)
    before, step, end = sheet.numbers(), sheet.value("playhead"), head(sheet)
    sheet.page.reload()
    sheet.ready()

    assert (sheet.value("playhead"), head(sheet)) == (step, end)
    assert sheet.numbers() == before


def test_a_number_that_is_about_to_be_changed_holds_still(open_page):
    """Going into a number's field pauses training first, and what is typed there is applied."""
    sheet = open_page(start=IRIS)
    sheet.press("Play training")
    sheet.page.wait_for_function(GROWN, arg=200)
    sheet.field("weight.1.0.0").focus()
    sheet.page.get_by_role("button", name="Play training").wait_for()
    sheet.page.keyboard.press("Control+a")
    sheet.page.keyboard.type("0.25")
    sheet.page.keyboard.press("Enter")
    sheet.shows("weight.1.0.0", 0.25)


@pytest.mark.moving
def test_one_step_a_second_shows_each_step_with_its_motion(open_page):
    """At the slowest pace the position runs along the step's timeline while training plays."""
    sheet = open_page(start=IRIS)
    sheet.pace().get_by_label("Pace of training").select_option("1")
    sheet.page.keyboard.press("Escape")
    sheet.press("Play training")
    for low, high in ((0.3, 3.5), (4.2, 6.8)):
        sheet.page.wait_for_function(
            "([low, high]) => { const { position } = document.querySelector('[data-position]').dataset;"
            " return Number(position) > low && Number(position) < high; }",
            arg=[low, high],
        )
    sheet.page.wait_for_function(GROWN, arg=1)
    sheet.press("Pause training")
    assert head(sheet) < 10
    sheet.pace().get_by_label("Pace of training").select_option("0")


@pytest.mark.parametrize("axis", ["steps", "epochs"])
def test_the_strip_is_zoomed_and_panned(open_page, axis):
    """The wheel zooms about the pointer, Shift drags along, 0 shows everything again; by epochs too."""
    sheet = open_page(start=IRIS)
    play(sheet, least=1000)
    if axis == "epochs":
        sheet.page.locator(".run .how button").click()
        sheet.page.get_by_label("What is counted along the strip").select_option(axis)
        sheet.page.keyboard.press("Escape")
    plot = sheet.page.locator(".run .plot")
    box = plot.bounding_box()
    assert box is not None

    def window() -> tuple[float, float]:
        first, last = (plot.get_attribute(f"data-{end}") for end in ("first", "last"))
        return float(first or "nan"), float(last or "nan")

    whole = window()
    middle = sum(whole) / 2
    sheet.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    sheet.page.mouse.wheel(0, -800)
    sheet.page.wait_for_function(LONGEST, arg=(whole[1] - whole[0]) / 2)
    near = window()
    assert near[0] < middle < near[1]
    sheet.page.keyboard.down("Shift")
    sheet.page.mouse.down()
    sheet.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 40)
    sheet.page.mouse.up()
    sheet.page.keyboard.up("Shift")
    assert window()[0] < near[0]
    assert window()[1] - window()[0] == pytest.approx(near[1] - near[0], abs=2)
    sheet.page.locator("[data-field=playhead]").focus()
    sheet.page.keyboard.press("0")
    expect(plot).to_have_attribute("data-first", "0")
    assert window() == whole
