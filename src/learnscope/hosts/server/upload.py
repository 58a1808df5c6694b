"""Your own data, sent by the page.

    POST s/<name>/data   multipart/form-data: parts `file` with their paths, and fields as in `received`;
                         or the field `offered` in place of files, for the data that `offered` tells of
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
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from learnscope.data.dataset import Dataset
from learnscope.data.limits import AtMost, held_to
from learnscope.errors import DataError, LearnscopeError
from learnscope.hosts.server.incoming import BYTES, OVERHEAD, TOO_LARGE, Incoming, TooLargeError
from learnscope.hosts.server.offered import FIELD, Offered
from learnscope.hosts.server.received import read_received, refused, taken
from learnscope.scene.schema import Problem
from learnscope.sittings.sitting import Sitting
from learnscope.sittings.worker import FAILED

HEADER = "x-learnscope"
UNKEPT = {"Cache-Control": "no-store"}
READING = 2  # uploads at a time
UPLOADED = AtMost(numbers=25_000_000, pixels=25_000_000)  # of one: some hundred megabytes while it is read
PIECE = 2**20  # bytes that are written at a time
FOREIGN = (
    "files must come from Learnscope's own page, with its Origin and the header X-Learnscope: 1; "
    "open the page and choose them there"
)
NOBODY = "nobody looks at this sitting; open its page and choose the files there"
NO_FILE = "there must be a file; choose one, or a folder with files in it"
FULL = "the files could not be kept for reading ({reason}); make room in {place} and try again"

_log = logging.getLogger(__name__)


async def upload(
    request: Request, sitting: Sitting | None, offered: Offered | None, reading: asyncio.Semaphore
) -> Response:
    """Read the files in a request, or those on offer, for `sitting`, which is None where there is none.

    Few are read at a time (`reading`), and less of each than a program of one's own may read.
    """
    if not request.headers.getlist("origin") or request.headers.get(HEADER) != "1":
        return _refusal(403, FOREIGN)
    if sitting is None:
        return _refusal(409, NOBODY)
    if int(request.headers.get("content-length", "0")) > BYTES + OVERHEAD:
        return _refusal(413, TOO_LARGE)
    name, fields = str(request.path_params["name"]), {}
    try:
        place = await asyncio.to_thread(tempfile.mkdtemp, prefix="learnscope-")
        try:
            folder = Path(place).resolve() / "images"  # what several folders of images are called together
            folder.mkdir()
            with Incoming(request.headers.get("content-type", ""), folder) as incoming:
                await _receive(request, incoming)
            fields = {field: values for field, values in incoming.fields.items() if field != FIELD}
            if not incoming.files:
                if offered is None or FIELD not in incoming.fields:
                    raise DataError(NO_FILE)
                return await _read_offered(request, sitting, offered, fields)
            async with reading:
                dataset = await asyncio.to_thread(_read, folder, incoming.files, fields)
        finally:
            await _to_its_end(shutil.rmtree, place, True)
        reply = await _adopt(request, sitting, dataset)
        if offered is not None and reply.status_code == 200:
            offered.forget(name)
        return reply
    except ClientDisconnect:
        return Response(status_code=400)  # to nobody
    except LearnscopeError as error:
        return _refusal(413 if isinstance(error, TooLargeError) else 422, error, fields)
    except OSError as error:
        return _refusal(507, FULL.format(reason=error.strerror, place=tempfile.gettempdir()))
    except Exception:
        _log.exception("an upload failed")
        return _refusal(500, FAILED)


def offer(sitting: str, offered: Offered | None) -> Response:
    """What is on offer for the page of a sitting."""
    answer = None if offered is None else offered.answer(sitting)
    if answer is None:
        return Response(status_code=204, headers=UNKEPT)
    return JSONResponse(answer, headers=UNKEPT)


async def _read_offered(
    request: Request, sitting: Sitting, offered: Offered, fields: Mapping[str, Sequence[str]]
) -> Response:
    """Read what is on offer by `fields`, and remember what came of it for when the page is opened again."""
    name = str(request.path_params["name"])
    try:
        dataset = await asyncio.to_thread(offered.read, fields)
    except LearnscopeError as error:
        offered.note(name, fields, refused(error, fields))
        raise
    reply = await _adopt(request, sitting, dataset)
    if reply.status_code == 200:
        offered.note(name, fields, taken(dataset))
    return reply


def _read(folder: Path, files: Sequence[Path], fields: Mapping[str, Sequence[str]]) -> Dataset:
    with held_to(UPLOADED):
        return read_received(folder, files, fields)


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
    return JSONResponse(taken(dataset), headers=UNKEPT)


def _refusal(
    status: int, why: str | LearnscopeError, fields: Mapping[str, Sequence[str]] | None = None
) -> Response:
    """A sentence and, where an error of reading with `fields` says it, what could be done."""
    error = why if isinstance(why, Exception) else LearnscopeError(why)
    return JSONResponse(refused(error, fields or {}), status_code=status, headers=UNKEPT)
