"""Who may talk to the server.

A web page from anywhere can make its reader's browser send requests to this machine. Two headers tell:

    Host    the name under which the browser believes to reach the server. A foreign name that was made to
            resolve to this machine (DNS rebinding) shows here.
    Origin  the page that asks. It must be the server's own: same name, same port. The scheme may differ in
            nothing but its usual port, since a proxy may add TLS.

On loopback, Host must be a loopback name or an allowed one; its port is not compared: tunnels change it. A
server that others can reach answers to any name, but only to those who bring its token: in the address, and
after that in a cookie. The cookie names no path and so holds from the folder of the page that set it
downwards, whatever a proxy puts before it.
"""

import hmac
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from learnscope.errors import shown
from learnscope.hosts.server.names import is_loopback, parse_host, parse_origin


@dataclass(frozen=True)
class Rules:
    """What a request must bring: a known name or, where `token` is not empty, the token."""

    allowed: frozenset[str] = frozenset()  # names besides loopback's
    token: str = ""
    cookie: str = "learnscope"  # its name; all ports of a machine share their cookies

    def refusal(self, scope: Scope) -> str:
        """Why the request may not pass, in one sentence that says what to do; empty where it may."""
        headers = Headers(scope=scope)
        named = headers.getlist("host")
        host = parse_host(named[0]) if len(named) == 1 else None
        if host is None:
            return "a request must name one host, in its Host header; open Learnscope's address in a browser"
        if not self.token and not is_loopback(host.name) and host.name not in self.allowed:
            return (
                f"Learnscope does not answer to the name {shown(host.name)}; "
                "open it as 127.0.0.1 or localhost, or start it with --allow-host and this name"
            )
        for text in headers.getlist("origin"):
            origin = parse_origin(text)
            if origin is None or origin[1].at(origin[0]) != host.at(origin[0]):
                return (
                    f"a page from {shown(text)} may not talk to Learnscope at {shown(named[0])}; "
                    "open Learnscope's own address, and let a proxy pass the Host header on unchanged"
                )
        if self.token and not (self.brings_token(scope) or self._keeps_token(headers)):
            return (
                "this address needs the token that Learnscope printed when it started; "
                "open the whole printed address, with ?token= and what follows it"
            )
        return ""

    def brings_token(self, scope: Scope) -> bool:
        """Whether the address of the request holds the token."""
        query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=None)
        return bool(self.token) and any(self._is_token(value) for value in query.get("token", []))

    def _keeps_token(self, headers: Headers) -> bool:
        """Whether any cookie of ours holds it: one of an earlier server may stand beside it."""
        pairs = (
            pair.strip().partition("=") for text in headers.getlist("cookie") for pair in text.split(";")
        )
        return any(name == self.cookie and self._is_token(value) for name, _, value in pairs)

    def _is_token(self, value: str) -> bool:
        return hmac.compare_digest(value.encode(), self.token.encode())


class Guard:
    """Lets through what the rules allow, answers 403 to the rest, and hands out the cookie."""

    def __init__(self, app: ASGIApp, *, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or the opening of one WebSocket."""
        if reason := self.rules.refusal(scope):
            refused = PlainTextResponse(reason + "\n", status_code=403, headers={"Cache-Control": "no-store"})
            await refused(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = f"{self.rules.cookie}={self.rules.token}; HttpOnly; SameSite=Strict"
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_with_cookie if self.rules.brings_token(scope) else send)
