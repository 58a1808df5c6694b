"""What a sitting is in a class: its session's, as long as the class allows."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from learnscope.classroom.classroom import Classroom
from learnscope.classroom.lines import Here
from learnscope.classroom.places import NOWHERE, Desk, Podium
from learnscope.classroom.standing import At, Opened, Report
from learnscope.errors import FormatError
from learnscope.scene import schema
from learnscope.session.making import SessionMaker
from tests.classroom.lesson import AT
from tests.sittings.fakes import FakeSession


def desk(room: Classroom) -> tuple[Desk, list[FakeSession]]:
    """A student's place, and the sessions it has had."""
    made: list[FakeSession] = []

    def make(snapshot: bytes | None) -> FakeSession:
        made.append(FakeSession(snapshot))
        return made[-1]

    return Desk(make, None, Here(room, room.join("Ada"))), made


def told(reply: Any) -> Any:
    """What a scene says of the class."""
    assert isinstance(reply, schema.Scene)
    return reply.classroom


def test_a_link_is_opened_once():
    """It is asked for until it was opened, or found that it cannot be."""
    room = Classroom(link="lesson/blame/1")
    place, _ = desk(room)
    assert told(place.scene()).link == "lesson/blame/1"
    assert told(place.handle(schema.OpenLink(at=AT, text="lesson/blame/1"))).link == ""
    assert told(place.scene()).link == ""
    room.open("lesson/blame/2")
    assert told(place.scene()).link == "lesson/blame/2"


def test_one_who_is_reset_begins_anew():
    """With another session, at what the class has open."""
    room = Classroom(link="lesson/blame/1")
    place, made = desk(room)
    place.handle(schema.OpenLink(at=AT, text="lesson/blame/1"))
    place.handle(schema.Configure(at=AT, name="l2", value=0.1))
    assert place.scene().moment.revision == 1
    assert room.reset(1) == "Ada begins anew"
    scene = place.scene()
    assert (scene.moment.revision, told(scene).link, len(made)) == (0, "lesson/blame/1", 2)
    assert made[0].called == ["pause", "release"]


def test_a_class_that_waits_stops_what_plays():
    """And changes nothing until it goes on."""
    room = Classroom()
    place, made = desk(room)
    place.handle(schema.Play(at=AT, pace=0.0))
    assert place.going
    room.pause(on=True)
    scene = place.tick()
    assert told(scene).paused
    assert not place.going
    paused = "Your teacher has paused the class; try again when they let you go on"
    refused = place.handle(schema.Configure(at=AT, serial=7, name="l2", value=0.1))
    assert refused == schema.Problem("refused", "", paused, 7)
    data: Any = None
    assert place.adopt(data) == schema.Problem("refused", "data", paused, -1)
    assert made[0].revision == 0
    room.pause(on=False)
    assert told(place.handle(schema.Configure(at=AT, name="l2", value=0.1))).paused is False


def test_the_teacher_is_answered():
    """What was done, or why it cannot be; other intents go to the session."""
    room = Classroom()
    place = Podium(FakeSession, None, room, lambda: "closed")
    room.join("Ada")
    assert place.handle(schema.Teach(at=AT, serial=3, act="pause")) == schema.Taught(3, "all wait")
    assert place.handle(schema.Teach(at=AT, serial=4, act="close")) == schema.Taught(4, "closed")
    told_of = place.handle(schema.Teach(at=AT, serial=6, act="answers", number=1))
    assert told_of == schema.Taught(6, "", ())
    why = "there is no student 9 in the class"
    assert place.handle(schema.Teach(at=AT, serial=5, act="reset", number=9)) == schema.Problem(
        "refused", "", why, 5
    )
    seen = told(place.handle(schema.Configure(at=AT, name="l2", value=0.1)))
    assert seen.paused
    assert [one.name for one in seen.students] == ["Ada"]


def test_the_teacher_begins_where_the_class_does(tmp_path: Path):
    """At what whoever comes now is to open; a page of theirs that was kept stays where it was."""
    room = Classroom(link="lesson/blame/1")
    make = SessionMaker(tmp_path)

    def page(place: Podium) -> int:
        lesson = place.scene().lesson
        return 0 if lesson is None else lesson.page.page

    first = Podium(make, None, room, lambda: "closed")
    assert page(first) == 1
    room.open("lesson/blame/2")
    assert (page(first), page(Podium(make, None, room, lambda: "closed"))) == (1, 2)
    first.handle(schema.LeaveLesson(at=NOWHERE))
    assert page(Podium(make, first.snapshot(), room, lambda: "closed")) == 0
    assert page(Podium(make, None, Classroom(), lambda: "closed")) == 0


def test_who_is_reset_while_nobody_looks_begins_anew():
    """What was kept before does not come back; what is kept after does."""
    room = Classroom()
    ada = room.join("Ada")
    first = Desk(FakeSession, None, Here(room, ada))
    first.handle(schema.Configure(at=AT, name="l2", value=0.1))
    kept = first.snapshot()
    assert Desk(FakeSession, kept, Here(room, ada)).scene().moment.revision == 1
    room.reset(1)
    again = Desk(FakeSession, kept, Here(room, ada))
    assert again.scene().moment.revision == 0
    again.handle(schema.Configure(at=AT, name="l2", value=0.1))
    assert Desk(FakeSession, again.snapshot(), Here(room, ada)).scene().moment.revision == 1


@pytest.mark.parametrize("kept", [b"", b"7", b"x:7", b":7"])
def test_what_was_not_kept_by_a_desk_is_refused(kept: bytes):
    """A fresh sitting begins then."""
    room = Classroom()
    why = r"^a sitting of a class begins with how often it was reset; this one does not$"
    with pytest.raises(FormatError, match=why):
        Desk(FakeSession, kept, Here(room, room.join("Ada")))


def test_the_class_hears_where_somebody_is_when_that_changes_and_once_in_a_while():
    """Not of every scene; of somebody who does something, every ten seconds."""
    now = [0.0]
    line = Ear()
    place = Desk(FakeSession, None, line, clock=lambda: now[0])
    nowhere, busy = At("", "", 0), At("", "", 0, busy=True)
    for _ in range(3):
        place.scene()
        place.tick()
        place.handle(schema.Configure(at=AT, name="l2", value=0.1))
    assert line.heard == [nowhere, busy]
    now[0] = 10.0
    place.scene()
    place.tick()
    assert line.heard == [nowhere, busy]
    for _ in range(2):
        place.handle(schema.Select(at=AT, name="loss"))
    assert line.heard == [nowhere, busy, busy]


def test_what_a_page_asks_when_it_is_opened_is_nobodys_doing():
    """Nor that it opens what the teacher has opened for all."""
    line = Ear()
    line.standing = replace(line.standing, link="lesson/blame/2", call=1)
    place = Desk(FakeSession, None, line)
    place.scene()
    place.handle(schema.OpenLink(at=AT, text="lesson/blame/2"))
    place.handle(schema.ListRuns(at=AT))
    place.handle(schema.Open(at=AT, what="decision"))
    assert line.heard == [At("", "", 0), Opened(1)]
    place.handle(schema.OpenLink(at=AT, text="lesson/blame/1"))
    assert line.heard[-1] == At("", "", 0, busy=True)


class Ear:
    """A line at whose other end all that is reported is kept."""

    standing = Classroom().standing(Classroom().join("Ada"))

    def __init__(self) -> None:
        self.heard: list[Report] = []

    def report(self, report: Report) -> None:
        self.heard.append(report)
