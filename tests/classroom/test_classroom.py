"""A class, whatever its students and their teacher do."""

from collections import Counter

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from learnscope.classroom.classroom import ClassError, Classroom, Student
from learnscope.classroom.names import seen_as
from learnscope.classroom.standing import Opened, at, refusal
from learnscope.scene import schema
from tests.classroom.lesson import AT, answer, lesson_scene

PAGES = ("one", "two", "three", "four")


class ClassMachine(RuleBasedStateMachine):
    """Many students' moves in any order, beside a plain account of them."""

    students = Bundle("students")

    def __init__(self) -> None:
        super().__init__()
        self.room = Classroom(link="lesson/blame/1", lesson="blame", pages=PAGES, most=6)
        self.pages: dict[Student, int] = {}
        self.first: dict[tuple[int, int], str] = {}
        self.paused = False
        self.furthest = 0

    @rule(target=students, name=st.text(max_size=8))
    def join(self, name: str) -> Student | None:
        if len(self.pages) == 6:
            with pytest.raises(ClassError, match="The class is full: 6 have come; ask your teacher"):
                self.room.join(name)
            return None
        student = self.room.join(name)
        self.room.arrived(student)
        assert self.room.standing(student).link
        self.pages[student] = 0
        return student

    @rule(student=students, page=st.integers(1, 4))
    def go(self, student: Student | None, page: int) -> None:
        if student is None or student.removed:
            return
        why = refusal(self.room.standing(student), schema.TakeLesson(at=AT, lesson="blame", page=page))
        ahead = bool(self.furthest) and page > self.furthest
        assert bool(why) == (self.paused or ahead), why
        if not why:
            self.room.take(student, at(lesson_scene(page)))
            self.pages[student] = page

    @rule(student=students, given=st.sampled_from(["", "1", "2"]), page=st.integers(1, 4))
    def say(self, student: Student | None, given: str, page: int) -> None:
        if student is None:
            return
        before = self.room.answers
        answer(self.room, student, given, at=page)
        answer(self.room, student, "in my own words", number=1, at=page)
        if student.removed:
            assert self.room.answers == before
        elif given:
            self.first.setdefault((student.number, page), given)

    @rule(student=students, name=st.text(max_size=8))
    def rename(self, student: Student | None, name: str) -> None:
        if student in self.pages:
            self.room.rename(student.number, name)

    @rule(student=students)
    def remove(self, student: Student | None) -> None:
        if student in self.pages:
            name = student.name
            self.room.remove(student.number)
            assert self.room.student(student.secret) is None
            assert self.room.was_removed(student.secret)
            why = refusal(self.room.standing(student), schema.Undo(at=AT))
            assert why == "Your teacher has removed you from the class; load this page again to join anew"
            del self.pages[student]
            self.first = {key: given for key, given in self.first.items() if key[0] != student.number}
            assert name not in [one.name for one in self.room.students]

    @rule(on=st.booleans())
    def pause(self, on: bool) -> None:
        self.room.pause(on=on)
        self.paused = on

    @rule(page=st.integers(0, 4))
    def pace(self, page: int) -> None:
        self.room.pace(page)
        self.furthest = page

    @rule(page=st.integers(1, 4))
    def open_page(self, page: int) -> None:
        link = f"lesson/blame/{page}"
        self.room.open(link)
        self.furthest = max(self.furthest, page) if self.furthest else 0
        for student in self.pages:
            assert refusal(self.room.standing(student), schema.OpenLink(at=AT, text=link)) == ""
            self.room.take(student, Opened(self.room.standing(student).call))
            self.room.take(student, at(lesson_scene(page)))
            self.pages[student] = page
            assert self.room.standing(student).link == ""

    @rule(page=st.integers(1, 4), on=st.booleans())
    def reveal(self, page: int, on: bool) -> None:
        key = f"blame/{page}/0"
        if any(question.key == key for question in self.room.scene().questions):
            self.room.reveal(key, on=on)

    @invariant()
    def all_is_told(self) -> None:
        scene = self.room.scene()
        assert {one.number: one.page for one in scene.students} == {
            s.number: p for s, p in self.pages.items()
        }
        assert len({seen_as(one.name) for one in scene.students}) == len(scene.students)
        counted = Counter(page for _, page in self.first)
        assert {one.page: one.answers for one in scene.questions if one.answers} == dict(counted)
        for question in scene.questions:
            assert question.key.endswith("/0")  # nothing in one's own words
            assert sum(bar.count for bar in question.bars) == question.answers
            if not question.revealed:
                assert question.result == ""
                assert not any(bar.right for bar in question.bars)

    @invariant()
    def nobody_is_named_in_a_question(self) -> None:
        for student in self.pages:
            standing = self.room.standing(student)
            assert standing.paused == self.paused
            assert student.secret not in repr(self.room.scene())
            assert student.sitting not in repr(student)


