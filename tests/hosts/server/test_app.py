"""The addresses: pages, files, redirects, headers."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from learnscope import __version__
from learnscope.hosts.server.app import NOTHING_HERE, create_app
from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.page import NOT_BUILT
from learnscope.scene.schema import PROTOCOL
from tests.hosts.server.fakes import LOOPBACK, PAGE_FILES
from tests.sittings.fakes import NAME, fake_sittings

TOKEN = Rules(token="secret", cookie="learnscope_8765")
BROTLI = b"\x8b\x02\x80brotli\x03"  # "brotli", as RFC 7932 writes it down uncompressed
Get = Callable[..., httpx.Response]


def client(folder: Path, *, rules: Rules = LOOPBACK, below: str = "") -> Get:
    """Sends requests to a server as one browser, which keeps cookies. `below`: a proxy's path."""
    app = proxied(create_app(fake_sittings(), rules=rules, folder=folder), below)
    jar = httpx.Cookies()

    def get(path: str, *, method: str = "GET", **options: Any) -> httpx.Response:
        async def act() -> httpx.Response:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost:8765", cookies=jar
            ) as browser:
                response = await browser.request(method, path, **options)
                jar.update(browser.cookies)
                return response

        return asyncio.run(act())

    return get


def proxied(app: ASGIApp, below: str) -> ASGIApp:
    """What a proxy does that offers a server below a path: it takes the path away."""

    async def proxy(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["path"].startswith(below + "/")
        path = scope["path"][len(below) :]
        await app({**scope, "path": path, "raw_path": path.encode()}, receive, send)

    return proxy


def test_the_bare_address_begins_a_sitting(folder: Path) -> None:
    """By a redirect that is relative and never the same."""
    get = client(folder)

    locations = {get("/").headers["location"] for _ in range(20)}

    assert len(locations) == 20
    assert all(re.fullmatch(r"s/[A-Za-z0-9_-]{12}/", location) for location in locations)
    assert get("/").status_code == 307
    assert get("/").headers["cache-control"] == "no-store"


def test_a_sitting_has_the_page(folder: Path) -> None:
    """Any name of the right form has it, and the browser asks each time whether it changed."""
    response = client(folder)(f"/s/{NAME}/")

    assert response.status_code == 200
    assert response.text == PAGE_FILES["index.html"]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"


def test_the_files_of_the_page_are_below_the_sitting(folder: Path) -> None:
    """Those with a hash in their name are kept by browsers, others are asked for again."""
    get = client(folder)

    hashed, plain = get(f"/s/{NAME}/assets/index-1a2b.js"), get(f"/s/{NAME}/icon.svg")

    assert hashed.text == PAGE_FILES["assets/index-1a2b.js"]
    assert "javascript" in hashed.headers["content-type"]
    assert hashed.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert plain.headers["cache-control"] == "no-cache"


def test_an_unchanged_page_is_not_sent_again(folder: Path) -> None:
    """The browser names what it has."""
    get = client(folder)
    etag = get(f"/s/{NAME}/").headers["etag"]

    response = get(f"/s/{NAME}/", headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response.headers["cache-control"] == "no-cache"


def test_files_travel_compressed(folder: Path) -> None:
    """To browsers that say they can read it."""
    get = client(folder)

    assert get(f"/s/{NAME}/", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in get(f"/s/{NAME}/", headers={"Accept-Encoding": "identity"}).headers


def test_a_file_that_the_build_compressed_is_sent_as_it_is(folder: Path) -> None:
    """Its type, how long it may be kept and its tag are those of the file it stands for."""
    (folder / "assets/index-1a2b.js.br").write_bytes(BROTLI)
    get = client(folder)
    path = f"/s/{NAME}/assets/index-1a2b.js"

    sent = get(path, headers={"Accept-Encoding": "gzip, br;q=0.9"})
    again = get(path, headers={"Accept-Encoding": "br", "If-None-Match": sent.headers["etag"]})

    assert sent.headers["content-length"] == str(len(BROTLI))
    assert sent.headers["content-encoding"] == "br"
    assert sent.headers["content-type"] == "text/javascript; charset=utf-8"
    assert sent.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert sent.headers["vary"] == "Accept-Encoding"
    assert again.status_code == 304


@pytest.mark.parametrize("accepted", ["gzip", "identity", "gzip, br;q=0", "br; q=0.000", "x-br", ""])
def test_who_does_not_accept_brotli_gets_something_else(folder: Path, accepted: str) -> None:
    """And whoever does gets it only where the build left it."""
    (folder / "assets/index-1a2b.js.br").write_bytes(BROTLI)
    get = client(folder)

    refused = get(f"/s/{NAME}/assets/index-1a2b.js", headers={"Accept-Encoding": accepted})
    missing = get(f"/s/{NAME}/icon.svg", headers={"Accept-Encoding": "br"})

    assert refused.text == PAGE_FILES["assets/index-1a2b.js"]
    assert missing.text == PAGE_FILES["icon.svg"]


def test_a_sitting_without_its_final_slash_is_completed(folder: Path) -> None:
    """Relatively, and with its query: files are looked for below the address."""
    get = client(folder)

    assert get(f"/s/{NAME}").headers["location"] == f"{NAME}/"
    assert get(f"/s/{NAME}?a=1").headers["location"] == f"{NAME}/?a=1"


@pytest.mark.parametrize(
    "path",
    [
        "/s/",
        "/s/short/",
        "/s/short",
        "/s/abcdefghijk!/",
        f"/s/{NAME}x/",
        "/nothing",
        "/health/",
        "/favicon.ico",
        f"/s/{NAME}/nothing.js",
        f"/s/{NAME}/assets",
        f"/s/{NAME}/assets/",
        f"/s/{NAME}/icon.svg/",
        f"/s/{NAME}/ws",
        f"/s/{NAME}/%00",
        f"/s/{NAME}/{'x' * 5000}",
    ],
)
def test_where_there_is_nothing_the_answer_is_404(folder: Path, path: str) -> None:
    """One sentence says where Learnscope begins."""
    response = client(folder)(path)

    assert (response.status_code, response.text) == (404, NOTHING_HERE)
    assert NOTHING_HERE == (
        "there is nothing at this address; Learnscope begins at the one it printed when it started\n"
    )


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "assets/../../secret.txt",
        "..%5csecret.txt",
        "link.txt",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "....//secret.txt",
        "assets/..%2f..%2fsecret.txt",
        "..%252fsecret.txt",
    ],
)
def test_nothing_outside_the_page_is_read(folder: Path, path: str) -> None:
    """Neither by climbing, nor by an absolute path, nor through a link."""
    (folder.parent / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    raw = f"/s/{NAME}/{path}"

    response = client(folder)(httpx.URL("http://localhost:8765", raw_path=raw.encode()))

    assert response.status_code == 404
    assert "secret" not in response.text


def test_a_page_that_is_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    """In plain words, and not to be kept."""
    response = client(tmp_path / "nowhere")(f"/s/{NAME}/")

    assert (response.status_code, response.text) == (503, NOT_BUILT)
    assert response.headers["cache-control"] == "no-store"
    assert "<code>make run</code> builds them and starts it" in NOT_BUILT


def test_health_names_the_version(folder: Path) -> None:
    """And the protocol it speaks."""
    assert client(folder)("/health").json() == {"learnscope": __version__, "protocol": PROTOCOL}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/health", f"/s/{NAME}/", f"/s/{NAME}/icon.svg"])
def test_nothing_is_done_by_plain_requests(folder: Path, method: str, path: str) -> None:
    """Only reading is offered."""
    assert client(folder)(path, method=method).status_code == 405


def test_plain_requests_make_no_sitting(folder: Path) -> None:
    """Fetching addresses cannot push anybody's sitting out of memory."""
    sittings = fake_sittings()
    app = create_app(sittings, rules=LOOPBACK, folder=folder)

    async def act() -> None:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://localhost"
        ) as browser:
            await browser.get("/", follow_redirects=True)

    asyncio.run(act())

    assert len(sittings) == 0


@pytest.mark.parametrize(
    "path", ["/", f"/s/{NAME}/", f"/s/{NAME}/assets/index-1a2b.js", "/nothing", "/health"]
)
@pytest.mark.parametrize("host", ["localhost:8765", "evil.example"])
def test_every_answer_says_what_a_browser_must_not_do(folder: Path, path: str, host: str) -> None:
    """Refusals included."""
    headers = client(folder)(path, headers={"Host": host}).headers

    assert headers["content-security-policy"] == (
        "default-src 'self'; img-src 'self' blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_pages_that_were_named_may_show_it_in_a_frame(folder: Path) -> None:
    """The policy names them beside the server's own; nothing else of it changes."""
    rules = replace(LOOPBACK, embed=("https://lms.example.org", "http://localhost:8000"))

    policy = client(folder, rules=rules)(f"/s/{NAME}/").headers["content-security-policy"]
    bare = client(folder)(f"/s/{NAME}/").headers["content-security-policy"]

    assert policy == f"{bare} https://lms.example.org http://localhost:8000"


def test_a_foreign_name_gets_one_sentence(folder: Path) -> None:
    """DNS rebinding is answered with 403 wherever it knocks."""
    response = client(folder)("/health", headers={"Host": "evil.example"})

    assert response.status_code == 403
    assert response.text == (
        "Learnscope does not answer to the name 'evil.example'; "
        "open it as 127.0.0.1 or localhost, or start it with --allow-host and this name\n"
    )
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_foreign_page_gets_no_file(folder: Path) -> None:
    """Not even one that holds no secret."""
    response = client(folder)(f"/s/{NAME}/icon.svg", headers={"Origin": "http://evil.example"})

    assert response.status_code == 403


def test_a_token_opens_and_a_cookie_keeps_open(folder: Path) -> None:
    """The printed address leads to a page whose files and connection need no token of their own."""
    get = client(folder, rules=TOKEN)

    landing = get("/?token=secret", follow_redirects=True)
    below = landing.url.path

    assert landing.status_code == 200
    assert landing.url.query == b"token=secret"
    assert get(f"{below}assets/index-1a2b.js").status_code == 200
    assert get("/").status_code == 307


def test_the_cookie_is_out_of_reach(folder: Path) -> None:
    """Of scripts, of other sites, and of other paths below the same proxy."""
    response = client(folder, rules=TOKEN)(f"/s/{NAME}/?token=secret")

    assert "learnscope_8765=secret; HttpOnly; SameSite=Strict" in response.headers.get_list("set-cookie")


def test_without_a_token_nothing_opens(folder: Path) -> None:
    """Wrong or missing, at every address, and no cookie is handed out."""
    for path in ("/", "/?token=wrong", f"/s/{NAME}/", f"/s/{NAME}/icon.svg", "/health", "/nothing"):
        response = client(folder, rules=TOKEN)(path)

        assert response.status_code == 403
        assert response.text.startswith("this address needs the token")
        assert "set-cookie" not in response.headers


def test_a_browser_without_the_token_is_asked_for_it(folder: Path) -> None:
    """By a page that says where it is printed; what is typed leads to the sitting that was asked for."""
    get = client(folder, rules=TOKEN)
    html = {"Accept": "text/html,application/xhtml+xml"}

    asked = get(f"/s/{NAME}/", headers=html)
    wrong = get(f"/?token=wrong&sitting={NAME}", headers=html)
    landing = get(f"/?token=http%3A%2F%2F127.0.0.1%2F%3Ftoken%3Dsecret&sitting={NAME}", follow_redirects=True)

    assert (asked.status_code, wrong.status_code) == (403, 403)
    assert "set-cookie" not in {**asked.headers, **wrong.headers}
    assert "It was printed when Learnscope started, in the terminal, at the end of the address" in asked.text
    assert '<form action="../../" method="get">' in asked.text
    assert f'<input type="hidden" name="sitting" value="{NAME}">' in asked.text
    assert "That is not the token" not in asked.text
    assert f'<input type="hidden" name="sitting" value="{NAME}">' in wrong.text
    assert '<p role="alert" id="wrong">That is not the token of this Learnscope.</p>' in wrong.text
    assert (landing.status_code, landing.url.path) == (200, f"/s/{NAME}/")
    assert landing.text == PAGE_FILES["index.html"]


def test_the_page_that_asks_holds_nothing_of_the_address_as_markup(folder: Path) -> None:
    """What stands in an address was written by anybody."""
    answer = client(folder, rules=TOKEN)('/s/"><script>/', headers={"Accept": "text/html"})

    assert answer.status_code == 403
    assert "<script>" not in answer.text


@pytest.mark.parametrize(("site", "again"), [("cross-site", True), ("none", False), ("same-origin", False)])
def test_a_link_from_elsewhere_is_followed_twice(folder: Path, site: str, again: bool) -> None:
    """Browsers keep the cookie back from another site's link, and send it when our own page asks again."""
    headers = {"Accept": "text/html", "Sec-Fetch-Site": site}
    answer = client(folder, rules=TOKEN)("/", headers=headers)

    assert ('http-equiv="refresh"' in answer.text) is again


def test_no_cookie_is_set_where_no_token_is_asked_for(folder: Path) -> None:
    """There is nothing to keep."""
    assert "set-cookie" not in client(folder)("/?token=").headers


@pytest.mark.parametrize("rules", [LOOPBACK, TOKEN])
def test_the_server_works_below_any_path(folder: Path, rules: Rules) -> None:
    """Behind a proxy that offers it below a path, with and without a token."""
    get = client(folder, rules=rules, below="/user/ada/proxy/8765")

    landing = get("/user/ada/proxy/8765/?token=secret", follow_redirects=True)

    assert re.fullmatch("/user/ada/proxy/8765/s/[^/]{12}/", landing.url.path)
    assert landing.text == PAGE_FILES["index.html"]
    assert get(str(landing.url.join("./assets/index-1a2b.js").path)).status_code == 200


def test_the_page_is_told_where_a_sitting_is_no_longer_kept(folder: Path) -> None:
    """At an address that nobody was given here and that nothing is known of, and only there."""
    get = client(folder)
    fresh = get("/").headers["location"]

    assert get(f"/s/{NAME}/").headers["set-cookie"] == "learnscope-gone=1; SameSite=strict"
    assert "set-cookie" not in get(f"/s/{NAME}/assets/index-abc.js").headers
    assert "set-cookie" not in get(f"/{fresh}").headers
