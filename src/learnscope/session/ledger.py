"""Who asked for what, and what came of it: so that each intent is carried out once, and on nothing unseen.

Each reader numbers its intents; they come in order. From that follows

    what was answered     an intent that comes again, after a lost connection say, is answered as before
    what was changed      whether anybody but a reader itself has changed something since a moment it saw
    what was rebuilt      whether a weight, neuron or layer named then may be another by now

A reader without a name is told from nobody: what it saw is gone with the next change. Of readers, refusals
and rebuilt networks the last are remembered; whatever lies before is taken for another's change.
"""

from collections.abc import Mapping

import msgspec

from learnscope.scene.schema import Intent, Problem, Reply

READERS = 32
REFUSALS = 64  # of each reader
REBUILT = 64


class Page(msgspec.Struct):
    """What is known of one reader."""

    answered: int = -1  # serial of the last intent that was answered
    changed: int = -1  # the revision that its last change led to
    refused: dict[int, Problem] = {}


class Ledger(msgspec.Struct):
    """It, for one sitting. `floor` is the revision before which nobody knows who changed what."""

    floor: int = 0
    pages: dict[str, Page] = {}  # by the names of readers, the last heard last
    sizes: list[tuple[int, tuple[int, ...]]] = []  # of the network, with the revision from which on

    @property
    def answered(self) -> Mapping[str, int]:
        """The serial of the last answered intent of each reader."""
        return {name: page.answered for name, page in self.pages.items()}

    def is_known(self, intent: Intent) -> bool:
        """Whether this very intent was answered before."""
        page = self.pages.get(intent.reader)
        return page is not None and intent.serial <= page.answered

    def refusal(self, intent: Intent) -> Problem | None:
        """Why it was not carried out then, None where it was."""
        return self.pages[intent.reader].refused.get(intent.serial)

    def note(self, intent: Intent, reply: Reply, revision: int | None) -> None:
        """The intent was answered with `reply` and has changed things to `revision`, None if it has not."""
        if not intent.reader:
            if revision is not None:
                self.floor = revision
            return
        page = self.pages.pop(intent.reader, None) or Page()
        self.pages[intent.reader] = page
        page.answered = max(page.answered, intent.serial)
        if revision is not None:
            page.changed = revision
        if isinstance(reply, Problem):
            page.refused[intent.serial] = reply
            for serial in list(page.refused)[:-REFUSALS]:
                del page.refused[serial]
        for name in list(self.pages)[:-READERS]:
            self.floor = max(self.floor, self.pages.pop(name).changed)

    def shape(self, revision: int, sizes: tuple[int, ...]) -> None:
        """The network has these sizes from `revision` on."""
        if not self.sizes or self.sizes[-1][1] != sizes:
            self.sizes = [*self.sizes, (revision, sizes)][-REBUILT:]

    def is_own(self, reader: str, revision: int) -> bool:
        """Whether since `revision` nobody but `reader` itself has changed anything."""
        others = (page.changed for name, page in self.pages.items() if name != reader)
        return reader != "" and max(self.floor, *others, -1) <= revision

    def sizes_at(self, revision: int) -> tuple[int, ...]:
        """The sizes of the network then, () where nobody knows."""
        known = [sizes for since, sizes in self.sizes if since <= revision]
        return known[-1] if known else ()