TestClass = ClassMachine.TestCase
TestClass.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


def test_a_paused_class_looks():
    """Numbers can be looked at, and what plays be ended; nothing is changed or answered."""
    room = Classroom()
    ada = room.join("Ada")
    room.pause(on=True)
    paused = "Your teacher has paused the class; try again when they let you go on"
    asked = schema.CheckAnswer(at=AT, lesson="blame", page=3, seed=0, number=0, given="1")
    for intent in (schema.Undo(at=AT), schema.TakeLesson(at=AT, lesson="neuron"), asked):
        assert refusal(room.standing(ada), intent) == paused
    for intent in (schema.Pause(at=AT), schema.Rest(at=AT), schema.ListLessons(at=AT)):
        assert refusal(room.standing(ada), intent) == ""


def test_the_pace_is_told():
    """In words that say what opens the next page."""
    room = Classroom(lesson="blame", pages=PAGES)
    ada = room.join("Ada")
    room.pace(2)
    for intent in (
        schema.TakeLesson(at=AT, lesson="blame", page=3),
        schema.OpenLink(at=AT, text="lesson/blame/3"),
    ):
        assert refusal(room.standing(ada), intent) == (
            "Your teacher has opened the lesson of this class up to page 2; they open the next one"
        )
    assert refusal(room.standing(ada), schema.TakeLesson(at=AT, lesson="neuron", page=3)) == ""


def test_who_is_ahead_may_go_back():
    """Page by page, and stay; where less was opened later they are not held by what they see."""
    room = Classroom(lesson="blame", pages=PAGES)
    ada = room.join("Ada")
    room.pace(1)
    standing = room.standing(ada)

    def may(page: int, there: int, lesson: str = "blame") -> bool:
        wanted = schema.TakeLesson(at=AT, lesson="blame", page=page)
        return refusal(standing, wanted, at(lesson_scene(there, lesson))) == ""

    assert [may(page, 3) for page in (1, 2, 3, 4)] == [True, True, True, False]
    assert not may(2, 3, "neuron")


def test_one_who_begins_anew_answers_again():
    """They are done when they have; what they said at first stays, and each try is told to the teacher."""
    room = Classroom(lesson="blame", title="Blame", pages=PAGES, asks=(1, 2, 0, 1))
    ada = room.join("Ada")
    room.arrived(ada)
    room.take(ada, at(lesson_scene(1)))
    answer(room, ada, "1", at=1, right=True)
    assert room.scene().students[0].done
    room.reset(1)
    assert not room.scene().students[0].done
    answer(room, ada, "1", at=1, right=True)
    answer(room, ada, "2", at=1)
    answer(room, ada, "", at=2)
    assert room.scene().students[0].done
    assert room.scene().questions[0].answers == 1
    assert room.answered_by(1) == (
        "page 1, question 1: 1 ✓",
        "page 1, question 1: 1 ✓",
        "page 1, question 1: 2 ×",
        "page 2, question 1: asked to be shown ×",
    )
    other = Classroom()
    answer(other, other.join("Bo"), "1", right=None)
    assert other.answered_by(1) == ("Blame, page 3, question 1: 1",)
    with pytest.raises(ClassError, match="there is no student 2 in the class"):
        other.answered_by(2)


