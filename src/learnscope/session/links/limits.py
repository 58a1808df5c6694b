"""How much a link may ask of whoever opens it: its steps are made again while they wait."""

from collections.abc import Iterable

from learnscope import words
from learnscope.errors import FormatError

MOST_STEPS = 50_000
MOST_WORK = 4_000_000_000  # products of weights and inputs, of all samples of all steps


def check_work(stretches: Iterable[tuple[int, int, int]]) -> None:
    """Raise FormatError where stretches of (steps, samples of a batch, parameters) take too long."""
    steps = work = 0
    for count, samples, parameters in stretches:
        steps += count
        work += count * samples * parameters
    if steps > MOST_STEPS or work > MOST_WORK:
        rule = (
            f"{words.grouped(MOST_STEPS)} steps" if steps > MOST_STEPS else "about five seconds of training"
        )
        raise FormatError(
            f"a link must lead to a state that is made again in at most {rule}, and this one takes "
            f"{words.grouped(steps)} steps; hand out the file of the run instead (Runs, in the dock)"
        )
