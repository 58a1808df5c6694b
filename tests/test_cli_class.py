"""`learnscope class` as it is started: what it prints, and what is left of it."""

import contextlib
import csv
import io
import itertools
import re
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Close
from websockets.sync.client import ClientConnection, connect

from learnscope.data.builtin import datasets
from learnscope.lessons.shelf import Shelf
from learnscope.scene.frames import Receiver
from tests import waiting
from tests.test_cli import COMMAND, run

HUNG_UP = pytest.mark.skipif(
    signal.getsignal(signal.SIGHUP) is signal.SIG_IGN,
    reason="begun by nohup, which is to outlive its terminal; begin the tests without it",
)

LINES = (
    r"The class is at (http://127\.0\.0\.1:\d+/\?token=[a-z2-9]{8})",
    r"Its teacher's page is at (http://127\.0\.0\.1:\d+/(?:ls/)?\?token=\S{22}) "
    r"\(keep this one to yourself\)",
    r"Ctrl-C closes the class and writes everybody's answers",
)


@contextlib.contextmanager
def class_of(
    folder: Path, *subject: str, options: Sequence[str] = (), told: str = LINES[0]
) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """A class on this machine alone, with the addresses of students and teacher."""
    import os

    places = {"XDG_STATE_HOME": str(folder / "state"), "XDG_DATA_HOME": str(folder / "data")}
    places["TMPDIR"] = str(folder / "tmp")
    (folder / "tmp").mkdir()
    given = ["--host", "127.0.0.1", "--port", "0", "--no-browser", "--answers", str(folder), *options]
    with subprocess.Popen(
        [*COMMAND, "class", *subject, *given], stdout=subprocess.PIPE, text=True, env=os.environ | places
    ) as process:
        try:
            assert process.stdout is not None
            found = [re.fullmatch(line + "\n", process.stdout.readline()) for line in (told, *LINES[1:])]
            assert all(found)
            yield process, found[0][1], found[1][1]  # type: ignore[index]  # all are there
        finally:
            process.kill()


