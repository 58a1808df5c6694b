"""The path below which a proxy offers the server, where the proxy leaves it in the address.

Most proxies take their own path away before they ask; JupyterHub's does not. All addresses in pages and
answers are relative, so only the reading of a request depends on it: with the path or without, it means
the same.
"""

import re
from urllib.parse import unquote

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from learnscope.errors import ArgumentError, shown

_PATH = re.compile(r"(?:/[^/?#\\\s]+)*/?")


def check_path(argument: str, value: str) -> str:
    """`value` without its final slash and as requests have it. Raises ArgumentError where it is no path.

    >>> check_path("--path", "/user/ada/learnscope/")
    '/user/ada/learnscope'
    """
    path = unquote(value).removesuffix("/")
    parts = path.split("/")[1:]
    if not _PATH.fullmatch(value) or ".." in parts or "." in parts or parts[:1] == ["s"]:
        raise ArgumentError(
            f"{argument} must be a path such as /learnscope, which begins with a slash and not with /s/, "
            f"got {shown(value)}"
        )
    return path


class Below:
    """Takes the path away from requests that have it."""

    def __init__(self, app: ASGIApp, *, path: str) -> None:
        self.app = app
        self.path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as if nothing stood before its path."""
        asked = scope["path"]
        if self.path and asked == self.path and scope["type"] == "http":
            query = scope["query_string"].decode("latin-1")
            place = scope.get("raw_path", asked.encode()).decode("latin-1").rpartition("/")[2] + "/"
            headers = {"Location": f"{place}?{query}" if query else place, "Cache-Control": "no-store"}
            await Response(status_code=307, headers=headers)(scope, receive, send)
            return
        if self.path and asked.startswith(f"{self.path}/"):
            rest = asked[len(self.path) :]
            scope = {**scope, "path": rest, "raw_path": rest.encode()}
        await self.app(scope, receive, send)
