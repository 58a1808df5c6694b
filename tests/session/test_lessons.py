"""Lessons in a sitting: pages are put, answers checked, and one's own experiment comes back."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from learnscope.lessons.kinds import Edit
from learnscope.lessons.lesson import Lesson
from learnscope.lessons.shelf import Shelf
from learnscope.scene import schema
from learnscope.scene.grammar import parse
from learnscope.session import Session
from learnscope.session.lessons import HELD
from learnscope.store.autosave import Autosave
from tests.lessons.lesson import page
from tests.session.reader import Reader, new_session

SHIPPED = Shelf().lessons()
POINTS = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
NAMES = ", ".join(sorted(lesson.name for lesson in SHIPPED))
PAGES = next(len(lesson.pages) for lesson in SHIPPED if lesson.name == "blame")


@pytest.fixture
def reader() -> Reader:
    """A page at Iris, a few steps into it and with a weight that was set."""
    found = Reader(new_session())
    found.get(schema.Play, pace=0.0, until="step")
    found.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=0.75)
    return found


def taken(reader: Reader, lesson: str = "blame", page: int = 1) -> schema.LessonPage:
    """That page, opened."""
    scene = reader.get(schema.TakeLesson, lesson=lesson, page=page)
    assert scene.lesson is not None
    return scene.lesson.page


def answered(
    reader: Reader, number: int, given: str, lesson: str, page: int, seed: int = 0
) -> schema.AnsweredScene:
    """What an answer is worth."""
    found = reader.ask(schema.CheckAnswer, lesson=lesson, page=page, seed=seed, number=number, given=given)
    assert isinstance(found, schema.AnsweredScene), found
    return found


def weight(scene: schema.Scene) -> float:
    """The first weight on screen."""
    return float(scene.stage.links[0].weight.numpy()[0, 0])


def test_a_page_is_put_as_its_lesson_says(reader: Reader) -> None:
    """Experiment, position, selection, and texts with the numbers of that very network."""
    found = taken(reader, page=2)

    assert reader.scene.experiment.data_title == "Worked example 2-2-2"
    assert reader.scene.moment.phase == 4
    assert reader.scene.selection is not None
    assert reader.scene.selection.name == "weight.1.0.0"
    assert found.pages[1] == "Every wire gets its share of the blame"
    assert (found.title, found.place, found.page) == (
        "Blame: backpropagation",
        1 + [lesson.name for lesson in SHIPPED if not lesson.front.apart].index("blame"),
        2,
    )
    first = found.blocks[0]
    assert isinstance(first, schema.LessonText)
    said = [(span.text, span.name) for span in first.texts[0].spans if span.look == "number"]
    assert said[-1] == ("+0.7414", "error.0")
    assert "new.weight.1.0.0" in found.hidden


def test_what_stands_apart_is_not_counted(reader: Reader) -> None:
    """A test is listed, but is none of the row; nothing leads to it, nor on from it."""
    apart, last = taken(reader, "after"), taken(reader, SHIPPED[-1].name)
    row = [lesson for lesson in SHIPPED if not lesson.front.apart]

    assert (apart.place, apart.lessons, apart.next) == (0, len(row), "")
    assert taken(reader, row[-1].name).next == ""
    assert last.lessons == len(row)


def test_who_leaves_a_lesson_finds_their_own_experiment_as_it_was(reader: Reader) -> None:
    """Bit for bit, with what could be undone; nothing of the lesson is left."""
    before = reader.scene
    taken(reader)
    taken(reader, "forward", 4)
    reader.get(schema.Play, pace=0.0, until="step")

    after = reader.get(schema.LeaveLesson)

    assert after.lesson is None
    assert (after.moment.run, after.moment.step) == (before.moment.run, before.moment.step)
    assert after.stage == before.stage
    assert (after.undo, after.redo) == (before.undo, before.redo)
    assert after.said == "the lesson is left; your own experiment is as it was"
    assert weight(reader.get(schema.Undo)) != 0.75


def test_who_explores_its_network_can_go_back(reader: Reader) -> None:
    """It is theirs, as a move that an undo takes back."""
    taken(reader)

    scene = reader.get(schema.LeaveLesson, explore=True)

    assert scene.lesson is None
    assert scene.experiment.data_title == "Worked example 2-2-2"
    assert scene.undo == "explored a lesson's network"
    assert reader.get(schema.Undo).experiment.data_title == "Iris"
    assert weight(reader.scene) == 0.75


def test_a_link_to_a_page_leads_to_the_same_numbers(reader: Reader) -> None:
    """Whether one comes there page by page or at once."""
    for number in range(1, 4):
        taken(reader, "blame", number)
    there = reader.scene.stage

    other = Reader(new_session())
    taken(other, "blame", 3)

    assert other.scene.stage == there


def test_a_page_lets_be_changed_what_it_says_and_nothing_else(reader: Reader) -> None:
    """Numbers on one page, nothing on another; it plays on both."""
    taken(reader, "blame", 2)
    refused = (
        reader.refused(schema.SetParameter, link=0, role="weight", index=(0, 0), value=1.0),
        reader.refused(schema.Choose, name="iris"),
        reader.refused(schema.Configure, name="seed", value=3.0),
    )
    taken(reader, "neuron", 4)
    scene = reader.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=4.0)

    assert [problem.message for problem in refused] == [HELD] * 3
    assert (
        HELD
        == "this page of the lesson holds that still; to change it, leave the lesson or explore its network"
    )
    assert weight(scene) == 4
    assert scene.lesson is not None


@pytest.mark.parametrize(("lesson", "page"), [("slope", 5), ("blame", 5), ("matrices", 3), ("neuron", 4)])
def test_a_weight_is_set_where_the_page_stands(reader: Reader, lesson: str, page: int) -> None:
    """Whether it shows gradients, a product or the loss: what comes of a change is seen in the same place."""
    taken(reader, lesson, page)
    before = reader.scene.moment.phase

    scene = reader.get(schema.SetParameter, link=0, role="weight", index=(0, 0), value=2.0)

    assert weight(scene) == 2
    assert scene.moment.phase == before


@pytest.mark.parametrize(
    ("lesson", "page", "message"),
    [
        ("balme", 1, f"unknown lesson 'balme'; did you mean 'blame'? ({NAMES})"),
        ("blame", 0, f"page must be a whole number from 1 to {PAGES}, got 0"),
        ("blame", PAGES + 1, f"page must be a whole number from 1 to {PAGES}, got {PAGES + 1}"),
    ],
)
def test_a_page_that_is_not_there_is_refused(reader: Reader, lesson: str, page: int, message: str) -> None:
    """And nothing has changed."""
    before = reader.scene

    assert reader.refused(schema.TakeLesson, lesson=lesson, page=page).message == message
    assert reader.session.scene() == before


def own(reader_path: Path, state: str, body: str = "", front: str = "") -> Reader:
    """A sitting at a lesson of one's own, with that state."""
    text = page(body, f":::{{state}}\n{state}\n:::\n").replace("minutes: 1", f"minutes: 1{front}")
    (reader_path / "mine.md").write_text(text, encoding="utf-8")
    found = Reader(new_session(shelf=Shelf(reader_path / "mine.md")))
    taken(found, "mine")
    return found


