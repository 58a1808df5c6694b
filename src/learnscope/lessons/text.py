"""The Markdown of a lesson as spans of plain text: no HTML is read, and none is made.

A role is a name in braces before code, as MyST has it:

    {number}`value.1.0`     what a sum of named numbers comes to
    {signed}`error.0`       the same, with its sign; `error.0 to 7`: to seven digits
    {why}`delta.2.0`        how a number comes about, as a line
    {word}`bias`            a word of the glossary
    {lesson}`forward`       another lesson, by its title
    {if}`end(loss.batch) < loss.batch`     in a choice: when it is right

"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from learnscope.errors import LearnscopeError, check_choice
from learnscope.explain.glossary import ENTRIES
from learnscope.lessons.expressions import Expression, condition, sum_of
from learnscope.lessons.faults import Fault
from learnscope.scene.grammar import parse as parse_name
from learnscope.words import DIGITS

Role = Literal["number", "signed", "why", "word", "lesson", "if"]
Look = Literal["plain", "strong", "emphasis", "code", "link"] | Role
ROLES = get_args(Role)
HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&[a-zA-Z]+;|javascript:")
_TO = re.compile(r"(.*\S)\s+to\s+([1-9]|1[0-2])")
ADDRESS = re.compile(r"https?://[^\s]+")


@dataclass(frozen=True)
class Span:
    """A piece of a text that looks one way."""

    text: str
    look: Look = "plain"
    about: Expression | None = None  # of number, signed and if
    address: str = ""  # of a link
    digits: int = DIGITS  # of number and signed


@dataclass(frozen=True)
class Text:
    """A paragraph, or an item of a list."""

    spans: tuple[Span, ...]
    line: int
    item: bool = False


def markdown() -> MarkdownIt:
    """The reader of lessons: CommonMark without HTML, with MyST's fences and roles."""
    found = MarkdownIt("commonmark", {"html": False})
    found.disable(["html_block", "html_inline", "entity"])
    # what is no address of the web is told as a fault, rather than read as plain text
    found.validateLink = lambda url: True  # type: ignore[method-assign]
    return found.use(front_matter_plugin).use(colon_fence_plugin).use(myst_role_plugin)


def texts(source: str, line: int, faults: list[Fault]) -> tuple[Text, ...]:
    """The paragraphs and items of a block's body, which begins in line `line` of its file, from 1."""
    return tuple(texts_in(markdown().parse(source), line, faults))


def texts_in(tokens: Sequence[Token], first: int, faults: list[Fault]) -> Iterator[Text]:
    """The paragraphs and items among `tokens`, whose lines count from `first`; what is neither is a fault."""
    items = paragraphs = 0  # how deep in lists, and of the item
    for token in tokens:
        line = first + (token.map[0] if token.map else 0)
        match token.type:
            case "list_item_open":
                items += 1
                paragraphs = 0
                if items > 1:
                    faults.append(
                        Fault(line, "a list must not stand in an item of another; make it one list")
                    )
                if token.info:
                    faults.append(_numbered(line, token.info + token.markup))
            case "list_item_close":
                items -= 1
            case "inline":
                paragraphs += 1
                if items == 1 and paragraphs == 2:
                    faults.append(
                        Fault(line, "an item of a list must be one paragraph, got another; join them")
                    )
                yield Text(tuple(_spans(token.children or [], line, faults)), line, item=items > 0)
            case "paragraph_open" | "paragraph_close" | "bullet_list_open" | "bullet_list_close":
                pass
            case "ordered_list_open" | "ordered_list_close":
                pass
            case kind if not kind.endswith("_close"):
                what = kind.removesuffix("_open").replace("_", " ")
                faults.append(
                    Fault(
                        line,
                        f"a lesson's text must be paragraphs and lists, got a {what}; write it as such",
                    )
                )


def _numbered(line: int, number: str) -> Fault:
    """A line that begins with a number and a dot is an item to Markdown, which leaves out the number."""
    written = f"{number[:-1]}\\{number[-1]}"
    return Fault(
        line,
        f"an item of a list must begin with -, got {number!r}; write - for an item, {written} for the number",
    )


def _spans(tokens: Sequence[Token], line: int, faults: list[Fault]) -> Iterator[Span]:
    look: list[Look] = ["plain"]
    address = ""
    for token in tokens:
        match token.type:
            case "text":
                match = HTML.search(token.content)
                if match:
                    faults.append(
                        Fault(
                            line, f"HTML is not read in a lesson, got {match.group()!r}; write it in Markdown"
                        )
                    )
                yield Span(token.content, look[-1], address=address)
            case "softbreak":
                yield Span(" ", look[-1], address=address)
                line += 1
            case "hardbreak":
                yield Span(" ", look[-1])
                line += 1
            case "code_inline":
                yield Span(token.content, "code")
            case "em_open":
                look.append("emphasis")
            case "strong_open":
                look.append("strong")
            case "link_open":
                address = str(token.attrs.get("href", ""))
                if not ADDRESS.fullmatch(address):
                    faults.append(Fault(line, f"a link must begin with http:// or https://, got {address!r}"))
                look.append("link")
            case "em_close" | "strong_close" | "link_close":
                look.pop()
                address = "" if token.type == "link_close" else address
            case "myst_role":
                try:
                    yield _role(str(token.meta["name"]), token.content.strip())
                except LearnscopeError as error:
                    faults.append(Fault(line, str(error)))
            case kind:
                faults.append(
                    Fault(line, f"a lesson's text has no {kind.replace('_', ' ')}; write it in words")
                )


def _role(name: str, content: str) -> Span:
    check_choice("role", name, ROLES)
    match name:
        case "number" | "signed":
            match = _TO.fullmatch(content)
            about, digits = (match[1], int(match[2])) if match else (content, DIGITS)
            return Span(about, "signed" if name == "signed" else "number", sum_of(about), digits=digits)
        case "if":
            return Span(content, "if", condition(content))
        case "why":
            return Span(str(parse_name(content)), "why")
        case "word":
            return Span(check_choice("word of the glossary", content, ENTRIES), "word")
    return Span(content, "lesson")


def plain(text: Text) -> str:
    """A text without its looks, as it is written."""
    return "".join(span.text for span in text.spans if span.look != "if").strip()
