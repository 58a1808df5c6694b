"""One sitting: a session, and those who look at it.

All see the same: a change that one makes goes to all, a problem to the one whose intent it answers. Intents
are carried out one after another, on the bench of all sittings. While the session plays, bursts of its steps
take turns with intents, so that none waits for more than one of them. The next burst begins when at least one
reader has taken the scene of the last, and at most 60 times a second, which all that play share. Where nobody
is connected any more, playing is paused.

Who only looks (`Reader.looks`) is shown all of that, and counts for none of it: questions of theirs are
answered in a line of their own, everything else is refused here, wherever the sitting is computed.

What an edit leads to is kept on disk before it is shown; what playing, seeking and looking about lead to, at
most a second later.
"""

import asyncio
import time
from collections.abc import Callable, Iterable

import msgspec

from learnscope.data.dataset import Dataset
from learnscope.scene.schema import Intent, Problem, Question, Reply, Scene
from learnscope.sittings.bench import BURST, KEEPING, QUESTION, TURNS, Bench
from learnscope.sittings.counts import Counts
from learnscope.sittings.model import Decode
from learnscope.sittings.questions import Questions
from learnscope.sittings.reader import Reader
from learnscope.sittings.worker import Worker

KEEP_WITHIN = 0.5  # seconds
KEEP_AGAIN = 3.0  # where that failed
ASKED_AT_ONCE = 2  # questions of those who are there that are answered at a time
ONLY_LOOKS = "you are looking at a page of somebody else; nothing can be changed here"


