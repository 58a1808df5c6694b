"""Handwritten digits (8 × 8) to 97 % test accuracy: 64-32-10, tanh, plain descent at 0.5, batches of 32.

Time is counted from the start of training to the end of the first epoch after which the test accuracy is
reached; every contestant measures the test samples after every epoch.
"""

import functools
import os
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

import learnscope as ls
from benchmarks.report import Result
from learnscope.data.builtin import load
from learnscope.data.split import Split
from learnscope.training.conditions import StopRules
from learnscope.training.plan import TrainingPlan
from tests.training.plans import train_plan

GOAL, EPOCHS, BATCH, RATE, HIDDEN = 0.97, 100, 32, 0.5, 32


def data(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Inputs in 0 .. 1 and class numbers of four fifths to learn from and one fifth to test."""
    digits = load("digits")
    order = np.random.default_rng(seed).permutation(len(digits))
    x, y = digits.inputs[order] / digits.inputs.max(), digits.classes[order]
    cut = len(x) * 4 // 5
    return x[:cut], y[:cut], x[cut:], y[cut:]


def learnscope(seed: int) -> float:
    """The test samples stand in the validation part, whose accuracy is what a run can wait for."""
    x, y, test_x, test_y = data(seed)
    rows = np.arange(len(x) + len(test_x))
    began = time.perf_counter()
    plan = TrainingPlan(
        network=ls.Network.draw([64, HIDDEN, 10], seed=seed),
        inputs=np.concatenate([x, test_x]),
        targets=np.eye(10)[np.concatenate([y, test_y])],
        split=Split(rows[: len(x)], rows[len(x) :], rows[:0]),
        kind="classes",
        batch_size=BATCH,
        epochs=EPOCHS,
        learning_rate=RATE,
        seed=seed,
        stop=StopRules(accuracy_above=GOAL),
    )
    run = train_plan(plan, engine="compiled")
    seconds = time.perf_counter() - began
    return seconds if run.stopped is not None and run.stopped.name == "accuracy_above" else np.inf


def pytorch(seed: int, *, threads: int) -> float:
    """An eager loop."""
    import torch

    x, y, test_x, test_y = (torch.tensor(array) for array in data(seed))
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    began = time.perf_counter()
    model = torch.nn.Sequential(
        torch.nn.Linear(64, HIDDEN, dtype=torch.float64),
        torch.nn.Tanh(),
        torch.nn.Linear(HIDDEN, 10, dtype=torch.float64),
    )
    descent = torch.optim.SGD(model.parameters(), lr=RATE)
    measure = torch.nn.CrossEntropyLoss()
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(x)).split(BATCH):
            descent.zero_grad()
            measure(model(x[rows]), y[rows]).backward()
            descent.step()
        with torch.no_grad():
            if (model(test_x).argmax(dim=1) == test_y).double().mean() > GOAL:
                return time.perf_counter() - began
    return np.inf


def scikit_learn(seed: int) -> float:
    """MLPClassifier, an epoch at a time."""
    from sklearn.neural_network import MLPClassifier

    x, y, test_x, test_y = data(seed)
    began = time.perf_counter()
    model = MLPClassifier(
        (HIDDEN,), activation="tanh", solver="sgd", alpha=0.0, batch_size=BATCH, learning_rate_init=RATE,
        momentum=0.0, random_state=seed, max_iter=1, warm_start=False,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(EPOCHS):
            model.partial_fit(x, y, classes=np.arange(10))
            if model.score(test_x, test_y) > GOAL:
                return time.perf_counter() - began
    return np.inf


def results(seeds: int) -> dict[str, Result]:
    """Seconds per seed, contestants taking turns."""
    entries: dict[str, Callable[[int], float]] = {"Learnscope": learnscope}
    if find_spec("torch"):
        for threads in sorted({1, os.cpu_count() or 1}):
            name = f"PyTorch, {threads} thread{'s' * (threads > 1)}"
            entries[name] = functools.partial(pytorch, threads=threads)
    if find_spec("sklearn"):
        entries["scikit-learn"] = scikit_learn
    for run in entries.values():
        run(0)  # whatever happens only once
    taken: dict[str, list[float]] = {name: [] for name in entries}
    for seed in range(seeds):
        for name, run in entries.items():
            taken[name].append(run(seed))
    return {
        name: Result(tuple(seconds), f"{sum(map(np.isfinite, seconds))} of {seeds} seeds got there")
        for name, seconds in taken.items()
    }
