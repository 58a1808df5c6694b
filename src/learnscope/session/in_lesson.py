"""A sitting in a lesson: which page is open, what was put for it, and what its reader had before."""

from dataclasses import dataclass, replace

from learnscope.errors import LearnscopeError
from learnscope.lessons.blocks import Goal
from learnscope.lessons.expressions import Expression, holds
from learnscope.lessons.lesson import Lesson
from learnscope.lessons.quantities import Quantities
from learnscope.lessons.scene import Where, page_scene
from learnscope.lessons.shelf import Shelf
from learnscope.once import once
from learnscope.scene.schema import LessonPage, LessonScene
from learnscope.session.numbers import Numbers
from learnscope.session.stand import Put, moment_at
from learnscope.session.state import State
from learnscope.session.undo import UndoStack
from learnscope.session.view import View


@dataclass(frozen=True, eq=False)
class Own:
    """What a reader had before the lesson, to be given back."""

    state: State
    history: UndoStack
    view: View


@dataclass(frozen=True, eq=False)
class Opened:
    """A page of a lesson that is open."""

    lesson: Lesson
    page: int  # from 0
    put: Put
    shelf: Shelf
    seed: int = 0  # of the exercise

    @once
    def quantities(self) -> Quantities:
        """The numbers where the page begins, and where its play ends; answers are checked against them."""
        return replace(self.put.quantities(), decimals=self.lesson.front.decimals)

    @once
    def page_scene(self) -> LessonPage:
        """The page, which stays the same while its reader is there."""
        end = self.put.end
        where = Where(
            self.shelf.lessons(), self.shelf.own, self.shelf.stamp(), end.phase, end.step, self.seed
        )
        return page_scene(self.lesson, self.page, self.quantities, where)

    @property
    def titles(self) -> dict[str, str]:
        """What lessons are called, by their names."""
        return {one.name: one.front.title for one in self.shelf.lessons()}


@dataclass(frozen=True, eq=False)
class InLesson:
    """Where in which lesson."""

    opened: Opened
    own: Own
    reached: tuple[int | None, ...] = ()  # as in LessonScene; () before anything was looked at

    @property
    def seeks(self) -> bool:
        """Whether a goal of the page was not reached yet."""
        return bool(self._goals) and (not self.reached or None in self.reached)

    def looked_at(self, state: State, numbers: Numbers) -> "InLesson":
        """The same, with the goals that are reached by the numbers as they stand; one that was stays so."""
        if not self.seeks:
            return self
        now = moment_at(state, numbers)
        there, made = Quantities(now, now), max(0, state.step - self.opened.put.start.step)
        before = self.reached or (None,) * len(self._goals)
        reached = tuple(
            made if was is None and _reached(goal.reached, there) else was
            for goal, was in zip(self._goals, before, strict=True)
        )
        return self if reached == self.reached else replace(self, reached=reached)

    def scene(self) -> LessonScene:
        """The page, and when its goals were reached."""
        return LessonScene(self.opened.page_scene, self.reached)

    @property
    def _goals(self) -> tuple[Goal, ...]:
        return self.opened.lesson.pages[self.opened.page].goals


def _reached(goal: Expression, there: Quantities) -> bool:
    try:
        return holds(goal, there.look)
    except LearnscopeError:  # of a sample that is not shown now
        return False
