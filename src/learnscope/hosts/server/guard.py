"""Who may talk to the server.

A web page from anywhere can make its reader's browser send requests to this machine, and every account of the
machine can send its own. Three things tell:

    Host    the name under which the browser believes to reach the server. A foreign name that was made to
            resolve to this machine (DNS rebinding) shows here.
    Origin  the page that asks. It must be the server's own: same name, same port, or an origin that whoever
            started the server named, where a proxy changes Host. The scheme may differ in nothing but its
            usual port, since a proxy may add TLS. Browsers always name it where they open a WebSocket; what
            does not is a program, and must bring the token itself.
    token   in the address, in `Authorization: Bearer` or, once the address had it, in a cookie.

On loopback, Host must be a loopback name or an allowed one; its port is not compared: tunnels change it. A
server that others can reach answers to any name where it has a token, and without one to addresses, which
cannot be made to mean something else. The cookie names no path and so holds from the folder of the page that
set it downwards, whatever a proxy puts before it. Whatever else a proxy adds (`X-Forwarded-…`) anybody could
have written: nothing here reads it.

Pages of other sites that may show ours in a frame are named as well. There, browsers keep a cookie back that
is `SameSite=Strict`; so a second one goes out, which they keep for that frame on that site alone
(`Partitioned`), and only over TLS or on loopback (`Secure`).


In a class (`seats`), who has not the token may be a student: each has a secret of their own in a cookie, and
only the addresses that are theirs; every other is answered as if there were nothing.
"""

from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from learnscope.errors import shown
from learnscope.hosts.server.door import NO_TOKEN, NOTHING_HERE, UNKEPT, ask
from learnscope.hosts.server.names import Host, is_address, is_loopback, parse_host, parse_origin
from learnscope.hosts.server.seats import OUT, STUDENT, Seats, cookies, may, tokens
from learnscope.hosts.server.token import Ticket, same

Means = Literal["", "none", "address", "ticket", "header", "cookie"]


@dataclass(frozen=True)
class Rules:
    """What a request must bring: a known name and, where `token` is not empty, the token."""

    allowed: frozenset[str] = frozenset()  # names besides loopback's
    origins: frozenset[tuple[str, Host]] = frozenset()  # of own pages, whatever Host says
    embed: tuple[str, ...] = ()  # origins of pages that may show ours in a frame
    token: str = ""
    cookie: str = "learnscope"  # its name; all ports of a machine share their cookies
    reachable: bool = False  # by others than this machine
    ticket: Ticket = field(default_factory=Ticket)

    def refusal(self, scope: Scope) -> str:
        """Why the request may not pass whoever sends it, in one sentence that says what to do; else empty."""
        headers = Headers(scope=scope)
        named = headers.getlist("host")
        host = parse_host(named[0]) if len(named) == 1 else None
        if host is None:
            return "a request must name one host, in its Host header; open Learnscope's address in a browser"
        if not self._answers_to(host):
            return (
                f"Learnscope does not answer to the name {shown(host.name)}; "
                "open it as 127.0.0.1 or localhost, or start it with --allow-host and this name"
            )
        for text in headers.getlist("origin"):
            origin = parse_origin(text)
            if origin is None or not self._own(origin[0], origin[1].at(origin[0]), host):
                return (
                    f"a page from {shown(text)} may not talk to Learnscope at {shown(named[0])}; "
                    "open Learnscope's own address; if a proxy offers it there, let the proxy pass the Host "
                    "header on unchanged, or start Learnscope with --allow-host and what the page is from"
                )
        return ""

    def means(self, scope: Scope) -> Means:
        """How the request shows that it may: empty where it does not, "none" where no token is needed."""
        if not self.token:
            return "none"
        headers = Headers(scope=scope)
        given = tokens(scope)
        if any(same(value, self.token) for value in given):
            return "address"
        if any(same(value, f"Bearer {self.token}") for value in headers.getlist("authorization")):
            return "header"
        if self.keeps_token(headers):
            return "cookie"
        return "ticket" if any(self.ticket.spend(value) for value in given) else ""

    def cookies(self, scope: Scope) -> list[str]:
        """What a browser that brought the token is to keep, as values of Set-Cookie."""
        return self.kept(scope, self.cookie, self.token, site="Strict")

    def kept(self, scope: Scope, name: str, secret: str, *, site: str) -> list[str]:
        """The cookies, as values of Set-Cookie, by which a browser keeps a secret, on its own `site`."""
        [named] = Headers(scope=scope).getlist("host")
        host = parse_host(named)
        secure = host is not None and any(
            scheme == "https" and own == host.at(scheme) for scheme, own in self.origins
        )
        kept = f"{name}={secret}; HttpOnly"
        made = [f"{kept}; SameSite={site}" + ("; Secure" if secure else "")]
        return [*made, f"{kept}; SameSite=None; Secure; Partitioned"] if self.embed else made

    def _own(self, scheme: str, origin: Host, host: Host) -> bool:
        """Whether a page from that origin is the server's own, asked at `host`."""
        return origin == host.at(scheme) or (scheme, origin) in self.origins

    def _answers_to(self, host: Host) -> bool:
        if is_loopback(host.name) or host.name in self.allowed:
            return True
        return self.reachable and (bool(self.token) or is_address(host.name))

    def keeps_token(self, headers: Headers) -> bool:
        """Whether any cookie of ours holds it: one of an earlier server may stand beside it."""
        return any(same(value, self.token) for value in cookies(headers, self.cookie))


class Guard:
    """Lets through what the rules allow, answers 403 to the rest, and hands out the cookie."""

    def __init__(self, app: ASGIApp, *, rules: Rules, seats: Seats | None = None) -> None:
        self.app = app
        self.rules = rules
        self.seats = seats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or the opening of one WebSocket."""
        reason = self.rules.refusal(scope)
        means = "" if reason else self.rules.means(scope)
        socket = scope["type"] == "websocket"
        student = None if self.seats is None else self.seats.student(scope)
        if student is not None and not reason and not means:
            if not may(student, scope["path"]):
                await PlainTextResponse(NOTHING_HERE, 404, headers=UNKEPT)(scope, receive, send)
                return
            scope[STUDENT], means = student, "cookie"
        if not reason and not means and socket:
            if self.seats is not None and self.seats.was_removed(scope):
                # a browser hears no reason of a socket that is refused: it is opened, to be closed with one
                await send({"type": "websocket.accept"})
                await send({"type": "websocket.close", "code": OUT[0], "reason": OUT[1]})
                return
            reason = NO_TOKEN
        if not reason and socket and "origin" not in Headers(scope=scope):
            reason = _without_origin(means)
        if reason:
            await PlainTextResponse(reason + "\n", 403, headers=UNKEPT)(scope, receive, send)
            return
        if not means:
            kept = partial(self.rules.kept, scope, site="Lax")  # a link elsewhere may lead a student back
            request = Request(scope)
            answer = ask(request) if self.seats is None else self.seats.welcome(request, kept)
            await answer(scope, receive, send)
            return

        if means not in ("address", "ticket") or self.rules.keeps_token(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                for cookie in self.rules.cookies(scope):
                    MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def _without_origin(means: Means) -> str:
    """Why a WebSocket without an Origin may not be opened; empty where a program brings the token itself."""
    if means in ("address", "header"):
        return ""
    if means == "none":
        return "a WebSocket must name its Origin; a program sends the address of the page it would be"
    return "a WebSocket must name its Origin or bring the token in its address; a program adds ?token= and it"