@pytest.mark.parametrize(
    ("touch", "intent", "fields"),
    [
        ("points", schema.DrawData, {"points": schema.Array.of(POINTS), "classes": (0, 0, 1, 1)}),
        ("activation", schema.SetActivation, {"layer": 1, "activation": "relu"}),
        ("optimizer", schema.Configure, {"name": "optimizer", "value": "sgd"}),
        ("weights_seed", schema.NewStart, {}),
        (
            "numbers",
            schema.SetPlace,
            {"over": "numbers", "names": ("weight.0.0.0",), "seed": 0, "a": 1.0, "b": 0.0},
        ),
        ("bar", schema.Fork, {"title": ""}),
    ],
)
def test_what_a_page_names_may_be_changed(
    tmp_path: Path, touch: str, intent: type[schema.Intent], fields: dict[str, object]
) -> None:
    """And is held still where it does not."""
    recipe = ":experiment: data=circle&hidden=4"

    scene = own(tmp_path, f"{recipe}\n:touch: {touch}").get(intent, **fields)
    problem = own(tmp_path, recipe).refused(intent, **fields)

    assert scene.lesson is not None
    assert problem.message == HELD


def test_a_page_says_what_stands_in_the_middle_and_how_numbers_are_written(tmp_path: Path) -> None:
    """Its picture, its curves; decimals of texts; what is not there at all."""
    front = "\ndecimals: 2\ndecimal-mark: comma\nhide: hints, show-me"
    state = ":experiment: two-two-two\n:over: weight.0.0.0\n:stage: landscape\n:show: curves"
    reader = own(tmp_path, state, "It is {number}`value.1.0` or {signed}`error.0 to 5`.", front)
    assert reader.scene.lesson is not None
    found = reader.scene.lesson.page

    assert (found.stage, found.over, found.curves) == ("landscape", ("weight.0.0.0",), True)
    assert (found.decimals, found.decimal_mark, found.hide) == (2, "comma", ("hints", "show-me"))
    text = found.blocks[0]
    assert isinstance(text, schema.LessonText)
    assert [one.text for one in text.texts[0].spans if one.look == "number"] == ["0.59", "+0.74137"]


