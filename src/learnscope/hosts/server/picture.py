"""A picture file of the reader's own, sent by the page to be read for the network.

    POST s/<name>/picture?name=cat.jpg   the bytes of the file
    200  a PictureReading                MessagePack, as answers over the WebSocket are
    4xx  a Problem                       why not; nothing changes either way

What a request must bring is said in `upload`. A file is held in memory and never written; two are decoded at
a time, since a large one takes a few hundred megabytes while it is.
"""

import asyncio
import logging

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from learnscope.errors import FormatError, LearnscopeError
from learnscope.hosts.server.incoming import TooLargeError
from learnscope.hosts.server.upload import FOREIGN, HEADER
from learnscope.scene.schema import Moment, PictureReading, Problem, ReadPicture, Reply
from learnscope.sittings.sitting import Sitting
from learnscope.sittings.worker import FAILED

DECODING = 2  # files at a time
NAME = 80  # characters of a file's name that messages show
TOO_LARGE = "the file must have 64 MiB or less; make the picture smaller"
NOBODY = "nobody looks at this sitting; open its page and choose the picture there"
NOWHERE = Moment(run="", step=0, revision=0, phase=0.0, sample=0)  # a question needs no present moment

_log = logging.getLogger(__name__)


async def picture(request: Request, sitting: Sitting | None, decoding: asyncio.Semaphore) -> Response:
    """Read the file in a request for `sitting`, which is None where there is none."""
    if not request.headers.getlist("origin") or request.headers.get(HEADER) != "1":
        return _refusal(403, FOREIGN)
    if sitting is None:
        return _refusal(409, NOBODY)
    try:
        data = await _received(request)
        name = request.query_params.get("name", "")[-NAME:] or "the file"
        async with decoding:
            question, note = await asyncio.to_thread(_question, data, name)
        return _answer(await sitting.question(question), note)
    except ClientDisconnect:
        return Response(status_code=400)  # to nobody
    except LearnscopeError as error:
        return _refusal(413 if isinstance(error, TooLargeError) else 422, str(error))
    except Exception:
        _log.exception("a picture failed")
        return _refusal(500, FAILED)


async def _received(request: Request) -> bytes:
    """The body. Raises TooLargeError as soon as it is."""
    from learnscope.data.own_file import BYTES

    if int(request.headers.get("content-length", "0")) > BYTES:
        raise TooLargeError(TOO_LARGE)
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > BYTES:
            raise TooLargeError(TOO_LARGE)
    return bytes(data)


def _question(data: bytes, name: str) -> tuple[ReadPicture, str]:
    """What the file shows, as a question, and what was done to read it."""
    from learnscope.data.own_file import open_picture

    try:
        opened = open_picture(data, name)
    except MemoryError:
        raise FormatError(f"{name} takes more memory than there is; make it smaller") from None
    height, width = opened.pixels.shape[:2]
    question = ReadPicture(
        at=NOWHERE, width=width, height=height, pixels=opened.pixels.tobytes(), drawn=False
    )
    return question, opened.note


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
