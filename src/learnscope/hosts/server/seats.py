"""Who sits where in a class: students come with its word, pick a name, and get a sitting of their own.

    /?token=WORD              asks for a name
    /?token=WORD&name=NAME    lets them in: a cookie with a secret of theirs, and the way to their sitting

With the form that asks comes a cookie that tells its browser: where the form is sent twice before the secret
has come, both times it leads to the same seat, until a page of theirs is open. It is in no address, so nobody
can be led to a seat that somebody else knows.

Of the server, a student has the beginning, /health and what is below s/<their sitting>/, and nothing else,
whatever they guess (`may`); the teacher has the token, and at what is a student's only looks (`looked_at`).
What all of them look at is shown anew when the class changes (`showing`).
"""

import contextlib
import html
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Scope

from learnscope.classroom.classroom import ClassError, Classroom, Student
from learnscope.classroom.names import picked
from learnscope.hosts.server.door import AGAIN, UNKEPT, from_elsewhere, root_of
from learnscope.hosts.server.guesses import Guesses
from learnscope.hosts.server.showing import Showing
from learnscope.sittings.model import Make
from learnscope.sittings.talk import AnySittings

Kept = Callable[[str, str], list[str]]  # of a cookie's name and a secret
STUDENT = "learnscope.student"  # in a request's scope, where it is a student's
NO_WORD = "this address needs the word of the class; open the whole address that your teacher shows"
WRONG = "That is not the word of this class."
TOO_MANY = "Too many wrong words came from where you are. Try again in {wait} second{s}."
REMOVED = "Your teacher has removed you from the class. You can join it anew."
OUT = 4001, "Your teacher has removed you from the class"  # code and reason by which a WebSocket is closed
FORM, SIGNS = 16, 22  # random bytes of what tells a browser, and how long they are in a cookie
KEPT = 86_400  # seconds that a student's browser keeps the cookie: it may be closed meanwhile
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">{again}
<title>Learnscope: a class</title>
<style>
:root {{ --ink: #1b1e22; --paper: #fbfaf7 }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #ecebe4; --paper: #15181d }} }}
body {{ font: 1.0625rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 8vh auto; padding: 0 1.25rem;
  color: var(--ink); background: var(--paper) }}
h1 {{ margin: 0 0 1.25rem; font-size: 1.7rem; font-weight: 600; line-height: 1.25 }}
input, button {{ font: inherit; box-sizing: border-box; width: 100%; min-height: 3rem; padding: 0.5rem 0.8rem;
  border: 1px solid; border-radius: 8px }}
input {{ margin: 0.25rem 0 1rem }}
button {{ border-color: var(--ink); color: var(--paper); background: var(--ink); font-weight: 600 }}
small {{ display: block; margin-top: 1.25rem; font-size: 0.9375rem; opacity: 0.85 }}
</style>
<small>Learnscope</small>
<h1>Join the class</h1>
<form action="{root}" method="get">
{said}{word}<label>Your name, as your teacher is to see it
<input name="name" autocomplete="nickname" maxlength="40" value="{name}" required{focus}></label>
<button>Join</button>
</form>
<small>Any name will do; there is no account. Your teacher sees it and your answers to the lesson's questions,
and can look at your page, but change nothing there. What you write in your own words stays in this
browser.</small>
</html>
"""
WORD = """<label>The word of the class: eight letters and digits, which your teacher shows
<input name="token" autocomplete="off" autocapitalize="none" spellcheck="false" autofocus required></label>
"""


class Seats:
    """Those of a class. `desk` makes a student's model; `cookie` is the name of theirs."""

    def __init__(
        self,
        classroom: Classroom,
        sittings: AnySittings,
        desk: Callable[[Student], Make],
        *,
        cookie: str,
        guesses: Guesses | None = None,
    ) -> None:
        self.classroom = classroom
        self.desk_of = desk
        self._cookie = cookie
        self._form = f"{cookie}_form"  # the cookie that comes with the form
        self._coming: dict[str, Student] = {}  # by what their browsers got with the form
        self._guesses = guesses or Guesses()
        self.showing = Showing(classroom, sittings)

    def student(self, scope: Scope) -> Student | None:
        """The student whose browser asks; None where it is no student's."""
        self.showing.begin()
        for secret in cookies(Headers(scope=scope), self._cookie):
            found = self.classroom.student(secret)
            if found is not None:
                return found
        return None

    def was_removed(self, scope: Scope) -> bool:
        """Whether the browser that asks is that of a student who was removed."""
        theirs = cookies(Headers(scope=scope), self._cookie)
        return any(self.classroom.was_removed(secret) for secret in theirs)

    def welcome(self, request: Request, kept: Kept) -> Response:
        """What somebody gets who has not the token and is no student yet; `kept` are cookies for a secret."""
        answer = self._welcome(request, kept)
        if isinstance(answer, HTMLResponse) and not self._forms(request):
            for cookie in kept(self._form, secrets.token_urlsafe(FORM)):
                answer.headers.append("Set-Cookie", cookie)
        return answer

    def _welcome(self, request: Request, kept: Kept) -> Response:
        given = tokens(request.scope)
        address = request.client.host if request.client else ""
        if given and (wait := self._guesses.wait(address)):
            said = TOO_MANY.format(wait=wait, s="" if wait == 1 else "s")
            return self._refused(request, said, status=429, more={"Retry-After": str(wait)})
        opens = any(self.classroom.opens(word) for word in given)
        name = request.query_params.get("name", "")
        if opens and name.strip() and request.method == "GET" and request.scope["path"] == "/":
            return self._let_in(request, name, kept)
        if given and not opens:
            self._guesses.wrong(address)
            return self._refused(request, WRONG)
        if not _shows_pages(request):
            return PlainTextResponse(NO_WORD + "\n", status_code=403, headers=UNKEPT)
        return self._page(request, opens=opens, said=REMOVED if self.was_removed(request.scope) else "")

    def _let_in(self, request: Request, name: str, kept: Kept) -> Response:
        try:
            student = self._joined(self._forms(request), name)
        except ClassError as error:
            return self._refused(request, f"{error}.")
        answer = Response(status_code=303, headers={"Location": f"s/{student.sitting}/", **UNKEPT})
        for cookie in kept(self._cookie, student.secret):
            answer.headers.append("Set-Cookie", f"{cookie}; Max-Age={KEPT}")
        return answer

    def _forms(self, request: Request) -> list[str]:
        """What their browser got with the form."""
        return [one for one in cookies(request.headers, self._form) if len(one) == SIGNS]

    def _joined(self, forms: Sequence[str], name: str) -> Student:
        """The student who comes of one of these forms, or came of it just now."""
        coming = {form: one for form, one in self._coming.items() if self.classroom.is_coming(one)}
        student = next((coming[form] for form in forms if form in coming), None)
        student = student or self.classroom.join(name)
        self._coming = coming | dict.fromkeys(forms[:1], student)
        return student

    def _refused(
        self, request: Request, said: str, *, status: int = 403, more: Mapping[str, str] | None = None
    ) -> Response:
        """Why somebody is not let in: for a browser on the page that asks, else as a line."""
        if _shows_pages(request):
            answer = self._page(request, opens=False, said=said, status=status)
        else:
            answer = PlainTextResponse(said + "\n", status_code=status, headers=UNKEPT)
        answer.headers.update(more or {})
        return answer

    def _page(self, request: Request, *, opens: bool, said: str, status: int = 403) -> Response:
        word = html.escape(self.classroom.word)
        text = PAGE.format(
            root=root_of(request.scope["path"]),
            said=f'<p role="alert"><b>{html.escape(said)}</b></p>\n' if said else "",
            word=f'<input type="hidden" name="token" value="{word}">\n' if opens else WORD,
            name=html.escape(picked(given) if (given := request.query_params.get("name", "")) else ""),
            focus=" autofocus" if opens else "",
            again=AGAIN if from_elsewhere(request.headers) else "",  # the cookie comes with the second
        )
        return HTMLResponse(text, status_code=200 if opens else status, headers=UNKEPT)

    @contextlib.contextmanager
    def attended(self, student: Student) -> Iterator[None]:
        """While a page of theirs is open."""
        self.classroom.arrived(student)
        try:
            yield
        finally:
            self.classroom.left(student)

    def looked_at(self, scope: Scope, sitting: str) -> Student | None:
        """The student at whose sitting the teacher, whose request it is, may only look."""
        return None if student_in(scope) is not None else self.classroom.whose(sitting)


def _shows_pages(request: Request) -> bool:
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


def may(student: Student, path: str) -> bool:
    """Whether that address is theirs."""
    own = f"/s/{student.sitting}"
    return path in ("/", "/health", own) or path.startswith(f"{own}/")


def student_in(scope: Scope) -> Student | None:
    """The student whose request it is, None where it is the teacher's or there is no class."""
    found: Student | None = scope.get(STUDENT)
    return found


def cookies(headers: Headers, name: str) -> list[str]:
    """The values of all cookies of that name: one of an earlier server may stand beside ours."""
    pairs = (pair.strip().partition("=") for text in headers.getlist("cookie") for pair in text.split(";"))
    return [value for found, _, value in pairs if found == name]


def tokens(scope: Scope) -> list[str]:
    """What the address gives as token; whoever is asked for it may have pasted the whole printed address."""
    query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=None)
    return [value.rpartition("token=")[2].strip() for value in query.get("token", [])]
