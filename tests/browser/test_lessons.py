"""A lesson on the page: predict, play, why; kept by the browser; one's own experiment comes back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from learnscope.data.builtin import load
from learnscope.lessons.kinds import Edit
from learnscope.lessons.lesson import Lesson
from learnscope.lessons.shelf import Shelf
from tests.browser.conftest import Server
from tests.browser.test_access import violations

SHIPPED = Shelf().lessons()
PHONES = ((390, 844), (360, 740))
LINE = 26  # px, of a lesson's text
ROUNDS = 12  # of answering and playing that a page may have


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
    expect(lesson.get_by_role("region", name="Why")).to_be_visible()
    expect(place).to_have_count(1)
    lesson.get_by_role("button", name="Play again").click()
    expect(place).to_have_count(2)
    expect(lesson.get_by_role("region", name="Why")).to_be_visible()
    page.keyboard.press("Enter")
    expect(lesson.get_by_role("heading", level=2)).to_have_text("The bias is there without any input")

    turn_to(page, "neuron", 4)
    expect(lesson.get_by_role("status")).to_have_text("Not reached yet.")
    for name, price in (("weight.0.0.0", "4"), ("weight.0.1.0", "3")):
        field = page.locator(f".stage input[data-key='{name}']")
        field.click()
        field.fill(price)
        field.press("Enter")
    expect(lesson.get_by_role("status")).to_contain_text("✓ Reached")

    page.set_viewport_size({"width": 390, "height": 844})
    expect(lesson.get_by_role("heading", level=2)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Leave").click()
    expect(page.locator(".page")).to_have_attribute("data-run", own or "")


def test_a_page_that_was_finished_is_whole_when_its_reader_comes_back(open_page):
    """With the question that came after the play, and the reason; a page that was not is not told."""
    page = open_page().page
    turn_to(page, "blame", 2)
    text = page.get_by_role("article", name="Lesson")
    answer_all(page, text)
    expect(text.locator(".ask dl")).to_have_count(2)
    do(text).click()
    expect(text.locator(".place")).to_have_text("page 3 of 6")
    expect(text.get_by_role("region", name="Why")).to_have_count(0)

    text.get_by_role("button", name="Back").click()
    for _ in range(2):
        expect(text.locator(".place")).to_have_text("page 2 of 6")
        expect(text.locator(".ask dl")).to_have_count(2)
        expect(text.get_by_role("region", name="Why")).to_be_attached()
        expect(do(text)).to_have_text("Next")
        expect(text.get_by_role("heading", level=2)).to_be_in_viewport()
        page.reload()
    text.get_by_role("button", name="Play again").click()
    expect(text.get_by_role("region", name="Why")).to_have_count(0)
    answer_all(page, text)
    expect(text.get_by_role("region", name="Why")).to_be_visible()


def test_another_exercise_has_numbers_of_its_own(open_page):
    """Drawn, judged by what they come to, and kept over a reload."""
    sheet = open_page()
    page = sheet.page
    turn_to(page, "neuron", 1)
    text = page.get_by_role("article", name="Lesson")
    solved: list[list[float]] = []
    for exercise in range(3):
        if exercise:
            text.get_by_role("button", name="Another one").click()
            page.wait_for_url(f"**#lesson/neuron/1/{exercise}")
        expect(text.locator("dl")).to_have_count(0)
        expect(page.locator("ol[aria-label='Phases of the step'] .done")).to_have_count(1)
        there = [sheet.value(key) for key in ("value.0.0", "weight.0.0.0", "value.0.1", "weight.0.1.0")]
        assert there not in solved
        solved.append(there)
        right = there[0] * there[1] + there[2] * there[3]
        given = right if exercise < 2 else right + 1
        text.get_by_role("textbox").fill(f"{given:.6g}")
        page.keyboard.press("Enter")
        verdict = "right" if exercise < 2 else "wrong"
        expect(text.locator("dl").get_by_role("img", name=verdict, exact=True)).to_be_visible()
        assert float(text.locator(".result").get_attribute("data-value") or "nan") == pytest.approx(right)
    expect(text.locator(".anew")).to_contain_text("Exercise 2: its numbers were drawn.")
    page.reload()
    expect(text.locator("dl").get_by_role("img", name="wrong", exact=True)).to_be_visible()
    assert [sheet.value(key) for key in ("value.0.0", "value.0.1")] == [solved[-1][0], solved[-1][2]]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1180)])
def test_a_small_window_gives_a_page_with_curves_all_its_width(open_page, width: int, height: int):
    """The text is below what it speaks of, as wide as the window, and begins at its top on each page."""
    page = open_page().page
    page.set_viewport_size({"width": width, "height": height})
    turn_to(page, "overfitting", 1)
    text = page.get_by_role("article", name="Lesson")
    expect(text.locator(".place")).to_have_text("page 1 of 7")
    for part in (text, page.get_by_role("banner"), page.get_by_role("main")):
        box = part.bounding_box()
        assert box is not None
        assert box["width"] == width
    answer_all(page, text)
    page.evaluate("scrollTo(0, 10000)")
    do(text).click()
    expect(text.locator(".place")).to_have_text("page 2 of 7")
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768)])
def test_on_a_projector_the_gradients_of_a_small_network_stand_on_its_wires(
    open_page, width: int, height: int
):
    """Those of the neuron the text speaks of, beside the text."""
    page = open_page().page
    page.set_viewport_size({"width": width, "height": height})
    turn_to(page, "blame", 3)
    text = page.get_by_role("article", name="Lesson")
    expect(text.locator(".place")).to_have_text("page 3 of 6")
    for name in ("gradient.1.0.0", "gradient.1.0.1"):
        expect(page.locator(f".stage [data-key='{name}']").first).to_be_visible()
    beside, stage = text.bounding_box(), page.get_by_role("main").bounding_box()
    assert beside is not None
    assert stage is not None
    assert beside["x"] + beside["width"] <= stage["x"] + 1
    assert stage["width"] > 0.6 * width


@pytest.mark.parametrize("lesson", ["crowd", "softening", "emergence"])
def test_on_a_phone_the_text_of_each_page_begins_on_the_first_screen(open_page, lesson: str):
    """Whatever stands above it: its title, the first line below and what is to be done."""
    page: Page = open_page().page
    pages = next(len(one.pages) for one in SHIPPED if one.name == lesson)
    text = page.get_by_role("article", name="Lesson")
    for number in range(1, pages + 1):
        turn_to(page, lesson, number)
        expect(text.locator(".place")).to_have_text(f"page {number} of {pages}")
        for width, height in PHONES:
            page.set_viewport_size({"width": width, "height": height})
            expect(page.locator(".page.scrolls")).to_be_visible()
            _, above = extent(page.get_by_role("main"))
            title, _ = extent(text.get_by_role("heading", level=2))
            first, _ = extent(text.locator(".body > :nth-child(2)"))
            act, end = extent(text.get_by_role("navigation"))
            assert above <= title < first <= act - LINE
            assert end <= height


@pytest.mark.parametrize("lesson", SHIPPED, ids=lambda lesson: lesson.name)
def test_every_page_of_a_lesson_leads_to_the_next(open_page, lesson: Lesson):
    """By Show me and the solutions of goals, none of which is reached before; axe finds nothing."""
    page: Page = open_page().page
    turn_to(page, lesson.name, 1)
    text = page.get_by_role("article", name="Lesson")
    for number, shown in enumerate(lesson.pages, start=1):
        expect(text.locator(".place")).to_have_text(f"page {number} of {len(lesson.pages)}")
        expect(text.get_by_role("heading", level=2)).to_have_text(shown.title)
        answer_all(page, text)
        for place, goal in enumerate(shown.goals):
            told = text.get_by_role("region", name="Goal").nth(place).get_by_role("status")
            expect(told).to_have_text("Not reached yet.")
            if (own := page.get_by_role("textbox", name="Text", exact=True)).is_visible():
                own.fill(" ".join(words_of(goal.solution)))
                page.get_by_role("button", name="Follow it through the network").click()
            else:
                for move in goal.solution:
                    carry_out(page, text, move, told)
            expect(told).to_contain_text("✓ Reached")
        if number in (1, len(lesson.pages)):
            assert violations(page) == []
        if number < len(lesson.pages):
            do(text).click()


def test_a_restart_of_the_server_goes_on_in_the_lesson(open_page):
    """The same page of it, with what was answered; and, once it is left, one's own experiment."""
    own = Server()
    try:
        sheet = open_page(own.address)
        page = sheet.page
        sheet.type_into("weight.0.0.0", "0.5")
        turn_to(page, "neuron", 2)
        lesson = page.get_by_role("article", name="Lesson")
        title = lesson.get_by_role("heading", level=2)
        expect(title).to_have_text("The bias is there without any input")
        lesson.get_by_role("button", name="Show me").click()
        expect(lesson.locator(".result").first).to_be_visible()
        own.stop()
        expect(page.get_by_role("alert")).to_contain_text("Learnscope cannot be reached.")
        own.start()
        expect(page.get_by_text("cannot be reached")).to_be_hidden()

        expect(title).to_have_text("The bias is there without any input")
        expect(lesson.locator(".result").first).to_be_visible()
        assert page.url.endswith("#lesson/neuron/2")
        page.get_by_role("button", name="Leave").click()
        expect(lesson).to_have_count(0)
        sheet.shows("weight.0.0.0", 0.5)
    finally:
        own.stop()


