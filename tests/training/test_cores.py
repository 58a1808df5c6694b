"""The number of cores, and of threads that a BLAS may use, never changes what a seed gives."""

import os
import subprocess
import sys

import pytest

from tests.training.plans import ENGINES

# 784-128-10 in float32: products in which a second thread changes the last bits.
TRAINS = """
import hashlib, sys
import numpy as np
import learnscope as ls
from learnscope.data.split import Split
from learnscope.training.plan import TrainingPlan
from tests.training.plans import train_plan

generator, rows = np.random.default_rng(0), np.arange(700)
y = np.eye(10)[generator.integers(10, size=700)]
plan = TrainingPlan(
    network=ls.Network.draw([784, 128, 10], seed=0, precision="float32"),
    inputs=generator.normal(size=(700, 784)), targets=y, kind="classes", batch_size=128, epochs=2,
    split=Split(rows[:500], rows[500:600], rows[600:]),
)
run = train_plan(plan, engine=sys.argv[1])
digest = hashlib.sha256(run.network.parameters.tobytes() + run.history.measures.values.tobytes())
digest.update(run.history.record.tobytes() + run.predict(plan.inputs).tobytes())
digest.update(str(run.evaluate("test")).encode())
print(digest.hexdigest())
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_threads_change_no_bit(engine):
    """One thread allowed or four: parameters, columns, measures and predictions are equal in every bit."""
    digests = {
        subprocess.run(
            [sys.executable, "-c", TRAINS, engine],
            env=os.environ | {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in (1, 4)
    }

    assert len(digests) == 1
