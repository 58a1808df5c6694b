"""What a sitting computes with: the engine that makes steps, and the numbers of states, all or in haste."""

import time
from collections.abc import Callable

from learnscope.core.compiled import Engine
from learnscope.session.numbers import Numbers
from learnscope.session.state import State
from learnscope.training.engines import EngineChoice, choose_engine, ready_engine

REST = 0.12  # seconds after which what was shown in haste is completed, unless something else happens


class Computing:
    """It, for one sitting; `choice` says what makes the steps of long trainings."""

    def __init__(self, choice: EngineChoice, clock: Callable[[], float] = time.monotonic) -> None:
        self.choice = choice
        self.clock = clock
        self._present: Engine | None = None if choice == "auto" else choose_engine(choice)
        self._rests_until = 0.0
        self._last: Numbers | None = None

    @property
    def engine(self) -> Engine:
        """The one that makes steps now."""
        self._present = choose_engine(self.choice, present=self._present)
        return self._present

    def at_rest(self, state: State) -> Numbers:
        """The numbers of a state at rest."""
        checker = ready_engine(self.choice)
        last = Numbers(state, checker=checker) if self._last is None else self._last
        self._last = last.going_on(state, checker=checker)
        return self._last

    def in_haste(self, state: State) -> Numbers:
        """The numbers of a state that is shown in haste: soon another is, or all of them a little later."""
        self._rests_until = self.clock() + REST
        return Numbers(state, haste=True, engine=self.engine)

    @property
    def rested(self) -> bool:
        """Whether it is time to complete what was shown in haste last."""
        return self.clock() >= self._rests_until
