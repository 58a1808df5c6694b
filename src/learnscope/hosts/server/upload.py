"""Your own data, sent by the page.

    POST s/<name>/data   multipart/form-data: parts `file` with their paths, and fields as in `received`
    200  {"title": …, "decided": [{"words", "remedies"}, …], "columns": […], "targets": […]}
                         the data is what the sitting shows, and all its readers have the scene; what was
                         decided about it, and the columns of the table, of which some are the targets
    4xx  {"message": …, "remedies": [{"title", "field", "values"}, …], "target": …, "columns": […]}
                         nothing has changed; why, what to send with the files another time, and whether to
                         name another target, of which columns

A request must name its Origin, which the guard compares, and bear the header `X-Learnscope: 1`: a page from
elsewhere can make its reader's browser send a form, but no such header. The files lie in a folder of their
own until they are read, and no longer.
"""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from learnscope.data.dataset import Dataset
from learnscope.data.remedies import RefusedError
from learnscope.errors import LearnscopeError
from learnscope.hosts.server.incoming import BYTES, OVERHEAD, TOO_LARGE, Incoming, TooLargeError
from learnscope.hosts.server.received import buttons, columns_of, decided, is_about_target, read_received
from learnscope.scene.schema import Problem
from learnscope.sittings.sitting import Sitting
from learnscope.sittings.worker import FAILED

HEADER = "x-learnscope"
PIECE = 2**20  # bytes that are written at a time
COLUMNS = 1000  # that the page lists
FOREIGN = (
    "files must come from Learnscope's own page, with its Origin and the header X-Learnscope: 1; "
    "open the page and choose them there"
)
NOBODY = "nobody looks at this sitting; open its page and choose the files there"
FULL = "the files could not be kept for reading ({reason}); make room in {place} and try again"

_log = logging.getLogger(__name__)


async def upload(request: Request, sitting: Sitting | None) -> Response:
    """Read the files in a request and give them to `sitting`, which is None where there is none."""
    if not request.headers.getlist("origin") or request.headers.get(HEADER) != "1":
        return _refusal(403, FOREIGN)
    if sitting is None:
        return _refusal(409, NOBODY)
    if int(request.headers.get("content-length", "0")) > BYTES + OVERHEAD:
        return _refusal(413, TOO_LARGE)
    fields: Mapping[str, Sequence[str]] = {}
    try:
        place = await asyncio.to_thread(tempfile.mkdtemp, prefix="learnscope-")
        try:
            folder = Path(place).resolve() / "images"  # what several folders of images are called together
            folder.mkdir()
            with Incoming(request.headers.get("content-type", ""), folder) as incoming:
                await _receive(request, incoming)
            fields = incoming.fields
            dataset = await asyncio.to_thread(read_received, folder, incoming.files, fields)
        finally:
            await _to_its_end(shutil.rmtree, place, True)
        return await _adopt(request, sitting, dataset)
    except ClientDisconnect:
        return Response(status_code=400)  # to nobody
    except LearnscopeError as error:
        return _refusal(413 if isinstance(error, TooLargeError) else 422, error, fields)
    except OSError as error:
        return _refusal(507, FULL.format(reason=error.strerror, place=tempfile.gettempdir()))
    except Exception:
        _log.exception("an upload failed")
        return _refusal(500, FAILED)


async def _receive(request: Request, incoming: Incoming) -> None:
    """Write what comes, in a worker thread, until nothing more does."""
    piece = bytearray()
    async for chunk in request.stream():
        piece += chunk
        if len(piece) >= PIECE:
            await _to_its_end(incoming.write, bytes(piece))
            piece.clear()
    await _to_its_end(incoming.write, bytes(piece))
    incoming.finish()


async def _to_its_end(function: Callable[..., None], *arguments: object) -> None:
    """Call it in a worker thread and, even when cancelled, stay until it is over: it works in the folder."""
    working = asyncio.ensure_future(asyncio.to_thread(function, *arguments))
    try:
        await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait([working])
        raise


async def _adopt(request: Request, sitting: Sitting, dataset: Dataset) -> Response:
    if await request.is_disconnected():  # whoever sent it has thought better of it
        raise ClientDisconnect
    reply = await sitting.adopt(dataset)
    if isinstance(reply, Problem):
        return _refusal(422, reply.message)
    return JSONResponse(
        {
            "title": dataset.title,
            "decided": [asdict(said) for said in decided(dataset)],
            "columns": dataset.columns[:COLUMNS],
            "targets": dataset.target_columns,
        },
        headers={"Cache-Control": "no-store"},
    )


def _refusal(
    status: int, why: str | LearnscopeError, fields: Mapping[str, Sequence[str]] | None = None
) -> Response:
    """A sentence and, where an error of reading with `fields` says it, what could be done."""
    error = why if isinstance(why, Exception) else LearnscopeError(why)
    return JSONResponse(
        {
            "message": error.told("page") if isinstance(error, RefusedError) else str(error),
            "remedies": [asdict(button) for button in buttons(error, fields or {})],
            "target": is_about_target(error),
            "columns": columns_of(error)[:COLUMNS],
        },
        status_code=status,
        headers={"Cache-Control": "no-store"},
    )
