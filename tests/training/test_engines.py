"""The compiled engine is used once it is there; nothing waits for it, and nothing stale is ever served."""

import os
import re
import select
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import learnscope
from learnscope.core import kernel_cache
from learnscope.core.compiled import COMPILED, PLAIN, can_compile
from learnscope.core.kernel_fingerprint import fingerprint
from learnscope.errors import ArgumentError
from learnscope.training import compile, engines, kernels
from learnscope.training.engines import choose_engine, ready_engine
from tests.training.plans import make_plan, train_plan

needs_numba = pytest.mark.skipif(not can_compile(), reason="Numba is not installed; pip install numba")


@pytest.fixture
def cold(monkeypatch):
    """No machine code on disk, and a note instead of a compiling process."""
    started = []
    monkeypatch.setattr(engines, "_ready", lambda moment: False)
    monkeypatch.setattr(engines, "fill_cache", lambda: started.append(True))
    return started


def test_with_a_cold_cache_the_plain_engine_runs_and_another_process_compiles(cold):
    """Nobody waits."""
    run = train_plan(make_plan())

    assert run.stopped.name == "finished"
    assert {segment.engine for segment in run.tree["1"].segments} == {"plain"}
    assert cold == ([True] if can_compile() else [])


def test_a_run_never_goes_back_to_the_plain_engine(cold):
    """Once compiled, compiled to the end."""
    assert choose_engine("auto", present=COMPILED) == COMPILED
    assert choose_engine("auto", present=PLAIN) == PLAIN
    assert cold == []


def test_an_engine_can_be_named():
    """And then it is that one."""
    assert choose_engine("plain") == PLAIN
    assert choose_engine("compiled") == COMPILED
    with pytest.raises(ArgumentError) as caught:
        choose_engine("fast")
    assert str(caught.value) == "unknown engine 'fast' (auto, compiled, plain)"


def test_the_cache_folder_is_the_user_s_own(monkeypatch, tmp_path):
    """XDG_CACHE_HOME on Linux where it is absolute, and the home's .cache otherwise."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kernel_cache.cache_root() == tmp_path / "learnscope" / "kernels"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert kernel_cache.cache_root() == tmp_path / "home" / ".cache" / "learnscope" / "kernels"


def test_a_folder_that_cannot_be_made_is_none(monkeypatch, tmp_path):
    """Then kernels are compiled in memory."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert kernel_cache.kernel_folder(kernels.gather) is None
    assert not kernel_cache.is_ready(kernels.gather, ())
    kernel_cache.mark_ready(kernels.gather, ())


