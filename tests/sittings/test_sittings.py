"""Sessions by their names."""

import ast
import asyncio
from pathlib import Path

from hypothesis import given, strategies as st

from learnscope import sittings as sittings_room
from learnscope.scene.schema import Seek
from learnscope.sittings.folder import Store
from learnscope.sittings.names import is_name, new_name
from learnscope.sittings.outbox import Outbox
from learnscope.sittings.reader import Reader
from learnscope.sittings.sittings import KEPT, Sittings, kept_each
from tests.sittings.fakes import FakeSession, connected, decode, fake_sittings, intent


def reader() -> Reader:
    """A connection to which nothing is sent."""

    async def nothing(message: bytes = b"") -> None:
        return None

    return Reader(Outbox(nothing), nothing)


def visit(sittings: Sittings, *names: str) -> None:
    """Connect to each name and leave it again."""
    for name in names:
        with sittings.attend(name, reader()):
            pass


def test_a_name_is_12_characters_of_an_address() -> None:
    """Names differ, and what is made is what is accepted."""
    names = {new_name() for _ in range(1000)}

    assert len(names) == 1000
    assert all(is_name(name) for name in names)


@given(st.text())
def test_only_such_names_are_names(text: str) -> None:
    """Length and alphabet decide."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    assert is_name(text) is (len(text) == 12 and set(text) <= set(alphabet))


def test_a_line_break_ends_no_name() -> None:
    """The whole text is looked at."""
    assert not is_name("abcdefghijkl\n")


def test_the_last_used_idle_sittings_are_kept() -> None:
    """Coming back counts as use; the one longest unused is forgotten first."""

    async def act() -> None:
        sittings = fake_sittings(kept=2)
        with sittings.attend("a", reader()) as a, sittings.attend("b", reader()) as b:
            pass
        visit(sittings, "a", "c")

        with sittings.attend("a", reader()) as again, sittings.attend("b", reader()) as fresh:
            assert again is a
            assert fresh is not b

    asyncio.run(act())


def test_processes_share_how_many_idle_sittings_are_kept() -> None:
    """All together keep what one alone would, and each keeps one at least."""
    assert [kept_each(processes) for processes in (1, 3, 9, 300)] == [KEPT, KEPT // 3, KEPT // 9, 1]


def test_a_sitting_with_readers_is_never_forgotten() -> None:
    """However many come and go elsewhere, and however many are attended at once."""

    async def act() -> None:
        sittings = fake_sittings(kept=2)
        with (
            sittings.attend("a", reader()) as a,
            sittings.attend("b", reader()),
            sittings.attend("c", reader()),
        ):
            visit(sittings, *"defghi")
            with sittings.attend("a", reader()) as same:
                assert same is a
            assert len(sittings) == 5
        assert len(sittings) == 2

    asyncio.run(act())


def test_a_sitting_that_is_still_being_kept_is_not_begun_beside_itself(tmp_path: Path) -> None:
    """Who comes back at once finds the one there is, though memory keeps none; later, that of the disk."""
    begun: list[FakeSession] = []

    def make(snapshot: bytes | None) -> FakeSession:
        begun.append(FakeSession(snapshot))
        return begun[-1]

    async def act() -> None:
        sittings = Sittings(make, decode, store=Store(tmp_path), kept=0)
        async with connected(sittings) as wire:
            await wire.send(intent(Seek, step=1))
        async with connected(sittings) as wire:
            assert await wire.revision() == 1
        assert len(begun) == 1
        while len(sittings):
            await asyncio.sleep(0)
        async with connected(sittings) as wire:
            assert await wire.revision() == 1
        assert len(begun) == 2

    asyncio.run(act())


def test_the_room_knows_no_transport_and_no_session() -> None:
    """It imports what schedules and keeps, the wire format and the words of errors, nothing else of ours."""
    room = Path(sittings_room.__file__).parent
    found = set()
    for path in room.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                found.add(node.module)
            elif isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)

    assert {name for name in found if not name.startswith("learnscope.sittings")} == {
        "asyncio", "bisect", "collections", "collections.abc", "concurrent.futures", "contextlib",
        "dataclasses", "functools", "heapq", "itertools", "logging", "math", "os", "pathlib", "queue", "re",
        "resource", "secrets", "gc", "struct", "sys", "threading", "time", "typing", "zlib",
        "msgspec", "platformdirs",
        "learnscope.data.dataset", "learnscope.errors", "learnscope.scene.frames", "learnscope.scene.schema",
    }  # fmt: skip
