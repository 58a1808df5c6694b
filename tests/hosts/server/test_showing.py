"""What a class shows of itself, to whom and when."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from learnscope.classroom.classroom import Classroom, Student
from learnscope.classroom.standing import At
from learnscope.hosts.server import showing
from learnscope.hosts.server.showing import Showing

TEACHER = "the teacher's"


class Sittings:
    """They note which of them were shown anew."""

    def __init__(self) -> None:
        self.names = (TEACHER,)
        self.shown: list[set[str]] = []
        self.came = asyncio.Event()

    async def renew(self, names: Iterable[str]) -> None:
        self.shown.append(set(names))
        self.came.set()


def at_their_pages(room: Classroom) -> tuple[Student, Student]:
    """Two students, each with a page open."""
    ada, bo = room.join("Ada"), room.join("Bo")
    for student in (ada, bo):
        room.arrived(student)
    return ada, bo


@pytest.mark.parametrize("busy", [False, True])
def test_what_the_teacher_wants_is_shown_at_once(monkeypatch: pytest.MonkeyPatch, busy: bool):
    """Though students did something just before; what is wanted next, and what they do, a moment later."""
    monkeypatch.setattr(showing, "SOON", 3600.0)
    sittings: Any = Sittings()
    room = Classroom()
    ada, bo = at_their_pages(room)

    async def act() -> None:
        Showing(room, sittings).begin()
        if busy:
            room.take(ada, At("blame", "Blame", 1))
            await turns()
            assert sittings.shown == []
        room.pause(on=True)
        await turns()
        assert sittings.shown == [{ada.sitting, bo.sitting, TEACHER}]
        room.pause(on=False)
        room.take(bo, At("blame", "Blame", 2))
        await turns()
        assert len(sittings.shown) == 1

    asyncio.run(act())


def test_what_was_wanted_within_a_moment_is_shown_together(monkeypatch: pytest.MonkeyPatch):
    """To whom it is of; and what students do, to the teacher alone."""
    monkeypatch.setattr(showing, "SOON", 0.001)
    sittings: Any = Sittings()
    room = Classroom()
    ada, bo = at_their_pages(room)

    async def act() -> None:
        Showing(room, sittings).begin()
        room.reset(1)
        room.reset(2)
        await asyncio.wait_for(sittings.came.wait(), 60)
        sittings.came.clear()
        room.take(ada, At("blame", "Blame", 1))
        await asyncio.wait_for(sittings.came.wait(), 60)

    asyncio.run(act())
    assert sittings.shown == [{ada.sitting, bo.sitting, TEACHER}, {TEACHER}]


async def turns() -> None:
    """Whatever is due now is done."""
    for _ in range(10):
        await asyncio.sleep(0)
