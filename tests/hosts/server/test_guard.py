"""Who may talk to the server."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from learnscope.hosts.server.guard import Rules
from learnscope.hosts.server.names import Host
from learnscope.hosts.server.token import Ticket

LOOPBACK = Rules(frozenset({"demo.example.org"}))
OPEN = Rules(token="secret", cookie="learnscope_8765", reachable=True)
UNGUARDED = Rules(reachable=True)


def request(*headers: tuple[str, str], query: str = "") -> dict[str, Any]:
    """What the guard looks at."""
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    return {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": query.encode("latin-1"),
        "headers": raw,
    }


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:9000",
        "127.0.0.1:8765",
        "127.9.9.9",
        "[::1]:1",
        "demo.example.org",
        "DEMO.example.org:443",
    ],
)
def test_loopback_and_allowed_names_pass_at_any_port(host: str) -> None:
    """Tunnels change the port, so it is not compared."""
    assert LOOPBACK.refusal(request(("host", host))) == ""


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "192.168.1.5:8765", "demo.example.org.evil.example"]
)
def test_a_foreign_name_is_refused(host: str) -> None:
    """DNS rebinding: the browser believes to reach somebody else."""
    name = host.partition(":")[0]

    assert LOOPBACK.refusal(request(("host", host))) == (
        f"Learnscope does not answer to the name '{name}'; "
        "open it as 127.0.0.1 or localhost, or start it with --allow-host and this name"
    )


@pytest.mark.parametrize(
    "headers", [(), (("host", ""),), (("host", "a/b"),), (("host", "localhost"), ("host", "evil.example"))]
)
@pytest.mark.parametrize("rules", [LOOPBACK, OPEN])
def test_a_request_names_one_host(rules: Rules, headers: tuple[tuple[str, str], ...]) -> None:
    """None, an unreadable one or two are refused."""
    assert rules.refusal(request(*headers, query="token=secret")) == (
        "a request must name one host, in its Host header; open Learnscope's address in a browser"
    )


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8765", "http://localhost:8765"),
        ("localhost:9000", "http://localhost:9000"),
        ("[::1]:8765", "http://[::1]:8765"),
        ("demo.example.org", "https://demo.example.org"),
        ("demo.example.org:443", "https://demo.example.org"),
        ("demo.example.org", "https://demo.example.org:443"),
        ("demo.example.org", "http://demo.example.org"),
        ("demo.example.org:8443", "https://demo.example.org:8443"),
    ],
)
def test_the_own_page_may_ask(host: str, origin: str) -> None:
    """A proxy may add TLS and with it another usual port."""
    assert LOOPBACK.refusal(request(("host", host), ("origin", origin))) == ""


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:8765", "http://evil.example"),
        ("127.0.0.1:8765", "http://127.0.0.1:8766"),
        ("127.0.0.1:8765", "http://127.0.0.1"),
        ("127.0.0.1:8765", "http://localhost:8765"),
        ("127.0.0.1:8765", "https://demo.example.org"),
        ("demo.example.org:80", "https://demo.example.org"),
        ("127.0.0.1:8765", "null"),
        ("127.0.0.1:8765", ""),
    ],
)
@pytest.mark.parametrize("rules", [LOOPBACK, OPEN])
def test_a_foreign_page_may_not_ask(rules: Rules, host: str, origin: str) -> None:
    """Another name, another port or no page at all is foreign, even with a token."""
    assert rules.refusal(request(("host", host), ("origin", origin), query="token=secret")) == (
        f"a page from '{origin}' may not talk to Learnscope at '{host}'; "
        "open Learnscope's own address; if a proxy offers it there, let the proxy pass the Host "
        "header on unchanged, or start Learnscope with --allow-host and what the page is from"
    )


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("https://demo.example.org", True),
        ("https://demo.example.org:443", True),
        ("http://demo.example.org", False),
        ("https://demo.example.org:8443", False),
        ("https://evil.example", False),
    ],
)
def test_a_named_origin_is_the_servers_own(origin: str, own: bool) -> None:
    """Where a proxy puts another Host; to the port and the scheme, and no other page gains by it."""
    rules = Rules(origins=frozenset({("https", Host("demo.example.org", 443))}))

    assert (rules.refusal(request(("host", "127.0.0.1:8765"), ("origin", origin))) == "") is own


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Host", "Proto", "For", "Port", "Prefix", "Server"]),
            st.sampled_from(["localhost:8765", "https", "127.0.0.1", "evil.example", "8765", "/x"]),
        )
    ),
    st.sampled_from(["localhost:8765", "evil.example"]),
    st.sampled_from(["http://localhost:8765", "http://evil.example"]),
)
def test_nothing_a_proxy_says_of_itself_is_believed(
    said: list[tuple[str, str]], host: str, origin: str
) -> None:
    """Anybody can write X-Forwarded headers; with and without them the answer is the same."""
    forwarded = [(f"x-forwarded-{name.lower()}", value) for name, value in said]
    bare = request(("host", host), ("origin", origin))

    assert LOOPBACK.refusal(
        request(("host", host), ("origin", origin), ("forwarded", "host=localhost"), *forwarded)
    ) == LOOPBACK.refusal(bare)


def test_the_cookie_is_for_tls_alone_where_the_name_is_known_to_have_it() -> None:
    """A name that was given as https://name; elsewhere a plain address must keep working."""
    rules = replace(OPEN, origins=frozenset({("https", Host("demo.example.org", 443))}))
    kept = "learnscope_8765=secret; HttpOnly; SameSite=Strict"

    assert rules.cookies(request(("host", "demo.example.org"))) == [f"{kept}; Secure"]
    assert rules.cookies(request(("host", "localhost:8765"))) == [kept]


