"""A picture file of the reader's own, sent by the page to be read for the network.

    POST s/<name>/picture?name=cat.jpg   the bytes of the file
    200  a PictureReading                MessagePack, as answers over the WebSocket are
    4xx  a Problem                       why not; nothing changes either way

What a request must bring is said in `upload`. The file lies in a folder of its own until it is read, and no
longer: many that wait would fill the memory.
"""

import logging
import tempfile
from pathlib import Path
from typing import IO

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from learnscope.data.apart import Found, Task
from learnscope.errors import LearnscopeError
from learnscope.hosts.server.body import receive, to_its_end
from learnscope.hosts.server.incoming import TooLargeError
from learnscope.hosts.server.reading import ReadingRoom
from learnscope.hosts.server.upload import FOREIGN, FULL, HEADER
from learnscope.scene.schema import Moment, PictureReading, Problem, ReadPicture, Reply
from learnscope.sittings.talk import AnySitting
from learnscope.sittings.worker import FAILED

NAME = 80  # characters of a file's name that messages show
TOO_LARGE = "the file must have 64 MiB or less; make the picture smaller"
NOBODY = "nobody looks at this sitting; open its page and choose the picture there"
NOWHERE = Moment(run="", step=0, revision=0, phase=0.0, sample=0)  # a question needs no present moment

_log = logging.getLogger(__name__)


async def picture(request: Request, sitting: AnySitting | None, room: ReadingRoom) -> Response:
    """Have the file in a request read for `sitting`, which is None where there is none."""
    if not request.headers.getlist("origin") or request.headers.get(HEADER) != "1":
        return _refusal(403, FOREIGN)
    if sitting is None:
        return _refusal(409, NOBODY)
    try:
        with tempfile.NamedTemporaryFile(prefix="learnscope-") as file:
            await _receive(request, file)
            name = request.query_params.get("name", "")[-NAME:] or "the file"
            task = Task("picture", (Path(file.name), name), called=name, smaller="make it smaller")
            async with room.read(request, task) as opened:
                question, note = _question(opened)
                return _answer(await sitting.question(question), note)
    except ClientDisconnect:
        return Response(status_code=400)  # to nobody
    except LearnscopeError as error:
        return _refusal(413 if isinstance(error, TooLargeError) else 422, str(error))
    except OSError as error:
        return _refusal(507, FULL.format(reason=error.strerror, place=tempfile.gettempdir()))
    except Exception:
        _log.exception("a picture failed")
        return _refusal(500, FAILED)


async def _receive(request: Request, file: IO[bytes]) -> None:
    """Write the body into a file. Raises TooLargeError as soon as it is."""
    from learnscope.data.own_file import BYTES

    def write(piece: bytes) -> None:
        if file.tell() + len(piece) > BYTES:
            raise TooLargeError(TOO_LARGE)
        file.write(piece)

    if int(request.headers.get("content-length", "0")) > BYTES:
        raise TooLargeError(TOO_LARGE)
    await receive(request, write)
    await to_its_end(file.flush)


def _question(opened: Found) -> tuple[ReadPicture, str]:
    """What the file shows, as a question, and what was done to read it."""
    from learnscope.data.own_file import OpenedFile

    assert isinstance(opened, OpenedFile)
    height, width = opened.pixels.shape[:2]
    pixels = opened.pixels.tobytes()
    return ReadPicture(at=NOWHERE, width=width, height=height, pixels=pixels, drawn=False), opened.note


def _answer(reply: Reply, note: str) -> Response:
    if isinstance(reply, Problem):
        return _refusal(422, reply.message)
    assert isinstance(reply, PictureReading)
    first, *others = reply.stages
    stages = (msgspec.structs.replace(first, note=note), *others)
    return _packed(200, msgspec.structs.replace(reply, stages=stages))


def _refusal(status: int, message: str) -> Response:
    return _packed(status, Problem("refused", "pixels", message, -1))


def _packed(status: int, reply: Reply) -> Response:
    return Response(
        msgspec.msgpack.encode(reply),
        status_code=status,
        media_type="application/vnd.msgpack",
        headers={"Cache-Control": "no-store"},
    )
