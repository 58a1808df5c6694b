"""A process that reads for another: it says the same, takes no more than it may, and leaves nothing."""

import ast
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from learnscope.data.apart import APART, Reading, Share, Task
from learnscope.data.apart.plain import FaultError
from learnscope.data.apart.reading import LeftError
from learnscope.data.limits import AtMost
from learnscope.errors import DataError
from tests.data.apart.files import HOSTILE, TABLES, images, opened, outcome, picture
from tests.data.apart.readers import Ended, Endless, Faulty, Hungry, Telling, Waiting

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(
    not APART, reason="this system has no such processes; run it on Linux or macOS"
)
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells; run it there")


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    """Where it unpacks, of which nothing stays; and the tests' own readers, which it must find."""
    place = tmp_path / "kept"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *sys.path]))
    yield place
    assert list(place.iterdir()) == []


def apart(task, **share):
    """What a process of its own makes of a task."""
    return Reading(task, Share(**share)).result()


def same(task):
    """Assert that a task leads to the same here and there."""
    assert outcome(lambda: apart(task)) == outcome(task.carried_out)


@pytest.mark.whole
@pytest.mark.parametrize("name", list(TABLES))
def test_tables_are_read_as_they_are_here(tmp_path, name):
    """To the bit, with all that was decided."""
    (tmp_path / name).write_bytes(TABLES[name])

    same(opened(tmp_path / name))


def test_folders_and_pictures_are_read_as_they_are_here(tmp_path):
    """In parts, with what could not be read; and what was chosen, by the names it had."""
    folder = images(tmp_path / "pets")
    (tmp_path / "cat").write_bytes(picture("PNG"))
    files = tuple(sorted(path for path in folder.rglob("*") if path.is_file()))

    same(opened(folder))
    same(opened(folder, broken="drop"))
    same(Task("picture", (tmp_path / "cat", "cat.png")))
    same(Task("chosen", (folder, files), {"broken": "drop"}))
    same(Task("chosen", (folder, files[:1])))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_files_are_refused_as_they_are_here(tmp_path, number):
    """In the same words, with the same remedies."""
    (tmp_path / "t.csv").write_bytes(HOSTILE[number])

    same(opened(tmp_path / "t.csv"))


def test_less_is_read_where_less_is_allowed(tmp_path):
    """The limits go with the task."""
    (tmp_path / "t.csv").write_bytes(TABLES["words.csv"])
    task = Task("data", (tmp_path / "t.csv",), at_most=AtMost(numbers=100))

    same(task)
    with pytest.raises(DataError, match="more than the 100 "):
        apart(task)


@linux
def test_one_that_takes_too_much_memory_is_ended():
    """In a sentence with what it took, what it may take, and what to do."""
    with pytest.raises(DataError) as caught:
        apart(Hungry("", (), called="f.csv"), memory=200_000_000)

    before, _, after = str(caught.value).partition(" MB of memory, more than the ")
    assert before.startswith("reading f.csv took ")
    assert 200 <= int(before.removeprefix("reading f.csv took ")) < 400
    assert after == "200 MB that it may take; take fewer rows or columns"


def test_one_that_computes_too_long_is_ended():
    """By the system itself."""
    with pytest.raises(DataError) as caught:
        apart(Endless("", (), called="cat.png", smaller="make it smaller"), computing=1)

    assert str(caught.value) == (
        "reading cat.png took more than the 1 s of computing that it may take; make it smaller"
    )


def test_one_that_waits_too_long_is_ended(tmp_path):
    """For what never comes."""
    with pytest.raises(DataError) as caught:
        apart(Waiting("", (tmp_path / "number",)), waiting=1.0)

    assert str(caught.value) == "reading the file took more than 1 s; take fewer rows or columns"


@pytest.mark.parametrize(
    ("how", "message"),
    [
        (
            signal.SIGSEGV,
            "t.png ended the program that read it (signal 11); make it again, in another format",
        ),
        (-3, "t.png ended the program that read it (code 3); make it again, in another format"),
        (signal.SIGKILL, "reading t.png took more memory than there is; take fewer rows or columns"),
    ],
)
def test_one_that_ends_without_a_word_is_told(how, message):
    """A file that breaks a decoder breaks nothing else; the system ends one where memory runs out."""
    with pytest.raises(DataError) as caught:
        apart(Ended("", (int(how),), called="t.png"))

    assert str(caught.value) == message


def test_a_fault_of_a_reader_comes_with_where_it_happened():
    """For the log."""
    with pytest.raises(FaultError, match="ZeroDivisionError: a fault of the reader"):
        apart(Faulty("", ()))


@linux
def test_it_inherits_nothing(monkeypatch, tmp_path):
    """No secret, descriptor or place to print to; it gives way to others, and the system ends it first."""
    monkeypatch.setenv("LEARNSCOPE_SECRET", "token")
    with (tmp_path / "open").open("wb") as file:
        os.set_inheritable(file.fileno(), True)
        with pytest.raises(DataError) as caught:
            apart(Telling("", ()))
    environment, descriptors, nice, first = ast.literal_eval(str(caught.value))

    allowed = {"PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ"}
    assert set(environment) - allowed == {
        *("TMPDIR", "HOME", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"),
        "MALLOC_ARENA_MAX",
    }
    assert [name for name in descriptors if not name.startswith(("pipe:", "/dev/null", "/proc/"))] == []
    assert (nice, first) == (min(19, os.nice(0) + 10), "1000")


def test_one_that_cannot_be_begun_is_told(monkeypatch):
    """As where there are too many processes."""

    def fail(*_, **__):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", fail)
    with pytest.raises(DataError) as caught:
        apart(Faulty("", (), called="t.csv"))

    assert str(caught.value) == (
        "no program could be begun that reads t.csv (Resource temporarily unavailable); try again in a moment"
    )


def number_in(place):
    """The number of a process that waits, as soon as it has written it."""
    while not place.exists():
        select.select([], [], [], 0.01)
    return int(place.read_text(encoding="ascii"))


def test_one_that_nobody_wants_any_more_is_ended(tmp_path):
    """At once, with what it had unpacked."""
    reading, raised = Reading(Waiting("", (tmp_path / "number",)), Share()), []

    def read():
        with pytest.raises(LeftError) as caught:
            reading.result()
        raised.append(caught)

    thread = threading.Thread(target=read)
    thread.start()
    number = number_in(tmp_path / "number")
    reading.end()
    thread.join()

    assert len(raised) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


@linux
def test_it_ends_with_whoever_asked(tmp_path, kept):
    """Where the server is killed, no reader is left."""
    script = (
        "import sys\nfrom learnscope.data.apart import Reading, Share\nfrom tests.data.apart.readers import "
        "Waiting\nReading(Waiting('', (sys.argv[1],)), Share()).result()"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "number")], env=environment
    ) as asking:
        ended = os.pidfd_open(number_in(tmp_path / "number"))
        asking.kill()

    assert select.select([ended], [], [], 60.0)[0] == [ended]
    os.close(ended)
