"""A class whose desks are in other processes is the same class."""

import pickle
from itertools import count
from typing import Any

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from learnscope.classroom.answers import table
from learnscope.classroom.classroom import ClassError, Classroom, Student
from learnscope.classroom.lines import DeskMaker, Here
from learnscope.classroom.places import Desk, Podium
from learnscope.classroom.standing import ENDED, REMOVED
from learnscope.scene import schema
from tests.classroom.lesson import AT, lesson_scene
from tests.sittings.fakes import FakeSession

CHECK = schema.CheckAnswer(at=AT, serial=9, lesson="blame", page=3, seed=0, number=0, given="1")
PAGES = ("one", "two", "three")


class Reading(FakeSession):
    """A session in which lessons are read and questions are answered."""

    def __init__(self, snapshot: bytes | None = None) -> None:
        super().__init__(snapshot)
        self.page = 0

    def scene(self) -> schema.Scene:
        return replace(super().scene(), lesson=lesson_scene(self.page) if self.page else None)

    def handle(self, intent: schema.Intent) -> schema.Reply:
        match intent:
            case schema.TakeLesson(page=page):
                self.page = page
            case schema.OpenLink(text=text):
                self.page = int(text.rpartition("/")[2])
            case schema.LeaveLesson():
                self.page = 0
            case schema.CheckAnswer(given=given, serial=serial):
                return schema.AnsweredScene(serial, given == "1", given, "1", 1.0, (), "", (), "", ())
        return super().handle(intent)


class World:
    """A class with the desks of its students, in this process or beyond bytes."""

    def __init__(self, *, beyond: bool) -> None:
        self.beyond = beyond
        seconds = count()
        self.room = Classroom(
            link="lesson/blame/1", lesson="blame", pages=PAGES, most=4, clock=lambda: float(next(seconds))
        )
        self.podium = Podium(FakeSession, None, self.room, self._close)
        self.room.then(self._renew)
        self.students: list[Student] = []
        self.hosts: list[DeskMaker] = []
        self.makers: list[DeskMaker] = []
        self.desks: list[Desk] = []
        self.due: set[int] = set()

    def join(self, name: str) -> str:
        try:
            student = self.room.join(name)
        except ClassError as error:
            return str(error)
        student.sitting = f"sitting-{student.number}"  # by chance else
        self.students.append(student)
        self.room.arrived(student)
        self.hosts.append(DeskMaker(Reading, Here(self.room, student)))
        self.makers.append(self._maker(len(self.hosts) - 1))
        self.desks.append(self.makers[-1](None))
        self.desks[-1].scene()
        return student.name

    def die(self, number: int) -> None:
        """The process of a desk ends, and another goes on."""
        kept = self.desks[number].snapshot()
        self.makers[number] = self._maker(number)
        self.desks[number] = self.makers[number](kept)
        self.desks[number].scene()

    def do(self, number: int, intent: schema.Intent) -> schema.Reply:
        """A student asks for something; what becomes of the class is shown to whom it is to be."""
        reply = self.desks[number].handle(intent)
        return reply

    def show(self) -> list[schema.Scene]:
        """What all see, after the class told what is to be shown anew."""
        while self.due:
            number = self.due.pop()
            if self.beyond:
                self.makers[number].hear(self.hosts[number].news())
            self.desks[number].scene()
        return [*(desk.scene() for desk in self.desks), self.podium.scene()]

    def _maker(self, number: int) -> DeskMaker:
        host = self.hosts[number]
        if not self.beyond:
            return host
        made: DeskMaker = pickle.loads(pickle.dumps(host))
        made.then(host.take)
        made.hear(host.news())
        return made

    def _renew(self, students: Any) -> None:
        self.due |= {student.number - 1 for student in students}

    def _close(self) -> str:
        self.room.close("closed")
        return "closed"


