"""The teacher of a class looks at what a student sees, and nothing they send there changes anything."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection

from learnscope.classroom.classroom import Classroom
from learnscope.scene import schema
from learnscope.sittings.sitting import ONLY_LOOKS
from tests.hosts.server.class_ import TOKEN, Class, class_of, class_of_sessions
from tests.hosts.server.fakes import build_page, read
from tests.session.test_decode import INTENTS
from tests.sittings.fakes import AT, change, intent


@pytest.fixture(params=[0, 2], ids=["one process", "three processes"])
def served(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Class]:
    """A class of real sessions about a lesson."""
    room = Classroom(link="lesson/blame/1", lesson="blame", title="Blame", pages=("one", "two", "three"))
    with class_of_sessions(tmp_path, room, processes=request.param) as found:
        yield found


@pytest.fixture
def fakes(tmp_path: Path) -> Iterator[Class]:
    """A class of fake sessions."""
    with class_of(build_page(tmp_path / "page"), tmp_path) as found:
        yield found


def on_disk(folder: Path) -> dict[str, bytes]:
    """All files of the class."""
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def answer_to(wire: ClientConnection, message: bytes) -> dict[str, Any]:
    """What comes of it, but for scenes."""
    wire.send(message)
    while (found := read(wire))["type"] == "scene":
        pass
    return found


def test_all_a_student_does_is_seen_and_nothing_can_be_done(served: Class, tmp_path: Path) -> None:
    """By any kind of intent, or a message that is none, whatever it says; the class may be over, too."""
    ada, teacher = served.join("Ada"), served.teacher()
    with ada.connect() as desk, teacher.connect(ada.sitting) as looking:
        first = read(desk)
        seen = read(looking)
        assert seen["classroom"] == first["classroom"]
        at = msgspec.convert(first["moment"], schema.Moment)
        opens = schema.OpenLink(at=at, serial=1, reader="ada", text="lesson/blame/1")
        desk.send(msgspec.msgpack.encode(opens))
        while not (seen["lesson"] and not seen["classroom"]["link"]):
            seen = read(looking)
        assert seen["lesson"]["page"]["page"] == 1
        while (first := read(desk))["answered"].get("ada") != 1:
            pass
        for over in (False, True):
            if over:
                served.room.stop()
                while not seen["classroom"]["ended"]:
                    seen = read(looking)
            here = served.room.scene()
            before = on_disk(tmp_path)
            at = msgspec.convert(seen["moment"], schema.Moment)
            for one in INTENTS:
                sent = msgspec.structs.replace(one, at=at, serial=7, reader="ada")
                found = answer_to(looking, msgspec.msgpack.encode(sent))
                if not isinstance(one, schema.Question):
                    assert (found["message"], found["serial"]) == (ONLY_LOOKS, 7), one
            for nonsense in (b"", b"nonsense", change() + b"x", msgspec.msgpack.encode({"looks": False})):
                assert answer_to(looking, nonsense)["kind"] == "malformed"
            assert on_disk(tmp_path) == before
            assert served.room.scene() == here
            assert served.room.answers == ()
        with teacher.connect(ada.sitting) as again:
            now = read(again)
    for part in ("moment", "experiment", "lesson", "selection", "undo", "answered", "opened"):
        assert now[part] == seen[part], part


def test_an_answer_checked_by_who_looks_counts_for_nobody(served: Class) -> None:
    """Where the student has the same page open."""
    ada, teacher = served.join("Ada"), served.teacher()
    with ada.connect() as desk, teacher.connect(ada.sitting) as looking:
        at = msgspec.convert(read(desk)["moment"], schema.Moment)
        read(looking)
        question = schema.CheckAnswer(at=at, serial=4, lesson="blame", page=1, number=0, given="1", seed=0)
        desk.send(msgspec.msgpack.encode(schema.OpenLink(at=at, text="lesson/blame/1")))
        while not read(looking)["lesson"]:
            pass
        assert answer_to(looking, msgspec.msgpack.encode(question))["type"] == "answered"
        assert served.room.answers == ()
        assert answer_to(desk, msgspec.msgpack.encode(question))["type"] == "answered"
    assert len(served.room.answers) == 1


def test_who_looks_is_not_the_student(served: Class, tmp_path: Path) -> None:
    """They have left, and have left since; or have never come. What is theirs on disk stays as it was."""
    ada, bo, teacher = served.join("Ada"), served.join("Bo"), served.teacher()
    with ada.connect() as desk:
        read(desk)
    while any(one.pages for one in served.room.students):
        pass
    before = served.room.scene().students
    kept = on_disk(tmp_path)
    for name in (ada.sitting, bo.sitting):
        with teacher.connect(name) as looking:
            assert read(looking)["classroom"]["type"] == "seat"
            answer_to(looking, msgspec.msgpack.encode(schema.ListLessons(at=AT)))
    assert served.room.scene().students == before
    assert [one.came for one in served.room.students] == [True, False]
    assert on_disk(tmp_path) == kept


def test_the_page_is_told_that_it_only_looks(fakes: Class) -> None:
    """At a student's sitting the teacher's page, there alone, and no student's."""
    ada, teacher = fakes.join("Ada"), fakes.teacher()

    def told(visitor: Any, name: str) -> bool:
        return "learnscope-looks=1" in visitor.get(f"/s/{name}/").headers.get("set-cookie", "")

    assert told(teacher, ada.sitting)
    assert not told(teacher, teacher.sitting)
    assert not told(ada, ada.sitting)
    named = [one.sitting for one in fakes.room.scene().students]
    assert named == [ada.sitting]


