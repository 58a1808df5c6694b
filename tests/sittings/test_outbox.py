"""What waits to be sent to one reader."""

import asyncio

from learnscope.sittings.outbox import PROBLEMS, Outbox


def sent(*puts: tuple[str, bytes], count: int) -> list[bytes]:
    """What a connection gets that takes one message, waits for all `puts`, then takes the rest."""

    async def act() -> list[bytes]:
        got: list[bytes] = []
        first, free, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def send(message: bytes) -> None:
            first.set()
            await free.wait()
            got.append(message)
            if len(got) == count:
                done.set()

        outbox = Outbox(send)
        running = asyncio.create_task(outbox.run())
        outbox.put_scene(b"first")
        await first.wait()
        for kind, message in puts:
            (outbox.put_scene if kind == "scene" else outbox.put_problem)(message)
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
