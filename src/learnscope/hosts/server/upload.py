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
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from learnscope.data.apart import Task
from learnscope.data.dataset import Dataset
from learnscope.errors import DataError, LearnscopeError, shown
from learnscope.hosts.server.body import receive, to_its_end
from learnscope.hosts.server.incoming import BYTES, OVERHEAD, TOO_LARGE, Incoming, TooLargeError
from learnscope.hosts.server.offered import FIELD, Offered
from learnscope.hosts.server.reading import ReadingRoom
from learnscope.hosts.server.received import options_of, refused, taken
from learnscope.sittings.room import FullError
from learnscope.sittings.talk import AnySittings
from learnscope.sittings.worker import FAILED

HEADER = "x-learnscope"
HELD = 4  # times what data take themselves, by a sitting that learns them and on the way to it
UNKEPT = {"Cache-Control": "no-store"}
FOREIGN = (
    "files must come from Learnscope's own page, with its Origin and the header X-Learnscope: 1; "
    "open the page and choose them there"
)
NOBODY = "nobody looks at this sitting; open its page and choose the files there"
NO_MEMORY = (
    "Learnscope has no memory for these data beside what others hold; take fewer rows, or try again when "
    "others have closed their pages"
)
NO_FILE = "there must be a file; choose one, or a folder with files in it"
FULL = "the files could not be kept for reading ({reason}); make room in {place} and try again"

_log = logging.getLogger(__name__)


class UnfitError(DataError):
    """Data that a session does not take."""


async def upload(
    request: Request, name: str, sittings: AnySittings, offered: Offered | None, room: ReadingRoom
) -> Response:
    """Have the files in a request, or those on offer, read for the sitting of that name, if there is one."""
    sitting = sittings.find(name)
    if not request.headers.getlist("origin") or request.headers.get(HEADER) != "1":
        return _refusal(403, FOREIGN)
    if sitting is None:
        return _refusal(409, NOBODY)
    if int(request.headers.get("content-length", "0")) > BYTES + OVERHEAD:
        return _refusal(413, TOO_LARGE)
    fields: dict[str, list[str]] = {}

    async def adopt(task: Task, *, own: bool = False) -> Dataset:
        """What is read, once the sitting shows it."""
        async with room.read(request, task, own=own) as dataset:
            assert isinstance(dataset, Dataset)
            if await request.is_disconnected():  # whoever sent it has thought better of it
                raise ClientDisconnect
            if not own:
                sittings.make_room(HELD * (dataset.inputs.nbytes + dataset.targets.nbytes))
            problem = await sitting.adopt(dataset)
            if problem is not None:
                raise UnfitError(problem.message)
            return dataset

    try:
        place = await asyncio.to_thread(tempfile.mkdtemp, prefix="learnscope-")
        try:
            folder = Path(place).resolve() / "images"  # what several folders of images are called together
            folder.mkdir()
            with Incoming(request.headers.get("content-type", ""), folder) as incoming:
                await receive(request, incoming.write)
                incoming.finish()
            fields = {field: values for field, values in incoming.fields.items() if field != FIELD}
            if not incoming.files:
                if offered is None or FIELD not in incoming.fields:
                    raise DataError(NO_FILE)
                return _told(await _offered(offered, name, fields, adopt))
            task = Task(
                "chosen",
                (folder, tuple(incoming.files)),
                options_of(fields),
                called=_called(folder, incoming.files),
                at_most=room.at_most,
            )
            dataset = await adopt(task)
        finally:
            await to_its_end(shutil.rmtree, place, True)
        if offered is not None:
            offered.forget(name)
        return _told(dataset)
    except FullError:
        return _refusal(503, NO_MEMORY, fields)
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


async def _offered(
    offered: Offered,
    name: str,
    fields: Mapping[str, Sequence[str]],
    adopt: Callable[..., Awaitable[Dataset]],
) -> Dataset:
    """Read what is on offer by `fields`, and remember what came of it for when the page is opened again."""
    try:
        dataset = await adopt(offered.task(fields), own=True)
    except (FullError, UnfitError):
        raise
    except LearnscopeError as error:
        offered.note(name, fields, refused(error, fields))
        raise
    offered.note(name, fields, taken(dataset))
    return dataset


def _called(folder: Path, files: Sequence[Path]) -> str:
    """What messages call the files: by their name, or that of the folder they came in."""
    tops = {file.relative_to(folder).parts[0] for file in files}
    return shown(tops.pop())[1:-1] if len(tops) == 1 else "the files"


def _told(dataset: Dataset) -> Response:
    return JSONResponse(taken(dataset), headers=UNKEPT)


def _refusal(
    status: int, why: str | LearnscopeError, fields: Mapping[str, Sequence[str]] | None = None
) -> Response:
    """A sentence and, where an error of reading with `fields` says it, what could be done."""
    error = why if isinstance(why, Exception) else LearnscopeError(why)
    return JSONResponse(refused(error, fields or {}), status_code=status, headers=UNKEPT)