class Page:
    """A page of the class, by its cookie."""

    def __init__(self, wire: ClientConnection) -> None:
        self.wire = wire
        self._receive = Receiver()
        self.scene = self.read()

    def read(self) -> dict[str, Any]:
        """What comes next."""
        return self._receive(bytes(self.wire.recv(timeout=60)))  # type: ignore[arg-type]  # never text

    def ask(self, kind: str, serial: int, reply: str, **fields: Any) -> dict[str, Any]:
        """Send something and wait for what it is answered."""
        intent = {"type": kind, "at": self.scene["moment"], "serial": serial, "reader": "me", **fields}
        self.wire.send(msgspec.msgpack.encode(intent))
        while True:
            message = self.read()
            assert message["type"] != "problem", message
            if message["type"] == "scene":
                self.scene = message
            if message["type"] == reply and (reply != "scene" or message["answered"].get("me") == serial):
                return message

    def end(self) -> Close | None:
        """What it is told at the end of its connection."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                self.read()
        return self.wire.protocol.close_rcvd

    def until(self, true: Callable[[dict[str, Any]], bool]) -> None:
        """Read until that is true of what the scene says of the class."""
        while not true(self.scene["classroom"]):
            message = self.read()
            if message["type"] == "scene":
                self.scene = message


@contextlib.contextmanager
def opened(address: str, **query: str) -> Iterator[Page]:
    """Whoever comes by that address."""
    began = waiting.get(address, params={"token": address.rpartition("=")[2], **query})
    base = address.partition("?")[0]
    cookies = "; ".join(value.partition(";")[0] for value in began.headers.get_list("set-cookie"))
    with connect(
        f"{base.replace('http', 'ws')}{began.headers['location'].partition('?')[0]}ws",
        origin=base.rstrip("/"),  # type: ignore[arg-type]  # a text
        additional_headers={"Cookie": cookies},
        max_size=None,
    ) as wire:
        yield Page(wire)


def left_in(folder: Path) -> set[str]:
    """What there is besides what a server of the account always keeps."""
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and file.name != "token" and "numba" not in str(file)
    }


@pytest.mark.parametrize("how", [signal.SIGINT, pytest.param(signal.SIGHUP, marks=HUNG_UP)])
def test_one_file_is_left(tmp_path: Path, how: int):
    """Everybody's answers; students' sittings and runs are gone. The terminal may be closed as well."""
    with class_of(tmp_path, "blame") as (process, students, _), opened(students, name="=Ada") as ada:
        ada.ask("open_link", 1, "scene", text=ada.scene["classroom"]["link"])
        asked = {"lesson": "blame", "page": 1, "seed": 0, "number": 0, "given": "1"}
        ada.ask("check_answer", 2, "answered", **asked)
        ada.ask("leave_lesson", 3, "scene")
        ada.ask("play", 4, "scene", pace=0.0, until="step", steps=5)
        process.send_signal(how)
        out, _ = process.communicate(timeout=60)
        assert ada.end() == Close(4000, "The class is over")
    assert process.returncode == 0
    (name,) = left_in(tmp_path)
    assert out == f"The class is over. Everybody's answers are in {tmp_path / name}\n"
    (row,) = csv.DictReader(io.StringIO((tmp_path / name).read_text(encoding="utf-8-sig")))
    assert (row["name"], row["lesson"], row["answer"]) == ("'=Ada", "Blame: backpropagation", "output o1")


def test_its_teacher_ends_it(tmp_path: Path):
    """By the button of the page; where nobody answered nothing is left at all."""
    with class_of(tmp_path) as (process, _, teacher), opened(teacher) as page:
        assert page.scene["classroom"]["type"] == "class"
        said = page.ask("teach", 1, "taught", act="close")["said"]
        out, _ = process.communicate(timeout=60)
    assert (said, out) == ("Nobody answered a question.", "The class is over. Nobody answered a question.\n")
    assert left_in(tmp_path) == set()


def test_a_run_is_begun_with_and_not_written_to(tmp_path: Path):
    """Each student goes on with a copy."""
    run("train", "iris", "--steps", "3", "--save", str(tmp_path / "iris.run"))
    before = (tmp_path / "iris.run").read_bytes()
    with (
        class_of(tmp_path, str(tmp_path / "iris.run")) as (process, students, led),
        opened(students, name="Ada") as ada,
        opened(led) as teacher,
    ):
        assert teacher.scene["moment"]["step"] == 3
        step = ada.scene["moment"]["step"]
        there = ada.ask("advance", 1, "scene", next_batch=False, phase=0.0)
        assert there["moment"]["step"] == step + 1
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert (tmp_path / "iris.run").read_bytes() == before
    assert left_in(tmp_path) == {"iris.run"}


def test_a_class_in_several_processes_is_one_class(tmp_path: Path):
    """What its teacher wants reaches all, and what they do the teacher, wherever each is computed."""
    with (
        class_of(tmp_path, "blame", options=["--processes", "2"]) as (process, students, led),
        contextlib.ExitStack() as stack,
    ):
        teacher = stack.enter_context(opened(led))
        assert teacher.scene["lesson"]["page"]["page"] == 1
        all_ = [stack.enter_context(opened(students, name=f"S{number}")) for number in range(1, 7)]
        for number, one in enumerate(all_):
            one.ask("open_link", 1, "scene", text=one.scene["classroom"]["link"])
            asked = {"lesson": "blame", "page": 1, "seed": 0, "number": 0, "given": str(1 + number % 2)}
            one.ask("check_answer", 2, "answered", **asked)
        teacher.until(lambda room: [one["answered"] for one in room["students"]] == [1] * 6)
        serial = itertools.count(1)

        def teach(act: str, **wanted: Any) -> str:
            said: str = teacher.ask("teach", next(serial), "taught", act=act, **wanted)["said"]
            return said

        assert teach("pause") == "all wait"
        for one in all_:
            one.until(lambda seat: seat["paused"])
        assert teach("go_on") == "all go on"
        assert teach("rename", number=5, text="Neu") == "S5 is now Neu"
        all_[4].until(lambda seat: seat["name"] == "Neu" and not seat["paused"])
        assert teach("remove", number=6) == "S6 is removed"
        all_.pop().until(lambda seat: seat["removed"])
        assert teach("reset", number=4) == "S4 begins anew"
        all_[3].until(lambda seat: seat["link"] == "lesson/blame/1")
        assert all_[3].scene["lesson"] is None
        assert teach("open", text="lesson/blame/2") == "opened for 5 who are here, and for whoever comes"
        for one in all_:
            one.until(lambda seat: seat["link"] == "lesson/blame/2")
            one.ask("open_link", 4, "scene", text="lesson/blame/2")
        teacher.until(lambda room: [one["page"] for one in room["students"]] == [2] * 5)
        bars = teacher.scene["classroom"]["questions"][0]["bars"]
        assert [(bar["said"], bar["count"]) for bar in bars] == [("output o1", 3), ("output o2", 2)]
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    (file,) = tmp_path.glob("*.csv")
    rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    removed = {row["name"]: row["removed"] for row in rows}
    assert removed == {"S1": "", "S2": "", "S3": "", "S4": "", "Neu": "", "S6": "yes"}


def test_what_cannot_be_a_class_is_said(tmp_path: Path):
    """In one line, before anybody comes."""
    told = run("class", "--no-token")
    assert told.stderr == "error: a class needs the token: without it every student would be the teacher\n"
    nowhere = str(tmp_path / "nowhere")
    told = run("class", "--answers", nowhere)
    assert told.stderr == f"error: --answers must be a folder that is there, got {nowhere!r}\n"
    data = ", ".join(record.name for record in datasets())
    listed = f"(lessons: {', '.join(Shelf().files())}; data: {data})"
    for subject, hint in (("Blmae", "; did you mean 'blame'?"), ("", ""), ("nowhere/x", "")):
        assert run("class", subject).stderr == (
            f"error: {subject!r} is neither a lesson, a saved run, built-in data nor a path{hint} {listed}\n"
        )


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["--allow-host", "https://Class.example.org", "--path", "/ls"], "https://class.example.org/ls/"),
        (["--allow-host", "class.example.org"], "http://class.example.org/"),
        (["--host", "0.0.0.0", "--allow-host", "class.example.org"], "http://class.example.org:{port}/"),
    ],
)
def test_students_are_told_the_name_that_was_given(tmp_path: Path, options: list[str], shown: str):
    """Behind a proxy, which has the usual port, and before one."""
    with class_of(tmp_path, options=options, told=r"The class is at (\S+)\?token=[a-z2-9]{8}") as (
        _,
        own,
        teacher,
    ):
        assert own == shown.format(port=httpx.URL(teacher).port)


def test_help_and_docs_name_the_lessons():
    """All of them, in their order."""
    names = [one.name for one in Shelf().lessons()]
    helped = run("class", "--help").stdout.partition("Lessons: ")[2].partition(".")[0]
    assert "".join(helped.split()).split(",") == names
    docs = (Path(__file__).parent.parent / "docs/class.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \| (.+) \| (\d+) \|$", docs, re.MULTILINE) == [
        (one.name, one.front.title, str(one.front.minutes)) for one in Shelf().lessons()
    ]


def test_help_says_who_reaches_a_class():
    """Everybody, not this machine alone; and there is no class without its token."""
    text = " ".join(run("class", "--help").stdout.split())
    assert "Address to listen on. [default: (all of this machine's, so that students reach it)]" in text
    assert "--no-token" not in text
