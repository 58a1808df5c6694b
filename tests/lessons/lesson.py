"""A lesson for tests: front matter and a page, with what a test is about on it."""

from learnscope.lessons.lesson import Lesson
from learnscope.lessons.read import read_lesson

FRONT = "---\ntitle: Test\norder: 1\nminutes: 1\n---\n"
STATE = ":::{state}\n:experiment: two-two-two\n:::\n"
BEFORE = 9  # lines before the body of `page`


def page(body: str, state: str = STATE) -> str:
    """A lesson of one page; its body begins in line BEFORE + 1 with the usual state."""
    return f"{FRONT}# One\n{state}{body}\n"


def lesson(body: str, state: str = STATE) -> Lesson:
    """The same, read."""
    reading = read_lesson("test", page(body, state))
    assert reading.lesson is not None, reading.faults
    return reading.lesson