def test_nothing_that_a_teacher_uploads_is_read(fakes: Class) -> None:
    """Neither data nor a picture: the student's sitting is as it was."""
    ada, teacher = fakes.join("Ada"), fakes.teacher()
    headers = {"Origin": f"http://127.0.0.1:{fakes.server.port}", "X-Learnscope": "1"}
    with ada.connect() as desk:
        read(desk)
        for path in ("data", "picture"):
            refused = teacher.get(
                f"/s/{ada.sitting}/{path}",
                method="POST",
                headers=headers,
                files={"file": ("a.csv", b"a,b\n1,2\n")},
            )
            assert (refused.status_code, refused.text) == (403, ONLY_LOOKS + "\n")
        desk.send(change(3))
        assert read(desk)["moment"]["revision"] == 1


def test_only_the_teacher_looks(fakes: Class) -> None:
    """No student at another's sitting or the teacher's, and no stranger, by whatever they have."""
    ada, bo, teacher = fakes.join("Ada"), fakes.join("Bo"), fakes.teacher()
    with teacher.connect() as podium:
        read(podium)
        for name, query in (
            (bo.sitting, ""),
            (teacher.sitting, ""),
            (bo.sitting, f"?token={fakes.room.word}"),
        ):
            with (
                pytest.raises(InvalidStatus) as error,
                fakes.server.connect(name, query=query, additional_headers={"Cookie": ada.cookie}),
            ):
                pass
            assert error.value.response.status_code == 404
        for query in ("", f"?token={fakes.room.word}", f"?token={bo.cookie.partition('=')[2]}"):
            with pytest.raises(InvalidStatus) as error, fakes.server.connect(bo.sitting, query=query):
                pass
            assert error.value.response.status_code == 403
    with fakes.server.connect(bo.sitting, query=f"?token={TOKEN}") as looking:
        read(looking)
        looking.send(change(1))
        assert read(looking)["message"] == ONLY_LOOKS


def test_who_was_removed_is_looked_at_still(fakes: Class) -> None:
    """A page that is open at what was theirs can change nothing there, as before."""
    ada, teacher = fakes.join("Ada"), fakes.teacher()
    fakes.room.remove(1)
    with teacher.connect(ada.sitting) as looking:
        assert read(looking)["classroom"]["removed"]
        looking.send(change(1))
        assert read(looking)["message"] == ONLY_LOOKS
        looking.send(intent(schema.Teach, 2, act="pause"))
        read(looking)
    assert not fakes.room.scene().paused
