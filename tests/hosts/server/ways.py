"""Ways to a real server, directly and through proxies, and what is seen along them.

Configurations come from docs/serving.md as they stand; only what must differ on another machine (ports,
certificates) is put in its place.
"""

import contextlib
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
from websockets.sync.client import connect

from learnscope.scene.frames import Receiver
from tests.test_cli import started

DOC = Path(__file__).parents[3] / "docs" / "serving.md"
PORT = "8765"  # of Learnscope, in the documents
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
WITHOUT_NGINX = "needs nginx; as root: apt-get install nginx-light"
TABLE = b"a,b,kind\n" + b"".join(
    f"{k % 7}.50000000000000000,{k}.250000000000000000,{'odd' if k % 2 else 'even'}\n".encode()
    for k in range(25_000)
)  # more than the 1 MB that proxies let through unless told otherwise


def blocks(language: str, section: str) -> list[str]:
    """The blocks of one language in one section of the document."""
    [text] = re.findall(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", DOC.read_text(), re.M | re.S)
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Way:
    """An address as a browser has it, and where it really leads."""

    address: str  # with its final slash
    token: str
    port: int
    headers: dict[str, str] = field(default_factory=dict)  # what the proxy itself wants to see
    trusted: ssl.SSLContext | None = None

    @property
    def origin(self) -> str:
        return re.match(r"https?://[^/]+", self.address)[0]  # type: ignore[index]  # it is an address

    @property
    def place(self) -> str:
        """The address with the machine that it really leads to."""
        url = httpx.URL(self.address)
        return f"{url.scheme}://127.0.0.1:{self.port}{url.raw_path.decode()}"

    @property
    def sent(self) -> dict[str, str]:
        return {"Host": self.origin.partition("//")[2], **self.headers}


class Seen:
    """One browser at one sitting: the page, its scripts, and its socket."""

    def __init__(self, way: Way, name: str) -> None:
        self.way = way
        self.client = httpx.Client(verify=way.trusted or True, headers=way.sent, timeout=60)
        bare = self.client.get(way.place, headers={"Accept": "text/html"})
        landing = self.client.get(f"{way.place}?token={way.token}&sitting={name}")
        assert (bare.status_code, landing.status_code) == (403, 307)
        # as a browser resolves it: relative to the address it knows
        self.url = httpx.URL(way.place).join(landing.headers["location"])
        page = self.client.get(self.url)
        self.cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.client.cookies.jar)
        self.place = self.url.copy_with(query=None)
        files = sorted(re.findall(r'(?:src|href)="(\./[^"]+)"', page.text))
        self.files = [page.text, *(self.client.get(self.place.join(file)).text for file in files)]
        self.policy = page.headers["content-security-policy"]
        self._receive = Receiver()

    def __enter__(self) -> "Seen":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    @contextlib.contextmanager
    def attending(self) -> Iterator[None]:
        """A WebSocket below the page's own address, with the cookie and the origin that a browser sends."""
        url = httpx.URL(self.way.address)
        path = self.place.join("ws").raw_path.decode()
        scheme = "wss" if url.scheme == "https" else "ws"
        named = self.way.origin.partition("//")[2]
        with connect(
            f"{scheme}://{named}{path}",
            address=("127.0.0.1", self.way.port),
            origin=self.way.origin,  # type: ignore[arg-type]  # a NewType of str
            additional_headers={"Cookie": self.cookies, **self.way.headers},
            ssl=self.way.trusted,
            max_size=None,
            proxy=None,
        ) as self.socket:
            yield

    def scene(self, revision: int = 0) -> dict[str, Any]:
        """The next scene of that revision or a later one."""
        while True:
            message = self._receive(bytes(self.socket.recv(timeout=20)))  # type: ignore[arg-type]  # never text
            if message["type"] == "scene" and message["moment"]["revision"] >= revision:
                return message

    def upload(self) -> Any:
        """What sending a table of more than a megabyte is answered."""
        return self.client.post(
            self.place.join("data"),
            files={"file": ("table.csv", TABLE)},
            headers={"Origin": self.way.origin, "X-Learnscope": "1"},
        ).json()

    def intend(self, kind: str, at: dict[str, Any], **fields: Any) -> None:
        """Send an intent."""
        self.socket.send(
            msgspec.msgpack.encode({"type": kind, "at": at, "serial": 1, "reader": "r"} | fields)
        )


def assert_same(direct: Way, other: Way, name: str = "abcdefghijkl") -> None:
    """Page, files, scenes, an upload and an intent are along one way what they are along the other."""
    with Seen(direct, name) as one, Seen(other, name) as two, one.attending(), two.attending():
        assert two.files == one.files
        assert len(one.files) > 2
        assert two.policy == one.policy
        first = one.scene()
        assert two.scene() == first
        answers = [one.upload()]
        before = one.scene(first["moment"]["revision"] + 1)["moment"]["revision"]
        answers.append(two.upload())
        after = one.scene(before + 1)
        assert answers[0]["title"] == "table"
        assert answers[0] == answers[1]
        assert two.scene(before + 1) == after
        two.intend("new_start", after["moment"])
        changed = one.scene(after["moment"]["revision"] + 1)
        assert two.scene(changed["moment"]["revision"]) == changed


@contextlib.contextmanager
def served(command: str, folder: Path) -> Iterator[Way]:
    """The server that a command of the document starts, at another port."""
    words = shlex.split(command)
    assert words[0] == "learnscope"
    port = free_port()
    words = [str(port) if word == PORT else word for word in words[1:]]
    places = {"XDG_DATA_HOME": str(folder / "data"), "XDG_STATE_HOME": str(folder / "state")}
    with started(*words, **places) as (_, printed):
        address, token = printed.split("?token=")
        yield Way(address, token, port)


@contextlib.contextmanager
def nginx(text: str, folder: Path, port: int) -> Iterator[None]:
    """Nginx with `text` as a file of its conf.d, until it answers at `port`."""
    assert NGINX is not None
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"{'user root; ' if os.geteuid() == 0 else ''}events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; "
        f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; "
        f"include {folder}/site.conf; }}\n"
    )
    with ended([NGINX, "-e", f"{folder}/error.log", "-p", str(folder), "-c", f"{folder}/nginx.conf"], port):
        yield


@contextlib.contextmanager
def ended(command: list[str], port: int, **environment: str) -> Iterator[None]:
    """A program while it listens at `port`."""
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(command, stdout=told, stderr=told, env={**os.environ, **environment}) as program,
    ):
        try:
            until = time.monotonic() + 60
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                if program.poll() is not None or time.monotonic() > until:
                    program.kill()
                    told.seek(0)
                    raise AssertionError(told.read().decode()[-3000:])
            yield
        finally:
            program.terminate()
            program.wait(timeout=60)


def certified(folder: Path, name: str) -> ssl.SSLContext:
    """Write a certificate for `name` and this machine, and return what trusts it and nothing else."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
         "-addext", f"subjectAltName=DNS:{name},IP:127.0.0.1",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    return ssl.create_default_context(cafile=str(folder / "cert.pem"))


class Config:
    """The `c` of a Jupyter configuration: what is set on it can be read again."""

    def __init__(self) -> None:
        self.__dict__["ServerProxy"] = self.__dict__["JupyterHub"] = self


def configured(text: str) -> Any:
    """What a Jupyter configuration sets."""
    c = Config()
    exec(text, {"c": c})
    return c


PYTHON = sys.executable
