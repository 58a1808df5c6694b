"""Lessons in their order: those that are shipped, or somebody's own folder or file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from learnscope.errors import ArgumentError, DataError, FormatError, check_choice, shown
from learnscope.lessons.faults import Fault, told
from learnscope.lessons.kinds import NAMED
from learnscope.lessons.lesson import Lesson
from learnscope.lessons.read import Reading, read_lesson
from learnscope.lessons.text import Text

SHIPPED = Path(__file__).parent / "content"
ENDING = ".md"
LARGEST = 1_000_000  # bytes of a lesson
REMEMBERED = 64  # lessons


@dataclass(frozen=True)
class Shelf:
    """Where lessons are: a folder of files, or one file."""

    path: Path = SHIPPED

    @property
    def own(self) -> bool:
        """Whether they are somebody's own, who may be writing at them."""
        return self.path != SHIPPED

    def files(self) -> dict[str, Path]:
        """The files of lessons, by the names of the lessons. Raises DataError where there are none."""
        if self.path.is_dir():
            found = {
                file.stem: file
                for file in sorted(self.path.glob(f"*{ENDING}"))
                if file.stem != "README" and not file.is_dir()
            }
            if not found:
                raise DataError(f"a folder of lessons must hold files like blame.md, got none in {self.path}")
            return found
        if not self.path.is_file():
            raise DataError(
                f"a lesson must be a file or a folder, got {str(self.path)!r}, which is not there"
            )
        return {self.path.stem: self.path}

    def read(self) -> dict[str, Reading]:
        """What came of each file, faults of the lessons among each other included."""
        found = {name: _read(name, file) for name, file in self.files().items()}
        lessons = {name: one.lesson for name, one in found.items() if one.lesson is not None}
        among = _faults_among(lessons, found)
        return {
            name: Reading(None, (*one.faults, *among[name])) if name in among else one
            for name, one in found.items()
        }

    def lessons(self) -> tuple[Lesson, ...]:
        """Those without a fault, in their order."""
        lessons = (one.lesson for one in self.read().values())
        return tuple(sorted((one for one in lessons if one is not None), key=lambda one: one.front.order))

    def lesson(self, name: str) -> Lesson:
        """The lesson of that name. Raises FormatError with its faults, ArgumentError where there is none."""
        found = self.read()
        one = found[check_choice("lesson", name, found)]
        if one.lesson is None:
            raise FormatError(told(f"{name}{ENDING}", one.faults))
        return one.lesson

    def stamp(self) -> float:
        """When the newest of the files was written."""
        return max((file.stat().st_mtime for file in self.files().values() if file.exists()), default=0.0)


def _read(name: str, file: Path) -> Reading:
    if not NAMED.fullmatch(name):
        rule = "small letters, digits and hyphens, as its address has it"
        return Reading(
            None, (Fault(0, f"a lesson's file must be named in {rule}, got {shown(name)}; rename it"),)
        )
    try:
        with file.open("rb") as stream:
            source = stream.read(LARGEST + 1)
    except OSError as error:
        return Reading(None, (Fault(0, f"a lesson must be a file that can be read: {error.strerror}"),))
    if len(source) > LARGEST:
        return Reading(
            None, (Fault(0, f"a lesson must be shorter than {LARGEST} bytes; part it into several"),)
        )
    try:
        text = source.decode("utf-8-sig")  # some editors begin a file with a mark of its encoding
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        return Reading(None, (Fault(line, "a lesson must be text in UTF-8; save it as that"),))
    return _read_text(name, text)


@lru_cache(maxsize=REMEMBERED)
def _read_text(name: str, text: str) -> Reading:
    """What a text says, read once while it stays the same: whole classes open the same pages."""
    return read_lesson(name, text)


def _faults_among(lessons: Mapping[str, Lesson], names: Iterable[str]) -> dict[str, list[Fault]]:
    """Names of lessons that are not there, orders that two have, and lessons that need each other."""
    known, faults = list(names), {}  # type: list[str], dict[str, list[Fault]]
    alone = len(known) == 1
    for name, lesson in lessons.items():
        for needed in () if alone else lesson.front.needs:
            if needed not in known:
                faults.setdefault(name, []).append(_unknown(needed, known, 1))
        for text in () if alone else _texts(lesson):
            for span in text.spans:
                if span.look == "lesson" and span.text not in known:
                    fault = _unknown(span.text, known, text.line)
                    faults.setdefault(name, []).append(fault)
        twin = next((o for o in lessons if o < name and lessons[o].front.order == lesson.front.order), None)
        if twin is not None:
            rule = f"order must be its own, got {lesson.front.order}, which {twin} has; number them anew"
            faults.setdefault(name, []).append(Fault(1, rule))
        circle = _circle(name, lessons)
        if circle:
            rule = f"needs must not lead back to a lesson, got {' → '.join(circle)}; leave one out"
            faults.setdefault(name, []).append(Fault(1, rule))
    return faults


def _unknown(name: str, known: Iterable[str], line: int) -> Fault:
    try:
        check_choice("lesson", name, known)
    except ArgumentError as error:
        return Fault(line, str(error))
    raise ValueError(f"{name} is known")


def _texts(lesson: Lesson) -> Iterator[Text]:
    for page in lesson.pages:
        for item in page.items:
            if isinstance(item, Text):
                yield item
                continue
            for block in (item, *getattr(item, "hints", ()), *getattr(item, "replies", ())):
                yield from block.text


def _circle(name: str, lessons: Mapping[str, Lesson]) -> list[str]:
    """The way from a lesson by what it needs back to it; [] where there is none."""
    ways, seen = [[name]], set()  # type: list[list[str]], set[str]
    while ways:
        way = ways.pop()
        for needed in lessons[way[-1]].front.needs if way[-1] in lessons else ():
            if needed == name:
                return [*way, name]
            if needed not in seen:
                seen.add(needed)
                ways.append([*way, needed])
    return []
