"""Host names as browsers send them: `localhost:8765`, `127.0.0.1`, `[::1]:80`, `demo.example.org`.

A Host header holds name[:port], an Origin header scheme://name[:port] with the scheme's usual port left out.
Names are compared in lower case, without a final dot, addresses in their shortest form and without brackets.

Sources: RFC 9110 section 7.2 (Host), RFC 6454 section 6 (Origin).
"""

import ipaddress
import re
from dataclasses import dataclass

from learnscope.errors import ArgumentError, shown

USUAL_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::([0-9]{1,5}))?")
_ORIGIN = re.compile(r"(https?)://(.+)")


@dataclass(frozen=True)
class Host:
    """A name or address, and a port where one was given."""

    name: str
    port: int | None = None

    def at(self, scheme: str) -> "Host":
        """The same with the port that `scheme` implies where none was given."""
        return Host(self.name, USUAL_PORTS[scheme] if self.port is None else self.port)


def parse_host(text: str) -> Host | None:
    """What a Host header names, None where it is no host.

    >>> parse_host("LocalHost:8765")
    Host(name='localhost', port=8765)
    >>> parse_host("[0:0:0:0:0:0:0:1]")
    Host(name='::1', port=None)
    """
    match = _HOST.fullmatch(text.lower())
    if match is None:
        return None
    name, port = match[1].removesuffix("."), match[2]
    if name.startswith("["):
        try:
            name = str(ipaddress.IPv6Address(name[1:-1]))
        except ValueError:
            return None
    return Host(name, int(port) if port else None) if name else None


def parse_origin(text: str) -> tuple[str, Host] | None:
    """Scheme and host of an Origin header, None where it is none of a web page ("null" among them)."""
    match = _ORIGIN.fullmatch(text.lower())
    host = parse_host(match[2]) if match else None
    return (match[1], host) if match and host else None


def is_loopback(name: str) -> bool:
    """Whether `name` can mean nothing but this machine: localhost, 127.0.0.0/8, ::1."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def is_address(name: str) -> bool:
    """Whether `name` is an IP address, which nobody can make resolve to another."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def check_own(argument: str, value: str) -> tuple[str, tuple[str, Host] | None]:
    """What `value` allows: a name and, where it is written as an origin, the pages that come from there.

    Raises ArgumentError where it is neither.

    >>> check_own("--allow-host", "demo.example.org")
    ('demo.example.org', None)
    >>> check_own("--allow-host", "https://demo.example.org")
    ('demo.example.org', ('https', Host(name='demo.example.org', port=443)))
    """
    origin = parse_origin(value)
    if origin is None:
        return check_host_name(argument, value), None
    scheme, host = origin
    return host.name, (scheme, host.at(scheme))


def check_origin(argument: str, value: str) -> str:
    """The origin in `value`, as a policy for browsers names it. Raises ArgumentError where it is none."""
    if parse_origin(value) is None:
        raise ArgumentError(
            f"{argument} must be an origin such as https://lms.example.org, without a path, "
            f"got {shown(value)}"
        )
    return value.lower()


def check_host_name(argument: str, value: str) -> str:
    """The name in `value` as names are compared, without a port. Raises ArgumentError where it is no name."""
    try:
        text = value if value.isascii() else value.encode("idna").decode()
    except UnicodeError:
        text = ""
    bare = f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text
    host = parse_host(bare)
    if host is None:
        raise ArgumentError(f"{argument} must be a host name such as demo.example.org, got {shown(value)}")
    return host.name
