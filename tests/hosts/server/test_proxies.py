"""Through every way that docs/serving.md describes, a reader sees what they see directly."""

import importlib.util
import os
import re
import shlex
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from learnscope.hosts.server.door import NO_TOKEN
from learnscope.hosts.server.token import kept_token
from tests import waiting
from tests.hosts.server.ways import (
    NGINX,
    PORT,
    PYTHON,
    WITHOUT_NGINX,
    Seen,
    Way,
    assert_same,
    blocks,
    certified,
    configured,
    ended,
    free_port,
    nginx,
    served,
)

needs_nginx = pytest.mark.skipif(NGINX is None, reason=WITHOUT_NGINX)
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl; install it")
HUB = shutil.which("jupyterhub")
needs_hub = pytest.mark.skipif(
    HUB is None or shutil.which("configurable-http-proxy") is None,
    reason="needs JupyterHub; pip install jupyterhub, npm install --global configurable-http-proxy",
)
needs_jupyter = pytest.mark.skipif(
    importlib.util.find_spec("jupyter_server_proxy") is None,
    reason="needs jupyter-server-proxy; pip install 'learnscope[proxies]'",
)
TUNNEL = "An ssh tunnel"
BELOW = "nginx, below a path"
CLOUD = "A cloud notebook's proxy"
# A proxy in as few words as a proxy can have.
PLAIN = """map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
server {{ listen 127.0.0.1:{port} {ssl}; client_max_body_size 272m;
location {path} {{ proxy_pass http://127.0.0.1:{behind}; proxy_http_version 1.1; {host}
proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; }} }}
"""


@needs_nginx
@needs_openssl
@pytest.mark.parametrize("slash", ["", "/"])
def test_nginx_below_a_path(slash: str, tmp_path: Path) -> None:
    """With the block as it stands, and with the slash that takes the path away."""
    [command] = blocks("", BELOW)
    [text] = blocks("nginx", BELOW)
    trusted, port = certified(tmp_path, "ml.example.org"), free_port()
    with ExitStack() as stack:
        direct = stack.enter_context(served(command, tmp_path))
        for there, here in {
            "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
            "http://127.0.0.1:8765;": f"http://127.0.0.1:{direct.port}{slash};",
            "/etc/ssl/certs/ml.example.org.pem": f"{tmp_path}/cert.pem",
            "/etc/ssl/private/ml.example.org.key": f"{tmp_path}/key.pem",
        }.items():
            assert text.count(there) == 1
            text = text.replace(there, here)
        stack.enter_context(nginx(text, tmp_path, port))
        other = Way("https://ml.example.org/learnscope/", direct.token, port, trusted=trusted)

        assert_same(direct, other)
        with Seen(other, "abcdefghijkl") as seen:
            [cookie] = [one for one in seen.client.cookies.jar if "gone" not in one.name]
        assert (cookie.secure, cookie.path.rstrip("/")[:11]) == (True, "/learnscope")


@needs_nginx
@needs_openssl
def test_a_proxy_that_changes_host(tmp_path: Path) -> None:
    """As those of cloud notebooks do: the origin that was named is the page's own."""
    [command] = blocks("", CLOUD)
    trusted, port = certified(tmp_path, "8765-abc.cloud.example"), free_port()
    tls = f"ssl; ssl_certificate {tmp_path}/cert.pem; ssl_certificate_key {tmp_path}/key.pem"
    with served(command, tmp_path) as direct:
        text = PLAIN.format(port=port, ssl=tls, path="/", behind=direct.port, host="")
        with nginx(text, tmp_path, port):
            assert_same(direct, Way("https://8765-abc.cloud.example/", direct.token, port, trusted=trusted))


@needs_nginx
def test_a_service_of_a_hub(tmp_path: Path) -> None:
    """The hub's proxy leaves the path in the address and Host as it was, as this one does."""
    _, text = blocks("python", "jupyter-server-proxy") + blocks("python", "JupyterHub")
    [service] = configured(text).services
    port = free_port()
    with served(shlex.join(service["command"]), tmp_path) as direct:
        assert service["url"] == f"http://127.0.0.1:{PORT}"
        path = f"/services/{service['name']}/"
        text = PLAIN.format(
            port=port, ssl="", path=path, behind=direct.port, host="proxy_set_header Host $http_host;"
        )
        with nginx(text, tmp_path, port):
            assert_same(direct, Way(f"http://hub.example.org{path}", direct.token, port))