def test_an_exercise_is_opened_by_its_seed(tmp_path: Path) -> None:
    """Its answers are its own; those of another are refused; a page without drawn numbers has none."""
    ask = ":::{ask-number}\n:is: preactivation.1.0\nHow much?\n:::"
    reader = own(tmp_path, ":experiment: two-two-two\n:anew: weights", ask)
    file = answered(reader, 0, "", "mine", 1).result

    scene = reader.get(schema.TakeLesson, lesson="mine", page=1, seed=4)

    assert scene.lesson is not None
    assert (scene.lesson.page.anew, scene.lesson.page.seed) == (True, 4)
    assert answered(reader, 0, "", "mine", 1, seed=4).result != file
    problem = reader.ask(schema.CheckAnswer, lesson="mine", page=1, seed=0, number=0, given="1")
    assert isinstance(problem, schema.Problem)
    plain = own(tmp_path, ":experiment: two-two-two", ask)
    again = plain.get(schema.TakeLesson, lesson="mine", page=1, seed=4)
    assert again.lesson is not None
    assert (again.lesson.page.anew, again.lesson.page.seed) == (False, 0)


def test_without_a_lesson_there_is_none_to_leave_or_to_answer(reader: Reader) -> None:
    """In words."""
    assert reader.refused(schema.LeaveLesson).message == "there is no lesson to leave; open one first"
    problem = reader.ask(schema.CheckAnswer, lesson="blame", page=1, seed=0, number=0, given="1")
    assert isinstance(problem, schema.Problem)
    assert problem.message == "that page is no longer open; open it and answer again"


def test_a_wrong_answer_is_answered(reader: Reader) -> None:
    """By its likely cause, with the arithmetic of what is right."""
    taken(reader, "blame", 2)

    found = answered(reader, 0, "-1; 0.22", "blame", 2)

    assert [(one.said, one.right, one.result) for one in found.parts] == [
        ("shrinks", True, "shrinks"),
        ("by about 0.22", False, "by 0.04108, a fifth of that"),
    ]
    assert (found.right, found.said) == (False, "shrinks by about 0.22")
    assert found.reply[0].spans[0].text.startswith("Without the slope your guess would be right.")


def test_lessons_are_listed_in_their_order(reader: Reader) -> None:
    """With how long they take, and what comes before them."""
    found = reader.ask(schema.ListLessons)

    assert isinstance(found, schema.LessonsScene)
    assert [entry.name for entry in found.lessons] == [lesson.name for lesson in SHIPPED]
    assert found.lessons[0].name == "before"  # what a newcomer knows is asked before anything else
    assert found.lessons[1] == schema.LessonEntry("neuron", "One neuron", 4, 5, ())
    assert found.faults == ()


def test_a_lesson_of_ones_own_is_read_anew_each_time(tmp_path: Path) -> None:
    """As it is edited; one with a fault is refused with its line, and the page stays."""
    file = tmp_path / "mine.md"
    file.write_text(page("One."), encoding="utf-8")
    reader = Reader(new_session(shelf=Shelf(file)))
    first = taken(reader, "mine").blocks[0]
    file.write_text(page("Two."), encoding="utf-8")
    second = taken(reader, "mine").blocks[0]
    file.write_text(page("{nubmer}`value.1.0`"), encoding="utf-8")

    assert [one.texts[0].spans[0].text for one in (first, second) if isinstance(one, schema.LessonText)] == [
        "One.",
        "Two.",
    ]
    assert reader.refused(schema.TakeLesson, lesson="mine").message == (
        "mine.md:10: unknown role 'nubmer'; did you mean 'number'? (if, lesson, number, signed, why, word)"
    )
    assert reader.session.scene().lesson is not None
    listed = reader.ask(schema.ListLessons)
    assert isinstance(listed, schema.LessonsScene)
    assert listed.faults == (
        "mine.md:10: unknown role 'nubmer'; did you mean 'number'? (if, lesson, number, signed, why, word)",
    )


def test_another_process_goes_on_with_ones_own_experiment(reader: Reader) -> None:
    """A snapshot holds nothing of a lesson."""
    before = reader.scene
    taken(reader)

    again = Session(seeds=lambda: 1, snapshot=reader.session.snapshot(), engine="plain").scene()

    assert again.lesson is None
    assert again.stage == before.stage


def test_runs_of_lessons_are_not_kept_on_disk(tmp_path: Path) -> None:
    """They are anybody's; one's own run still is."""
    autosave = Autosave(tmp_path)
    reader = Reader(new_session(autosave=autosave))
    taken(reader, "forward", 4)
    reader.get(schema.Play, pace=0.0, until="step")
    assert reader.scene.run is not None
    assert reader.scene.run.file == ""
    reader.get(schema.LeaveLesson)
    reader.get(schema.Play, pace=0.0, until="step")
    autosave.release()

    assert len(list(tmp_path.glob("iris*"))) == len([one for one in tmp_path.iterdir() if one.is_file()]) == 1


