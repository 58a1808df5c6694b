"""Host names as browsers send them."""

import pytest
from hypothesis import given, strategies as st

from learnscope.errors import ArgumentError
from learnscope.hosts.server.names import Host, check_host_name, is_loopback, parse_host, parse_origin


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("localhost", Host("localhost")),
        ("LocalHost.:8765", Host("localhost", 8765)),
        ("127.0.0.1:80", Host("127.0.0.1", 80)),
        ("[::1]:8765", Host("::1", 8765)),
        ("[0:0:0:0:0:0:0:1]", Host("::1")),
        ("my_box-2.example.org", Host("my_box-2.example.org")),
    ],
)
def test_a_host_is_a_name_and_perhaps_a_port(text: str, host: Host) -> None:
    """Letters, a final dot, brackets and the long form of an address make no difference."""
    assert parse_host(text) == host


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        ":80",
        "a b",
        "a/b",
        "user@host",
        "::1",
        "[::1",
        "[zz]",
        "[:::]",
        "host:",
        "host:x",
        "h\n",
        "ü.de",
    ],
)
def test_what_is_no_host_is_none(text: str) -> None:
    """Nothing is guessed."""
    assert parse_host(text) is None


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    """Parsing answers, whatever it is given."""
    host, origin = parse_host(text), parse_origin(text)

    assert host is None or host.name
    assert origin is None or origin[0] in ("http", "https")


@pytest.mark.parametrize(
    "text", ["null", "", "localhost", "file://", "chrome-extension://abc", "http://", "http://a/b"]
)
def test_an_origin_is_of_a_web_page(text: str) -> None:
    """Opaque origins and those of other schemes are none."""
    assert parse_origin(text) is None


def test_an_origin_has_a_scheme_and_a_host() -> None:
    """The usual port of a scheme is as good as none."""
    origin = parse_origin("HTTPS://Demo.example.org")

    assert origin == ("https", Host("demo.example.org"))
    assert origin[1].at("https") == Host("demo.example.org", 443)
    assert Host("a", 8765).at("https") == Host("a", 8765)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.200.3.4", True),
        ("::1", True),
        ("128.0.0.1", False),
        ("0.0.0.0", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("::", False),
    ],
)
def test_loopback_names_mean_this_machine_only(name: str, answer: bool) -> None:
    """A name that somebody else can point somewhere is none of them."""
    assert is_loopback(name) is answer


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Demo.Example.org", "demo.example.org"),
        ("demo.example.org:8443", "demo.example.org"),
        ("[::1]", "::1"),
        ("fe80::1", "fe80::1"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_an_allowed_name_is_kept_as_browsers_send_it(value: str, name: str) -> None:
    """Without port and brackets, in lower case and ASCII."""
    assert check_host_name("--allow-host", value) == name


@pytest.mark.parametrize("value", ["http://demo.example.org/", "", "*", "a b", "ü" * 80])
def test_a_wrong_allowed_name_is_named(value: str) -> None:
    """The message shows what a name looks like."""
    with pytest.raises(ArgumentError) as caught:
        check_host_name("--allow-host", value)

    expected = repr(value) if len(value) < 60 else repr(value)[:57] + "..."
    assert str(caught.value) == f"--allow-host must be a host name such as demo.example.org, got {expected}"