@needs_hub
def test_a_service_of_a_real_hub(tmp_path: Path) -> None:
    """JupyterHub itself starts it with the block as it stands, and its proxy leads there."""
    text = blocks("python", "JupyterHub")[0].replace(PORT, str(own := free_port()))
    port, hub, api = free_port(), free_port(), free_port()
    token = kept_token(tmp_path / "state" / "learnscope" / "token")
    places = {
        "PATH": f"{program(tmp_path)}:{os.environ['PATH']}",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "HOME": os.environ["HOME"],
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }
    text += f"""
c.JupyterHub.services[0]["environment"] = {places}
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub}
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.db_url = "sqlite://"
c.JupyterHub.cookie_secret_file = "{tmp_path}/secret"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.pid_file = "{tmp_path}/proxy.pid"
"""
    (tmp_path / "jupyterhub_config.py").write_text(text)
    with ended([str(HUB), "-f", str(tmp_path / "jupyterhub_config.py")], own, PYTHONPATH=""):
        through = f"http://127.0.0.1:{port}/services/learnscope/"
        named, until = {"Host": "hub.example.org"}, time.monotonic() + 60
        while NO_TOKEN not in waiting.get(through, headers=named).text:
            assert time.monotonic() < until  # the hub's proxy learns of its services after they have begun
        direct = Way(f"http://127.0.0.1:{own}/services/learnscope/", token, own)
        assert_same(direct, Way("http://hub.example.org/services/learnscope/", token, port))


def test_a_tunnel(tmp_path: Path) -> None:
    """Another port of this machine that leads there, which is all that ssh makes of it."""
    command, ssh = blocks("", TUNNEL)
    assert re.search(r"-L 9000:127\.0\.0\.1:8765 ", ssh)
    with served(command, tmp_path) as direct, relayed(direct.port) as port:
        assert_same(direct, replace(direct, address=f"http://127.0.0.1:{port}/", port=port))


@needs_jupyter
def test_jupyter_starts_it(tmp_path: Path) -> None:
    """With the block as it stands, below a path of Jupyter's own."""
    [text] = blocks("python", "jupyter-server-proxy")
    [entry] = configured(text).servers.values()
    command = [word for word in entry["command"] if word != "{port}"]
    assert command[0] == "learnscope"
    direct_command = shlex.join([word for word in command if word != "--port"] + ["--port", PORT])
    with served(direct_command, tmp_path) as direct, jupyter(text, tmp_path) as port:
        way = Way(f"http://hub.example.org:{port}/user/ada/learnscope/", direct.token, port, JUPYTER)
        with Seen(way, "abcdefghijkl") as started, started.attending():
            assert started.scene()["type"] == "scene"
        beside = f"http://hub.example.org:{port}/user/ada/proxy/{direct.port}/"
        assert_same(direct, replace(way, address=beside))


JUPYTER = {"Authorization": "token jupyter"}


def program(folder: Path) -> Path:
    """A folder with `learnscope`, as it is called in the document."""
    (folder / "bin").mkdir()
    (folder / "bin" / "learnscope").write_text(f'#!/bin/sh\nexec {PYTHON} -m learnscope "$@"\n')
    (folder / "bin" / "learnscope").chmod(0o755)
    return folder / "bin"


@contextmanager
def jupyter(config: str, folder: Path) -> Iterator[int]:
    """A Jupyter server with that configuration, below /user/ada/."""
    (folder / "jupyter_server_config.py").write_text(config)
    port = free_port()
    command = [
        PYTHON, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--ServerApp.port={port}",
        "--ServerApp.base_url=/user/ada/", "--ServerApp.allow_remote_access=True",
        "--IdentityProvider.token=jupyter", f"--ServerApp.root_dir={folder}",
        "--ServerApp.jpserver_extensions={'jupyter_server_proxy': True}",
    ]  # fmt: skip
    places = {
        "JUPYTER_CONFIG_DIR": str(folder),
        "JUPYTER_DATA_DIR": str(folder / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_STATE_HOME": str(folder / "state"),
        "PATH": f"{program(folder)}:{os.environ['PATH']}",
    }
    with ended(command, port, **places):
        yield port


@contextmanager
def relayed(to: int) -> Iterator[int]:
    """A port that carries bytes to and from another."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def carry(source: socket.socket, sink: socket.socket) -> None:
        try:
            while piece := source.recv(65536):
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # either end is gone

    def accept() -> None:
        while True:
            try:
                one, _ = listener.accept()
            except OSError:
                return
            other = socket.create_connection(("127.0.0.1", to))
            opened.extend([one, other])
            for pair in ((one, other), (other, one)):
                threads.append(threading.Thread(target=carry, args=pair))
                threads[-1].start()

    opened: list[socket.socket] = []
    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for one in opened:
            with suppress(OSError):  # it is shut already
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in threads:
            thread.join()