def test_a_page_in_a_foreign_frame_gets_a_cookie_of_its_own() -> None:
    """Kept for that frame on that site alone; only where frames are allowed."""
    rules = replace(OPEN, embed=("https://lms.example.org",))

    assert rules.cookies(request(("host", "localhost"))) == [
        "learnscope_8765=secret; HttpOnly; SameSite=Strict",
        "learnscope_8765=secret; HttpOnly; SameSite=None; Secure; Partitioned",
    ]


def test_a_students_secret_is_kept_as_the_token_is() -> None:
    """But that a link of a course's page leads back to it."""
    rules = replace(
        OPEN, origins=frozenset({("https", Host("demo.example.org", 443))}), embed=("https://a.example",)
    )

    assert rules.kept(request(("host", "demo.example.org")), "seat", "mine", site="Lax") == [
        "seat=mine; HttpOnly; SameSite=Lax; Secure",
        "seat=mine; HttpOnly; SameSite=None; Secure; Partitioned",
    ]


def test_one_foreign_origin_among_two_is_refused() -> None:
    """Nobody sends two; whoever does gains nothing."""
    own, foreign = ("origin", "http://localhost"), ("origin", "http://evil.example")

    assert LOOPBACK.refusal(request(("host", "localhost"), own, foreign)).startswith(
        "a page from 'http://evil.example'"
    )


@pytest.mark.parametrize(
    ("headers", "query", "means"),
    [
        ((), "token=secret", "address"),
        ((), "a=1&token=secret", "address"),
        ((), "token=%20http://127.0.0.1:8765/?token=secret ", "address"),
        ((("authorization", "Bearer secret"),), "", "header"),
        ((("cookie", "learnscope_8765=secret"),), "", "cookie"),
        ((("cookie", "other=1; learnscope_8765=stale; learnscope_8765=secret"),), "", "cookie"),
        ((("cookie", "learnscope_8765=secret"),), "token=wrong", "cookie"),
    ],
)
def test_whoever_brings_the_token_may_come_by_any_name(
    headers: tuple[tuple[str, str], ...], query: str, means: str
) -> None:
    """In the address, a header or a cookie; the whole address may be pasted, a stale cookie does no harm."""
    scope = request(("host", "192.168.1.5:8765"), *headers, query=query)

    assert OPEN.refusal(scope) == ""
    assert OPEN.means(scope) == means


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ((), ""),
        ((), "token="),
        ((), "token=secre"),
        ((), "token=secret2"),
        ((), "token=%C3%BC"),
        ((), "token=\xff"),
        ((("authorization", "Bearer wrong"),), ""),
        ((("authorization", "secret"),), ""),
        ((("cookie", "learnscope_8765=wrong"),), ""),
        ((("cookie", "learnscope_8766=secret"),), ""),
        ((("cookie", "learnscope_8765=\xfc"),), ""),
        ((("cookie", "learnscope_8765"),), ""),
    ],
)
def test_without_the_token_nothing_is_answered(headers: tuple[tuple[str, str], ...], query: str) -> None:
    """Loopback names included: others share the machine."""
    assert OPEN.means(request(("host", "localhost"), *headers, query=query)) == ""


def test_where_no_token_is_asked_for_none_is_brought() -> None:
    """An empty token in the address is not one."""
    assert LOOPBACK.means(request(("host", "localhost"), query="token=")) == "none"


@pytest.mark.parametrize(
    ("host", "answered"),
    [("192.168.1.5:8765", True), ("[fe80::1]", True), ("localhost", True), ("evil.example", False)],
)
def test_without_a_token_a_reachable_server_answers_to_addresses(host: str, answered: bool) -> None:
    """A name could be made to mean this machine, an address cannot."""
    assert (UNGUARDED.refusal(request(("host", host))) == "") is answered


def test_on_loopback_the_token_does_not_make_up_for_a_foreign_name() -> None:
    """Nobody calls this machine so who is on it."""
    rules = Rules(token="secret")

    assert rules.refusal(request(("host", "evil.example"), query="token=secret")).startswith(
        "Learnscope does not answer to the name 'evil.example'"
    )


def test_a_ticket_opens_once() -> None:
    """A browser's arguments can be read by other accounts."""
    fresh = replace(OPEN, ticket=Ticket())  # that of OPEN is as old as this module
    scope = request(("host", "localhost"), query=f"token={fresh.ticket.text}")

    assert [fresh.means(scope) for _ in range(2)] == ["ticket", ""]
