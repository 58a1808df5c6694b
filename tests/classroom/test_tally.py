"""Answers to a question as bars."""

from hypothesis import given, strategies as st

from learnscope.classroom.tally import MOST, Said, bars
from learnscope.scene.schema import AskKind, AskScene, SpanScene, TextScene


def text(said: str) -> TextScene:
    """A paragraph."""
    return TextScene((SpanScene(said),))


def ask(kind: AskKind, *choices: str, words: tuple[str, ...] = ()) -> AskScene:
    """A question."""
    return AskScene(0, kind, (text("What?"),), tuple(map(text, choices)), words, (), "", None, False, ())


numbers = (
    st.floats(-1e6, 1e6).map(str) | st.integers(-5, 5).map(str) | st.sampled_from(["inf", "nan", "−1", "0,5"])
)


@given(st.lists(numbers, max_size=80))
def test_each_answer_is_in_one_bar(given_):
    """However many and however large, and there are never more bars than can be read."""
    found = bars(ask("number"), [Said(one, one, None) for one in given_], revealed=False)
    assert sum(bar.count for bar in found) == len(given_)
    assert len(found) <= MOST
    assert len({bar.said for bar in found}) == len(found)
    assert all(bar.right == 0 for bar in found)


def test_numbers_stand_by_their_size():
    """However they are written."""
    found = bars(ask("number"), [Said(one, one, None) for one in ("0.5", "−2", "0,5", "10")], revealed=False)
    assert [(bar.said, bar.count) for bar in found] == [("−2", 1), ("0.5", 2), ("10", 1)]


def test_many_numbers_stand_in_steps():
    """Of one round width, with what lies far out at the ends."""
    answers = [Said(str(k / 10), str(k / 10), None) for k in range(40)] + [Said("1e9", "1e9", None)]
    found = bars(ask("number"), answers, revealed=False)
    assert next(bar.said for bar in found) == "0 to 0.5"
    assert found[-1].said.startswith("from ")


def test_all_choices_are_there():
    """Also those that nobody took, in their order; who is right is told when it is revealed."""
    answers = [Said("2", "b", True), Said("2", "b", True), Said("3", "c", False)]
    hidden = bars(ask("choice", "a", "b", "c"), answers, revealed=False)
    assert [(bar.said, bar.count, bar.right) for bar in hidden] == [("a", 0, 0), ("b", 2, 0), ("c", 1, 0)]
    shown = bars(ask("choice", "a", "b", "c"), answers, revealed=True)
    assert [bar.right for bar in shown] == [0, 2, 0]


def test_a_sign_has_two_bars():
    """In the question's own words."""
    found = bars(ask("sign", words=("falls", "grows")), [Said("1", "grows", True)], revealed=False)
    assert [(bar.said, bar.count) for bar in found] == [("falls", 0), ("grows", 1)]
