"""`learnscope class`: a lecture, with one address for all students and a page for its teacher."""

import difflib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from learnscope.commands.memory import most_memory, most_processes
from learnscope.commands.page import names_given, page_options
from learnscope.commands.source import data_options
from learnscope.errors import ArgumentError, shown as quoted

if TYPE_CHECKING:
    from learnscope.classroom.classroom import Classroom, Student
    from learnscope.experiment import Experiment
    from learnscope.lessons.lesson import Lesson
    from learnscope.lessons.shelf import Shelf
    from learnscope.sittings.model import Make

EVERYWHERE = "0.0.0.0"  # a class is to be reached


@click.command("class")
@click.argument("subject", metavar="[LESSON | RUN | DATA]", required=False)
@click.option(
    "--answers", metavar="FOLDER", default=".", help="Where the file with all answers is written at the end."
)
@page_options
@data_options
def class_command(
    subject: str | None, answers: str, reading: dict[str, Any], host: str, no_token: bool, **options: Any
) -> None:
    """Begin a class about a LESSON (its name, or a file), a RUN, or DATA: one address for all students.

    Students pick a name, no accounts. Machines of the same network reach it unless --host says otherwise.
    When the class is closed, one file is written: everybody's answers, as CSV.

    \b
    Lessons: before, neuron, matrices, forward, loss, slope, downhill, blame,
    batches, overfitting, crowd, handwriting, softening, failure, emergence,
    words, after. docs/class.md says what each is about.
    """
    from learnscope.classroom.classroom import Classroom

    if no_token:
        raise ArgumentError("a class needs the token: without it every student would be the teacher")
    given = click.get_current_context().get_parameter_source("host")
    host = EVERYWHERE if given is click.core.ParameterSource.DEFAULT else host
    folder = Path(answers)
    if not folder.is_dir():
        raise ArgumentError(f"--answers must be a folder that is there, got {answers!r}")
    shelf, lesson = _lesson(subject)
    shown = None if subject is None or lesson is not None else _shown(subject, reading)
    classroom = Classroom() if lesson is None else _about(lesson)
    with tempfile.TemporaryDirectory(prefix="learnscope-class-", ignore_cleanup_errors=True) as kept:
        _serve(classroom, Path(kept), folder, shown, shelf, host=host, **options)


for _option in class_command.params:
    if isinstance(_option, click.Option) and _option.name == "host":
        _option.show_default = "all of this machine's, so that students reach it"
    elif isinstance(_option, click.Option) and _option.name == "no_token":
        _option.hidden = True  # there is no class without it


def _about(lesson: "Lesson") -> "Classroom":
    from learnscope.classroom.classroom import Classroom
    from learnscope.lessons.blocks import AskWords

    return Classroom(
        link=f"lesson/{lesson.name}/1",
        lesson=lesson.name,
        title=lesson.front.title,
        pages=tuple(page.title for page in lesson.pages),
        asks=tuple(sum(not isinstance(ask, AskWords) for ask in page.asks) for page in lesson.pages),
    )


def _serve(
    classroom: "Classroom",
    kept: Path,
    folder: Path,
    shown: "Experiment | Path | None",
    shelf: "Shelf | None",
    *,
    host: str,
    port: int | None,
    allow_host: tuple[str, ...],
    allow_embed: tuple[str, ...],
    path: str,
    processes: int | None,
    no_browser: bool,
) -> None:
    from learnscope.classroom.closing import Closing
    from learnscope.classroom.places import Podium
    from learnscope.hosts.server.below import check_path
    from learnscope.hosts.server.ending import Ending
    from learnscope.hosts.server.listener import address, listen, on_loopback
    from learnscope.hosts.server.token import kept_token, token_file

    named = names_given(allow_host, allow_embed)
    path = check_path("--path", path)
    with Ending() as ending, listen(host, port) as listener:
        token = kept_token(token_file())
        own = "127.0.0.1" if host == EVERYWHERE else host
        classroom.address = _called(
            allow_host, path, on_loopback(listener), listener.getsockname()[1]
        ) or address(listener, host, "", path)
        classroom.address += f"?token={classroom.word}"
        lines = (
            f"The class is at {classroom.address}",
            f"Its teacher's page is at {address(listener, own, token, path)} (keep this one to yourself)",
            "Ctrl-C closes the class and writes everybody's answers",
        )
        print(*lines, sep="\n", flush=True)

        from learnscope.hosts.server.browser import open_browser
        from learnscope.hosts.server.guard import Rules
        from learnscope.hosts.server.reading import ReadingRoom
        from learnscope.hosts.server.seats import Seats
        from learnscope.hosts.server.serve import serve
        from learnscope.session import decode
        from learnscope.session.making import SessionMaker
        from learnscope.sittings.folder import Store
        from learnscope.sittings.processes.order import Order
        from learnscope.sittings.processes.spread import Spread
        from learnscope.sittings.sittings import Sittings, kept_each
        from learnscope.store import folder as runs
        from learnscope.training.compile import warm_up

        warm_up()
        shown = _put_aside(shown, kept / "shown")
        close = Closing(classroom, folder)
        teacher = SessionMaker(runs.default_folder(), shown, shelf)
        store = Store(kept / "sittings")
        most = most_processes(processes)
        idle = kept_each(1 + most)
        here = Sittings(
            lambda snapshot: Podium(teacher, snapshot, classroom, close), decode, store=store, kept=idle
        )
        order = Order(None, decode, store, prepare=warm_up, shared=(shown, shelf), kept=idle)
        sittings = Spread(here, order, most=most, memory=most_memory())
        cookie = f"learnscope_{listener.getsockname()[1]}"
        rules = Rules(**named, token=token, cookie=cookie, reachable=not on_loopback(listener))
        desk = _desks(classroom, kept, shown, shelf)
        seats = Seats(classroom, sittings, desk, cookie=f"{cookie}_student")
        first = address(listener, own, rules.ticket.text, path)

        def ready() -> None:
            sittings.begin()  # before all come at once
            if not no_browser:
                open_browser(first)

        try:
            serve(
                listener,
                sittings,
                rules=rules,
                ending=ending,
                ready=ready,
                path=path,
                seats=seats,
                room=ReadingRoom(most_memory()),
            )
        finally:
            print(f"The class is over. {close()}", flush=True)


