"""A request's body as it comes, and whether whoever sent it still waits for an answer."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

PIECE = 2**20  # bytes that are written at a time
R = TypeVar("R")


async def receive(request: Request, write: Callable[[bytes], None]) -> None:
    """Have what comes written, in a worker thread, until nothing more does."""
    piece = bytearray()
    async for chunk in request.stream():
        piece += chunk
        if len(piece) >= PIECE:
            await to_its_end(write, bytes(piece))
            piece.clear()
    await to_its_end(write, bytes(piece))


async def to_its_end(function: Callable[..., None], *arguments: object) -> None:
    """Call it in a worker thread and, even when cancelled, stay until it is over: it works in the folder."""
    working = asyncio.ensure_future(asyncio.to_thread(function, *arguments))
    try:
        await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait([working])
        raise


async def while_there(request: Request, work: Coroutine[Any, Any, R]) -> R:
    """What `work` comes to; it is cancelled where whoever sent the request, all of it, leaves before.

    Raises ClientDisconnect then, after `work` has ended.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return await working
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.wait((working, leaving))


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