def turn_to(page: Page, lesson: str, number: int) -> None:
    """Go to a page of a lesson by the address, for which the page loads itself again."""
    with page.expect_event("load"):
        page.evaluate("hash => { location.hash = hash; }", f"lesson/{lesson}/{number}")


def extent(part: Locator) -> tuple[float, float]:
    """Where it begins and ends, from the top of the window, in px."""
    box = part.bounding_box()
    assert box is not None
    return box["y"], box["y"] + box["height"]


def do(text: Locator) -> Locator:
    """The one thing to do now."""
    return text.get_by_role("navigation").get_by_role("button").last


def answer_all(page: Page, text: Locator) -> None:
    """Have all questions of the page shown and everything played."""
    for _ in range(ROUNDS):
        title = do(text).inner_text()
        if title.startswith("Answer"):
            asked = text.locator(".ask:not(:has(textarea))").count()
            text.get_by_role("button", name="Show me").dispatch_event("click")  # what comes in moves it
            expect(text.locator(".ask dl")).to_have_count(asked)
        elif title.startswith(("Play", "Skip")):
            do(text).click()
            expect(do(text)).not_to_have_text(title)
        else:
            return
    raise AssertionError("the page is not through")


def words_of(solution: tuple[Edit | int, ...]) -> list[str]:
    """The words of a mail whose counts a solution sets."""
    names = load("mail").input_names
    edits = [move for move in solution if isinstance(move, Edit)]
    return [
        names[int(edit.name.rpartition(".")[2])].rpartition(": ")[2]
        for edit in edits
        for _ in range(int(edit.value))
    ]


def carry_out(page: Page, text: Locator, move: Edit | int, told: Locator) -> None:
    """One move of a goal's solution, by what the page has for it."""
    if isinstance(move, Edit):
        field = page.locator(f"input[data-key='{move.name}']").first
        if move.name.startswith("input.") and not field.is_visible():
            page.keyboard.press("t")  # pixels have their fields in the tables
        field.click()
        field.fill(f"{move.value!r}")
        field.press("Enter")
        return
    page.get_by_role("button", name="Play training").click()
    expect(told).to_contain_text("✓ Reached")
    if (pause := page.get_by_role("button", name="Pause training")).is_visible():
        pause.click()
