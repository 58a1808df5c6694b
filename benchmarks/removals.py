"""The maps of all single removals of 64-32-10 on the digits, in parts as the page asks for them.

first    the answer that is drawn first
singles  all inputs, hidden neurons and wires
pairs    all pairs of hidden neurons, and what explains the loss
longest  the longest of all answers, during which other questions wait
"""

import time

from benchmarks.report import Result, table
from learnscope.experiment import Experiment
from learnscope.scene.removal_map import map_scene, maps_of
from learnscope.scene.removals import removals_of
from learnscope.scene.subject import Subject
from learnscope.session.numbers import Numbers
from learnscope.session.removed import AT_ONCE
from learnscope.session.state import begin

RECIPE = Experiment(data="digits", hidden=(32,), seed=1)


def report(rounds: int = 5) -> str:
    """Medians over rounds, each from a network that nothing is known of."""
    subject = Numbers(begin("", RECIPE, run="1")).subject
    taken = [_once(subject) for _ in range(rounds)]
    found = {name: Result(tuple(each[name] for each in taken)) for name in taken[0]}
    return table("Removals of 64-32-10, digits", found, unit="ms", scale=1e3, wanted="singles in 1 s")


def _once(subject: Subject) -> dict[str, float]:
    """Seconds until each is there."""
    began = time.perf_counter()
    removals, answers, done = removals_of(subject, subject.step.network), [], {}
    for chosen in maps_of(removals, subject):
        known = 0
        while known < chosen.count:
            asked = time.perf_counter()
            until = asked + AT_ONCE
            scene = map_scene(
                removals, subject, chosen.key, known, going=lambda until=until: time.perf_counter() < until
            )
            answers.append(time.perf_counter() - asked)
            known += scene.change.shape[0]
            done.setdefault("first", time.perf_counter() - began)
        if chosen.key.startswith("link"):
            done["singles"] = time.perf_counter() - began
    return {**done, "pairs": time.perf_counter() - began - done["singles"], "longest": max(answers)}
