"""The settings of a contest, and each contestant's way of making steps under them."""

import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import learnscope as ls
from learnscope.core.compiled import COMPILED, PLAIN, Engine
from learnscope.data.split import Split
from learnscope.training.loop import Loop
from learnscope.training.plan import TrainingPlan

Steps = Callable[[int], int]  # makes so many steps, or somewhat more, and says how many


@dataclass(frozen=True)
class Contest:
    """A network of tanh units under softmax cross-entropy, learning random classes by plain descent."""

    name: str
    sizes: tuple[int, ...]
    batch: int
    precision: str
    steps: int  # per round
    wanted: str
    samples: int = 2000
    rate: float = 0.1

    def data(self) -> tuple[np.ndarray, np.ndarray]:
        """Inputs (N, n_in) and class numbers (N,)."""
        generator = np.random.default_rng(0)
        x = generator.normal(size=(self.samples, self.sizes[0])).astype(self.precision)
        return x, generator.integers(self.sizes[-1], size=self.samples)


CONTESTS = (
    Contest("2-8-8-2, batch 10, float64", (2, 8, 8, 2), 10, "float64", 2000, "20 × PyTorch"),
    Contest("64-32-10, batch 32, float64", (64, 32, 10), 32, "float64", 1000, "5 × PyTorch and scikit-learn"),
    Contest(
        "784-128-10, batch 128, float32", (784, 128, 10), 128, "float32", 300, "1 × both, aiming at 1.2 ×"
    ),
)


def learnscope(contest: Contest, *, engine: Engine) -> Steps:
    """Whole steps with all they record: batch loss, norms of gradient and update."""
    x, y = contest.data()
    rows = np.arange(contest.samples)
    plan = TrainingPlan(
        network=ls.Network.draw(contest.sizes, seed=0, precision=contest.precision),
        inputs=x,
        targets=np.eye(contest.sizes[-1])[y],
        split=Split(rows, rows[:0], rows[:0]),
        kind="classes",
        batch_size=contest.batch,
        epochs=10**9,
        learning_rate=contest.rate,
    )
    loop = Loop(plan)
    state = loop.start()

    def steps(count: int) -> int:
        until = state.step + count
        while state.step < until:
            loop.advance(state, until - state.step, engine, measure=False)
        return count

    return steps


def pytorch(contest: Contest, *, threads: int) -> Steps:
    """An eager loop as its tutorials write it, with the batches of an epoch's permutation."""
    import torch

    x, y = (torch.tensor(array) for array in contest.data())
    kind = getattr(torch, contest.precision)
    layers: list[torch.nn.Module] = []
    for n_in, n_out in zip(contest.sizes[:-1], contest.sizes[1:], strict=True):
        layers += [torch.nn.Linear(n_in, n_out, dtype=kind), torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers[:-1])
    descent = torch.optim.SGD(model.parameters(), lr=contest.rate)
    measure = torch.nn.CrossEntropyLoss()

    def steps(count: int) -> int:
        torch.set_num_threads(threads)
        made = 0
        while made < count:
            for rows in torch.randperm(len(x)).split(contest.batch):
                descent.zero_grad()
                measure(model(x[rows]), y[rows]).backward()
                descent.step()
                made += 1
                if made == count:
                    break
        return made

    return steps


def scikit_learn(contest: Contest) -> Steps:
    """MLPClassifier.fit over as many epochs as hold the steps."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    x, y = contest.data()
    per_epoch = -(-contest.samples // contest.batch)

    def steps(count: int) -> int:
        epochs = -(-count // per_epoch)
        model = MLPClassifier(
            contest.sizes[1:-1],
            activation="tanh",
            solver="sgd",
            alpha=0.0,
            batch_size=contest.batch,
            learning_rate_init=contest.rate,
            momentum=0.0,
            max_iter=epochs,
            tol=0.0,
            n_iter_no_change=10**9,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(x, y)
        return epochs * per_epoch

    return steps


def keras(contest: Contest) -> Steps | None:
    """`fit` of Keras on JAX or, without it, on PyTorch; None where Keras is not installed."""
    from importlib.util import find_spec

    if find_spec("keras") is None:
        return None
    os.environ.setdefault("KERAS_BACKEND", "jax" if find_spec("jax") else "torch")
    import keras as library

    library.utils.set_random_seed(0)
    model = library.Sequential(
        [library.layers.Input((contest.sizes[0],), dtype=contest.precision)]
        + [library.layers.Dense(n, activation="tanh", dtype=contest.precision) for n in contest.sizes[1:-1]]
        + [library.layers.Dense(contest.sizes[-1], dtype=contest.precision)]
    )
    model.compile(
        library.optimizers.SGD(contest.rate), library.losses.SparseCategoricalCrossentropy(from_logits=True)
    )
    x, y = contest.data()
    per_epoch = -(-contest.samples // contest.batch)

    def steps(count: int) -> int:
        epochs = -(-count // (20 * per_epoch))  # fewer: it takes milliseconds for a step
        model.fit(x, y, batch_size=contest.batch, epochs=epochs, verbose=0)
        return epochs * per_epoch

    return steps


def contestants(contest: Contest) -> dict[str, Steps]:
    """All that are installed, Learnscope first."""
    from importlib.util import find_spec

    found = {
        "Learnscope": learnscope(contest, engine=COMPILED),
        "Learnscope, before compiling": learnscope(contest, engine=PLAIN),
    }
    if find_spec("torch"):
        cores = os.cpu_count() or 1
        for threads in sorted({1, cores}):
            found[f"PyTorch, {threads} thread{'s' * (threads > 1)}"] = pytorch(contest, threads=threads)
    if find_spec("sklearn"):
        found["scikit-learn"] = scikit_learn(contest)
    with_keras = keras(contest)
    if with_keras is not None:
        found[f"Keras on {os.environ['KERAS_BACKEND']}"] = with_keras
    return found
