"""Another future beside the one shown: the same batch at the same step, and what changed most between them.

Two futures have in common the steps up to the end of the shorter one. Beyond it nothing is laid beside: one
that is laid beside another takes the step shown back to there, and so does seeking farther.
"""

from learnscope.errors import ArgumentError, IntentError, check_whole
from learnscope.run import point, segment_at
from learnscope.scene import schema
from learnscope.scene.beside import beside
from learnscope.scene.changed import Ranking, changed_beside, changed_in_step, sample_title
from learnscope.scene.subject import Subject
from learnscope.session.moves.move import naming
from learnscope.session.numbers import Numbers
from learnscope.session.state import State
from learnscope.session.visit import future_of, visit

MOST_LISTED = 1000


def common_step(state: State, compared: str, step: int, future: str = "") -> int:
    """`step` of the future shown, or the last one that it has in common with the one laid beside it.

    The same where nothing is laid beside, or where `future` is sought, which is another one.
    """
    if future not in ("", state.future) or compared == state.future or compared not in state.tree.names:
        return step
    return min(step, state.tree[compared].steps)


def subject_beside(state: State, shown: Subject, name: str) -> Subject:
    """The future `name` at the step shown, which it has, with the batch of `shown`.

    Where its network takes other inputs, or makes other outputs, it is the batch of its own step.
    """
    tree = state.tree
    there = beside(shown, segment_at(tree, name, state.step), point(tree, name, state.step))
    return Numbers(visit(state, state.step, name), haste=True).subject if there is None else there


def changed(state: State, numbers: Numbers, question: schema.Changed) -> schema.ChangedScene:
    """What changed most at the moment shown. Raises IntentError where that cannot be said."""
    with naming("most"):
        most = check_whole("most", question.most, low=1, high=MOST_LISTED)
    shown, path = numbers.subject, f"run.step({state.step}).changed("
    kinds: tuple[schema.ChangedKind, ...] = ("parameters", "values")
    kind = question.kind
    try:
        if not question.future:
            ranking = changed_in_step(shown, kind=kind, most=most)
        else:
            other = future_of(state, question.future)
            there = _there(state, shown, question.future)
            same = shown.step.network.sizes == there.step.network.sizes
            kinds = ("parameters", "values", "gradients") if same else ("values",)
            kind = kind if same else "values"
            titles = state.tree[state.future].title, other.title
            ranking = changed_beside(shown, there, titles=titles, kind=kind, most=most)
            path += f"other.step({state.step})"
    except ArgumentError as error:
        raise IntentError(str(error), field="kind") from None
    named = "" if kind == "parameters" else f'kind="{kind}"'
    return schema.ChangedScene(
        serial=question.serial,
        future=question.future,
        step=state.step,
        sample=sample_title(shown),
        kind=kind,
        kinds=kinds,
        changes=_entries(ranking),
        count=ranking.count,
        rest=ranking.rest,
        sentence=ranking.sentence,
        path=path + (", " if question.future and named else "") + named + ")",
    )


def _there(state: State, shown: Subject, name: str) -> Subject:
    """The future `name` beside the one shown. Raises IntentError where there is nothing to lay beside."""
    other = state.tree[name]
    if name == state.future:
        raise IntentError(
            f"future must be another than the one shown, got {other.title}; choose another", field="future"
        )
    if other.steps < state.step:
        raise IntentError(
            f"step must be one of both futures, got {state.step}: {other.title} ends after {other.steps}; "
            "go back to there",
            field="future",
        )
    there = subject_beside(state, shown, name)
    if there.sample != shown.sample or there.step.network.sizes[-1] != shown.step.network.sizes[-1]:
        raise IntentError(
            f"{other.title} learns from other data, so that no number of its network stands for one of the "
            "network shown",
            field="future",
        )
    return there


def _entries(ranking: Ranking) -> tuple[schema.ChangeEntry, ...]:
    return tuple(
        schema.ChangeEntry(one.name, one.title, one.before, one.after, one.difference)
        for one in ranking.changes
    )