def moves(reader: Reader, solution: tuple[Edit | int, ...]) -> Iterator[schema.Scene]:
    """A goal's solution carried out as a reader would."""
    for move in solution:
        if isinstance(move, int):
            yield reader.get(schema.Play, pace=0.0, until="step", steps=move)
            continue
        name = parse(move.name)
        axes = name.axes
        if name.setting:
            yield reader.get(schema.Configure, name=name.setting, value=move.value)
        elif name.kind.word == "weight":
            index = (axes["from"], axes["to"])
            yield reader.get(
                schema.SetParameter, link=axes["link"], role="weight", index=index, value=move.value
            )
        elif name.kind.word == "input":
            yield reader.get(schema.SetInput, index=axes["input"], value=move.value)
        else:
            index = (axes["neuron"],)
            yield reader.get(
                schema.SetParameter, link=axes["link"], role="bias", index=index, value=move.value
            )


@pytest.mark.slow
@pytest.mark.parametrize("lesson", SHIPPED, ids=lambda lesson: lesson.name)
def test_a_lesson_goes_from_its_first_page_to_its_last(lesson: Lesson) -> None:
    """What is shown as right is right, each play ends where it says, and goals are reached."""
    reader = Reader(new_session())
    for number, shown in enumerate(lesson.pages, start=1):
        opened = taken(reader, lesson.name, number)
        for block in opened.blocks:
            match block:
                case schema.AskScene(kind="words"):
                    found = answered(reader, block.number, "Because.", lesson.name, number)
                    assert (found.right, found.said) == (None, "Because.")
                case schema.AskScene():
                    right = answered(reader, block.number, "", lesson.name, number)
                    given = as_given(block, right)
                    assert answered(reader, block.number, given, lesson.name, number).right is True
                case schema.PlayScene(steps=steps) if steps:
                    reader.get(schema.Play, pace=0.0, until="step", steps=steps)
                    assert reader.scene.moment.step == block.step
                case schema.PlayScene():
                    reader.get(schema.Rest, seen=block.to)
                    assert reader.scene.moment.phase == block.to
        for goal in shown.goals:
            assert reader.scene.lesson is not None
            assert set(reader.scene.lesson.reached) == {None}
            last = list(moves(reader, goal.solution))[-1]
            assert last.lesson is not None
            assert None not in last.lesson.reached


def test_a_goal_that_was_reached_stays_so_until_its_page_is_begun_anew(reader: Reader) -> None:
    """Training that runs past it, and a reset, take nothing back; and the step that reached it is told."""
    taken(reader, "downhill", 7)
    reader.get(schema.Configure, name="learning_rate", value=0.45)
    reader.get(schema.Play, pace=0.0, until="paused", steps=1)
    while reader.scene.moment.step <= 40:
        reader.tick()
    reader.get(schema.Pause)

    assert reader.scene.lesson is not None
    (reached,) = reader.scene.lesson.reached
    assert reached is not None
    assert 0 < reached <= 12
    reset = reader.get(schema.Reset)
    assert reset.lesson is not None
    assert reset.lesson.reached == (reached,)
    taken(reader, "downhill", 7)
    assert reader.scene.lesson.reached == (None,)


def as_given(ask: schema.AskScene, right: schema.AnsweredScene) -> str:
    """What is right as a reader gives it."""
    match ask.kind:
        case "sign":
            return ("-1", "1")[ask.words.index(right.result)]
        case "change":
            assert right.value is not None
            return f"{'-1' if right.value < 0 else '1'}; {abs(right.value)}"
        case "choice":
            return str(1 + [plain(one) for one in ask.choices].index(right.result))
        case "weight":
            return right.name
        case "point":
            return "; ".join(map(str, right.point))
    return right.result


def plain(text: schema.TextScene) -> str:
    """A text without its looks."""
    return "".join(span.text for span in text.spans).strip()


def test_many_steps_are_made_at_once(reader: Reader) -> None:
    """As many as are asked for, and no more; a number that is none is refused."""
    before = reader.scene.moment.step
    after = reader.get(schema.Play, pace=0.0, until="step", steps=7)
    refused = reader.refused(schema.Play, pace=0.0, until="step", steps=0)

    assert (after.moment.step, after.run.playing if after.run else True) == (before + 7, False)
    assert (refused.field, refused.message) == (
        "steps", "steps must be a whole number from 1 to 1000, got 0",
    )  # fmt: skip
