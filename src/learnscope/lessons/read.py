"""From the text of a file to a lesson, or to all that is wrong with it."""

import dataclasses
import difflib
import re
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from learnscope.errors import LearnscopeError, check_choice, shown
from learnscope.lessons.blocks import (
    BLOCKS,
    Ask,
    AskChoice,
    AskWeight,
    AskWords,
    Block,
    Front,
    Goal,
    Hint,
    Play,
    Reply,
    Stand,
    entries,
)
from learnscope.lessons.faults import Fault
from learnscope.lessons.kinds import read
from learnscope.lessons.lesson import Item, Lesson, Page
from learnscope.lessons.text import Text, markdown, plain, texts, texts_in

_FIELD = re.compile(r":(?P<name>[A-Za-z][\w-]*):(?P<text>.*)")
_FENCE = re.compile(r"\{(?P<name>[^}]*)\}\s*(?P<rest>.*)")


@dataclass(frozen=True)
class Reading:
    """What came of a file."""

    lesson: Lesson | None  # None where there is a fault
    faults: tuple[Fault, ...]


def read_lesson(name: str, source: str) -> Reading:
    """The lesson called `name` that `source` writes, with all faults of its form."""
    faults: list[Fault] = []
    tokens = markdown().parse(source)
    front = _front(tokens, source.startswith("---"), faults)
    pages = _pages([token for token in tokens if token.type != "front_matter"], faults)
    if pages:
        _check_pages(pages, faults, whole=not faults)
    elif not faults:
        faults.append(Fault(0, "a lesson must have pages, each begun by a heading: # One claim"))
    if faults or front is None:
        return Reading(None, tuple(sorted(set(faults))))
    return Reading(Lesson(name, front, tuple(pages)), ())


def _front(tokens: list[Token], begun: bool, faults: list[Fault]) -> Front | None:
    first = tokens[0] if tokens else None
    if first is None or first.type != "front_matter":
        faults.append(
            Fault(1, "front matter must end with a line of ---, got none")
            if begun
            else Fault(1, "a lesson must begin with front matter: --- title, order, minutes ---")
        )
        return None
    given: dict[str, tuple[int, str]] = {}
    for number, text in enumerate(first.content.splitlines(), start=2):
        key, colon, value = (part.strip() for part in text.partition(":"))
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        if not colon:
            faults.append(
                Fault(number, f"front matter must be lines like title: Blame, got {text.strip()!r}")
            )
            continue
        if key in given:
            faults.append(Fault(number, f"front matter has {key} twice; leave one out"))
        given[key] = number, value.strip("\"'")
    made: Front | None = _made(Front, "front matter", given, 1, faults)
    return made


def _pages(tokens: list[Token], faults: list[Fault]) -> list[Page]:
    pages: list[Page] = []
    title, line, held, items = "", 0, [], []  # type: str, int, list[Token], list[Item]

    def let_go() -> None:
        items.extend(texts_in(held, 1, faults))
        held.clear()

    def end() -> None:
        let_go()
        if line:
            pages.append(Page(title, line, tuple(_joined(items, faults))))
        elif items:
            where = items[0].line
            faults.append(
                Fault(
                    where,
                    "what stands before the first page belongs to none; begin it with a heading: # One claim",
                )
            )
        items.clear()

    place = 0
    while place < len(tokens):
        token = tokens[place]
        here = token.map[0] + 1 if token.map else 0
        if token.type == "heading_open" and token.tag == "h1":
            end()
            title, line = tokens[place + 1].content, here
            if not title.strip():
                faults.append(Fault(here, "a heading must say what its page claims, got nothing"))
            elif [each.type for each in tokens[place + 1].children or ()] != ["text"]:
                faults.append(Fault(here, f"a heading must be of plain words, got {shown(title)}"))
            place += 3
            continue
        if token.type == "heading_open":
            faults.append(
                Fault(
                    here,
                    f"a heading must be of level 1, as it begins a page, got {tokens[place + 1].content!r}",
                )
            )
            place += 3
            continue
        if token.type == "colon_fence":
            let_go()
            block = _block(token, here, faults)
            if block is not None:
                items.append(block)
        else:
            held.append(token)
        place += 1
    end()
    return pages


def _block(token: Token, line: int, faults: list[Fault]) -> Block | None:
    match = _FENCE.fullmatch(token.info.strip())
    if match is None:
        faults.append(
            Fault(line, f"a block must say its name in braces, like :::{{play}}, got {token.info.strip()!r}")
        )
        return None
    if match["rest"]:
        faults.append(
            Fault(line, f"a block's name must stand alone, got {match['rest']!r} behind it; write it below")
        )
    try:
        name = check_choice("block", match["name"], BLOCKS)
    except LearnscopeError as error:
        faults.append(Fault(line, str(error)))
        return None
    lines = token.content.splitlines()
    given: dict[str, tuple[int, str]] = {}
    count = 0
    for count, text in enumerate([*lines, ""]):
        found = _FIELD.fullmatch(text.strip())
        if found is None:
            break
        if found["name"] in given:
            faults.append(Fault(line + 1 + count, f"{name} has {found['name']} twice; leave one out"))
        given[found["name"]] = line + 1 + count, found["text"].strip()
    kind = BLOCKS[name]
    made = _made(kind, name, given, line, faults)
    body = texts("\n".join(lines[count:]), line + 1 + count, faults)
    if kind.body == "none" and body:
        faults.append(Fault(body[0].line, f"{name} has no text; write it above or below the block"))
    if kind.body != "none" and not body:
        faults.append(Fault(line, f"{name} must have a text, got none"))
    return None if made is None else dataclasses.replace(made, line=line, text=body)


