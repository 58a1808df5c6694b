"""Descent by hand: races from a place of the landscape, and where the next step may lead."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from learnscope import words
from learnscope.core.arrays import Floats
from learnscope.core.compiled import Engine
from learnscope.core.optimizers import Optimizer
from learnscope.core.slices import point_losses
from learnscope.errors import ArgumentError, check_choice, check_number, check_whole
from learnscope.probe.descents import Descent, descent
from learnscope.probe.next_steps import next_steps
from learnscope.scene.curvature import curvature_at
from learnscope.scene.landscape_slice import Ground, Slice, ground_of, slice_of
from learnscope.scene.schema import (
    Array,
    AskDescents,
    AskNextSteps,
    DescentScene,
    DescentsScene,
    LandscapePoint,
    NextStepsScene,
)
from learnscope.scene.subject import Subject
from learnscope.training.loop import Loop

SHARES = (0.05, 0.6, 0.95, 1.1)  # of the largest stable rate: creeping, good, jumping across, jumping away
FACTORS = (0.1, 1.0, 3.0, 10.0)  # of the rate that is set, where there is no such limit
KINDS = ("sgd", "momentum", "adam")
MOST_STEPS = 500
MOST_RATES = 6
WORK = 400_000_000  # products of a race, about a second in NumPy
DOTS = 200  # single samples whose step is shown
DRAWS = 100  # batches


@dataclass(frozen=True)
class Rule:
    """One descent of a race."""

    title: str
    rate: float
    optimizer: Optimizer
    batch: int


def descents_scene(
    subject: Subject, loop: Loop, asked: AskDescents, walked: Callable[[], Floats], engine: Engine
) -> DescentsScene:
    """Descents from a place of the slice that `asked` names, by the rules of its race.

    `loop` makes the steps of the run; `walked` gives its path. Raises ArgumentError for a place, a rate or a
    number of steps there is not.
    """
    check_choice("race", asked.race, ("rates", "optimizers", "batches"))
    check_whole("steps", asked.steps, low=1, high=MOST_STEPS)
    if len(asked.rates) > MOST_RATES:
        raise ArgumentError(f"rates must be at most {MOST_RATES}, got {len(asked.rates)}")
    for k, rate in enumerate(asked.rates):
        check_number(f"rates[{k}]", rate, "(0, inf)")
    cut, ground = slice_of(subject, asked, walked), ground_of(subject, loop, asked.of)
    start = cut.origin if asked.start is None else cut.at(_place(asked.start, len(cut.directions)))[0]
    limit = curvature_at(subject, ground, start).largest_stable_rate
    stable = float(limit) if np.isfinite(limit) else None
    rules = _rules(subject, loop, asked, ground, stable)
    each = max(1, cut.origin.size * len(ground.rows) * 3 * len(rules))
    steps = int(np.clip(WORK // each, 1, asked.steps))
    network = subject.step.network.with_parameters(start)
    l1, l2 = ground.penalties
    runs = [
        descent(
            network, ground.x, ground.y, learning_rate=rule.rate, steps=steps, optimizer=rule.optimizer,
            batch_size=rule.batch, seed=asked.order, l1=l1, l2=l2, engine=engine,
        )
        for rule in rules
    ]  # fmt: skip
    reached = np.concatenate([run.losses for run in runs])
    lowest = float(np.where(np.isnan(reached), np.inf, reached).min())
    drawn = tuple(
        _drawn(subject, rule, run, lowest, cut, ground, engine) for rule, run in zip(rules, runs, strict=True)
    )
    points, losses, shadows = (getattr(drawn[0], one).numpy() for one in ("points", "losses", "shadows"))
    return DescentsScene(
        serial=asked.serial,
        race=asked.race,
        start=LandscapePoint(float(points[0, 0]), float(points[0, 1]), float(losses[0]), float(shadows[0])),
        stable_rate=stable,
        descents=drawn,
        about=_about(subject, asked, rules, ground, steps),
        path=_program(subject, asked, cut, rules[0], steps),
    )


def next_steps_scene(
    subject: Subject, loop: Loop, asked: AskNextSteps, walked: Callable[[], Floats], engine: Engine
) -> NextStepsScene:
    """The next steps that single samples or batches of a size would make, on the slice that `asked` names.

    Raises ArgumentError for a size that no batch has.
    """
    cut, ground = slice_of(subject, asked, walked), ground_of(subject, loop, asked.of)
    found = next_steps(
        subject.step, loop.plan, ground.x, ground.y,
        size=asked.size, most=DOTS if asked.size == 1 else DRAWS, seed=subject.steps, engine=engine,
    )  # fmt: skip
    whole = cut.shadows(found.whole[None])
    shadow = point_losses(
        subject.step.network, cut.at(whole), x=ground.x, y=ground.y, penalties=ground.penalties,
        engine=engine,
    )  # fmt: skip
    noun = subject.setup.dataset.noun
    count = len(found.losses)
    of = f"{words.count(count, noun)}, each by itself" if asked.size == 1 else (
        f"{words.count(count, 'batch', 'batches')} of {words.grouped(asked.size)} {noun}s"
    )  # fmt: skip
    return NextStepsScene(
        serial=asked.serial,
        size=asked.size,
        points=Array.of(cut.shadows(found.parameters)),
        losses=Array.of(found.losses),
        samples=tuple(ground.rows[found.samples].tolist()),
        whole=LandscapePoint(float(whole[0, 0]), float(whole[0, 1]), found.whole_loss, float(shadow[0])),
        uphill=found.uphill,
        sentence=(
            f"Where the next step would lead, made of {of}: "
            f"{round(found.uphill * count)} of {count} lead uphill. All together it goes "
            f"{words.change(found.loss, found.whole_loss)}."
        ),
    )


def _place(given: tuple[float, float], axes: int) -> Floats:
    """A place (1, 2) of the picture. Raises ArgumentError where it is none."""
    if not np.isfinite(given).all():
        raise ArgumentError(f"start must hold finite numbers, got {list(given)}")
    return np.array([[given[0], given[1] if axes == 2 else 0.0]])


def _rules(
    subject: Subject, loop: Loop, asked: AskDescents, ground: Ground, stable: float | None
) -> list[Rule]:
    """What races."""
    rows, plain = len(ground.rows), Optimizer()
    present = float(loop.plan.learning_rate)
    if asked.race == "rates":
        rates = asked.rates or tuple(
            float(f"{rate:.2g}")
            for rate in ([share * stable for share in SHARES] if stable else [f * present for f in FACTORS])
        )
        return [Rule(words.number(rate), rate, plain, rows) for rate in rates]
    rate = asked.rates[0] if asked.rates else present
    if asked.race == "optimizers":
        own = loop.plan.optimizer
        each = [own if own.name == kind else Optimizer(kind) for kind in KINDS]
        if own.name not in KINDS:
            each.append(own)
        return [Rule(one.kind.title, rate, one, rows) for one in each]
    middle = loop.plan.batch_size if 1 < loop.plan.batch_size < rows else max(2, rows // 4)
    sizes = sorted({1, min(middle, rows), rows}, reverse=True)
    noun = subject.setup.dataset.noun
    titles = {1: f"single {noun}s", rows: f"all {rows}"}
    return [Rule(titles.get(size, f"batches of {size}"), rate, plain, size) for size in sizes]


def _drawn(
    subject: Subject, rule: Rule, run: Descent, lowest: float, cut: Slice, ground: Ground, engine: Engine
) -> DescentScene:
    """A descent as it lies on the slice."""
    points = cut.shadows(run.parameters)
    shadows = run.losses
    if not cut.whole:
        shadows = point_losses(
            subject.step.network, cut.at(points), x=ground.x, y=ground.y, penalties=ground.penalties,
            engine=engine,
        )  # fmt: skip
    word = run.word(lowest)
    return DescentScene(
        title=rule.title,
        word=word,
        rate=rule.rate,
        optimizer=rule.optimizer.name,
        batch=rule.batch,
        points=Array.of(points),
        losses=Array.of(run.losses),
        shadows=Array.of(shadows),
        diverged=run.diverged,
        sentence=_sentence(rule, run, word),
    )


def _sentence(rule: Rule, run: Descent, word: str) -> str:
    losses = words.change(float(run.losses[0]), float(run.losses[-1]))
    told = f"{rule.title} {word}: loss {losses} in {words.count(run.steps, 'step')}"
    if run.steps < run.wanted:
        told += "; there the loss is no finite number any more"
    return f"{told}."


def _about(subject: Subject, asked: AskDescents, rules: list[Rule], ground: Ground, steps: int) -> str:
    noun = subject.setup.dataset.noun
    rows = f"all {words.count(len(ground.rows), noun)}"
    far = words.count(steps, "step")
    if steps < asked.steps:
        far += f", of {asked.steps} as many as there is time for"
    how = {
        "rates": f"plain descent on {rows}; only the learning rate differs",
        "optimizers": f"rate {words.number(rules[0].rate)} on {rows}; only the rule differs",
        "batches": f"plain descent of rate {words.number(rules[0].rate)}; only the size of a batch differs, "
        "and smaller ones see fewer samples",
    }[asked.race]
    return (
        f"From one place, {far} each, by the steps of training: {how}. Rules begin without memory; nothing "
        "is dropped or clipped."
    )


def _program(subject: Subject, asked: AskDescents, cut: Slice, rule: Rule, steps: int) -> str:
    """One of them in Python."""
    start = ""
    if asked.start is not None and cut.names:
        own = ", ".join(
            f'"{name}": {value!r}' for name, value in zip(map(str, cut.names), asked.start, strict=False)
        )
        start = f", start={{{own}}}"
    extra = f', optimizer="{rule.optimizer.name}"' if rule.optimizer.name != "sgd" else ""
    return f"ls.descend(run, step={subject.steps}{start}, learning_rate={rule.rate!r}{extra}, steps={steps})"
