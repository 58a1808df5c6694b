"""What is drawn of what has not changed is the very object that was drawn before."""

from learnscope.scene.again import Again


def test_of_the_same_it_is_the_same_object():
    """And of anything else it is drawn anew; only the last is remembered."""
    again, drawn = Again(), []

    def draw(*of):
        drawn.append(of)
        return object()

    first = again(draw, "a", (1, 2))
    assert again(draw, "a", (1, 2)) is first
    assert again(draw, "b", (1, 2)) is not first
    assert again(draw, "a", (1, 2)) is not first
    assert drawn == [("a", (1, 2)), ("b", (1, 2)), ("a", (1, 2))]
