"""A race: futures trained in turn to equal steps, each as if it were alone."""

from learnscope.scene import schema
from tests.session.reader import Reader
from tests.session.test_configure import parameters
from tests.session.test_play import by_hand, played, reader_of, run_of


def raced(reader: Reader, count: int) -> None:
    """So many futures from the start, of other learning rates, all in the race."""
    for number in range(1, count):
        reader.get(schema.Seek, step=0, future="1")
        reader.get(schema.Fork, title=f"rate {number}")
        reader.get(schema.Configure, name="learning_rate", value=0.01 * number)
    for name in [future.name for future in run_of(reader).futures]:
        reader.get(schema.RaceFuture, future=name, racing=True)


def test_eight_futures_race_to_equal_steps() -> None:
    """Each as if it were trained alone; one pause and one undo for all."""
    reader = reader_of()
    reader.get(schema.Train, epochs=1)
    raced(reader, 8)
    before = {future.name: future.steps for future in run_of(reader).futures}
    reader.get(schema.Play, pace=0.0, race=True)
    while len({future.steps for future in run_of(reader).futures}) > 1:
        reader.tick()  # those behind catch up
    for _ in range(4):
        reader.tick()
        steps = {future.steps for future in run_of(reader).futures}
        assert len(steps) == 1
    reader.get(schema.Pause)
    (step,) = steps
    assert step > 7
    assert all(future.outcome for future in run_of(reader).futures)

    for future in run_of(reader).futures[1:]:
        reader.get(schema.Seek, step=step, future=future.name)
        alone = by_hand(step, learning_rate=0.01 * (int(future.name) - 1))
        assert parameters(alone.scene) == parameters(reader.scene)
    reader.get(schema.Undo)
    assert {future.name: future.steps for future in run_of(reader).futures} == before


def test_a_ninth_future_does_not_race() -> None:
    """Another must go out first."""
    reader = reader_of()
    raced(reader, 8)
    reader.get(schema.Fork)

    problem = reader.refused(schema.RaceFuture, future="9", racing=True)

    assert (problem.field, problem.message) == (
        "racing",
        "at most 8 futures race, got one more; take another out first",
    )


def test_a_race_needs_two() -> None:
    """One alone is not a race."""
    reader = reader_of()
    reader.get(schema.RaceFuture, future="1", racing=True)

    problem = reader.refused(schema.Play, pace=0.0, race=True)

    assert (problem.field, problem.message) == (
        "race",
        "at least two futures must be in a race, got 1; put another into it",
    )


def test_whoever_ends_in_a_race_is_left_behind() -> None:
    """The others go on; when all have ended it is over."""
    reader = reader_of(steps=20)
    raced(reader, 2)
    reader.get(schema.Configure, name="steps", value=12.0)  # of the second

    scene = played(reader, race=True)

    assert {future.name: future.steps for future in run_of(reader).futures} == {"1": 20, "2": 12}
    assert run_of(reader).stopped == "Stopped: every future in the race has ended."
    assert scene.moment.step == 12


def test_the_rate_of_a_race_counts_those_that_catch_up() -> None:
    """Steps are made while the others wait, so it is not none."""
    reader = reader_of()
    reader.get(schema.Train, epochs=20)
    raced(reader, 2)
    reader.get(schema.Play, pace=0.0, race=True)
    reader.tick()

    assert {future.steps for future in run_of(reader).futures if future.parent == ""} == {140}
    assert run_of(reader).rate > 0
