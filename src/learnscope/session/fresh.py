"""What no run of a sitting had before: a name, and a seed."""

from collections.abc import Callable

from learnscope.session.moves.starts import SEEDS


class Fresh:
    """Names and seeds for runs of the sitting that is called by a number."""

    def __init__(
        self,
        seeds: Callable[[], int],
        *,
        sitting: int | None = None,
        runs: int = 0,
        used: tuple[int, ...] = (),
    ) -> None:
        """`seeds` is asked for a whole number whenever a fresh one is needed."""
        self._seeds = seeds
        self.sitting = seeds() if sitting is None else sitting  # tells it from an earlier one at this address
        self.runs = runs
        self.used = set(used)  # seeds that runs were started from

    def run(self) -> str:
        """A name for a run that no run before had."""
        self.runs += 1
        return f"{self.sitting}-{self.runs}"

    def seed(self) -> int:
        """A seed no run of this sitting was started from."""
        seed = self._seeds() % SEEDS
        while seed in self.used and len(self.used) < SEEDS:
            seed = (seed + 1) % SEEDS
        return seed
