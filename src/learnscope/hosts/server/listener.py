"""The socket, bound and listening before anybody is told its address, and that address."""

import errno
import os
import socket
from urllib.parse import quote

from learnscope.errors import ArgumentError, shown
from learnscope.hosts.server.names import is_loopback

PORT = 8765
TRIES = 50


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens at `host`: on `port`, or on the first free one from 8765 where that is None.

    Raises ArgumentError where `host` is no address of this machine or no port can be had.
    """
    if port is not None:
        try:
            return _bound(host, port)
        except OSError as failure:
            raise _explained(failure, host, port) from failure
    for candidate in range(PORT, PORT + TRIES):
        try:
            return _bound(host, candidate)
        except OSError as failure:
            if failure.errno != errno.EADDRINUSE:
                raise _explained(failure, host, candidate) from failure
    raise ArgumentError(f"--port must be given, because {PORT} to {PORT + TRIES - 1} are all in use")


def on_loopback(listener: socket.socket) -> bool:
    """Whether only this machine can reach the socket."""
    return is_loopback(listener.getsockname()[0])


def address(listener: socket.socket, host: str, token: str = "", path: str = "") -> str:
    """What to open in a browser on this machine or, where others can reach the socket, on theirs."""
    name = _own_address(host) if host in ("0.0.0.0", "::", "") else host
    bracketed = f"[{name}]" if ":" in name else name
    return f"http://{bracketed}:{listener.getsockname()[1]}{quote(path)}/" + (
        f"?token={token}" if token else ""
    )


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket, or OSError. A name with several addresses gets the first that works."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except ValueError as failure:  # what cannot even be asked for: a label that is empty or too long
        raise OSError(errno.EADDRNOTAVAIL, str(failure)) from failure
    failures: list[OSError] = []
    for family, kind, protocol, _, place in found:
        try:
            listener = socket.socket(family, kind, protocol)
        except OSError as failure:  # a machine without IPv6
            failures.append(failure)
            continue
        try:
            # Elsewhere than on Windows this only means: an earlier server's dying connections do not count.
            if os.name != "nt":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(place)
            listener.listen(128)
        except OSError as failure:
            listener.close()
            failures.append(failure)
        else:
            return listener
    raise failures[0]


def _explained(failure: OSError, host: str, port: int) -> ArgumentError:
    """The failure in terms of the argument at fault."""
    if failure.errno == errno.EADDRINUSE:
        return ArgumentError(
            f"--port must be free, but {port} is in use; leave it out to get the next free one"
        )
    if failure.errno == errno.EACCES:
        return ArgumentError(f"--port must be one this account may open, got {port}; take one above 1023")
    return ArgumentError(
        f"--host must be an address of this machine, got {shown(host)}; leave it out for 127.0.0.1"
    )


def _own_address(host: str) -> str:
    """The address by which neighbours reach this machine; connecting a datagram socket sends nothing."""
    family, neighbour = (socket.AF_INET6, "2001:db8::1") if host == "::" else (socket.AF_INET, "192.0.2.1")
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((neighbour, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return "::1" if host == "::" else "127.0.0.1"
