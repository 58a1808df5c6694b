"""Running the server, and ending it: readers are told that it goes away, and nobody can keep it waiting."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from learnscope.hosts.server.app import create_app
from learnscope.hosts.server.connections import Complaints, Socket, grant, protocol
from learnscope.hosts.server.ending import Ending
from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.offered import Offered
from learnscope.hosts.server.page import PAGE
from learnscope.hosts.server.reading import ReadingRoom
from learnscope.hosts.server.seats import Seats
from learnscope.sittings.garbage import settle_down
from learnscope.sittings.talk import AnySittings

LARGEST_MESSAGE = 2**20  # bytes of one intent; a connection that sends more is closed with 1009
PATIENCE = 0.25  # seconds given to connections to take the news


class Server(uvicorn.Server):
    """Uvicorn's server with an end of its own."""

    def __init__(self, config: uvicorn.Config, sittings: AnySittings, *, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._sittings = sittings
        self._ready = ready

    def end(self) -> None:
        """End it soon. May be called from a signal handler or another thread, before it runs as well."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so unless that is over already."""
        asyncio.get_running_loop().set_exception_handler(Complaints())
        await super().startup(sockets)
        if not self.should_exit:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connections, say 1001 to the open ones, and drop those that do not take it."""
        for server in self.servers:
            server.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._sittings.close(), PATIENCE)
        for connection in list(self.server_state.connections):
            if connection.transport.get_write_buffer_size():
                connection.transport.abort()
        await super().shutdown(sockets)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line of Uvicorn's says anything: of each WebSocket that is refused it writes that it was."""
    return "without completing handshake" not in record.getMessage()


def make_server(
    sittings: AnySittings,
    *,
    rules: Rules,
    ready: Callable[[], None] = lambda: None,
    folder: Path = PAGE,
    offered: Offered | None = None,
    path: str = "",
    seats: Seats | None = None,
    room: ReadingRoom | None = None,
) -> Server:
    """A server that is not yet running."""
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    config = uvicorn.Config(
        create_app(sittings, rules=rules, folder=folder, offered=offered, path=path, seats=seats, room=room),
        loop="asyncio",
        http=protocol(grant(sittings.helpers)),
        ws=Socket,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # scenes are raw numbers, which hardly shrink
        lifespan="off",
        log_config=None,
        log_level="error",  # what is malformed is answered, and not worth a line each
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    return Server(config, sittings, ready=ready)


def serve(
    listener: socket.socket,
    sittings: AnySittings,
    *,
    rules: Rules,
    ending: Ending,
    ready: Callable[[], None],
    offered: Offered | None = None,
    path: str = "",
    seats: Seats | None = None,
    room: ReadingRoom | None = None,
) -> None:
    """Serve on a listening socket until `ending` is asked for; `ready` is called once it answers."""
    server = make_server(
        sittings, rules=rules, ready=ready, offered=offered, path=path, seats=seats, room=room
    )
    ending.then(server.end)
    if seats is not None:
        seats.showing.then_end(server.end)
    settle_down()
    try:
        server.run(sockets=[listener])
    finally:
        sittings.end()
