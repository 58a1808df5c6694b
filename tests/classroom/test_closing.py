"""Closing a class first stops taking answers and then writes those that were taken, once."""

import csv
import io
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from learnscope.classroom import closing
from learnscope.classroom.answers import write
from learnscope.classroom.classroom import Classroom
from learnscope.classroom.closing import Closing
from tests.classroom.lesson import answer


def test_who_is_told_that_they_answered_is_in_the_file(tmp_path: Path):
    """However their answers fall together with the closing: what comes too late is refused."""
    room, taken, begun = Classroom(), list[str](), threading.Event()
    students = [room.join("Ada") for _ in range(4)]

    def answers(number: int) -> None:
        for k in range(20):
            if answer(room, students[number], f"{number}.{k}") == "":
                taken.append(f"{number}.{k}")
            begun.set()

    with ThreadPoolExecutor(4) as threads:
        for number in range(4):
            threads.submit(answers, number)
        begun.wait()
        said = Closing(room, tmp_path)()

    (file,) = tmp_path.iterdir()
    assert said == f"Everybody's answers are in {file}"
    rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig")))
    assert sorted(row["answer"] for row in rows) == sorted(taken)
    assert answer(room, students[0], "late") == "The class is over"


def test_no_answer_is_taken_while_the_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A disk may take its time for it."""
    room = Classroom()
    ada = room.join("Ada")
    answer(room, ada, "0.5")
    said = []

    def slow(room: Classroom, folder: Path) -> Path | None:
        file = write(room, folder)
        said.append(answer(room, ada, "0.75"))
        return file

    monkeypatch.setattr(closing, "write", slow)
    Closing(room, tmp_path)()

    assert said == ["The class is over"]
    assert len(room.answers) == 1


def test_it_is_closed_once(tmp_path: Path):
    """By two buttons and Ctrl-C at a time there is one file, and all are told of it."""
    room = Classroom()
    answer(room, room.join("Ada"), "0.5")
    close, together = Closing(room, tmp_path), threading.Barrier(4)

    def closes(_: int) -> str:
        together.wait()
        return close()

    with ThreadPoolExecutor(4) as threads:
        said = set(threads.map(closes, range(4)))

    (file,) = tmp_path.iterdir()
    assert said == {f"Everybody's answers are in {file}"}


def test_without_answers_there_is_no_file(tmp_path: Path):
    """And it is said."""
    assert Closing(Classroom(), tmp_path)() == "Nobody answered a question."
    assert list(tmp_path.iterdir()) == []


def test_where_the_folder_cannot_be_written_to_they_are_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """In a folder for temporary files, or else printed."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = tmp_path / "gone"
    for beside in (True, False):
        room = Classroom()
        answer(room, room.join("Ada"), "0.5")
        if not beside:
            monkeypatch.setattr(tempfile, "tempdir", str(gone))
        said = Closing(room, gone)()
        why = f"The answers cannot be written to {gone} (No such file or directory)"
        if beside:
            (file,) = tmp_path.rglob("*.csv")
            assert said == f"{why}; they are in {file}"
        else:
            assert said == f"{why}; they are printed where it was started"
            assert "\nAda,1,Blame,3," in capsys.readouterr().out


def test_a_disk_that_hangs_does_not_keep_the_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It is waited for, and then they are elsewhere."""
    monkeypatch.setattr(closing, "WITHIN", 0.5)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    room, free, hangs = Classroom(), threading.Event(), tmp_path / "hangs"
    answer(room, room.join("Ada"), "0.5")

    def slow(room: Classroom, folder: Path) -> Path | None:
        if folder == hangs:
            free.wait(60)
            raise OSError(5, "Input/output error")
        return write(room, folder)

    monkeypatch.setattr(closing, "write", slow)
    said = Closing(room, hangs)()
    free.set()

    (file,) = tmp_path.rglob("*.csv")
    assert said == f"The answers cannot be written to {hangs} (it does not answer); they are in {file}"


def test_a_disk_that_is_full_leaves_no_part_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A part would pass for all of it."""
    room = Classroom()
    answer(room, room.join("Ada"), "0.5")
    opened = Path.open

    def full(self: Path, *args: Any, **options: Any) -> Any:
        file = opened(self, *args, **options)
        file.write(b"name,lesson")
        file.flush()

        def refuse(content: bytes) -> int:
            raise OSError(28, "No space left on device")

        return Full(file, refuse)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match="No space left"):
        write(room, tmp_path)

    assert list(tmp_path.iterdir()) == []


class Full:
    """A file that takes nothing more."""

    def __init__(self, file: Any, write: Any) -> None:
        self._file, self.write = file, write

    def __enter__(self) -> "Full":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
