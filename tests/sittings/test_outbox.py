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


def test_the_line_of_problems_is_bounded() -> None:
    """Of more than 32 the oldest are dropped, and a scene among them stays."""
    puts = [("scene", b"scene"), *(("problem", b"%d" % n) for n in range(100))]

    expected = [b"first", b"scene", *(b"%d" % n for n in range(100 - PROBLEMS, 100))]
    assert sent(*puts, count=2 + PROBLEMS) == expected