def _called(allow_host: tuple[str, ...], path: str, behind: bool, port: int) -> str:
    """The address by which students call it where its name was given, else "".

    What listens on this machine alone is called by a name only through a proxy, which has the usual port.
    """
    if not allow_host:
        return ""
    name = allow_host[0].lower()
    if "://" not in name:
        name = f"http://{name}" if behind else f"http://{name}:{port}"
    return f"{name}{quote(path)}/"


def _desks(
    classroom: "Classroom", kept: Path, shown: "Experiment | Path | None", shelf: "Shelf | None"
) -> "Callable[[Student], Make]":
    """What makes the model of a student's sitting, whose runs lie in a folder of their own."""
    from learnscope.classroom.lines import DeskMaker, Here
    from learnscope.session.making import SessionMaker

    def desk(student: "Student") -> "Make":
        make = SessionMaker(kept / f"student-{student.number}", shown, shelf, copied=True)
        return DeskMaker(make, Here(classroom, student))

    return desk


def _put_aside(shown: "Experiment | Path | None", folder: Path) -> "Experiment | Path | None":
    """What sittings begin with; of a run a copy, which stays as it is whatever becomes of its file."""
    from learnscope.store.folder import copy

    if not isinstance(shown, Path):
        return shown
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy(shown, folder / shown.name)
    return folder / shown.name


def _lesson(subject: str | None) -> Any:
    """The shelf and the lesson that `subject` names; no lesson where it names something else."""
    from learnscope.lessons.shelf import ENDING, Shelf

    if subject is None:
        return None, None
    path = Path(subject)
    if path.suffix == ENDING and path.is_file():
        shelf = Shelf(path)
        return shelf, shelf.lesson(path.stem)
    if subject in Shelf().files():
        return None, Shelf().lesson(subject)
    _check_there(subject, tuple(Shelf().files()))
    return None, None


def _check_there(subject: str, lessons: tuple[str, ...]) -> None:
    """Raise ArgumentError where `subject` names nothing that a class can be about."""
    from learnscope.commands.opening import listed_run
    from learnscope.data.builtin import datasets

    data = tuple(record.name for record in datasets())
    if subject in data or (subject and Path(subject).exists()) or listed_run(subject) is not None:
        return
    near = difflib.get_close_matches(subject.lower(), [*lessons, *data], n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise ArgumentError(
        f"{quoted(subject)} is neither a lesson, a saved run, built-in data nor a path{hint} "
        f"(lessons: {', '.join(lessons)}; data: {', '.join(data)})"
    )


def _shown(subject: str, reading: dict[str, Any]) -> "Experiment | Path":
    from learnscope.commands.opening import opened
    from learnscope.data.remedies import RefusedError
    from learnscope.errors import DataError
    from learnscope.experiment import Experiment, set_up

    try:
        shown = opened(subject, reading)
    except RefusedError as error:
        raise DataError(error.told("option")) from None
    if isinstance(shown, Experiment):
        set_up(shown)  # what cannot be begun is said here, not to two hundred
    return shown