class Sitting:
    """It, with what works for it and how messages are read."""

    def __init__(self, worker: Worker, decode: Decode, bench: Bench, counts: Counts) -> None:
        self._worker = worker
        self._decode = decode
        self._bench = bench
        self._counts = counts
        self._turn = asyncio.Lock()
        self._work: dict[str, asyncio.Task[None]] = {}  # what is done without being asked, by what it is
        self._asked = Questions(asyncio.Semaphore(ASKED_AT_ONCE))
        self._looked_up = Questions(bench.looking)  # of those who only look
        self._keeps = False  # whether somebody leads to what is seen who is there, or has just left
        self._joined = asyncio.Event()  # set when somebody begins to look
        self.readers: set[Reader] = set()

    async def show(self, reader: Reader) -> None:
        """Send a reader what is to be seen now."""
        async with self._turn:
            self._keeps = self._keeps or not reader.looks
            self._deliver(await self._bench.do(self._worker.scene), reader)
            self._joined.set()
            self._go_on()

    async def renew(self) -> None:
        """Show all readers what is to be seen now, since something outside of the sitting has changed."""
        async with self._turn:
            if self.readers:
                await self._show_to(self.readers)
                self._go_on()

    async def answer(self, message: bytes, reader: Reader) -> None:
        """Carry out what a reader's message asks for and tell all; problems and answers, the reader alone.

        A question, which changes nothing, waits for nobody's turn, and nobody waits for its answer. Returns
        when the next message may be read: of a reader who takes no answers, that is not yet.
        """
        came = time.monotonic()
        intent = self._decode(message)
        if reader.looks:
            await self._look(intent, reader)
            return
        if isinstance(intent, Question) and self._worker.begun:
            await self._ask(intent, reader)
            return
        if self._turn.locked():  # by what it does without being asked
            self._bench.hasten(self)
        async with self._turn:
            reply = await self._bench.do(lambda: self._worker.handle(intent))
            for other in self.readers if isinstance(reply, Scene) else (reader,):
                self._deliver(reply, other)
            self._counts.answered(time.monotonic() - came)
            self._go_on()
        await reader.outbox.room()

    async def adopt(self, dataset: Dataset) -> Problem | None:
        """Begin anew with that data and show it to all readers, or say why not."""
        async with self._turn:
            reply = await self._bench.do(lambda: self._worker.adopt(dataset))
            for reader in self.readers if isinstance(reply, Scene) else ():
                self._deliver(reply, reader)
            self._go_on()
            return reply if isinstance(reply, Problem) else None

    async def question(self, question: Question) -> Reply:
        """The answer to a question that came otherwise than as a reader's message; no reader is told."""
        async with self._turn:
            return await self._bench.do(lambda: self._worker.ask(question), wait=QUESTION)

    def left(self, then: Callable[[], None]) -> None:
        """A reader has left: where nobody is there now, see that all is on disk, and call `then`."""
        if not self._present and self._worker.begun:
            self._work["leave"] = asyncio.create_task(self._leave())
            self._work["leave"].add_done_callback(lambda _: then())

    @property
    def _present(self) -> list[Reader]:
        """Those who are there, and do not only look."""
        return [reader for reader in self.readers if not reader.looks]

    @property
    def idle(self) -> bool:
        """Whether nobody looks and all is on disk."""
        if self.readers or self._worker.unkept:
            return False
        return all(work.done() for what, work in self._work.items() if what in ("play", "leave"))

    async def end(self) -> None:
        """See that all is on disk, since the host ends."""
        async with self._turn:
            if self._worker.begun:
                await self._bench.do(self._worker.release)

    async def _look(self, intent: Intent | Problem, reader: Reader) -> None:
        """Answer somebody who only looks; what is no question is not carried out."""
        if isinstance(intent, Question) and self._worker.begun:
            await self._ask(intent, reader)
            return
        refusal = Problem("refused", "", ONLY_LOOKS, intent.serial)
        self._deliver(intent if isinstance(intent, Problem) else refusal, reader)
        await reader.outbox.room()

    async def _ask(self, question: Question, reader: Reader) -> None:
        """Have a question answered beside everything else, unless its reader has left by then."""
        answered = self._worker.look if reader.looks else self._worker.ask

        async def tell() -> None:
            if reader in self.readers:
                self._deliver(await self._bench.do(lambda: answered(question), wait=QUESTION), reader)

        await (self._looked_up if reader.looks else self._asked).put(tell)

    def _go_on(self) -> None:
        """See to what is to be done without being asked, unless it is being done."""
        due = {"play": (self._play, self._worker.going), "keep": (self._keep_soon, self._worker.unkept)}
        for what, (work, wanted) in due.items():
            if wanted and (what not in self._work or self._work[what].done()):
                self._work[what] = asyncio.create_task(work())

    async def _play(self) -> None:
        """Let the session go on, burst by burst, and show what it comes to."""
        took, due = 0.0, time.monotonic()
        with self._bench.crowd.joined():
            while self._worker.going:  # asked last, since who begins to play meanwhile relies on it
                if self._turn.locked():
                    self._bench.hasten(self)
                async with self._turn:
                    if not self.readers:
                        return  # who left last sees that it is paused
                    if not self._worker.going:  # it was paused while this waited for its turn
                        continue
                    reply, took = await self._bench.do(self._burst, wait=max(BURST, TURNS * took), owner=self)
                    if reply is not None:
                        self._counts.moments += 1
                        for reader in self.readers:
                            self._deliver(reply, reader)
                        self._go_on()  # what plays is kept meanwhile
                now, frame = time.monotonic(), self._bench.frame
                due = max(due + frame, now - frame)  # one that came late is followed the sooner
                await asyncio.sleep(max(0.0, due - now))
                await self._taken()
        self._go_on()

    def _burst(self) -> tuple[Reply | None, float]:
        """What the next burst leads to, and the seconds it took."""
        began = time.monotonic()
        return self._worker.tick(self._bench.burst, keeps=self._keeps), time.monotonic() - began

    async def _taken(self) -> None:
        """Return when one of the readers has taken what was delivered last, there is none or one more."""
        if not self.readers:
            return
        self._joined.clear()
        takes = (reader.outbox.taken() for reader in self._present or self.readers)
        comes = (self._joined.wait(), *takes)
        waiting = [asyncio.ensure_future(each) for each in comes]
        _, late = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in late:
            task.cancel()

    async def _keep_soon(self) -> None:
        """Save where the sitting stands, a little later, and again where that cannot be done."""
        wait = KEEP_WITHIN
        while self._worker.unkept:
            await asyncio.sleep(wait)
            async with self._turn:
                reply = await self._bench.do(self._worker.keep, wait=KEEPING, owner=self)
                if reply is not None:
                    for reader in self.readers:
                        self._deliver(reply, reader)
            wait = KEEP_AGAIN

    async def _show_to(self, readers: Iterable[Reader]) -> None:
        reply = await self._bench.do(self._worker.scene)
        for reader in readers:
            self._deliver(reply, reader)

    async def _leave(self) -> None:
        async with self._turn:
            if not self._present:
                looking = tuple(self.readers)  # they see that nothing plays any more
                await self._bench.do(lambda: self._worker.release(keeps=self._keeps))
                self._keeps = False
                if looking:
                    await self._show_to(looking)
            if self._worker.unkept:
                self._go_on()

    def _deliver(self, reply: Reply, reader: Reader) -> None:
        if isinstance(reply, Scene):
            reader.outbox.put_scene(reply)
        else:
            reader.outbox.put_problem(msgspec.msgpack.encode(reply))
