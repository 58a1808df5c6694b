"""Files made to take all memory and time, sent to a real server whose machine seems to have one gigabyte."""

import asyncio
import contextlib
import random
import shutil
import sys
from pathlib import Path

import pytest

from benchmarks.besieged import MEMORY, Siege, made
from benchmarks.bombs import bombs
from benchmarks.served import served
from tests.sampling import everything

# How much of its whole size each has here; `python -m benchmarks bombs` sends them whole.
SIZES = {
    "line without end": 1.0,
    "line of cells": 1.0,
    "very many names": 1.0,
    "as many names as may be": 0.5,
    "equal names": 1.0,
    "quotes": 1.0,
    "categories": 0.1,
    "rows": 0.3,
    "zero bytes": 0.1,
    "utf 16": 0.3,
    "ebcdic": 0.1,
    "noise": 0.1,
    "deep json": 1.0,
    "long json": 0.3,
    "gzip": 0.02,
    "gzip of rows": 0.1,
    "packed thrice": 0.2,
    "zip": 0.02,
    "zip of a picture folder": 0.02,
    "zip with many members": 0.02,
    "zip that overlaps": 1.0,
    "zips in zips": 0.2,
    "zip with strange names": 1.0,
    "zip with a password": 1.0,
    "damaged npz": 1.0,
    "npz of zeros": 1.0,
    "npz that is taken": 0.5,
    "npz of bytes": 1.0,
    "npz that lies": 1.0,
    "idx that lies": 0.1,
    "npy": 1.0,
    "parquet": 0.3,
    "workbook": 0.1,
    "folder of large pictures": 1.0,
    "folder of pictures taken": 0.3,
    "png": 1.0,
    "png in colour": 0.5,
    "huge png": 1.0,
    "jpeg": 0.5,
    "gif": 0.3,
    "webp": 0.5,
    "tiff": 1.0,
    "floats": 0.5,
    "text as png": 0.05,
}
SOME = 6
AT_A_TIME = 3
pytestmark = [
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="memory is watched on Linux; run it there"
    ),
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl sends the files; install it"),
]


def test_there_is_a_size_for_each_kind():
    """One that is added is sent here, too."""
    assert list(SIZES) == list(bombs())


def test_no_file_takes_the_server_from_others(tmp_path: Path, pytestconfig: pytest.Config):
    """Each is read or refused in one sentence, in less than its memory; whoever else asks is answered
    meanwhile, and nothing is left behind."""
    drawn = random.Random(pytestconfig.getoption("--sample-seed"))
    names = list(SIZES) if everything() else drawn.sample(list(SIZES), SOME)
    sent = made(tmp_path / "bombs", {name: SIZES[name] for name in names})

    async def act() -> None:
        with served(memory=MEMORY) as server:
            siege = Siege(server)
            looking = asyncio.create_task(siege.look_on())
            slow = asyncio.create_task(siege.send(sent[names[0]], 999, rate="20M"))
            for first in range(0, len(names), AT_A_TIME):
                group = names[first : first + AT_A_TIME]
                before = {kind: len(waits) for kind, waits in siege.seen.waits.items()}
                answers = await asyncio.gather(
                    *(siege.send(sent[name], first + place) for place, name in enumerate(group))
                )
                await siege.all_answered(before)
                for name, (status, sentence) in zip(group, answers, strict=True):
                    assert status in (200, 413, 422, 503), (name, status, sentence)
                    assert 0 < len(sentence) < 500, (name, sentence)
                    assert "\n" not in sentence, (name, sentence)
                    assert "/tmp" not in sentence, (name, sentence)
            status, _ = await slow
            looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await looking

            assert status in (200, 413, 422, 503)
            assert siege.seen.together < MEMORY, siege.seen.words
            assert list(server.temporary.iterdir()) == []

    asyncio.run(act())