def test_readiness_is_per_kernel(monkeypatch, tmp_path):
    """Marked when all its signatures are there; with another list, it is not."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert not kernel_cache.is_ready(kernels.gather, ("f1",))

    kernel_cache.mark_ready(kernels.gather, ("f1",))

    assert kernel_cache.is_ready(kernels.gather, ("f1",))
    assert not kernel_cache.is_ready(kernels.gather, ("f1", "f2"))
    assert not kernel_cache.is_ready(kernels.take, ("f1",))
    kernel_cache.mark_ready(kernels.gather, ("f1",), ready=False)
    assert not kernel_cache.is_ready(kernels.gather, ("f1",))


USES_THE_CACHE = """
import numpy as np
from learnscope.core.compiled import COMPILED
from learnscope.core.activations import activate
from learnscope.core.kernel_fingerprint import fingerprint
out = np.empty(2)
COMPILED(activate)(4, np.array([-1.0, 1.0]), out)
stats = COMPILED(activate).stats
print(fingerprint(activate), out.tolist(), sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""


def run_with(source, cache, code=USES_THE_CACHE):
    environment = os.environ | {"PYTHONPATH": str(source), "XDG_CACHE_HOME": str(cache), "HOME": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def copy(tmp_path):
    """A copy of the package that may be edited."""
    shutil.copytree(
        Path(learnscope.__file__).parent,
        tmp_path / "source" / "learnscope",
        ignore=shutil.ignore_patterns("page", "__pycache__", "files"),
    )
    return tmp_path / "source"


@needs_numba
def test_an_edit_is_never_served_from_a_stale_cache(copy, tmp_path):
    """A second process finds the first's machine code; after an edit, of a constant far away, it does not."""
    cache = tmp_path / "cache"
    cold, warm = run_with(copy, cache), run_with(copy, cache)
    file = copy / "learnscope" / "core" / "activations.py"
    stamp = file.stat()
    file.write_text(file.read_text().replace("LEAK = 0.01", "LEAK = 0.25"))
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    shutil.rmtree(copy / "learnscope" / "core" / "__pycache__", ignore_errors=True)

    edited = run_with(copy, cache)

    assert re.fullmatch(r"[0-9a-f]{32} \[-0\.01, 1\.0\] 0 1\n", cold)
    assert warm == cold.replace(" 0 1\n", " 1 0\n")
    assert edited[:32] != cold[:32]
    assert edited[32:] == " [-0.25, 1.0] 0 1\n"


@needs_numba
def test_damaged_files_in_the_cache_are_compiled_anew(copy, tmp_path):
    """A file cut short is as good as none."""
    cache = tmp_path / "cache"
    cold = run_with(copy, cache)
    for path in cache.rglob("activations.activate*.nb?"):
        path.write_bytes(path.read_bytes()[:40])

    again = run_with(copy, cache)

    assert again == cold


@needs_numba
def test_a_cache_that_cannot_be_written_changes_nothing(copy, tmp_path):
    """Compiled in memory, every time."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")

    assert run_with(copy, blocked).endswith(" [-0.01, 1.0] 0 1\n")


def test_a_fingerprint_knows_the_kernels_a_kernel_calls(monkeypatch):
    """Another constant in a called kernel is another fingerprint."""
    before = fingerprint.__wrapped__(kernels.train_steps)
    monkeypatch.setitem(kernels.clip.__globals__, "GUARD", 1e-5)

    assert fingerprint.__wrapped__(kernels.train_steps) != before
    assert fingerprint.__wrapped__(kernels.gather) == fingerprint(kernels.gather)


LOADS = """
from learnscope.core.activations import activate
from learnscope.core.compiled import COMPILED
from learnscope.core.kernel_cache import NotKeptError, load
from numba import float64, int64
signature = (int64, float64[::1], float64[::1])
try:
    load(COMPILED(activate), signature)
    print("loaded")
except NotKeptError:
    print("not kept")
    COMPILED(activate).compile(signature)
"""


@needs_numba
def test_a_flipped_bit_in_machine_code_is_never_run(copy, tmp_path):
    """What is loaded is what was compiled, or nothing; what is only to be loaded is not compiled."""
    cache = tmp_path / "cache"
    assert [run_with(copy, cache, LOADS) for _ in range(2)] == ["not kept\n", "loaded\n"]
    for path in cache.rglob("activations.activate*.nbc"):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    assert run_with(copy, cache, LOADS) == "not kept\n"


def test_nobody_waits_for_machine_code_that_is_being_loaded(monkeypatch):
    """While a thread loads the compiled kernels, there is the plain engine, for whoever plays as well."""
    loads, goes_on = threading.Event(), threading.Event()

    def load():
        loads.set()
        goes_on.wait()
        return True

    monkeypatch.setattr(engines, "WARMTH", engines.Warmth())
    monkeypatch.setattr(compile, "WARMTH", engines.WARMTH)
    monkeypatch.setattr(compile, "on_disk", lambda: True)
    monkeypatch.setattr(compile, "one_thread_for_good", lambda engine: None)
    monkeypatch.setattr(compile, "load_kernels", load)
    thread = compile.warm_up()
    loads.wait()
    assert (ready_engine("auto"), choose_engine("auto")) == (PLAIN, PLAIN)
    assert ready_engine("compiled") == COMPILED
    goes_on.set()
    thread.join()
    assert (ready_engine("auto"), choose_engine("auto")) == (COMPILED, COMPILED)


def test_damaged_machine_code_is_compiled_anew_beside_everything(monkeypatch, tmp_path):
    """Whoever serves has the plain engine until another process is done; one that fails is the last."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(engines, "WARMTH", engines.Warmth())
    monkeypatch.setattr(compile, "WARMTH", engines.WARMTH)
    monkeypatch.setattr(compile, "on_disk", lambda: True)
    monkeypatch.setattr(compile, "one_thread_for_good", lambda engine: None)
    results, ended, codes = iter([False, False, True]), [], iter([0, 0])

    class Process:
        def wait(self):
            ended.append(engines.WARMTH.done)
            return next(codes)

    monkeypatch.setattr(compile, "load_kernels", lambda: next(results))
    monkeypatch.setattr(compile, "start_compiling", lambda *, stays: Process())

    compile.warm_up().join()

    assert ended == [False, False]
    assert engines.WARMTH.done
    results, codes = iter([False, False]), iter([1])
    compile.warm_up().join()
    assert not engines.WARMTH.done


STARTS = """
import sys
from learnscope.training.engines import start_compiling
print(start_compiling(stays=False).pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="processes are watched by their file descriptors")
def test_the_process_that_compiles_ends_with_the_one_that_serves(tmp_path):
    """However that ends."""
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    server = subprocess.Popen(
        [sys.executable, "-c", STARTS], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    compiler = os.pidfd_open(int(server.stdout.readline()))
    server.kill()
    server.communicate()

    assert select.select([compiler], [], [], 60)[0]
    os.close(compiler)
