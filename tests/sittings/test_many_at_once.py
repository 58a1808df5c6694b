"""Many sittings at once, in any interleaving: each ends as if it had been alone."""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from learnscope.run import Tree, point
from tests.sampling import everything, many
from tests.sittings.pages import (
    Alone,
    Begin,
    Hall,
    Page,
    differing,
    drawn,
    elsewhere,
    few_in_memory,
    in_memory,
    kept_tree,
    plain,
)

ROOT = Path(__file__).resolve().parent.parent.parent
EDITS: list[tuple[str, dict[str, Any]]] = [
    ("set_parameter", {"link": 0, "role": "bias", "index": [0], "value": 0.5}),
    ("set_parameter", {"link": 0, "role": "bias", "index": [2], "value": 1.5}),  # often there is none
    ("set_parameter", {"link": 1, "role": "weight", "index": [0, 0], "value": -0.25}),
    ("set_input", {"index": 1, "value": 2.5}),
    ("configure", {"name": "learning_rate", "value": 0.25}),
    ("configure", {"name": "optimizer", "value": "adam"}),
    ("train", {"epochs": 2}),
    ("play", {"pace": 0.0, "until": "step", "steps": 3}),
    ("advance", {"next_batch": True, "phase": 0.0}),
    ("show_sample", {"number": 3}),
    ("seek", {"step": 1, "future": ""}),
    ("add_neuron", {"layer": 1}),
    ("remove_neuron", {"layer": 1, "index": 0}),
    ("fork", {"title": "another"}),
    ("new_start", {}),
    ("reset", {}),
    ("undo", {}),
    ("redo", {}),
]
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("ask_why", {"name": "weight.0.0.0"}),
    ("ask_changed", {}),
    ("ask_code", {}),
]
whom = st.integers(0, 99)


class Many(RuleBasedStateMachine):
    """Readers who ask, play, leave and come back, each at a sitting of their own, and a host that ends."""

    make: ClassVar[Begin]

    @initialize(count=st.integers(3, 6))
    def begin(self, count: int) -> None:
        """Begin so many sittings."""
        self.folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.new_event_loop()
        self.do(self._begin(count))

    async def _begin(self, count: int) -> None:
        self.hall = Hall(Path(self.folder.name), type(self).make)
        self.pages = [Page(self.hall) for _ in range(count)]
        await asyncio.gather(*(page.come() for page in self.pages))

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Let everybody go on until something is done."""
        self.loop.run_until_complete(work)

    def page(self, number: int) -> Page:
        """One of them."""
        return self.pages[number % len(self.pages)]

    async def ready(self, page: Page) -> None:
        """See that a page is there, and that nothing plays at its sitting."""
        if page.plays:
            await page.rest()
        elif not page.connected:
            await page.come()

    @rule(number=whom, edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=4))
    def edit(self, number: int, edits: list[tuple[str, dict[str, Any]]]) -> None:
        """Ask for this and that, and wait for nothing."""
        page = self.page(number)
        self.do(self.ready(page))
        for kind, fields in edits:
            page.intend(kind, **fields)

    @rule(number=whom, pace=st.sampled_from([0.0, 50.0, 400.0]))
    def play(self, number: int, pace: float) -> None:
        """Play on and on, or as fast as can be until an epoch has ended."""
        until = "paused" if pace else "epoch"
        page = self.page(number)
        self.do(self.ready(page))
        page.intend("play", pace=pace, until=until)
        page.plays = True

    @rule(number=whom, question=st.sampled_from(QUESTIONS))
    def wonder(self, number: int, question: tuple[str, dict[str, Any]]) -> None:
        """Ask beside what is under way; what is answered then is of some moment or other."""
        page = self.page(number)
        if page.connected:
            page.ask(question[0], **question[1])

    @rule(turns=st.integers(1, 200))
    def let_go_on(self, turns: int) -> None:
        """Let everybody go on for a while."""

        async def some() -> None:
            for _ in range(turns):
                await asyncio.sleep(0)

        self.do(some())

    @rule(number=whom)
    def rest(self, number: int) -> None:
        """Wait for one, while the others go on."""
        self.do(self.page(number).rest())

    @rule(number=whom, back=st.booleans())
    def lose(self, number: int, back: bool) -> None:
        """A connection is lost, in the middle of whatever it is; some come back at once."""
        page = self.page(number)
        if page.connected:
            self.do(page.leave())
        if back:
            self.do(page.come())

    @rule()
    def end(self) -> None:
        """The host ends and begins again from its folder."""
        self.do(self._end())

    async def _end(self) -> None:
        there = [page for page in self.pages if page.connected]
        await asyncio.gather(*(page.leave() for page in there))
        await self.hall.again()
        await asyncio.gather(*(page.come() for page in there))

    def teardown(self) -> None:
        """Each is as it would have been alone: what it shows, what it answers, each step of its run."""
        if not hasattr(self, "pages"):
            return
        try:
            others = [self._compared(page, number) for number, page in enumerate(self.pages)]
            self.do(self._over())
            for page, alone in zip(self.pages, others, strict=True):
                same_run(kept_tree(self.hall, page.name), alone.tree)
                alone.session.release()
        finally:
            self.do(self._over())
            self.do(_nothing_more())
            self.loop.close()
            self.folder.cleanup()

    def _compared(self, page: Page, number: int) -> Alone:
        """The same sitting alone, which shows and answers the same."""
        self.do(page.rest())
        alone = Alone(Path(self.folder.name) / f"alone {number}", page.log)
        expected = drawn(plain(alone.session.scene()))
        with contextlib.suppress(TimeoutError):
            self.do(page.until(lambda: drawn(page.scene) == expected))  # some of it is told a little later
        assert not (found := list(differing(drawn(page.scene), expected))), (found, page.log)
        for kind, fields in QUESTIONS:
            serial = page.ask(kind, **fields)
            self.do(page.until(lambda: not page.open))
            assert page.replies[serial] | {"serial": 0} == alone.ask(kind, **fields)
        return alone

    async def _over(self) -> None:
        await asyncio.gather(*(page.leave() for page in self.pages if page.connected))
        await self.hall.end()


async def _nothing_more() -> None:
    """Let nothing be under way."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def same_run(one: Tree, other: Tree) -> None:
    """Steps of every future all along it, bit for bit, and what was recorded of each."""
    assert one.names == other.names
    for future in other.futures:
        assert one[future.name].steps == future.steps
        for step in {*range(0, future.steps, 1 + future.steps // 25), future.steps}:
            assert point(one, future.name, step).same(point(other, future.name, step)), (future.name, step)


@pytest.mark.parametrize(
    ("make", "examples", "steps"),
    [(in_memory, 40, 15), (few_in_memory, 40, 15), (elsewhere, 20 if everything() else 2, 8)],
)
def test_each_sitting_ends_as_if_it_had_been_alone(
    make: Begin, examples: int, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever else plays, asks, leaves and comes back, and however often the host is begun anew."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    monkeypatch.setenv("PYTHONPATH", path)  # processes find the tests' own maker
    machine = type("Many", (Many,), {"make": staticmethod(make)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=many(examples),
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],  # what depends on when threads run does not fail twice alike
            suppress_health_check=list(HealthCheck),
        ),
    )
