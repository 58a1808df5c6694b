"""The built page: its files, how long they may be kept, and what a browser may do with them.

Beside a file the build may leave it compressed, as `index.js.br` beside `index.js`: whoever accepts Brotli
(RFC 7932) gets that. Everybody else's answers are compressed on their way, by the server's own middleware.
"""

import os
import re
from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE = Path(__file__).resolve().parent.parent / "page"
KEPT = "private, max-age=31536000, immutable"  # files in assets/ bear a hash of their content in their names
ASKED_AGAIN = "no-cache"

# Inline style attributes are how Svelte and formulas are drawn; scripts come from the server alone. A picture
# that is kept as PNG is loaded once from the page's own memory (blob:).
POLICY = (
    "default-src 'self'; img-src 'self' blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"  # and the origins that may frame it
)
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",  # addresses name sittings and may hold a token
    "X-Content-Type-Options": "nosniff",
}
NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Learnscope</title>
<h1>The page is not built</h1>
<p>Learnscope runs, but the files of its page are missing.
In the folder with Learnscope's source, <code>make run</code> builds them and starts it.</p>
</html>
"""


class Page:
    """The files in one folder, and nothing outside it."""

    def __init__(self, folder: Path = PAGE) -> None:
        self._folder = folder
        self._files = StaticFiles(directory=folder, check_dir=False)

    async def answer(self, request: Request, path: str) -> Response:
        """The file at `path`, index.html for none; 404 where there is no such file in the folder."""
        if path == "" and not (self._folder / "index.html").is_file():
            return HTMLResponse(NOT_BUILT, status_code=503, headers={"Cache-Control": "no-store"})
        if path.endswith("/"):
            raise HTTPException(404)
        name = os.path.normpath(path or "index.html")
        response = await self._compressed(name, request)
        if response is None:
            response = await self._files.get_response(name, request.scope)
        response.headers["Cache-Control"] = KEPT if path.startswith("assets/") else ASKED_AGAIN
        response.headers["Vary"] = "Accept-Encoding"
        return response

    async def _compressed(self, name: str, request: Request) -> Response | None:
        """The file as the build compressed it, where the browser accepts that and there is one."""
        if not accepts_brotli(request.headers):
            return None
        try:
            response = await self._files.get_response(name + ".br", request.scope)
        except HTTPException:
            return None
        media_type, _ = guess_type(name)
        response.headers["Content-Type"] = f"{media_type}; charset=utf-8"
        response.headers["Content-Encoding"] = "br"
        return response


def accepts_brotli(headers: Headers) -> bool:
    """Whether Accept-Encoding names br, and not only to refuse it (RFC 9110, 12.5.3)."""
    for entry in headers.get("accept-encoding", "").lower().split(","):
        coding, *parameters = (part.strip() for part in entry.split(";"))
        if coding == "br":
            return not any(re.fullmatch(r"q=0(\.0*)?", parameter) for parameter in parameters)
    return False


class SafeHeaders:
    """Adds to every answer what a browser must not do with it."""

    def __init__(self, app: ASGIApp, embed: Sequence[str] = ()) -> None:
        """`embed`: origins of pages that may show these in a frame."""
        self.app = app
        self.headers = HEADERS | {"Content-Security-Policy": " ".join([POLICY, *embed])}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and mark its answer."""

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, send_marked)
