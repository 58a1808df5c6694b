"""Examples in docstrings and documents are true."""

import contextlib
import doctest
import importlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
MODULES = [
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted(SOURCE.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]
BLOCK = re.compile(r"```python\n(.*?)```(?:\n\n```\n(.*?)```)?", re.DOTALL)


@pytest.mark.whole
@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_hold(name: str) -> None:
    """What they show is what comes out."""
    result = doctest.testmod(importlib.import_module(name))

    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("document", ["coming_from", "diagnosis", "landscape", "lens"])
def test_the_examples_in_the_documents_hold(document: str) -> None:
    """The blocks of a document, one after another, print what stands below them."""
    blocks = BLOCK.findall((ROOT / "docs" / f"{document}.md").read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    for source, printed in blocks:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(source, f"{document}.md", "exec"), names)

        assert out.getvalue() == printed
    assert blocks
