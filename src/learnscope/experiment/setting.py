"""What is said of a setting once, in its entry of the table that `Experiment` is, and read by everyone.

Number     a number: its rule, and the slider that it is tried with; None where it may be off
Choice     a word of a table, whose entries have title and explanation
Special    what is neither: data, and what may differ from layer to layer; its check is a function

`number`, `choice` and `special` make the entries: fields of a dataclass that carry the setting with them.
"""

import dataclasses
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from learnscope.rules import Rule, Word

Group = Literal["data", "network", "basics", "learning", "stopping"]
Need = Literal[
    "",
    "validation",  # samples for it
    "answers",  # that are right or wrong
    "parts",  # of the data, rather than all of it to learn from
    "made",  # on the spot: the data
    "dropout",
]
Items = Literal["words", "wholes", "numbers", "json", "none"]
Check = Callable[[Any, Mapping[str, Any]], Any]
KEY = "setting"  # of a field's metadata
INDENTED: dict[str, Any] = {"initial_indent": "    ", "subsequent_indent": "    "}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is known of any setting."""

    title: str  # what readers call it
    note: str  # what it does, in a sentence
    group: Group  # where it stands
    anew: bool = False  # whether changing it begins another run
    name: str = ""  # of the field, and on the command line
    default: Any = None


@dataclass(frozen=True, kw_only=True)
class Number(Setting):
    """A setting that is a number; where its default is None it may be off."""

    rule: Rule
    low: float  # ends of its slider; what may be typed is what the rule allows
    high: float
    scale: Literal["linear", "log"] = "linear"
    unit: str = ""  # what it counts
    symbol: str = ""  # how a formula writes it, in LaTeX; its name where there is none
    of: str = ""  # the choice it belongs to: it has an effect where the chosen entry's `settings` name it
    needs: Need = ""  # what there must be for it to have an effect
    most: int | Literal["", "samples"] = ""  # that may be taken on the page: a number, or those learned from

    @property
    def optional(self) -> bool:
        """Whether it can be off."""
        return self.default is None


@dataclass(frozen=True, kw_only=True)
class Choice(Setting):
    """A setting that takes a word; where its default is None the one that suits the data is taken."""

    words: Mapping[str, Word]
    called: str  # what errors call it


@dataclass(frozen=True, kw_only=True)
class Special(Setting):
    """A setting with a check of its own, of the value and of the fields before it, checked already."""

    rule: str  # in words
    check: Check
    items: Items  # what a text of it holds, separated by commas, or that it is JSON
    single: bool = False  # whether one item stands for itself rather than for a list of one


def number(
    default: float | None, title: str, note: str, rule: Rule, slider: tuple[float, float], **known: Any
) -> Any:
    """An entry for a number: what it is, what it may be, and the ends of its slider."""
    low, high = slider
    return _entry(Number(default=default, title=title, note=note, rule=rule, low=low, high=high, **known))


def choice(default: str | None, title: str, note: str, words: Mapping[str, Word], **known: Any) -> Any:
    """An entry for a word of the table `words`."""
    return _entry(Choice(default=default, title=title, note=note, words=words, **{"called": "", **known}))


def special(default: Any, title: str, note: str, rule: str, check: Check, **known: Any) -> Any:
    """An entry for anything else, with its check and that in words."""
    known = {"items": "none", **known}
    return _entry(Special(default=default, title=title, note=note, rule=rule, check=check, **known))


def _entry(setting: Setting) -> Any:
    return dataclasses.field(default=setting.default, metadata={KEY: setting})


def settings_of(record: type) -> dict[str, Setting]:
    """The settings that are the fields of `record`, by name, in its order."""
    found = {}
    for field in dataclasses.fields(record):
        setting: Setting = field.metadata[KEY]
        named: dict[str, Any] = {"name": field.name}
        if isinstance(setting, Choice) and not setting.called:
            named["called"] = field.name
        found[field.name] = dataclasses.replace(setting, **named)
    return found


def described(settings: Iterable[Setting]) -> str:
    """The settings as a documentation: name, default, what it is, what it may be."""
    return "\n".join(_described(setting) for setting in settings)


def _described(setting: Setting) -> str:
    match setting:
        case Number():
            rule = f"{setting.rule}{', or None' if setting.optional else ''}"
            rule += f"; in {setting.unit}" if setting.unit else ""
        case Choice():
            rule = f"one of {', '.join(setting.words)}"
            rule += ", or None for what suits the data" if setting.default is None else ""
        case Special():
            rule = setting.rule
        case _:
            raise TypeError(f"no description of {type(setting).__name__}")
    default = "" if setting.default is dataclasses.MISSING else f" = {setting.default!r}"
    text = f"{setting.title}: {setting.note} {rule[0].upper()}{rule[1:]}."
    return "\n".join([f"{setting.name}{default}", *textwrap.wrap(text, 100, **INDENTED)])


G = TypeVar("G", contravariant=True)
K = TypeVar("K", covariant=True)


class Kept(Generic[G, K]):
    """The type of a field that is given as a G and kept as a K; at run time there is only the K."""

    if TYPE_CHECKING:

        @overload
        def __get__(self, record: None, owner: Any) -> Any: ...
        @overload
        def __get__(self, record: object, owner: Any) -> K: ...
        def __get__(self, record: Any, owner: Any) -> Any: ...
        def __set__(self, record: Any, value: G) -> None: ...
