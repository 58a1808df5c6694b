"""What waits to be sent to one reader."""

import asyncio

import msgspec
import pytest

from learnscope.scene.frames import Receiver
from learnscope.scene.schema import Scene
from learnscope.sittings.outbox import PROBLEMS, Outbox
from tests.sittings.fakes import FakeSession


def scene(said: bytes) -> Scene:
    """A scene that says this."""
    return FakeSession(said=said.decode()).scene()


def sent(*puts: tuple[str, bytes], count: int) -> list[bytes]:
    """What a connection gets that takes one message, waits for all `puts`, then takes the rest.

    Of scenes, what they say once they are put together.
    """
    receive, problems = Receiver(), {message for kind, message in puts if kind == "problem"}

    async def act() -> list[bytes]:
        got: list[bytes] = []
        first, free, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def send(message: bytes) -> None:
            first.set()
            await free.wait()
            got.append(message if message in problems else receive(message)["said"].encode())
            if len(got) == count:
                done.set()

        outbox = Outbox(send)
        running = asyncio.create_task(outbox.run())
        outbox.put_scene(scene(b"first"))
        await first.wait()
        for kind, message in puts:
            if kind == "scene":
                outbox.put_scene(scene(message))
            else:
                outbox.put_problem(message)
        free.set()
        await done.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return got

    return asyncio.run(asyncio.wait_for(act(), 10))


def test_the_newest_scene_wins() -> None:
    """Of many scenes put while one is being sent, only the last is sent."""
    puts = [("scene", b"scene %d" % n) for n in range(100)]

    assert sent(*puts, count=2) == [b"first", b"scene 99"]


def test_problems_wait_in_line() -> None:
    """Each problem is sent, in its order, and the newest scene takes the place of its put."""
    puts = [("problem", b"p1"), ("scene", b"s1"), ("problem", b"p2"), ("scene", b"s2"), ("problem", b"p3")]

    assert sent(*puts, count=5) == [b"first", b"p1", b"p2", b"s2", b"p3"]


def test_no_problem_is_dropped() -> None:
    """However many wait, each is the only answer to an intent."""
    puts = [("scene", b"scene"), *(("problem", b"%d" % n) for n in range(100))]

    assert sent(*puts, count=102) == [b"first", b"scene", *(b"%d" % n for n in range(100))]


def test_who_takes_no_problems_is_read_no_further() -> None:
    """There is room again when some were taken, and when the connection ends."""

    async def act() -> list[bool]:
        takes = asyncio.Event()

        async def send(message: bytes) -> None:
            await takes.wait()

        outbox, rooms = Outbox(send), []
        for n in range(PROBLEMS + 1):
            rooms.append(await has_room(outbox))
            outbox.put_problem(b"%d" % n)
        rooms.append(await has_room(outbox))
        running = asyncio.create_task(outbox.run())
        takes.set()
        await outbox.room()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return rooms

    async def has_room(outbox: Outbox) -> bool:
        room = asyncio.ensure_future(outbox.room())
        await asyncio.sleep(0)
        room.cancel()
        return room.done() and not room.cancelled()

    assert asyncio.run(asyncio.wait_for(act(), 10)) == [True] * PROBLEMS + [False] * 2


def test_a_reader_that_missed_scenes_is_told_all_that_changed() -> None:
    """What is sent is the difference to the last that was sent, not to the last that was put."""
    messages: list[bytes] = []

    async def act() -> None:
        done = asyncio.Event()

        async def send(message: bytes) -> None:
            messages.append(message)
            if len(messages) == 1:
                for n in range(50):
                    moment = msgspec.structs.replace(whole.moment, step=n)
                    outbox.put_scene(msgspec.structs.replace(whole, moment=moment, redo=str(n % 2)))
                outbox.put_scene(msgspec.structs.replace(whole, said="at last"))
            else:
                done.set()

        outbox = Outbox(send)
        outbox.put_scene(whole)
        running = asyncio.create_task(outbox.run())
        await done.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    whole = scene(b"first")
    asyncio.run(asyncio.wait_for(act(), 10))
    receive = Receiver()
    first, last = map(receive, messages)

    assert msgspec.msgpack.decode(messages[1]) == {"type": "frame", "changes": {"said": "at last"}}
    assert last == first | {"said": "at last"}


@pytest.mark.parametrize("ends", ["cancelled", "breaks"])
def test_nobody_waits_for_a_connection_that_has_ended(ends: str) -> None:
    """Whatever is put in afterwards, by who does not know it yet: of that nothing is sent."""
    got: list[bytes] = []

    async def send(message: bytes) -> None:
        got.append(message)
        if ends == "breaks":
            raise ConnectionError

    async def act() -> None:
        outbox = Outbox(send)
        running = asyncio.create_task(outbox.run())
        outbox.put_scene(scene(b"first"))
        await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        outbox.put_scene(scene(b"late"))
        for _ in range(PROBLEMS):
            outbox.put_problem(b"late")
        await outbox.taken()
        await outbox.room()

    asyncio.run(asyncio.wait_for(act(), 10))

    assert len(got) == 1
