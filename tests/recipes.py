"""The recipes of CONTRIBUTING.md, followed on a copy of the sources."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"


class Copy:
    """The sources in a folder of their own; the built page is that of the original."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "src"
        shutil.copytree(SOURCE, self.source, ignore=shutil.ignore_patterns("__pycache__", "page"))
        built = Path("learnscope", "hosts", "page")
        if (SOURCE / built).exists():
            (self.source / built).symlink_to(SOURCE / built)

    def change(self, path: str, old: str, new: str) -> None:
        """Put a text in the place of another, which is there once."""
        file = self.source / "learnscope" / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def add(self, path: str, before: str, lines: str, *, time: int = 1) -> None:
        """Put lines before the line that is the first, or another, to begin with a text, as far indented."""
        file = self.source / "learnscope" / path
        whole = file.read_text(encoding="utf-8").splitlines(keepends=True)
        places = [k for k, line in enumerate(whole) if line.lstrip().startswith(before)]
        assert len(places) >= time, f"{path} has no line that begins with {before!r}"
        place = places[time - 1]
        margin = whole[place][: len(whole[place]) - len(whole[place].lstrip())]
        added = textwrap.indent(textwrap.dedent(lines).strip("\n") + "\n", margin)
        file.write_text("".join([*whole[:place], added, *whole[place:]]), encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Another module."""
        (self.source / "learnscope" / path).write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """In which Python takes the copy for Learnscope."""
        tests = str(Path(__file__).parents[1])
        return {**os.environ, "PYTHONPATH": os.pathsep.join([str(self.source), tests])}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Python on the copy."""
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True, text=True, timeout=60, check=False, env=self.environment,
        )  # fmt: skip

    def holds(self, script: str) -> None:
        """Raise unless every assertion of the script holds on the copy."""
        text = BEFORE.format(source=str(self.source)) + textwrap.dedent(script)
        finished = self.run("-W", "error", "-c", text)
        assert finished.returncode == 0, finished.stderr


BEFORE = """
import numpy as np
import learnscope as ls
from learnscope.scene import schema
from learnscope.explain.explanation import explain
from tests.scene.recomputed import assert_true
from tests.session.reader import Reader, new_session
from tests.settings import setting, value_of
assert ls.__file__.startswith({source!r})
"""


def add_setting(copy: Copy) -> None:
    """A setting that is a number, in one entry."""
    copy.add(
        "experiment/record.py",
        "optimizer: str = choice(",
        """
        haste: float = number(
            0.5, "haste", "How soon one wants to be done.", Rule("[0, 2)"), (0, 1), unit="sighs",
            group="learning",
        )
        """,
    )
