"""How many connections there are, and how long one may take to say what it wants.

    too many          answered 503, in a sentence, and closed
    half a request    its head must have come after ten seconds; of a body something every thirty: else 408
    no descriptors    the system has none left for another connection: said once a minute, and tried again

Each connection may be that of a sitting which has trained, whose run takes four descriptors more in the
process that computes it. So many connections are taken as leave room for that everywhere; the system is asked
to grant more descriptors first.
"""

import asyncio
import errno
import logging
import time
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

HEAD = 10.0  # seconds
BODY = 30.0
MOST = 2000  # connections, where the system grants enough descriptors
DESCRIPTORS = 8192  # that are asked for
SPARE = 128  # of them for everything else: files of the page that are being sent, uploads, processes
RUN = 4  # for a run that is open: its file and the lock on it, the log beside it and the log's index
MINUTE = 60.0
OUT = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
FULL = (
    "Learnscope has as many connections as it takes ({most}); close pages that nobody needs, and try again\n"
)
LATE = "the request took too long to come; send it again\n"

_log = logging.getLogger(__name__)


def grant(helpers: int = 0) -> int:
    """Ask the system for descriptors, and say how many connections can be had with what it grants.

    So many `helpers` compute, processes that are granted the same; without any, this one does.
    """
    try:
        import resource
    except ImportError:  # Windows knows no such limit
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft not in (resource.RLIM_INFINITY,) and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
        except (ValueError, OSError):  # a system with a limit of its own
            pass
    if soft == resource.RLIM_INFINITY:
        return MOST
    free = soft - SPARE
    return max(16, min(MOST, free, helpers * (free // RUN)) if helpers else min(MOST, free // (1 + RUN)))


def protocol(most: int, *, head: float = HEAD, body: float = BODY) -> type[H11Protocol]:
    """Uvicorn's protocol, for at most so many connections that are so patient."""

    class Connection(H11Protocol):
        _timer: asyncio.TimerHandle | None = None
        _wants_head = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if len(self.connections) > most:
                self._refuse("503 Service Unavailable", FULL.format(most=most))
            else:
                self._watch()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._set(None)
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._set(None)  # until the next request begins; how long that may take is Uvicorn's to say

        def _watch(self) -> None:
            """Wait for the rest of what has begun to come, if anything has."""
            state = self.conn.their_state
            if self.transport.is_closing() or self.transport.get_protocol() is not self:
                self._set(None)
            elif state is h11.IDLE:
                if self._timer is None or not self._wants_head:
                    self._set(head)
                self._wants_head = True
            else:
                self._wants_head = False
                self._set(body if state is h11.SEND_BODY else None)

        def _set(self, seconds: float | None) -> None:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None if seconds is None else self.loop.call_later(seconds, self._late)

        def _late(self) -> None:
            self._timer = None
            if self.flow.read_paused:  # it is not the sender who is late
                self._set(body)
            elif not self.transport.is_closing():
                self._refuse("408 Request Timeout", LATE)

        def _refuse(self, status: str, why: str) -> None:
            self._set(None)
            answered = self.cycle is not None and self.cycle.response_started
            if not answered:
                content = why.encode()
                self.transport.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
                    f"Content-Length: {len(content)}\r\n\r\n".encode()
                    + content
                )
            self.transport.close()

    return Connection


class Socket(WebSocketsSansIOProtocol):
    """A WebSocket that is not taken for dead while what came of it waits to be read.

    Uvicorn reads one message at a time, and no pong behind a message that waits for its turn: where that
    takes long, a training say, it is not the page that does not answer.
    """

    def keepalive_timeout(self) -> None:
        """End the connection, unless a pong may have come that was not read."""
        if not self.read_paused:
            super().keepalive_timeout()
            return
        self.pong_timer = self.pending_ping_payload = None
        self.schedule_ping()


class Complaints:
    """Takes what goes wrong in the event loop: being out of descriptors is told once a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told = -MINUTE

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Log it, as the loop would, or in one line."""
        error = context.get("exception")
        if not isinstance(error, OSError) or error.errno not in OUT:
            loop.default_exception_handler(context)
            return
        if self._clock() - self._told >= MINUTE:
            self._told = self._clock()
            _log.error(
                "no further connection can be opened (%s); this goes on when others end, or start Learnscope "
                "where more files may be open (ulimit -n)",
                error.strerror,
            )
