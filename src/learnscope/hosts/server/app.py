"""The addresses, put together.

    /                 begins a sitting: redirects to s/<name>/, or to the one that ?sitting= names
    /s/<name>/        the page of that sitting; its files below it
    /s/<name>/ws      WebSocket: intents in, scenes and problems out, one binary MessagePack value per message
    /s/<name>/data    POST: files with data of the reader's own (`upload`); GET: data on offer (`offered`)
    /s/<name>/picture POST: one picture of the reader's own, to be read for the network (`picture`)
    /health           which version answers
    /metrics          how many sit and play, how long answers took, and memory, as text for Prometheus

A plain request makes nothing: a name is only text until somebody connects to it. So a page elsewhere that
makes its reader's browser fetch addresses cannot push a sitting out of memory.
"""

import contextlib
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Scope
from starlette.websockets import WebSocket

from learnscope import __version__
from learnscope.classroom.classroom import Student
from learnscope.hosts.server.below import Below
from learnscope.hosts.server.door import NOTHING_HERE
from learnscope.hosts.server.guard import Guard, Rules
from learnscope.hosts.server.offered import Offered
from learnscope.hosts.server.page import PAGE, Page, SafeHeaders
from learnscope.hosts.server.picture import picture
from learnscope.hosts.server.reading import ReadingRoom
from learnscope.hosts.server.seats import Seats, student_in
from learnscope.hosts.server.upload import offer, upload
from learnscope.scene.schema import PROTOCOL, Problem
from learnscope.sittings.model import Make
from learnscope.sittings.names import is_name, new_name
from learnscope.sittings.outbox import Outbox
from learnscope.sittings.reader import End, Reader
from learnscope.sittings.room import FullError
from learnscope.sittings.sitting import ONLY_LOOKS
from learnscope.sittings.talk import AnySittings, GoneError, talk

ENDS: Mapping[End, tuple[int, str]] = {
    "over": (1001, "Learnscope has ended"),
    "again": (1012, "what computed this has ended; connect again"),
}
OF_CLASS: Mapping[End, tuple[int, str]] = {**ENDS, "over": (4000, "The class is over")}  # for good
AGAIN_LATER = 1013
GIVEN = 10_000
GONE = "learnscope-gone"  # a cookie that tells the page: what stood at its address is no longer kept
LOOKS = "learnscope-looks"  # another: whoever opens it only looks at what is somebody's
NOT_BINARY = Problem(
    "malformed", "", "a message must be one binary MessagePack value, got text; send it as binary", -1
)


