"""A page of a lesson with a question of each of two kinds, and answers to them."""

from typing import Any

from learnscope.classroom.classroom import Classroom, Student
from learnscope.classroom.standing import answered
from learnscope.scene import schema

AT = schema.Moment("run", 0, 0, 0.0, 0)


def page(number: int = 3, lesson: str = "blame") -> schema.LessonPage:
    """A page that asks for a number, and for a sentence."""
    texts = (schema.TextScene((schema.SpanScene("What?"),)),)
    kinds: tuple[schema.AskKind, ...] = ("number", "words")
    asks = tuple(
        schema.AskScene(k, kind, texts, (), (), (), "", None, False, ()) for k, kind in enumerate(kinds)
    )
    rest: dict[str, Any] = dict.fromkeys(schema.LessonPage.__struct_fields__)
    fields = {
        "lesson": lesson,
        "title": lesson.title(),
        "place": 7,
        "page": number,
        "blocks": asks,
        "seed": 0,
    }
    return schema.LessonPage(**rest | fields)


def lesson_scene(number: int = 3, lesson: str = "blame") -> schema.LessonScene:
    """Somebody is there."""
    return schema.LessonScene(page(number, lesson), ())


def answer(
    classroom: Classroom,
    student: Student,
    given: str,
    *,
    said: str = "",
    right: bool | None = False,
    number: int = 0,
    at: int = 3,
) -> str:
    """An answer of somebody's; why it is not taken, "" where it is."""
    question = schema.CheckAnswer(at=AT, lesson="blame", page=at, seed=0, number=number, given=given)
    found = schema.AnsweredScene(0, right, said or given, "1", 1.0, (), "", (), "", ())
    report = answered(question, found, page(at))
    return "" if report is None else classroom.take(student, report)