def _made(
    kind: type[Any], name: str, given: dict[str, tuple[int, str]], line: int, faults: list[Fault]
) -> Any:
    """The record of these fields; None where one is wrong."""
    known, values, fine = entries(kind), {}, True
    for key, (at, text) in given.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f" ({', '.join(known)})" if known else ""
            faults.append(Fault(at, f"{name} has no {key!r}{hint}"))
            fine = False
            continue
        try:
            values[known[key].name] = read(known[key].kind, key, text)
        except LearnscopeError as error:
            faults.append(Fault(at, str(error)))
            fine = False
    for key, one in known.items():
        if one.required and key not in given:
            faults.append(Fault(line, f"{name} must have {key!r}: {one.kind.rule}"))
            fine = False
    return kind(**values) if fine else None


def _joined(items: list[Item], faults: list[Fault]) -> list[Item]:
    """The items of a page, with hints and replies in the questions they belong to."""
    found: list[Item] = []
    for item in items:
        if not isinstance(item, Hint | Reply):
            found.append(item)
            continue
        last = found[-1] if found else None
        word = type(item).__name__.lower()
        if isinstance(item, Hint) and isinstance(last, Ask | Goal):
            found[-1] = dataclasses.replace(last, hints=(*last.hints, item))
        elif isinstance(item, Reply) and isinstance(last, Ask) and not isinstance(last, AskWeight | AskWords):
            found[-1] = dataclasses.replace(last, replies=(*last.replies, item))
        else:
            behind = ", ".join(item.follows)
            faults.append(Fault(item.line, f"{word} must stand right behind one of {behind}; move it there"))
    return found


def _check_pages(pages: list[Page], faults: list[Fault], *, whole: bool) -> None:
    """What no block knows by itself; `whole` says whether every block could be read."""
    if whole and pages[0].stand is None:
        faults.append(
            Fault(
                pages[0].line, "the first page must have a state, as there is no page before it: :::{state}"
            )
        )
    for page in pages:
        for kind, word in ((Stand, "state"), (Play, "play")):
            several = [item for item in page.items if isinstance(item, kind)]
            if len(several) > 1:
                faults.append(
                    Fault(several[1].line, f"a page must have one {word}, got another; begin a page for it")
                )
        if page.play is not None and page.play.to != Play().to and page.play.steps:
            faults.append(Fault(page.play.line, "play must have one of 'to' and 'steps', got both"))
        for ask in page.asks:
            if isinstance(ask, AskChoice):
                _check_choices(ask, faults)
            for reply in ask.replies:
                if (reply.when is None) is (reply.choice == 0):
                    rule = "reply must have 'when', a condition on answer, or, of a choice, 'choice'"
                    faults.append(Fault(reply.line, rule))
                elif bool(reply.choice) is not isinstance(ask, AskChoice):
                    rule = "'choice', which item it speaks of" if reply.choice == 0 else "'when', a condition"
                    faults.append(Fault(reply.line, f"reply to this question must have {rule}"))


def choices(ask: AskChoice) -> tuple[Text, ...]:
    """The items of its list."""
    return tuple(text for text in ask.text if text.item)


def _check_choices(ask: AskChoice, faults: list[Fault]) -> None:
    given = choices(ask)
    told = [any(span.look == "if" for span in text.spans) for text in given]
    if not question(ask):
        faults.append(Fault(ask.line, "ask-choice must have a question before its list, got none"))
    if len(given) < 2:
        faults.append(Fault(ask.line, f"ask-choice must have a list of two items or more, got {len(given)}"))
    elif ask.right > len(given):
        faults.append(Fault(ask.line, f"right must be from 1 to {len(given)}, got {ask.right}"))
    elif any(told) is bool(ask.right):
        faults.append(
            Fault(
                ask.line,
                "ask-choice must say what is right by 'right' or by {if} in its items, by one of the two",
            )
        )
    for place, reply in enumerate(ask.replies):
        if reply.choice > len(given):
            rule = f"choice of reply {place + 1} must be from 1 to {len(given)}, got {reply.choice}"
            faults.append(Fault(reply.line, rule))


def question(ask: Ask) -> str:
    """What is asked, without the choices."""
    return " ".join(plain(text) for text in ask.text if not text.item)
