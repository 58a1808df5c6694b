"""A lesson on paper: each page as it is put, with what is right of its questions."""

from learnscope.core.compiled import Engine
from learnscope.errors import check_whole
from learnscope.lessons import answers
from learnscope.lessons.blocks import AskNumber, AskSign, Summary
from learnscope.lessons.expressions import Quantity
from learnscope.lessons.lesson import Lesson
from learnscope.lessons.scene import Where, page_scene, text_scenes
from learnscope.lessons.shelf import Shelf
from learnscope.scene import schema
from learnscope.session.moves.move import naming
from learnscope.session.stand import put


def paper(question: schema.AskPaper, shelf: Shelf, engine: Engine) -> schema.PaperScene:
    """What is printed. Raises IntentError where there is no such page, or it cannot be put."""
    with naming("lesson"):
        lesson = shelf.lesson(question.lesson)
    with naming("page"):
        page = check_whole("page", question.page, low=0, high=len(lesson.pages))
        wanted = range(len(lesson.pages)) if page == 0 else (page - 1,)
        pages = tuple(_page(lesson, number, shelf, engine) for number in wanted)
    return schema.PaperScene(
        serial=question.serial, title=lesson.front.title, first=max(page, 1), pages=pages
    )


def _page(lesson: Lesson, number: int, shelf: Shelf, engine: Engine) -> schema.PageOnPaper:
    there = put(lesson, number, run="paper", engine=engine)
    quantities, page = there.quantities(), lesson.pages[number]
    lessons = shelf.lessons()
    where = Where(lessons, shelf.own, 0.0, there.end.phase, there.end.step)
    shown = page_scene(lesson, number, quantities, where)
    titles = {one.name: one.front.title for one in lessons}
    right = [answers.judge(ask, "", quantities) for ask in page.asks]
    said = [text for item in page.items if isinstance(item, Summary) for text in item.text]
    single = [ask.is_ for ask in page.asks if isinstance(ask, AskNumber | AskSign)]
    asked = [one.name for one in single if isinstance(one, Quantity)]
    return schema.PageOnPaper(
        title=page.title,
        blocks=shown.blocks,
        summary=text_scenes(said, quantities, titles),
        answers=tuple(schema.AnswerOnPaper(one.result, one.line) for one in right),
        blanks=tuple(dict.fromkeys((*shown.hidden, *asked))),
    )
