"""A teacher and two students, each in a browser of their own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, returning
from tests.browser.test_access import violations


@pytest.fixture
def class_(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """A class about a lesson, and where its answers go."""
    folder = tmp_path_factory.mktemp("answers")
    server = Server("class", "blame", "--host", "127.0.0.1", "--answers", str(folder))
    yield server, folder
    if server.process.poll() is None:
        server.stop()


@pytest.fixture
def pages(browser: Browser, class_: tuple[Server, Path]) -> Iterator[list[Page]]:
    """The teacher's, at the class, and those of two students, who have opened nothing yet."""
    server, _ = class_
    assert server.process.stdout is not None
    found = re.search(r"http://\S+", server.process.stdout.readline())
    assert found
    contexts = [returning(browser, reduced_motion="reduce") for _ in range(3)]
    teacher, *students = [context.new_page() for context in contexts]
    teacher.goto(found[0])
    yield [teacher, *students]
    for context in contexts:
        context.close()


def test_a_class_is_led(class_: tuple[Server, Path], pages: list[Page]):
    """Students come by name, answer, wait and are led; the teacher sees it, reveals, and ends with a file."""
    server, folder = class_
    students = server.address
    teacher, ada, bo = pages
    room = teacher.get_by_role("main", name="Class")
    expect(room.locator(".beside .address")).to_contain_text(students.rpartition("=")[2])

    for page, name in ((ada, "Ada"), (bo, "<i>Bo")):
        page.goto(students)
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Join").dblclick()  # they are one all the same
        expect(lesson(page)).to_contain_text("page 1 of 6")
    expect(room.locator(".count")).to_have_text("2 here, 2 came")
    for page in (ada, bo):
        expect(page.get_by_role("alert")).to_have_count(0)
    assert ada.url != bo.url

    room.get_by_role("button", name="Show names").click()
    named = room.get_by_role("region", name="Students")
    expect(named.locator("tbody tr")).to_have_count(2)
    expect(named).to_contain_text("<i>Bo")
    for page, choice in ((ada, "output o1"), (bo, "output o2")):
        lesson(page).get_by_text(choice, exact=True).click()
        lesson(page).get_by_role("textbox").first.fill("0.5")
        lesson(page).get_by_role("button", name="Answer").click()
    first = room.get_by_role("article").first
    expect(first.locator("tr .number")).to_have_text(["1", "1"])
    expect(first.locator(".mark span")).to_have_count(0)
    first.get_by_role("button", name="Reveal").click()
    expect(first.locator("tr.right th")).to_have_text("output o1")
    expect(room.locator(".where tr", has_text="Two outputs, two errors")).to_contain_text("2 done")
    first.get_by_role("button", name="Show large").click()
    large = teacher.get_by_role("dialog", name="Which of the two is more wrong?")
    expect(large.locator("tr.right th")).to_have_text("output o1")
    assert large.locator("th").first.evaluate("cell => parseFloat(getComputedStyle(cell).fontSize)") >= 28
    assert violations(teacher) == []
    large.get_by_role("button", name="Hide what is right").click()
    expect(large.locator("tr.right")).to_have_count(0)
    large.get_by_role("button", name="Close").click()
    assert violations(teacher) == []

    room.get_by_role("button", name="Pause all").dblclick()  # is meant once
    for page in (ada, bo):
        expect(page.get_by_text("Your teacher has paused the class.")).to_be_visible()
    ada.set_viewport_size({"width": 390, "height": 844})
    lesson(ada).get_by_text("Print", exact=True).scroll_into_view_if_needed()
    expect(ada.get_by_text("Your teacher has paused the class.")).to_be_in_viewport()
    ada.set_viewport_size({"width": 1280, "height": 720})
    room.get_by_role("button", name="Let all go on").click()
    for page in (ada, bo):
        expect(page.get_by_text("Your teacher has paused the class.")).not_to_be_visible()
    room.get_by_role("button", name="Open page 3 for all").click()
    for page in (ada, bo):
        expect(lesson(page)).to_contain_text("page 3 of 6")
        expect(page.locator("header")).to_contain_text("Your teacher has opened this for all.")

    # at a pace, whoever is done is told to wait, and nothing that was said of a page stays at another
    room.get_by_label("Pages one may open").select_option(label="up to 3: " + TITLES[2])
    ada.get_by_role("button", name="← Back").click()
    expect(lesson(ada)).to_contain_text("page 2 of 6")
    expect(ada.locator("header")).not_to_contain_text("Your teacher")
    room.get_by_label("Pages one may open").select_option(label="up to 1: " + TITLES[0])
    ada.get_by_role("button", name="← Back").click()
    lesson(ada).get_by_role("button", name="Play").click()
    expect(lesson(ada)).to_contain_text("You are done with this page. Your teacher opens the next one.")
    expect(lesson(ada).get_by_role("button", name="Next")).to_be_disabled()
    room.get_by_label("Pages one may open").select_option(label="all")
    expect(lesson(ada).get_by_role("button", name="Next")).to_be_enabled()
    expect(lesson(ada)).not_to_contain_text("You are done")

    # one in no lesson comes back to that of the class; what nobody can open is said where it was wanted
    ada.get_by_role("button", name="Leave").click()
    ada.get_by_role("button", name="To the class").click()
    expect(lesson(ada)).to_contain_text("page 1 of 6")
    room.get_by_label("A link to open for everybody").fill("lesson/blame/9")
    room.get_by_role("button", name="Open it").click()
    expect(room.locator(".said")).to_have_text("Page must be a whole number from 1 to 6, got 9.")
    expect(teacher.get_by_role("alert")).to_have_count(0)
    expect(lesson(ada)).to_contain_text("page 1 of 6")

    room.get_by_role("button", name=TITLES[1], exact=True).click()
    expect(lesson(teacher)).to_contain_text("page 2 of 6")
    teacher.get_by_role("button", name="Leave").click()
    expect(teacher.locator(".stage .picture").first).to_be_visible()
    teacher.get_by_role("button", name="Class", exact=True).click()
    room.get_by_role("button", name="Open my network for all").click()
    for page in (ada, bo):
        expect(lesson(page)).not_to_be_visible()
        expect(page.locator(".task").first).to_contain_text("Which of three irises")
    expect(room.locator(".where tr", has_text="in no lesson")).to_contain_text("2")
    teacher.get_by_role("button", name="Lessons", exact=True).click()
    expect(teacher.get_by_role("complementary", name="Lessons")).to_be_visible()
    teacher.get_by_role("button", name="Class", exact=True).click()

    room.get_by_role("button", name="Close the class").dblclick()  # the second press is on "No"
    expect(room.get_by_role("button", name="Close the class")).to_be_visible()
    room.get_by_role("button", name="Close the class").click()
    room.get_by_role("button", name="Yes, end it for all").click()
    expect(ada.get_by_text("The class is over.")).to_be_visible()
    expect(room.locator(".ended")).to_contain_text("Everybody's answers are in")  # it is written by then
    (file,) = folder.iterdir()
    assert server.ended().endswith(f"The class is over. Everybody's answers are in {file}\n")
    assert "Ada" in file.read_text(encoding="utf-8-sig")


