"""How often a process that computes for sittings looks for garbage: a scene is thousands of records, of which
none is in a circle."""

import gc

RARELY = 50_000, 20, 50


def settle_down() -> None:
    """Look for it rarely, and never among what is there now."""
    gc.freeze()
    gc.set_threshold(*RARELY)
