"""One million rows of twenty columns, one epoch: seconds, and memory beyond the data's own."""

import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROWS, COLUMNS = 1_000_000, 20
LIMIT = 200  # megabytes beyond the data's own


def measure() -> None:
    """In a process of its own: prints seconds and the megabytes that the peak rose by while learning."""
    import learnscope as ls
    from learnscope.data.scaling import Scaling
    from learnscope.data.split import Split
    from learnscope.library.train import train_setup
    from learnscope.training.loop import Loop
    from learnscope.training.plan import TrainingPlan
    from tests.training.plans import setup_of

    generator = np.random.default_rng(0)
    x = generator.normal(3.0, 2.0, size=(ROWS, COLUMNS))
    y = np.zeros((ROWS, 2))
    y[np.arange(ROWS), (x[:, 0] > 3).astype(int)] = 1
    rows = np.arange(ROWS)
    split = Split(rows[: ROWS * 7 // 10], rows[ROWS * 7 // 10 : ROWS * 85 // 100], rows[ROWS * 85 // 100 :])
    network = ls.Network.draw([COLUMNS, 16, 2], seed=0)
    scaling = Scaling(x[:1000].mean(axis=0), x[:1000].std(axis=0))
    plan = TrainingPlan(
        network=network, inputs=x, targets=y, input_scaling=scaling, split=split, kind="classes",
        batch_size=128, epochs=1,
    )  # fmt: skip
    setup = setup_of(plan)
    before = _peak(forget=True)
    began = time.perf_counter()
    run = train_setup(setup, Loop(plan), engine="compiled")
    seconds = time.perf_counter() - began
    after = _peak()
    accuracy = run.history.measures.accuracy("test")[-1]
    print(f"{seconds:.3f} {after - before:.1f} {run.steps} {accuracy:.4f}")


def _peak(*, forget: bool = False) -> float:
    """The largest memory of this process so far, or since it was told to `forget`, in megabytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if forget:
        Path("/proc/self/clear_refs").write_text("5")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def report() -> str:
    """The measurement in words."""
    done = subprocess.run(
        [sys.executable, "-c", "from benchmarks.million import measure; measure()"],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, megabytes, steps, accuracy = done.stdout.split()
    own = ROWS * (COLUMNS + 2) * 8 / 2**20
    return (
        f"\n{ROWS:,} rows × {COLUMNS} columns, one epoch of batches of 128, scaled on the way\n"
        f"  {seconds} s for {steps} steps and two measurements of every row (test accuracy {accuracy});\n"
        f"  memory rose by {megabytes} MB, compiler included, above the data's own {own:.0f} MB"
        f"   (wanted: at most {LIMIT} MB)"
    )
