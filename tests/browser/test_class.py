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


def test_a_class_is_led(browser: Browser, class_: tuple[Server, Path]):
    """Students come by name, answer, wait and are led; the teacher sees it, reveals, and ends with a file."""
    server, folder = class_
    students = server.address
    assert server.process.stdout is not None
    found = re.search(r"http://\S+", server.process.stdout.readline())
    assert found
    contexts = [returning(browser, reduced_motion="reduce") for _ in range(3)]
    teacher, ada, bo = (context.new_page() for context in contexts)
    teacher.goto(found[0])
    room = teacher.get_by_role("main", name="Class")
    expect(room.locator(".address")).to_contain_text(students.rpartition("=")[2])

    for page, name in ((ada, "Ada"), (bo, "<i>Bo")):
        page.goto(students)
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Join").click()
        expect(lesson(page)).to_contain_text("page 1 of 6")
    expect(room.locator(".count")).to_have_text("2 here, 2 came")
    assert ada.url != bo.url

    room.get_by_role("button", name="Show names").click()
    expect(room.locator(".students tbody tr")).to_have_count(2)
    expect(room.locator(".students")).to_contain_text("<i>Bo")
    for page, choice in ((ada, "output o1"), (bo, "output o2")):
        lesson(page).get_by_text(choice, exact=True).click()
        lesson(page).get_by_role("textbox").first.fill("0.5")
        lesson(page).get_by_role("button", name="Answer").click()
    first = room.get_by_role("article").last
    expect(first.locator("tr .number")).to_have_text(["1", "1"])
    expect(first.locator(".mark span")).to_have_count(0)
    first.get_by_role("button", name="Reveal").click()
    expect(first.locator("tr.right th")).to_have_text("output o1")
    assert violations(teacher) == []

    room.get_by_role("button", name="Pause all").click()
    for page in (ada, bo):
        expect(page.get_by_text("Your teacher has paused the class.")).to_be_visible()
    room.get_by_role("button", name="Let all go on").click()
    for page in (ada, bo):
        expect(page.get_by_text("Your teacher has paused the class.")).not_to_be_visible()
    room.get_by_role("button", name="Open page 3 for everybody").click()
    for page in (ada, bo):
        expect(lesson(page)).to_contain_text("page 3 of 6")

    room.get_by_role("button", name="To my network").click()
    expect(teacher.locator(".stage .picture").first).to_be_visible()
    teacher.get_by_role("button", name="Class", exact=True).click()
    room.get_by_role("button", name="Open what I see for everybody").click()
    for page in (ada, bo):
        expect(lesson(page)).not_to_be_visible()
        expect(page.locator(".task").first).to_contain_text("Which of three irises")

    room.get_by_role("button", name="Close the class").click()
    room.get_by_role("button", name="Yes, end it for all").click()
    expect(ada.get_by_text("The class is over.")).to_be_visible()
    server.process.communicate(timeout=30)
    (file,) = folder.iterdir()
    assert "Ada" in file.read_text(encoding="utf-8-sig")
    for context in contexts:
        context.close()


def lesson(page: Page):
    """The page of the lesson."""
    return page.get_by_role("article", name="Lesson")
