"""`python -m tests.diagnosis`: how often diagnoses are right, and how often they speak where all is well.

`python -m tests.diagnosis tuned` looks at the half that tuned the limits alone.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import learnscope as ls
from learnscope.run.diagnosis import diagnose
from tests.diagnosis.remedied import before_and_after
from tests.diagnosis.trainings import FAILING, WELL, Training

HALVES = {"tuned": 0, "judged": 1}
ON_THE_WAY = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)  # of the steps: moments at which a page may ask


def causes_of(run: ls.ExperimentRun) -> tuple[str, ...]:
    """What is said at the end."""
    return tuple(found.cause for found in run.diagnose())


def wrong(training: Training, said: tuple[str, ...]) -> bool:
    """Whether that is not what is wrong with it; where it is not, it is told."""
    if set(said) <= training.causes and bool(said) == bool(training.causes):
        return False
    wanted = " or ".join(sorted(training.causes)) or "nothing"
    print(f"  {training.name}: {', '.join(said) or 'nothing'}, not {wanted}")
    return True


def early_alarms(trainings: Sequence[Training], runs: Sequence[ls.ExperimentRun]) -> int:
    """At how many moments on the way something is said that is none of the causes."""
    alarms = 0
    for training, run in zip(trainings, runs, strict=True):
        for step in (round(share * run.steps) for share in ON_THE_WAY):
            said = {found.cause for found in diagnose(run.tree, run.future, step, run.at(step))}
            if not said <= training.causes:
                print(f"  {training.name} after {step} steps: {', '.join(said)}")
                alarms += 1
    return alarms


@dataclass(frozen=True)
class Counts:
    """What came of a half."""

    failing: int
    right: int
    well: int
    alarms: int  # of those that are well
    moments: int
    early: int  # of these moments, those at which something wrong is said
    tried: int  # remedies
    helped: int


def counts(half: str) -> Counts:
    """Train all of a half; what is not as it should be is printed."""
    failing, well = FAILING[HALVES[half] :: 2], WELL[HALVES[half] :: 2]
    fails = [ls.train(one.experiment(), engine="compiled") for one in failing]
    wells = [ls.train(one.experiment(), engine="compiled") for one in well]
    missed = sum(wrong(one, causes_of(run)) for one, run in zip(failing, fails, strict=True))
    alarms = sum(wrong(one, causes_of(run)) for one, run in zip(well, wells, strict=True))
    early = early_alarms([*failing, *well], [*fails, *wells])
    tried = helped = 0
    for run in fails:
        for found in run.diagnose():
            for remedy in found.remedies:
                before, after = before_and_after(run, found.cause, remedy)
                tried, helped = tried + 1, helped + (after < before)
                if not after < before:
                    print(f"  {run}: {remedy.told('library')}: from {before:.4g} to {after:.4g}")
    moments = len(ON_THE_WAY) * (len(fails) + len(wells))
    return Counts(len(failing), len(failing) - missed, len(well), alarms, moments, early, tried, helped)


def main() -> None:
    """The halves, one after the other."""
    for half in sys.argv[1:] or HALVES:
        print(f"{half}:")
        found = counts(half)
        print(f"  {found.right} of {found.failing} right, {found.alarms} of {found.well} false alarms,")
        print(f"  {found.early} of {found.moments} moments on the way told wrong,")
        print(f"  {found.helped} of {found.tried} remedies help", flush=True)


if __name__ == "__main__":
    main()
