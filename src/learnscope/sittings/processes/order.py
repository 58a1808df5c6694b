"""What a process that computes is told to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from learnscope.sittings.folder import Store
from learnscope.sittings.model import Decode, Make
from learnscope.sittings.sittings import KEPT


@dataclass(frozen=True)
class Order:
    """It. All of it can be pickled.

    make      begins sittings that are attended without a maker of their own; None where none are
    decode    reads what readers send
    store     where sittings are kept
    prepare   is called first
    shared    what makers refer to and need not be sent with each: the process has it from here
    kept      sittings that stay in memory when nobody attends them
    """

    make: Make | None
    decode: Decode
    store: Store | None = None
    prepare: Callable[[], Any] | None = None
    shared: tuple[Any, ...] = ()
    kept: int = KEPT
