"""The Game of Life as a network plays it, beside the true one.

Whatever a cell's eight neighbours and it are, they are one of 512 neighbourhoods. So what a network makes of
any grid follows from its answers to these, which one forward pass gives: whoever draws a grid looks them up.
A neighbourhood is found by its nine cells as digits, row by row from the upper left, as the samples of the
data set count them.
"""

import numpy as np

from learnscope.core.compiled import PLAIN
from learnscope.core.forward import forward
from learnscope.core.network import Network
from learnscope.core.threads import one_thread
from learnscope.data.builtin.life import is_life, rule
from learnscope.experiment import Setup
from learnscope.scene.life_starts import Cells, life_starts
from learnscope.scene.schema import Life, LifeAnswers, LifeScene
from learnscope.scene.shown import Shown


def plays_life(shown: Shown) -> bool:
    """Whether the data is the neighbourhoods of the Game of Life."""
    return is_life(shown.subject.setup.dataset)


def life_scene(_: Life, shown: Shown) -> LifeScene | None:
    """What the network says of all neighbourhoods, and the rule; None for other data."""
    if not plays_life(shown):
        return None
    setup, step = shown.subject.setup, shown.subject.step
    return LifeScene(
        rule=rule().tobytes(),
        network=life_answers(setup, step.network),
        after=None if shown.quick else life_answers(setup, step.after),
        starts=life_starts(),
    )


def life_answers(setup: Setup, network: Network) -> LifeAnswers:
    """What `network` says of each neighbourhood: that of its two outputs which is larger."""
    with one_thread(PLAIN):
        said = forward(network, setup.scaling.apply(setup.dataset.inputs)).output
    alive = said[:, 1] > said[:, 0]
    finite: Cells = np.isfinite(said.sum(axis=1))
    wrong = (alive != rule()) & finite
    return LifeAnswers(
        alive.tobytes(), int((finite & ~wrong).sum()), _sentence(wrong & alive, wrong & ~alive, ~finite)
    )


def _sentence(lives: Cells, dies: Cells, unknown: Cells) -> str:
    count = len(lives)
    if unknown.any():
        return f"Its answers to {unknown.sum()} of {count} neighbourhoods are no numbers."
    if not (lives | dies).any():
        return f"It answers all {count} neighbourhoods as the rule does."
    return (
        f"It answers {(lives | dies).sum()} of {count} neighbourhoods otherwise than the rule: in "
        f"{lives.sum()} the middle cell lives and should not, in {dies.sum()} it dies and should live."
    )
