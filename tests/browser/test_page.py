"""What a person does on the page: edit, refuse, undo, reload, lose the server, open it twice, hurry."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, returning


def test_the_page_shows_the_whole_network_at_once(open_page):
    """Without a click: inputs with units, activations, biases, weights, targets, errors, losses, a check."""
    sheet = open_page()
    numbers = sheet.numbers()
    counts = {name: sum(key.startswith(name + ".") for key in numbers) for name in (
        "input", "value", "weight", "bias", "target", "error", "probability", "loss"
    )}  # fmt: skip

    assert counts == {
        "input": 4, "value": 12, "weight": 35, "bias": 8, "target": 3, "error": 3, "probability": 3, "loss": 2
    }  # fmt: skip
    expect(sheet.page.get_by_text("every gradient checked")).to_be_visible()
    assert sheet.page.locator(".stage .unit").all_inner_texts() == ["cm"] * 4


def test_an_edited_weight_takes_effect_at_once_and_can_be_undone(open_page):
    """Typing a weight changes what follows from it; undo brings back every digit."""
    sheet = open_page()
    before = sheet.numbers()
    sheet.type_into("weight.1.2.1", "−0,25")
    sheet.shows("weight.1.2.1", -0.25)
    after = sheet.numbers()

    assert after["value.2.1"].value != before["value.2.1"].value
    assert after["value.1.2"].value == before["value.1.2"].value
    sheet.page.keyboard.press("Escape")
    sheet.press("Undo")
    sheet.shows("weight.1.2.1", before["weight.1.2.1"].value)
    assert {key: one.value for key, one in sheet.numbers().items()} == {
        key: one.value for key, one in before.items()
    }


@pytest.mark.parametrize("key", ["input.2", "weight.0.1.1", "bias.0.3", "target.0"])
def test_every_kind_of_number_can_be_edited(open_page, key):
    """Inputs, weights, biases and targets take what the page prints."""
    sheet = open_page()
    sheet.type_into(key, "1e−3")
    sheet.shows(key, 0.001)
    if key.startswith(("input", "target")):
        expect(sheet.page.get_by_text("edited", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("abc", "“abc” is no number; write it like −0.25 or 1e−3."),
        ("", "Type a number, such as −0.25 or 1e−3."),
        ("1e999", "1e999 is too large; numbers end at 1.8e308."),
        ("NaN", "NaN is not a finite number."),
    ],
)
def test_text_that_is_no_number_is_refused_in_place(open_page, text, reason):
    """The field says why, nothing changes, and Escape leaves what was there."""
    sheet = open_page()
    before = sheet.numbers()
    sheet.type_into("weight.0.0.0", text)
    if text == "":
        sheet.page.keyboard.press("Delete")
        sheet.page.keyboard.press("Enter")

    expect(sheet.page.get_by_text(reason)).to_be_visible()
    sheet.page.keyboard.press("Escape")
    expect(sheet.page.get_by_text(reason)).to_be_hidden()
    assert sheet.numbers() == before


def test_a_weight_can_be_dragged_and_the_drag_undone_as_one(open_page):
    """Dragging sideways changes the number under the hand; one undo takes the whole drag back."""
    sheet = open_page()
    before = sheet.value("weight.1.0.0")
    box = sheet.field("weight.1.0.0").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    sheet.page.mouse.move(x, y)
    sheet.page.mouse.down()
    for moved in range(5, 65, 5):
        sheet.page.mouse.move(x + moved, y)
    sheet.page.mouse.up()
    sheet.shows("weight.1.0.0", float(f"{before + 0.6:.12g}"))

    sheet.press("Undo")
    sheet.shows("weight.1.0.0", before)


def test_reset_and_new_start(open_page):
    """Reset returns to the same weights and can be undone; New start draws others and shows the seed."""
    sheet = open_page()
    sheet.unfold()
    start, seed = sheet.numbers(), sheet.value("setting.weights_seed")
    sheet.play("Update")
    moved = sheet.value("weight.0.0.0")
    sheet.press("Reset")
    sheet.shows("weight.0.0.0", start["weight.0.0.0"].value)
    sheet.press("Undo")
    sheet.shows("weight.0.0.0", moved)
    sheet.press("New start")
    expect(sheet.field("setting.weights_seed")).not_to_have_attribute("data-value", f"{seed:g}")
    assert sheet.value("weight.0.0.0") not in (moved, start["weight.0.0.0"].value)

    sheet.type_into("setting.weights_seed", f"{seed:g}")
    sheet.shows("weight.0.0.0", start["weight.0.0.0"].value)


def test_reloading_brings_back_the_same_state(open_page):
    """After an edit, an update and a pause in the middle, a reload shows the same numbers and position."""
    sheet = open_page()
    sheet.play("Step")
    sheet.type_into("bias.1.0", "0.5")
    sheet.shows("bias.1.0", 0.5)
    sheet.page.keyboard.press("Escape")
    sheet.play("Backprop")
    before, address = sheet.numbers(), sheet.page.url
    sheet.page.reload()
    sheet.ready()

    assert sheet.page.url == address
    assert sheet.position == 6
    assert sheet.numbers() == before


def test_two_tabs_show_the_same_sitting(open_page):
    """The same address mirrors it: an edit, a pause and an update in one are seen in the other."""
    one = open_page()
    other = open_page(one.page.url)
    one.type_into("weight.0.3.4", "0.125")
    other.shows("weight.0.3.4", 0.125)
    one.play("Backprop")
    other.rests_at(6)
    other.play("Update")
    one.rests_at(7)

    assert one.numbers() == other.numbers()


def test_the_bare_address_opens_a_sitting_of_its_own(open_page):
    """Two visitors of the bare address do not disturb each other."""
    one, other = open_page(), open_page()
    one.type_into("weight.0.0.0", "0.75")
    one.shows("weight.0.0.0", 0.75)

    assert one.page.url != other.page.url
    assert other.value("weight.0.0.0") != 0.75


def test_a_server_that_goes_away_and_comes_back(open_page):
    """The page says that it cannot reach Learnscope, refuses edits, keeps trying, comes back as it was."""
    own = Server()
    try:
        sheet = open_page(own.address)
        sheet.type_into("weight.0.0.0", "0.5")
        sheet.shows("weight.0.0.0", 0.5)
        sheet.page.keyboard.press("Escape")
        before = sheet.numbers()
        own.stop()
        expect(sheet.page.get_by_role("alert")).to_contain_text("Learnscope cannot be reached.")
        sheet.type_into("weight.0.0.0", "0.25")
        expect(sheet.page.locator(".reason")).to_contain_text("could not be reached")
        sheet.page.keyboard.press("Escape")
        own.start()
        expect(sheet.page.get_by_text("cannot be reached")).to_be_hidden()

        expect(sheet.page.locator(".notice")).to_contain_text("so nothing was changed; repeat it")
        sheet.press("Close")
        assert sheet.numbers() == before
        sheet.play("Step")
    finally:
        own.stop()


@pytest.mark.moving
def test_double_clicks_in_mid_animation(open_page):
    """Hurried clicks never leave numbers of two moments side by side, and the page ends where it should."""
    sheet = open_page()
    step = sheet.page.get_by_role("button", name="Step", exact=True)
    for _ in range(3):
        step.dblclick()
        sheet.page.get_by_role("button", name="Backprop", exact=True).dblclick()
    sheet.page.get_by_role("button", name="Update", exact=True).dblclick(delay=30)
    sheet.rests_at(7)

    assert sheet.value("updates") == 1


@pytest.mark.moving
def test_pause_and_walk(open_page):
    """A step can be paused in the middle of a phase, walked back and walked forward."""
    sheet = open_page()
    sheet.press("Step")
    sheet.page.wait_for_function(
        "() => Number(document.querySelector('[data-position]').dataset.position) > 1.2"
    )
    sheet.press("Pause")
    paused = sheet.position
    assert 1.2 < paused < 7
    sheet.press("One phase back")
    assert sheet.position == pytest.approx(int(paused) if paused % 1 else paused - 1)
    sheet.key(".")
    sheet.rests_at(int(paused) + 1)
    sheet.press("Go on")
    sheet.rests_at(int(paused) + 2)


@pytest.mark.moving
def test_the_same_position_has_the_same_picture(open_page):
    """Scrubbing to a place from the left and from the right gives the same page."""
    sheet = open_page()
    picture = "document.querySelector('.stage').innerHTML"

    def at(position: float) -> str:
        sheet.scrub(position)
        return str(sheet.page.evaluate(picture))

    places = [0.5, 1.3, 1.9, 2.5, 3.5, 4.6, 5.5, 6.2, 6.8]
    there = [at(place) for place in places]
    back = [at(place) for place in reversed(places)]
    assert there == back[::-1]


def test_a_whole_step_by_keyboard(open_page):
    """Forward, back, update and undo need no pointer; letters typed into a field are no shortcuts."""
    sheet = open_page()
    for key, position in (("f", 4), ("b", 6), ("u", 7), (",", 6), (".", 7), ("Home", 0), ("End", 7)):
        sheet.page.keyboard.press(key)
        sheet.rests_at(position)
    sheet.field("weight.0.0.0").focus()
    sheet.page.keyboard.type("fbs")
    sheet.page.keyboard.press("Escape")
    assert sheet.position == 7
    before = sheet.value("weight.0.0.1")
    sheet.field("weight.0.0.1").focus()
    sheet.page.keyboard.press("ArrowUp")
    sheet.shows("weight.0.0.1", float(f"{before + 0.1:.12g}"))


def test_choosing_a_sample(open_page):
    """A sample can be chosen by its number; one that is not learned from is refused, with the nearest."""
    sheet = open_page()
    sheet.unfold()
    sheet.type_into("setting.batch_size", "1")
    sheet.shows("setting.batch_size", 1)
    seen = []
    for number in range(1, 151):
        sheet.type_into("sample", str(number))
        refusal = sheet.page.get_by_role("alert").locator("p")
        sheet.page.wait_for_function(
            "(n) => document.querySelector('[role=alert] p') !== null"
            " || Number(document.querySelector('[data-field=sample]').dataset.value) === n",
            arg=number,
        )
        if refusal.count():
            seen.append(refusal.inner_text())
            break
    sheet.page.keyboard.press("Escape")

    assert re.fullmatch(
        r"sample \d+ is in the (test|validation) set and never learned from; "
        r"the nearest sample to learn from is \d+",
        seen[0],
    )


def test_nothing_moves_for_those_who_want_no_movement(browser, server):
    """With reduced motion the same phases come as cuts: no pulse is ever on screen."""
    context = returning(browser, reduced_motion="reduce")
    context.add_init_script("localStorage.setItem('learnscope.speed', '4')")
    page = context.new_page()
    page.goto(server.address)
    page.wait_for_selector(".stage .picture")
    page.evaluate(
        "window.pulses = 0;"
        "const count = () => (window.pulses += document.querySelectorAll('.pulses circle').length);"
        "new MutationObserver(count)"
        ".observe(document.querySelector('.stage'), { childList: true, subtree: true, attributes: true })"
    )
    page.get_by_role("button", name="Step", exact=True).click()
    expect(page.locator("[data-position]")).to_have_attribute("data-position", "7")

    assert page.evaluate("window.pulses") == 0
    context.close()
