"""The lessons that are shipped: sound from first to last page, and every number in them computed."""

import re

import pytest

from learnscope.lessons.blocks import Ask, AskWords
from learnscope.lessons.lesson import Lesson
from learnscope.lessons.shelf import Shelf
from learnscope.lessons.text import Text
from learnscope.session.rehearsal import rehearse

LESSONS = Shelf().lessons()
DECIMALS = re.compile(r"\d[.,]\d")


def texts(lesson: Lesson) -> list[Text]:
    """Every text in it."""
    found: list[Text] = []
    for page in lesson.pages:
        for item in page.items:
            if isinstance(item, Text):
                found.append(item)
                continue
            for block in (item, *getattr(item, "hints", ()), *getattr(item, "replies", ())):
                found += block.text
    return found


def test_every_file_is_a_lesson() -> None:
    """None has a fault of form."""
    assert {name: one.faults for name, one in Shelf().read().items() if one.faults} == {}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_is_sound(lesson: Lesson) -> None:
    """Each page can be put, each question has an answer, each goal is reached by its solution alone."""
    assert rehearse(lesson) == ()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_number_is_computed(lesson: Lesson) -> None:
    """Decimals are written by roles, from the page's own network; others' printed numbers stand as code."""
    plain = [span.text for text in texts(lesson) for span in text.spans if span.look in ("plain", "strong")]

    assert [text for text in plain if DECIMALS.search(text)] == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_ends_in_a_network_not_seen_before(lesson: Lesson) -> None:
    """Its last page asks, and is of another experiment than the page before."""
    last, before = lesson.pages[-1], [page.stand for page in lesson.pages[:-1] if page.stand is not None]

    assert last.asks
    assert last.stand is not None
    assert last.stand.experiment != before[-1].experiment


TEACHING = [lesson for lesson in LESSONS if not lesson.front.apart]


@pytest.mark.parametrize("lesson", TEACHING, ids=lambda lesson: lesson.name)
def test_a_lesson_has_something_done_and_something_said(lesson: Lesson) -> None:
    """Its reader reaches a goal, and once says why in words of their own."""
    said = [ask for page in lesson.pages for ask in page.asks if isinstance(ask, AskWords)]

    assert any(page.goals for page in lesson.pages)
    assert len(said) == 1


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_nothing_is_played_before_it_was_asked_for(lesson: Lesson) -> None:
    """Predict, then play."""
    for page in lesson.pages:
        if page.play is not None:
            assert any(isinstance(item, Ask) for item in page.items[: page.items.index(page.play)])
