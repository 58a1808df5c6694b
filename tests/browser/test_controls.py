"""The page at rest is calm: few controls, each verb once, panels that fit; nothing moves while numbers do."""

import pytest
from playwright.sync_api import expect

from learnscope.starting_points import STARTING_POINTS

MOST = 34
STARTS = [point.title for point in STARTING_POINTS.values()]

# buttons, lists, sliders and fields seen without opening anything; not the dock, and not what is drawn
CONTROLS = """() => [...document.querySelectorAll(
        'button, select, input, textarea, summary, [role="slider"], [role="button"], [role="tab"]')]
    .filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter((one) => !one.closest('.dock, .decision, [popover], .stage .picture input'))
    .filter((one) => (one.closest('label') ?? one).getBoundingClientRect().height > 1)
    .map((one) => one.getAttribute('aria-label') || one.innerText.trim().split('\\n')[0] || one.type)"""

# of every panel, in tenths of a px
BOXES = """() => Object.fromEntries(['header', '.crumb', 'aside', 'main', '.floor', '.stage', '.readout',
        '.bar', '.bar .sentence', '.bar .walk', '.bar .time', '.bar .time .play', '.bar .time .menu',
        '.bar .rail', '.bar .batch', '.run', '.run .tools', '.run .chart', '.run .legend',
        '.experiment .outcome']
    .filter((name) => document.querySelector(name) !== null)
    .map((name) => {
        const { left, top, width, height } = document.querySelector(name).getBoundingClientRect();
        return [name, [left, top, width, height].map((length) => Math.round(10 * length)).join(' ')];
    }))"""

# the boxes of some frames, as far as they differ from the first
WATCH = f"""(count) => new Promise((done) => {{
    const boxes = {BOXES};
    const first = boxes(), moved = new Set();
    let left = count;
    const look = () => {{
        for (const [name, box] of Object.entries(boxes()))
            if (box !== first[name]) moved.add(`${{name}}: ${{first[name]}} to ${{box}}`);
        if (--left > 0) requestAnimationFrame(look);
        else done([...moved]);
    }};
    requestAnimationFrame(look);
}})"""

SCROLLS = "() => { const { scrollHeight, clientHeight } = document.querySelector('aside');" + (
    " return scrollHeight - clientHeight; }"
)


@pytest.mark.parametrize("start", STARTS)
def test_few_controls_stand_around_the_stage_at_rest(open_page, start):
    """No more than can be taken in; the list is in the failure, and with -s in the output."""
    sheet = open_page(start=start)
    controls = sheet.page.evaluate(CONTROLS)
    print(f"\n{start}: {len(controls)} controls: {', '.join(controls)}")

    assert len(controls) <= MOST, controls


def test_each_verb_of_time_stands_once(open_page):
    """What plays, walks and resets is in the bar and nowhere else."""
    sheet = open_page()
    for name in ("Forward", "Backprop", "Update", "Go on", "Next batch", "Step", "Play training", "Reset"):
        expect(sheet.page.get_by_role("button", name=name, exact=True)).to_have_count(1)
        expect(sheet.page.locator(".bar").get_by_role("button", name=name, exact=True)).to_have_count(1)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("size", [(1440, 900), (1366, 768), (1280, 720)])
def test_the_experiment_fits_without_scrolling(open_page, start, size):
    """As a panel where there is room, else as a summary that becomes one."""
    sheet = open_page(start=start)
    docked = sheet.page.locator(".dock").count() > 0
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    if size[0] < (1440 if docked else 1360):
        summary = sheet.page.get_by_role("button", name="Open the experiment")
        summary.wait_for()
        assert sheet.page.evaluate(SCROLLS) <= 0
        summary.click()

    expect(sheet.page.locator("aside .outcome")).to_be_in_viewport()
    assert sheet.page.evaluate(SCROLLS) <= 0


@pytest.mark.moving
@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_nothing_moves_while_training_plays(open_page, size):
    """Every panel stays where it is, over forty frames."""
    sheet = open_page()
    sheet.page.set_viewport_size({"width": size[0], "height": size[1]})
    if size[0] != 1440:
        sheet.press("Show the curves")
    sheet.play("Step")
    sheet.press("Play training")
    moved = sheet.page.evaluate(WATCH, 40)
    sheet.press("Pause training")
    sheet.page.get_by_role("button", name="Play training").wait_for()

    assert moved == []


def test_nothing_moves_while_a_step_does(open_page):
    """Every panel stays where it is through all phases of a step."""
    sheet = open_page()
    sheet.press("Step")

    assert sheet.page.evaluate(WATCH, 60) == []


def test_counters_agree(open_page):
    """Steps made are one number under one word, in the middle of training and at the end of a step."""
    sheet = open_page()
    for steps in (1, 9):
        sheet.play("Step")
        sheet.shows("playhead", steps)
        made = sheet.value("updates")
        assert sheet.value("playhead") == made
        expect(sheet.page.locator(".outcome .made")).to_contain_text(f"after {made:g} step")
        expect(sheet.page.locator(".run .extent")).to_contain_text(f"{made:g} step")
        if steps == 1:
            sheet.page.keyboard.press("e")
            expect(sheet.page.locator(".outcome .made")).to_contain_text("after 8 steps")
    assert sheet.page.locator(".page").inner_text().count("updates") == 0


def test_a_phone_shows_the_layer_the_step_is_about(open_page):
    """The layer goes with the step; its numbers are the scene's; a neuron's inputs add up to its sum."""
    sheet = open_page()
    sheet.play("Forward")
    numbers = sheet.numbers()
    sheet.page.set_viewport_size({"width": 390, "height": 844})
    tab = sheet.page.get_by_role("tab", selected=True)
    expect(tab).to_have_text("outputs")
    assert sheet.value("value.2.1") == numbers["value.2.1"].value

    sheet.page.get_by_role("button", name="versicolor").click()
    products = [sheet.value(f"product.1.{k}.1") for k in range(5)]
    assert sum(products) + sheet.value("bias.1.1") == pytest.approx(sheet.value("preactivation.2.1"))
    for title in ("outputs", "hidden 1"):
        sheet.press("Go on")
        expect(tab).to_have_text(title)
    assert sheet.page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_what_can_be_changed_is_seen_and_a_neuron_does_not_offer_its_end(open_page):
    """Under the pointer a number is underlined and can be dragged; a neuron has no cross."""
    sheet = open_page()
    weight = sheet.field("weight.0.0.0")
    weight.hover()
    style = weight.evaluate(
        "(one) => [getComputedStyle(one).cursor, getComputedStyle(one).borderBottomColor]"
    )
    assert style[0] == "ew-resize"
    assert style[1] != "rgba(0, 0, 0, 0)"
    sheet.page.locator(".neurons circle.body").nth(5).hover(force=True)
    expect(sheet.page.get_by_role("button", name="Remove neuron")).to_have_count(0)
