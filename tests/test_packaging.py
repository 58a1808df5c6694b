"""The container file and the service: what stands in them runs."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from learnscope.commands import memory as memory_of
from learnscope.commands.memory import MOST, SHARE, most_memory, most_processes
from tests import waiting
from tests.sampling import everything
from tests.test_cli import at, started

ROOT = Path(__file__).parents[1]
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "packaging" / "learnscope.service").read_text(encoding="utf-8")
UNSHIPPED = shutil.ignore_patterns(
    *(line.rpartition("/")[2] for line in (ROOT / ".containerignore").read_text().split())
)
LARGE = pytest.mark.skipif(not everything(), reason="installs all anew; run with --all")


def engine() -> str | None:
    """Podman or Docker, where one can be used."""
    for name in ("podman", "docker"):
        if (
            shutil.which(name)
            and not subprocess.run([name, "info"], capture_output=True, check=False).returncode
        ):
            return name
    return None


def healthy(python: str, port: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the container's health check says."""
    command = [python, "-m", "learnscope.hosts.server.healthy", port]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def lines(kind: str) -> list[str]:
    """The lines of the container file that begin so, without that."""
    return re.findall(rf"^{kind} (.*)$", CONTAINERFILE, re.M)


@LARGE
def test_the_container_is_built_and_answers(tmp_path: Path) -> None:
    """As it stands, where there is an engine for it; else its commands do so in a bare folder."""
    with contained() if engine() else bare(tmp_path) as answered:
        assert answered.json()["learnscope"]


@contextmanager
def contained() -> Iterator[httpx.Response]:
    """/health of a container."""
    run = engine()
    assert run is not None
    kept = ["--format", "docker"] if run == "podman" else []  # the health check, which it drops otherwise
    build = [run, "build", *kept, "-f", "Containerfile", "-t", "learnscope-test", "."]
    subprocess.run(build, cwd=ROOT, check=True)
    name = subprocess.check_output(
        [run, "run", "--rm", "--detach", "--publish", "127.0.0.1::8765", "learnscope-test"], text=True
    ).strip()
    try:
        where = subprocess.check_output([run, "port", name, "8765"], text=True).split()[0]
        check = shlex.split(lines("HEALTHCHECK CMD")[0].replace(",", " ").strip("[]"))
        until = time.monotonic() + 120
        while subprocess.run([run, "exec", name, *check], capture_output=True, check=False).returncode:
            assert time.monotonic() < until
        token = subprocess.check_output(
            [run, "exec", name, "cat", "/data/state/learnscope/token"], text=True
        ).strip()
        yield waiting.get(f"http://{where}/health", headers={"Authorization": f"Bearer {token}"})
    finally:
        subprocess.run([run, "kill", name], capture_output=True, check=False)


@contextmanager
def bare(folder: Path) -> Iterator[httpx.Response]:
    """/health of what the container file's commands install and start, with its folders below this one."""
    shutil.copytree(ROOT, folder / "source", ignore=UNSHIPPED)
    build, install, _ = lines("RUN")
    for number, command in enumerate((build, install)):
        subprocess.run([sys.executable, "-m", "venv", str(folder / f"venv{number}")], check=True)
        text = command.replace("/wheels", str(folder / "wheels")).replace("/source", str(folder / "source"))
        path = f"{folder}/venv{number}/bin:/usr/bin:/bin"
        subprocess.run(["sh", "-ec", text], check=True, cwd=folder, env={"PATH": path, "HOME": str(folder)})
    [environment] = lines("ENV")
    places = dict(pair.split("=") for pair in environment.replace("/data", f"{folder}/data").split())
    [start] = re.findall(r"^CMD \[(.*)\]$", CONTAINERFILE, re.M)
    program, *options = [word.strip(' "') for word in start.split(",")]
    options[options.index("8765")] = "0"
    python = f"{folder}/venv1/bin/python"
    command = [f"{folder}/venv1/bin/{program}", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={"PATH": "/bin", **places}
    ) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1]
            port = str(httpx.URL(address).port)
            assert healthy(python, port, PYTHONPATH="", **places).returncode == 0
            yield waiting.get(at(address, "health"))
        finally:
            server.kill()


def test_the_container_keeps_what_it_keeps_in_one_volume() -> None:
    """Whatever it writes; and it runs as nobody in particular."""
    [environment], [volume], [user] = lines("ENV"), lines("VOLUME"), lines("USER")

    assert all(pair.partition("=")[2].startswith(f"{volume}/") for pair in environment.split())
    assert user == "learnscope"


def setting(name: str) -> list[str]:
    """The values of a setting of the service."""
    return re.findall(rf"^{name}=(.*)$", UNIT, re.M)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze; install systemd")