def test_it_is_told_for_whom_something_was_opened():
    """And how far all may go since."""
    room = Classroom(lesson="blame", pages=PAGES)
    ada = room.join("Ada")
    room.join("Bo")
    room.arrived(ada)
    assert room.open("lesson/blame/2") == "opened for 1 who is here, and for whoever comes"
    room.arrived(room.join("Cy"))
    room.pace(2)
    assert room.open("lesson/blame/3") == (
        "opened for 2 who are here, and for whoever comes; up to page 3 is open now"
    )


def test_what_cannot_be_done_is_said():
    """In full."""
    with pytest.raises(
        ClassError, match=r"^a class has a pace where it is about a lesson; begin it with one$"
    ):
        Classroom().pace(1)
    room = Classroom(lesson="blame", pages=PAGES)
    with pytest.raises(ClassError, match=r"^page must be from 0 to 4, got 5$"):
        room.pace(5)
    with pytest.raises(ClassError, match=r"^that question was answered by nobody yet$"):
        room.reveal("blame/1/0", on=True)
    for act in (room.reset, room.remove, lambda number: room.rename(number, "Bo")):
        with pytest.raises(ClassError, match=r"^there is no student 1 in the class$"):
            act(1)
    ada = room.join("Ada")
    room.close("done")
    assert refusal(room.standing(ada), schema.Undo(at=AT)) == "The class is over"
    with pytest.raises(ClassError, match=r"^The class is over$"):
        room.join("Bo")


def test_an_answer_that_is_checked_again_is_one_answer():
    """A page that is opened again has its answers checked again; the first is what is counted."""
    room = Classroom()
    ada = room.join("Ada")
    for given in ("1", "1", "2", "2"):
        answer(room, ada, given)
    assert [given.said.given for _, given in room.answers] == ["1", "2"]
    assert [bar.said for bar in room.scene().questions[0].bars] == ["1"]
    for k in range(200):
        answer(room, ada, str(k))
    assert [given.attempt for _, given in room.answers] == [*range(1, 100), 202]


def test_who_cannot_open_what_all_are_to_is_shown_that_it_is_not_asked_for_any_more():
    """Nothing else would show it to them."""
    room = Classroom(link="lesson/blame/9")
    ada = room.join("Ada")
    told: list[tuple[Student, ...]] = []
    room.then(lambda students: told.append(tuple(students)))
    room.take(ada, Opened(0))
    assert told == []
    room.open("lesson/blame/9")
    room.take(ada, Opened(1, failed=True))
    assert told[-1] == (ada,)
    assert room.standing(ada).link == ""


def test_the_word_of_the_class():
    """Lets in as it is spoken, and no other does."""
    room = Classroom()
    assert room.opens(f" {room.word.upper()} ")
    assert not any(room.opens(word) for word in ("", room.word[:-1], room.word + "x", "ä"))


def test_a_name_is_given_anew():
    """By the teacher, told from those of others; who is removed leaves theirs to others."""
    room = Classroom()
    for name in ("Ada", "Bo"):
        room.join(name)
    assert room.rename(2, " ada\n") == "ada is taken: Bo is now ada 2"
    assert room.rename(1, "Ada") == "Ada is now Ada"
    assert room.remove(1) == "Ada is removed"
    assert room.rename(2, "Ada") == "ada 2 is now Ada"
    assert [(one.number, one.name) for one in room.students] == [(2, "Ada")]
    assert room.join("Cy").number == 3


def test_who_never_opened_their_page_gives_way_in_a_full_class():
    """A minute after they joined, and nobody else does."""
    now = [0.0]
    room = Classroom(most=2, clock=lambda: now[0])
    ada, _ = room.join("Ada"), room.join("Bo")
    room.arrived(ada)
    room.left(ada)
    now[0] = 60.0
    with pytest.raises(ClassError, match="full"):
        room.join("Cy")
    now[0] = 61.0
    room.join("Cy")
    assert [one.name for one in room.students] == ["Ada", "Cy"]
    now[0] = 100.0
    with pytest.raises(ClassError, match=r"^The class is full: 2 have come; ask your teacher$"):
        room.join("Di")