def create_app(
    sittings: AnySittings,
    *,
    rules: Rules,
    folder: Path = PAGE,
    offered: Offered | None = None,
    path: str = "",
    seats: Seats | None = None,
    room: ReadingRoom | None = None,
) -> Starlette:
    """What the server answers: `sittings`, to readers who keep the `rules`, with the page in `folder`.

    `offered` are data for whoever opens a sitting; all addresses may have `path` before them; `seats` are
    those of a class, whose students come to what is theirs; in `room` is read what readers send.
    """
    page = Page(folder)
    room = ReadingRoom() if room is None else room
    given: OrderedDict[str, None] = OrderedDict()  # names that were given out, the last of them

    async def begin(request: Request) -> Response:
        student = student_in(request.scope)
        name = request.query_params.get("sitting", "") if student is None else student.sitting
        if not is_name(name):
            name = new_name()
            given[name] = None
            while len(given) > GIVEN:
                given.popitem(last=False)
        return _redirect(f"s/{name}/", request)

    async def complete(request: Request) -> Response:
        return _redirect(f"{_name(request)}/", request)

    async def show(request: Request) -> Response:
        name, path = _name(request), request.path_params.get("path", "")
        response = await page.answer(request, path)
        if path == "" and (told := await said(request.scope, name)):
            response.set_cookie(told, "1", path=None, samesite="strict")  # for the page to read, and below it
        return response

    async def said(scope: Scope, name: str) -> str:
        """What the page of a sitting is told about it before it is there, "" for nothing."""
        if looked_at(scope, name) is not None:
            return LOOKS
        known = student_in(scope) is not None or name in given or await sittings.knows(name)
        return "" if known else GONE

    def looked_at(scope: Scope, name: str) -> Student | None:
        """The student at whose sitting the teacher, whose request it is, may only look."""
        return None if seats is None else seats.looked_at(scope, name)

    async def connect(websocket: WebSocket) -> None:
        name = websocket.path_params["name"]
        student, owner = student_in(websocket.scope), looked_at(websocket.scope, name)
        if not is_name(name):
            await websocket.send_denial_response(PlainTextResponse(NOTHING_HERE, status_code=404))
        elif student is not None and seats is not None:
            with seats.attended(student):
                await _converse(websocket, name, sittings, OF_CLASS, seats.desk_of(student))
        elif owner is not None and seats is not None:
            await _converse(websocket, name, sittings, OF_CLASS, seats.desk_of(owner), looks=True)
        else:
            await _converse(websocket, name, sittings, ENDS if seats is None else OF_CLASS)

    async def take(request: Request) -> Response:
        if looked_at(request.scope, _name(request)) is not None:
            return _not_theirs()
        return await upload(request, _name(request), sittings, offered, room)

    async def tell(request: Request) -> Response:
        return offer(_name(request), offered)

    async def read(request: Request) -> Response:
        if looked_at(request.scope, _name(request)) is not None:
            return _not_theirs()
        return await picture(request, sittings.find(_name(request)), room)

    async def health(request: Request) -> Response:
        return JSONResponse(
            {"learnscope": __version__, "protocol": PROTOCOL}, headers={"Cache-Control": "no-store"}
        )

    async def metrics(request: Request) -> Response:
        kept = {"Cache-Control": "no-store"}
        figures = await sittings.figures()
        return PlainTextResponse(figures.text(), media_type="text/plain; version=0.0.4", headers=kept)

    async def nothing(request: Request, error: Exception) -> Response:
        return PlainTextResponse(NOTHING_HERE, status_code=404, headers={"Cache-Control": "no-store"})

    app = Starlette(
        routes=[
            Route("/", begin),
            Route("/health", health),
            Route("/metrics", metrics),
            WebSocketRoute("/s/{name}/ws", connect),
            Route("/s/{name}/data", take, methods=["POST"]),
            Route("/s/{name}/data", tell, methods=["GET"]),
            Route("/s/{name}/picture", read, methods=["POST"]),
            Route("/s/{name}", complete),
            Route("/s/{name}/{path:path}", show),
        ],
        middleware=[
            Middleware(SafeHeaders, embed=rules.embed),
            Middleware(Below, path=path),
            Middleware(Guard, rules=rules, seats=seats),
            Middleware(GZipMiddleware, compresslevel=6),
        ],
        exception_handlers={404: nothing},
    )
    app.router.redirect_slashes = False  # such redirects name the host, which a proxy may not know
    return app


async def _converse(
    websocket: WebSocket,
    name: str,
    sittings: AnySittings,
    ends: Mapping[End, tuple[int, str]],
    make: Make | None = None,
    *,
    looks: bool = False,
) -> None:
    """Carry messages between one connection and its sitting until the connection ends."""

    async def close(end: End) -> None:
        await websocket.close(*ends[end])

    async def receive() -> bytes | None:
        while (message := await websocket.receive())["type"] == "websocket.receive":
            binary: bytes | None = message.get("bytes")
            if binary is not None:
                return binary
            reader.outbox.put_problem(msgspec.msgpack.encode(NOT_BINARY))
            await reader.outbox.room()
        return None

    await websocket.accept()
    reader = Reader(Outbox(websocket.send_bytes), close, looks)
    try:
        with sittings.attend(name, reader, make) as sitting:
            await talk(sitting, reader, receive)
    except FullError as error:
        await websocket.send_bytes(msgspec.msgpack.encode(Problem("failed", "", str(error), -1)))
        await websocket.close(AGAIN_LATER, "try again later")
    except GoneError:  # it is logged once, by who has noticed
        with contextlib.suppress(RuntimeError):  # closed by then
            await close("again")


def _name(request: Request) -> str:
    """The sitting the address names; 404 where it can be none."""
    name = str(request.path_params["name"])
    if not is_name(name):
        raise HTTPException(404)
    return name


def _not_theirs() -> Response:
    """What is sent by somebody who only looks is not read."""
    return PlainTextResponse(ONLY_LOOKS + "\n", status_code=403, headers={"Cache-Control": "no-store"})


def _redirect(path: str, request: Request) -> Response:
    """To a path relative to this address, with the same query: it may hold the token."""
    query = request.scope["query_string"].decode("latin-1")
    location = f"{path}?{query}" if query else path
    return Response(status_code=307, headers={"Location": location, "Cache-Control": "no-store"})
