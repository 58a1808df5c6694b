"""Questions of a sitting, which are answered beside everything else, a few at a time."""

import asyncio
from collections.abc import Awaitable, Callable

MOST = 8  # that may wait before the next message is read


class Questions:
    """Those that are not answered yet; each is while it has one of the `turns`, which others may share."""

    def __init__(self, turns: asyncio.Semaphore) -> None:
        self._turns = turns
        self._open: set[asyncio.Task[None]] = set()

    async def put(self, answer: Callable[[], Awaitable[None]]) -> None:
        """Have `answer` called in its turn; returns at once, or where many wait, after it."""

        async def in_turn() -> None:
            async with self._turns:
                await answer()

        task = asyncio.create_task(in_turn())
        self._open.add(task)
        task.add_done_callback(self._open.discard)
        if len(self._open) >= MOST:
            await task
