"""Hatchling's hook: every build, editable ones included, holds the built page."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TOOL = Path(__file__).resolve().parent / "tools" / "page.py"


class PageBuildHook(BuildHookInterface[Any]):
    """Builds web/ where the page is missing or older than its sources."""

    def dependencies(self) -> list[str]:
        """Node as a Python package, only where the page must be built and the machine has no recent Node."""
        command = [sys.executable, TOOL, "--requires"]
        return subprocess.check_output(command, text=True).split()

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page before hatchling collects files."""
        if subprocess.run([sys.executable, TOOL], check=False).returncode:
            raise SystemExit("error: the page in web/ could not be built; see above")