class BothWorlds(RuleBasedStateMachine):
    """The same is done in a class with its desks, and in one whose desks are beyond bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.worlds = World(beyond=False), World(beyond=True)

    @rule(name=st.text(max_size=5))
    def join(self, name: str) -> None:
        here, beyond = (world.join(name) for world in self.worlds)
        assert here == beyond

    @precondition(lambda self: self.worlds[0].students)
    @rule(
        data=st.data(),
        intent=st.one_of(
            st.builds(
                schema.TakeLesson,
                at=st.just(AT),
                lesson=st.sampled_from(["blame", "neuron"]),
                page=st.integers(1, 3),
            ),
            st.builds(
                schema.OpenLink,
                at=st.just(AT),
                text=st.sampled_from([f"lesson/blame/{k}" for k in (1, 2, 3)]),
            ),
            st.builds(
                schema.CheckAnswer,
                at=st.just(AT),
                lesson=st.just("blame"),
                page=st.integers(1, 3),
                seed=st.just(0),
                number=st.integers(0, 2),
                given=st.sampled_from(["", "1", "2"]),
            ),
            st.sampled_from(
                [
                    schema.LeaveLesson(at=AT),
                    schema.Configure(at=AT, name="l2", value=0.1),
                    schema.Play(at=AT, pace=0.0),
                    schema.Pause(at=AT),
                    schema.ListRuns(at=AT),
                    schema.ShowSample(at=AT, number=9),
                    schema.Teach(at=AT, act="pause"),
                ]
            ),
        ),
    )
    def ask(self, data: st.DataObject, intent: schema.Intent) -> None:
        number = data.draw(st.integers(0, len(self.worlds[0].students) - 1))
        here, beyond = (world.do(number, intent) for world in self.worlds)
        assert here == beyond

    @precondition(lambda self: self.worlds[0].students)
    @rule(data=st.data(), ticks=st.booleans())
    def go_on(self, data: st.DataObject, ticks: bool) -> None:
        number = data.draw(st.integers(0, len(self.worlds[0].students) - 1))
        for world in self.worlds:
            if ticks and world.desks[number].going:
                world.desks[number].tick()
            elif not ticks:
                world.die(number)

    @rule(
        act=st.sampled_from(
            ["pause", "go_on", "pace", "open", "reveal", "hide", "reset", "rename", "remove"]
        ),
        page=st.integers(0, 4),
    )
    def teach(self, act: Any, page: int) -> None:
        texts = {"open": f"lesson/blame/{min(3, max(1, page))}", "rename": "Ada"}
        text = texts.get(act, f"blame/{page}/0")
        said = [
            world.podium.handle(schema.Teach(at=AT, act=act, number=page, text=text)) for world in self.worlds
        ]
        assert said[0] == said[1]

    @rule(sure=st.integers(0, 9))
    def close(self, sure: int) -> None:
        if sure == 0:
            for world in self.worlds:
                world.podium.handle(schema.Teach(at=AT, act="close"))

    @invariant()
    def all_is_the_same(self) -> None:
        here, beyond = (world.show() for world in self.worlds)
        assert here == beyond
        assert table(self.worlds[0].room) == table(self.worlds[1].room)


TestBothWorlds = BothWorlds.TestCase
TestBothWorlds.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


def test_a_link_that_was_opened_is_not_asked_for_by_news_that_crossed():
    """Nor does the report of one link take the next with it."""
    room = Classroom(link="lesson/blame/1")
    host = DeskMaker(Reading, Here(room, room.join("Ada")))
    far: DeskMaker = pickle.loads(pickle.dumps(host))
    sent: list[bytes] = []
    far.then(sent.append)
    far.hear(host.news())
    desk = far(None)

    def link() -> str:
        told = desk.scene().classroom
        assert isinstance(told, schema.ClassSeat)
        return told.link

    assert link() == "lesson/blame/1"
    crossing = host.news()
    desk.handle(schema.OpenLink(at=AT, text="lesson/blame/1"))
    far.hear(crossing)
    assert link() == ""
    room.open("lesson/blame/1")  # once more, before it is known that it was opened
    for report in sent:
        host.take(report)
    far.hear(host.news())
    assert link() == "lesson/blame/1"


def test_a_desk_elsewhere_is_told_first():
    """How things stand, and where to report."""
    far: DeskMaker = pickle.loads(pickle.dumps(DeskMaker(FakeSession, Here(Classroom(), Any))))  # type: ignore[arg-type]  # never asked
    with pytest.raises(
        RuntimeError, match=r"^a desk in another process must hear how things stand before it is made$"
    ):
        far(None)
    room = Classroom()
    far.hear(DeskMaker(FakeSession, Here(room, room.join("Ada"))).news())
    with pytest.raises(
        RuntimeError, match=r"^a desk in another process must be told where to report before it is made$"
    ):
        far(None).scene()


def test_an_answer_that_was_given_too_late_is_refused_where_the_class_is():
    """The desk cannot know yet; in place of its answer is told why, with the answer's serial."""
    room = Classroom(link="lesson/blame/1")
    ada, bo = room.join("Ada"), room.join("Bo")
    found = []
    for student in (ada, bo):
        host = DeskMaker(Reading, Here(room, student))
        far: DeskMaker = pickle.loads(pickle.dumps(host))
        far.then(lambda report, host=host: found.append(host.take(report)))
        far.hear(host.news())
        desk = far(None)
        desk.handle(schema.TakeLesson(at=AT, lesson="blame", page=3))
        found.clear()
        room.stop() if student is bo else room.remove(ada.number)
        said = desk.handle(CHECK)
        assert isinstance(said, schema.AnsweredScene)
        why = ENDED if student is bo else REMOVED
        assert found == [schema.Problem("refused", "", why, CHECK.serial)]
        assert Desk(Reading, None, Here(room, student)).handle(CHECK) == found[0]
    assert room.answers == ()
