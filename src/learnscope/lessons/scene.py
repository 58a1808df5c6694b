"""A page of a lesson as a reader gets it: its texts with their numbers, its questions, its play."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from learnscope import words
from learnscope.explain.explanation import explain
from learnscope.lessons import answers
from learnscope.lessons.blocks import (
    Ask,
    AskChange,
    AskChoice,
    AskNumber,
    AskPoint,
    AskSign,
    AskWeight,
    Deeper,
    Goal,
    Hint,
    Panel,
    Play,
    Stand,
    Why,
)
from learnscope.lessons.expressions import Expression, Quantity, value
from learnscope.lessons.lesson import Lesson, Page
from learnscope.lessons.quantities import Quantities
from learnscope.lessons.text import Span, Text
from learnscope.scene.schema import (
    AskKind,
    AskScene,
    GoalScene,
    LessonBlock,
    LessonDeeper,
    LessonEntry,
    LessonPage,
    LessonPanel,
    LessonText,
    LessonWhy,
    LineScene,
    PlayScene,
    SpanScene,
    TextScene,
)

KINDS: dict[type[Ask], AskKind] = {
    AskNumber: "number",
    AskChange: "change",
    AskSign: "sign",
    AskChoice: "choice",
    AskWeight: "weight",
    AskPoint: "point",
}


@dataclass(frozen=True)
class Where:
    """Where a page stands: among which lessons, and where its play ends on the timeline."""

    lessons: Sequence[Lesson]
    own: bool
    stamp: float
    to: float
    step: int
    seed: int = 0  # of the exercise


def page_scene(lesson: Lesson, page: int, there: Quantities, where: Where) -> LessonPage:
    """Page `page`, from 0, with the numbers of `there`."""
    row = [one.name for one in where.lessons if not one.front.apart]
    titles = {one.name: one.front.title for one in where.lessons}
    place = 0 if lesson.front.apart else row.index(lesson.name) + 1
    after = row[place] if 0 < place < len(row) else ""
    shown = lesson.pages[page]
    stand = shown.stand or Stand()
    return LessonPage(
        lesson=lesson.name,
        title=lesson.front.title,
        place=place,
        lessons=len(row),
        page=page + 1,
        pages=tuple(one.title for one in lesson.pages),
        blocks=tuple(_joined(_blocks(lesson, page, there, where, titles))),
        hidden=stand.hidden,
        touch=stand.touch,
        selection=stand.selection,
        lens=stand.lens.replace("-", " "),
        stage=_stage(shown),
        over=stand.over,
        curves="curves" in stand.show,
        decimals=lesson.front.decimals,
        decimal_mark=_mark(lesson.front.decimal_mark),
        hide=lesson.front.hide,
        anew=bool(lesson.pages[lesson.first(page)].anew),
        seed=where.seed,
        next=after,
        next_title=titles.get(after, ""),
        own=where.own,
        stamp=where.stamp,
    )


def _mark(said: str) -> Literal["", "point", "comma"]:
    return "comma" if said == "comma" else "point" if said == "point" else ""


def _line(ask: Ask, there: Quantities) -> LineScene | None:
    if not isinstance(ask, AskNumber | AskChange) or (ends := answers.ends(ask, there)) is None:
        return None
    return LineScene(*ends, answers.stands(ask, there) if isinstance(ask, AskChange) else None)


def _stage(page: Page) -> Literal["network", "decision", "landscape"]:
    """What stands in the middle: what the page says, else the picture that is asked about."""
    said = page.stand.stage if page.stand is not None else ""
    match said or next((ask.on for ask in page.asks if isinstance(ask, AskPoint)), ""):
        case "decision":
            return "decision"
        case "landscape":
            return "landscape"
    return "network"


def text_scenes(texts: Sequence[Text], there: Quantities, titles: dict[str, str]) -> tuple[TextScene, ...]:
    """Texts with their numbers."""
    return tuple(
        TextScene(tuple(_span(one, there, titles) for one in text.spans if one.look != "if"), text.item)
        for text in texts
    )


def entry_scene(lesson: Lesson, titles: dict[str, str]) -> LessonEntry:
    """A lesson in the list of them."""
    front = lesson.front
    needs = tuple(titles.get(name, name) for name in front.needs)
    return LessonEntry(lesson.name, front.title, front.minutes, len(lesson.pages), needs)


def _joined(blocks: Iterator[LessonBlock]) -> Iterator[LessonBlock]:
    """The blocks, with texts that follow each other as one."""
    texts: tuple[TextScene, ...] = ()
    for block in blocks:
        if isinstance(block, LessonText):
            texts += block.texts
            continue
        if texts:
            yield LessonText(texts)
            texts = ()
        yield block
    if texts:
        yield LessonText(texts)


def _blocks(
    lesson: Lesson, page: int, there: Quantities, where: Where, titles: dict[str, str]
) -> Iterator[LessonBlock]:
    asks, goals = 0, 0
    for item in lesson.pages[page].items:
        texts = text_scenes([item] if isinstance(item, Text) else item.text, there, titles)
        match item:
            case Text():
                yield LessonText(texts)
            case Ask():
                kind = KINDS.get(type(item), "words")
                yield AskScene(
                    number=asks,
                    kind=kind,
                    texts=tuple(text for text in texts if kind != "choice" or not text.item),
                    choices=tuple(text for text in texts if kind == "choice" and text.item),
                    words=item.words if isinstance(item, AskSign | AskChange) else (),
                    hints=_hints(item.hints, there, titles),
                    on=item.on if isinstance(item, AskPoint) else "",
                    line=_line(item, there),
                    double=isinstance(item, AskNumber | AskChange) and item.within.how == "double",
                    axes=there.axes(item.on, lesson.pages[page].over) if isinstance(item, AskPoint) else (),
                )
                asks += 1
            case Play():
                yield PlayScene(to=where.to, steps=item.steps, step=where.step)
            case Goal():
                yield GoalScene(number=goals, texts=texts, hints=_hints(item.hints, there, titles))
                goals += 1
            case Panel():
                yield LessonPanel(item.part)
            case Why():
                yield LessonWhy(texts)
            case Deeper():
                yield LessonDeeper(texts)


def _hints(hints: Sequence[Hint], there: Quantities, titles: dict[str, str]) -> tuple[LessonText, ...]:
    return tuple(LessonText(text_scenes(hint.text, there, titles)) for hint in hints)


def _span(span: Span, there: Quantities, titles: dict[str, str]) -> SpanScene:
    match span.look:
        case "number" | "signed":
            assert span.about is not None
            number = value(span.about, there.look)
            return SpanScene(_written(span, number, there.decimals), "number", _single(span.about), number)
        case "why":
            found = explain(span.text, there.start)
            return SpanScene(found.line or words.number(found.value), "why", span.text, found.value)
        case "lesson":
            return SpanScene(titles.get(span.text, span.text), "lesson", span.text)
        case "word":
            return SpanScene(span.text, "word", span.text)
        case "link":
            return SpanScene(span.text, "link", span.address)
        case "if":
            return SpanScene("")
    return SpanScene(span.text, span.look)


def _written(span: Span, number: float, decimals: int | None) -> str:
    if decimals is not None and span.digits == words.DIGITS:
        return words.fixed(number, decimals=decimals, sign=span.look == "signed")
    write = words.signed if span.look == "signed" else words.number
    return write(number, digits=span.digits)


def _single(expression: Expression) -> str:
    """The name of the number, where it is a single one of where the page begins."""
    return expression.name if isinstance(expression, Quantity) else ""
