"""Modules import from below and from their own package, never upward, and hosts never from each other."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "learnscope"

# In the order in which data passes through them; packages in one line do not know each other.
LEVELS = [
    {"brief", "once", "peers", "version"},
    {"errors"},
    {"keywords", "rules", "streams", "words"},
    {"core", "data"},
    {"experiment"},
    {"starting_points"},
    {"training"},
    {"run"},
    {"store", "watch"},
    {"probe"},
    {"scene"},
    {"explain"},
    {"library"},
    {"lessons"},
    {"session"},
    {"sittings"},
    {"classroom"},
    {"hosts"},
    {"commands"},
    {"cli"},
]
LEVEL = {name: level for level, names in enumerate(LEVELS) for name in names}
FACE = ("__init__", "__main__")  # what people import and run: they may name anything
HEAVY = {"PIL", "click", "msgspec", "narwhals", "numba", "polars", "rich", "scipy", "starlette", "uvicorn"}


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(path for path in SOURCE.rglob("*.py") if "page" not in path.relative_to(SOURCE).parts)


def parts(path: Path) -> tuple[str, ...]:
    """("scene", "stage") for scene/stage.py."""
    return path.relative_to(SOURCE).with_suffix("").parts


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """What a module imports of Learnscope, anywhere in its text: ("scene", "stage")."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            first, *rest = name.split(".")
            if first == "learnscope":
                yield tuple(rest)


def allowed(importer: tuple[str, ...], target: tuple[str, ...]) -> bool:
    """Whether a module may import that."""
    if not target or target == ("__version__",):
        return importer[0] in ("hosts", "cli")
    if target[0] == importer[0]:
        return importer[0] != "hosts" or len(importer) < 3 or len(target) < 2 or target[1] == importer[1]
    return LEVEL.get(target[0], len(LEVELS)) < LEVEL[importer[0]]


@pytest.mark.whole
def graph() -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    """Every module and the modules it imports; a name is of the module, or else of the package, it is in."""
    names = {parts(path): path for path in modules()}

    def module_of(target: tuple[str, ...]) -> tuple[str, ...]:
        for length in range(len(target), 0, -1):
            for name in (target[:length], (*target[:length], "__init__")):
                if name in names:
                    return name
        return ("__init__",)

    return {name: {module_of(target) for target in imported(path)} - {name} for name, path in names.items()}


def circles(edges: dict[tuple[str, ...], set[tuple[str, ...]]]) -> list[list[str]]:
    """Groups of more than one module of which each leads to each."""
    reach = {name: set(targets) for name, targets in edges.items()}
    for between in edges:
        for name in edges:
            if between in reach[name]:
                reach[name] |= reach[between]
    groups = {frozenset(each for each in reach[name] if name in reach[each]) for name in edges}
    return sorted(sorted(".".join(name) for name in group) for group in groups if len(group) > 1)


@pytest.mark.whole
@pytest.mark.parametrize("path", modules(), ids=lambda path: "/".join(parts(path)))
def test_a_module_imports_from_below_and_from_its_own_package(path: Path) -> None:
    """No import goes upward, sideways, or from one host to another."""
    importer = parts(path)
    if importer[0] in FACE:
        return

    wrong = [".".join(target) for target in imported(path) if not allowed(importer, target)]

    assert wrong == []


def test_every_module_has_its_level() -> None:
    """A new top-level module must be given a place in the order."""
    names = {parts(path)[0] for path in modules()} - set(FACE)

    assert names <= set(LEVEL)


@pytest.mark.parametrize(
    ("importer", "target", "fine"),
    [
        (("core", "forward"), ("core", "network"), True),
        (("core", "forward"), ("data", "dataset"), False),
        (("data", "split"), ("streams", "stream"), True),
        (("scene", "stage"), ("session", "state"), False),
        (("hosts", "server", "app"), ("session", "Session"), True),
        (("hosts", "server", "app"), ("hosts", "widget", "model"), False),
        (("hosts", "server", "app"), ("hosts", "server", "rules"), True),
        (("core", "forward"), ("__version__",), False),
    ],
)
def test_the_rule_tells_right_from_wrong(
    importer: tuple[str, ...], target: tuple[str, ...], fine: bool
) -> None:
    """Examples of what may and what may not be imported."""
    assert allowed(importer, target) is fine


def test_no_circle_holds_more_than_three_files() -> None:
    """Inside a package files may need each other in pairs; a larger circle cannot be read from any end."""
    assert [circle for circle in circles(graph()) if len(circle) > 3] == []


def test_circles_are_found() -> None:
    """Whoever imports each other, by whatever way; not those who only lead there."""
    a, b, c, d, e = ((letter,) for letter in "abcde")

    assert circles({a: {b}, b: {c}, c: {a, d}, d: {e}, e: set()}) == [["a", "b", "c"]]


def test_importing_the_library_loads_numpy_alone() -> None:
    """What takes long to load is loaded where it is used."""
    script = "import sys, learnscope; print(*sorted({name.split('.')[0] for name in sys.modules}))"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert not set(loaded.split()) & HEAVY