def test_one_student_is_called_otherwise_and_removed(class_: tuple[Server, Path], pages: list[Page]):
    """Found by their name; they are told, and may come again by the name that is free."""
    server, _ = class_
    teacher, ada, bo = pages
    room = teacher.get_by_role("main", name="Class")
    expect(room.locator(".count")).to_have_text("0 here, 0 came")
    for page, name in ((ada, "Ada"), (bo, "Bo")):
        page.goto(server.address.partition("?")[0])
        page.get_by_label("The word of the class").fill("wrong")
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("alert")).to_have_text("That is not the word of this class.")
        page.get_by_label("The word of the class").fill(server.address.rpartition("=")[2])
        page.get_by_role("button", name="Join").click()  # the name stands there still
        expect(lesson(page)).to_contain_text("page 1 of 6")

    lesson(bo).get_by_text("output o2", exact=True).click()
    lesson(bo).get_by_role("textbox").first.fill("0.5")
    lesson(bo).get_by_role("button", name="Answer").click()
    expect(lesson(bo)).to_contain_text("you said")

    room.get_by_role("button", name="Show names").click()
    named = room.get_by_role("region", name="Students")
    room.get_by_label("Find a name").fill("bo")
    expect(named.locator("tbody tr")).to_have_count(1)
    named.get_by_role("button", name="Bo").click()
    named.get_by_label("Name", exact=True).fill("Niels")
    named.get_by_role("button", name="Rename").click()
    expect(bo.locator("header")).to_contain_text("Niels")
    room.get_by_label("Find a name").fill("")
    named.get_by_role("button", name="Niels").click()
    expect(named.get_by_role("listitem")).to_have_text(
        ["page 1, question 1: output o2 ×", "page 1, question 2: 0.5 ×"]
    )
    assert violations(teacher) == []
    named.get_by_role("button", name="Remove").dblclick()  # the second press is on nothing
    named.get_by_role("button", name="Yes, remove Niels").click()
    expect(bo.get_by_text("Your teacher has removed you from the class.")).to_be_visible()
    expect(room.locator(".count")).to_have_text("1 here, 1 came")
    bo.goto(server.address)
    expect(bo.get_by_role("alert")).to_have_text(
        "Your teacher has removed you from the class. You can join it anew."
    )
    bo.get_by_label("Your name").fill("Niels")
    bo.get_by_role("button", name="Join").click()
    expect(bo.locator("header")).to_contain_text("Niels")
    expect(lesson(bo).get_by_role("button", name="Answer")).to_be_visible()
    assert bo.evaluate("JSON.parse(localStorage.getItem('learnscope.lessons')).given") == {}
    expect(lesson(ada)).to_contain_text("page 1 of 6")
    named.get_by_role("button", name="Ada").click()
    named.get_by_role("button", name="Reset").dblclick()
    named.get_by_role("button", name="Yes, reset Ada").click()
    expect(ada.locator("header")).to_contain_text("Your teacher has let you begin anew.")
    named.get_by_role("button", name="Niels").click()
    lesson(bo).get_by_role("button", name="Show me").click()
    expect(named.locator("tbody tr", has_text="Niels")).to_contain_text("done")
    named.get_by_role("button", name="Reset").click()
    named.get_by_role("button", name="Yes, reset Niels").click()
    expect(lesson(bo).get_by_role("button", name="Show me")).to_be_visible()  # they answer again
    expect(named.locator("tbody tr", has_text="Niels")).not_to_contain_text("done")

    room.get_by_role("button", name="Show it large").click()
    large = teacher.get_by_role("dialog", name="Address")
    expect(large.locator(".word")).to_have_text(server.address.rpartition("=")[2])
    expect(large.get_by_role("img", name="The address as a code for cameras")).to_be_visible()
    assert violations(teacher) == []
    large.get_by_role("button", name="Close").click()


TITLES = (
    "Two outputs, two errors",
    "Every wire gets its share of the blame",
    "From the last layer back: a hidden neuron is blamed by both outputs",
)


def lesson(page: Page):
    """The page of the lesson."""
    return page.get_by_role("article", name="Lesson")
