"""Moves on futures: another one begins, one is called otherwise, removed, put into the race."""

from dataclasses import replace

from learnscope import words
from learnscope.errors import IntentError
from learnscope.run import Tree, fork as fork_tree, lineage, race, remove, rename
from learnscope.scene.schema import DeleteFuture, Fork, RaceFuture, RenameFuture
from learnscope.session.moves.move import Move
from learnscope.session.race import MOST_RACING, racing
from learnscope.session.state import State
from learnscope.session.visit import future_of, visit

LONGEST_TITLE = 80
MOST_FUTURES = 100


def fork(state: State, intent: Fork) -> Move:
    """Another future from the step shown, which is shown from now on; nothing else has changed yet."""
    check_futures(state)
    title = _title(intent.title) if intent.title else f"from step {state.step}"
    tree = fork_tree(state.tree, state.future, state.step, title=title, point=state.point)
    name = tree.names[-1]
    there = replace(state, tree=tree, future=name, ahead=state.place - state.step)
    return Move(there, "fork", f"another future, {title}, begins at step {state.step}")


def check_futures(state: State) -> None:
    """Raise IntentError where the run has as many futures as it may."""
    if len(state.tree.futures) >= MOST_FUTURES:
        raise IntentError(
            f"a run must have at most {MOST_FUTURES} futures, got one more; delete some", field="future"
        )


def rename_future(state: State, intent: RenameFuture) -> Move:
    """Another title for a future."""
    future, title = future_of(state, intent.future), _title(intent.title)
    if title == future.title:
        return Move(state, "title", "nothing has changed")
    there = replace(state, tree=rename(state.tree, future.name, title))
    return Move(there, f"title {title}", f"the future {future.title} is now called {title}")


def delete_future(state: State, intent: DeleteFuture) -> Move:
    """A future removed with those that departed from it; in place of the shown one, the one it came from."""
    future = future_of(state, intent.future)
    if not future.parent:
        raise IntentError(
            f"future must not be the first, {future.title}, from which all others departed; reset instead",
            field="future",
        )
    tree = remove(state.tree, future.name)
    gone = len(state.tree.futures) - len(tree.futures)
    also = f" with {words.count(gone - 1, 'future')} that departed from it" if gone > 1 else ""
    said = f"the future {future.title} is deleted{also}"
    if state.future in tree.names:
        return Move(replace(state, tree=tree), f"deleting {future.title}", said)
    heir = _heir(state.tree, state.future, tree)
    there = visit(state, min(state.step, tree[heir].steps), heir, tree=tree)
    return Move(there, f"deleting {future.title}", f"{said}; {tree[heir].title} is shown")


def race_future(state: State, intent: RaceFuture) -> Move:
    """A future in the race, or out of it."""
    future = future_of(state, intent.future)
    if intent.racing and not future.racing and len(racing(state.tree)) >= MOST_RACING:
        raise IntentError(
            f"at most {MOST_RACING} futures race, got one more; take another out first", field="racing"
        )
    if intent.racing == future.racing:
        return Move(state, "race", "nothing has changed")
    there = replace(state, tree=race(state.tree, future.name, intent.racing))
    where = "races" if intent.racing else "is out of the race"
    return Move(there, "race", f"the future {future.title} {where}")


def _heir(before: Tree, name: str, after: Tree) -> str:
    """Of the futures that `name` came from, the nearest that is left."""
    return next(future.name for future in reversed(lineage(before, name)) if future.name in after.names)


def _title(title: str) -> str:
    text = " ".join(title.split())
    if not 1 <= len(text) <= LONGEST_TITLE:
        raise IntentError(
            f"title must have 1 to {LONGEST_TITLE} characters, got {len(text)}; give another", field="title"
        )
    return text