def test_systemd_finds_no_fault_in_the_service(tmp_path: Path) -> None:
    """But for the program, which is not where it would be installed."""
    [command] = setting("ExecStart")
    (tmp_path / "learnscope.service").write_text(UNIT.replace(shlex.split(command)[0], sys.executable))

    checked = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "learnscope.service")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (checked.returncode, checked.stdout) == (0, "")
    assert "learnscope.service" not in checked.stderr


def test_the_service_starts_and_is_healthy(tmp_path: Path) -> None:
    """With its options; it keeps all in the two folders it is given, and says where its token is."""
    [command], [environment] = setting("ExecStart"), setting("Environment")
    words = ["0" if word == "8765" else word for word in shlex.split(command)[1:]]
    places = dict(pair.split("=") for pair in environment.split())
    here = {
        name: place.replace("/var/lib/learnscope", f"{tmp_path}/lib").replace(
            "/var/cache/learnscope", f"{tmp_path}/cache"
        )
        for name, place in places.items()
    }
    kept = {name: place for name, place in here.items() if "CACHE" not in name}  # it would compile all anew
    assert all(place.startswith(str(tmp_path)) for place in here.values())
    [token] = re.findall(r"The token is in /var/lib/learnscope/(\S+)\.\n", UNIT)

    with started(*words, **kept) as (_, address):
        port = str(httpx.URL(address).port)
        checked = healthy(sys.executable, port, **kept)
        assert (checked.returncode, checked.stderr) == (0, "")
        assert httpx.URL(address).params["token"] == (tmp_path / "lib" / token).read_text().strip()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["lib"]


def test_what_is_wrong_with_a_server_is_said(tmp_path: Path) -> None:
    """One that is another account's, and none."""
    other = {"XDG_STATE_HOME": str(tmp_path / "other")}
    with started("--port", "0", XDG_STATE_HOME=str(tmp_path / "own")) as (_, address):
        port = str(httpx.URL(address).port)
        foreign = healthy(sys.executable, port, **other)
    gone = healthy(sys.executable, port, **other)

    place = f"http://127.0.0.1:{port}/health"
    assert (foreign.returncode, gone.returncode) == (1, 1)
    assert foreign.stderr == f"what answers at {place} says 403; it is another account's, or no Learnscope\n"
    assert gone.stderr.startswith(f"nothing answers at {place} (")


@pytest.mark.parametrize(
    ("own", "limits", "allowed"),
    [
        ("0::/\n", {".": "1000"}, 1000),
        ("0::/a/b\n", {"a/b": "max", "a": "2000", ".": "3000"}, 2000),
        ("0::/a\n", {"a": "4000"}, 4000),
    ],
)
def test_a_server_takes_three_quarters_of_what_is_allowed_to_it(
    tmp_path: Path, own: str, limits: dict[str, str], allowed: int
) -> None:
    """The least that its control group, or one around it, says."""
    for place, text in limits.items():
        (tmp_path / "groups" / place).mkdir(parents=True, exist_ok=True)
        (tmp_path / "groups" / place / "memory.max").write_text(text + "\n")
    (tmp_path / "own").write_text(own)

    assert most_memory(tmp_path / "groups", tmp_path / "own") == SHARE * allowed


@pytest.mark.parametrize("own", ["", "1:name=systemd:/\n", "0::/gone\n"])
def test_without_a_limit_it_takes_three_quarters_of_the_machine(tmp_path: Path, own: str) -> None:
    """Other systems have no control groups."""
    (tmp_path / "own").write_text(own)

    assert most_memory(tmp_path / "groups", tmp_path / "own") == most_memory(tmp_path, tmp_path / "nowhere")


@pytest.mark.skipif(os.name != "posix", reason="not on Windows: there everything is done in one process")
@pytest.mark.parametrize(
    ("cores", "memory", "wanted", "most"),
    [
        (1, 64e9, None, 0),
        (2, 64e9, None, 2),
        (64, 64e9, None, MOST),
        (8, 1e9, None, 1),
        (8, 4e8, None, 0),
        (1, 4e8, 3, 3),
        (64, 64e9, 0, 0),
    ],
)
def test_each_core_computes_as_far_as_memory_allows(
    monkeypatch: pytest.MonkeyPatch, cores: int, memory: float, wanted: int | None, most: int
) -> None:
    """Half a gigabyte for each process and for the one that serves; who names a number has it."""
    monkeypatch.setattr(memory_of, "_cores", lambda: cores)
    monkeypatch.setattr(memory_of, "most_memory", lambda: memory)

    assert most_processes(wanted) == most