def test_who_is_done_with_a_page_has_answered_all_it_asks():
    """Or was shown; of the lesson of the class, whose pages may ask nothing."""
    room = Classroom(lesson="blame", title="Blame", pages=PAGES, asks=(1, 2, 0, 1))
    ada, bo = room.join("Ada"), room.join("Bo")

    def done() -> list[bool]:
        return [one.done for one in room.scene().students]

    for student, page in ((ada, 1), (bo, 2)):
        room.arrived(student)
        room.take(student, at(lesson_scene(page)))
        answer(room, student, "1", at=page)
    assert done() == [True, False]
    answer(room, bo, "", number=0, at=1)
    assert done() == [True, False]
    room.take(bo, at(lesson_scene(1)))
    assert done() == [True, True]
    room.take(ada, at(lesson_scene(3)))
    assert done() == [False, True]
    room.take(bo, at(lesson_scene(1, "neuron")))
    assert done() == [False, False]


def test_how_long_somebody_is_on_a_page_is_counted_from_when_they_came_to_it():
    """Whatever they do there."""
    now = 100.0
    room = Classroom(clock=lambda: now)
    ada = room.join("Ada")
    room.arrived(ada)
    since = []
    for moment, page in ((110.0, 1), (120.0, 1), (130.0, 2)):
        now = moment
        room.take(ada, at(lesson_scene(page)))
        since.append(room.scene().students[0].since)
    assert since == [110, 110, 130]


def test_what_is_done_to_a_student_is_nothing_that_they_do():
    """They are seen when they act or say something new, not when they are led or a page checks all again."""
    now = 100.0
    room = Classroom(clock=lambda: now)
    ada = room.join("Ada")
    room.arrived(ada)
    seen = []
    acts = [
        lambda: room.take(ada, at(lesson_scene(1))),
        lambda: room.take(ada, replace(at(lesson_scene(1)), busy=True)),
        lambda: answer(room, ada, "1"),
        lambda: answer(room, ada, "1"),
    ]
    for moment, act in zip((110.0, 120.0, 130.0, 140.0), acts, strict=True):
        now = moment
        act()
        seen.append(room.scene().students[0].seen)
    assert seen == [100, 120, 130, 130]


def test_where_a_student_is_is_told_by_who_is_there():
    """What their sitting says while their teacher looks at it and they do not is no news of them."""
    now = 100.0
    room = Classroom(clock=lambda: now)
    ada = room.join("Ada")
    room.arrived(ada)
    room.take(ada, at(lesson_scene(2)))
    room.left(ada)
    before = room.scene().students
    now = 500.0
    room.take(ada, at(None))
    assert room.scene().students == before
    assert room.whose(ada.sitting) is ada
    assert room.whose("another") is None
    room.remove(1)
    assert room.whose(ada.sitting) is ada


def test_what_becomes_of_the_class_does_not_concern_who_was_removed():
    """They are told of nothing more, in whatever process they are."""
    room = Classroom(lesson="blame", pages=PAGES)
    ada = room.join("Ada")
    room.remove(1)
    stood = room.standing(ada)
    room.pause(on=True)
    room.pace(2)
    room.open("lesson/blame/3")
    room.close("closed")
    assert room.standing(ada) == stood


def test_whose_a_sitting_is_is_known_while_they_are_removed() -> None:
    """At every moment: another thread may ask, and at what is nobody's the teacher does not only look."""
    room = Classroom()
    ada = room.join("Ada")

    class Watched(dict[str, Student]):
        def __delitem__(self, secret: str) -> None:
            super().__delitem__(secret)
            found.append(room.whose(ada.sitting))

        def pop(self, *arguments: str) -> Student:  # type: ignore[override]
            student = super().pop(*arguments)
            found.append(room.whose(ada.sitting))
            return student

    found = list[Student | None]()
    room._students = Watched(room._students)
    room.remove(ada.number)

    assert found == [ada]
