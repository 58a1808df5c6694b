"""What a reader gets who comes without the token: a page that says where it is and takes it, typed or pasted.

The form sends it back in the address, as the printed one has it, to the beginning: a cookie set there holds
for every sitting. Programs get one sentence.
"""

import html
import re

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

NO_TOKEN = (
    "this address needs the token that Learnscope printed when it started; "
    "open the whole printed address, with ?token= and what follows it"
)
NOTHING_HERE = "there is nothing at this address; Learnscope begins at the one it printed when it started\n"
WRONG = "That is not the token of this Learnscope."
UNKEPT = {"Cache-Control": "no-store"}
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">{again}
<title>Learnscope: token</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1.25rem }}
input, button {{ font: inherit; padding: 0.4rem 0.6rem }}
input {{ width: 100%; box-sizing: border-box; margin: 0.25rem 0 0.75rem }}
</style>
<h1>Learnscope needs its token</h1>
<p>Other people may have accounts on this machine, so Learnscope opens only to those who know its token.
It was printed when Learnscope started, in the terminal, at the end of the address:</p>
<p><code>Learnscope is at http://…/?token=…</code></p>
<p>Open that address, or put the token or the whole address in here. This browser then keeps it.</p>
<form action="{root}" method="get">
{wrong}<label>Token <input name="token" autocomplete="off" autofocus required{invalid}></label>{sitting}
<button>Open Learnscope</button>
</form>
</html>
"""
AGAIN = '\n<meta http-equiv="refresh" content="0">'
_SITTING = re.compile(r"/s/([^/]+)/?([^?]*)")


def ask(request: Request) -> Response:
    """The page for browsers, the sentence for everything else, with status 403."""
    headers = request.headers
    if request.method != "GET" or "text/html" not in headers.get("accept", ""):
        return PlainTextResponse(NO_TOKEN + "\n", status_code=403, headers=UNKEPT)
    tried = "token" in request.query_params
    found = _SITTING.fullmatch(request.scope["path"])
    name = html.escape(found[1] if found else request.query_params.get("sitting", ""))
    text = PAGE.format(
        root=root_of(request.scope["path"]),
        wrong=f'<p role="alert" id="wrong">{WRONG}</p>\n' if tried else "",
        invalid=' aria-invalid="true" aria-describedby="wrong"' if tried else "",
        sitting=f'\n<input type="hidden" name="sitting" value="{name}">' if name else "",
        again=AGAIN if from_elsewhere(headers) else "",
    )
    return HTMLResponse(text, status_code=403, headers=UNKEPT)


def root_of(path: str) -> str:
    """From `path` to the beginning, relative: a proxy may put anything before it."""
    return "../" * (path.count("/") - 1) or "./"


def from_elsewhere(headers: Headers) -> bool:
    """Whether another site's link led here: browsers then keep the cookie back, but not when asked again."""
    return headers.get("sec-fetch-site") == "cross-site"
