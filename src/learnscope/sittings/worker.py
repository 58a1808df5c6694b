"""The model of one sitting at work: begun when first needed, kept on disk, its faults caught.

Methods work in the thread that calls them, and but for `ask` one at a time. A model never raises, and if it
does, the fault is logged, a problem is the answer, and the sitting lives on.

What an edit leads to is on disk before its scene is handed out; what playing, seeking and looking about lead
to is `unkept` until `keep` is called, and so is what could not be kept: then scenes say why.
"""

import contextlib
import logging
from collections.abc import Callable

import msgspec

from learnscope.data.dataset import Dataset
from learnscope.errors import FormatError
from learnscope.scene.schema import Intent, Problem, Question, Reply, Scene
from learnscope.sittings.folder import TROUBLE, Store
from learnscope.sittings.model import Make, Model
from learnscope.sittings.openings import DeadlyError

FAILED = "Learnscope failed at this and has changed nothing; the reason is written where it was started"
UNSAID = "the reason is written where Learnscope was started"

_log = logging.getLogger(__name__)


class Worker:
    """It, for the sitting called `name`; without a store nothing is kept."""

    def __init__(self, name: str, make: Make, store: Store | None) -> None:
        self._name = name
        self._make = make
        self._store = store
        self._model: Model | None = None
        self._unkept = False
        self._failed = ""  # why where it stands could not even be said, a sentence
        self._told = ""  # of what troubles keeping it, what was said last

    @property
    def begun(self) -> bool:
        """Whether there is a model."""
        return self._model is not None

    @property
    def going(self) -> bool:
        """Whether there is something to go on with."""
        return self._model is not None and self._model.going

    @property
    def unkept(self) -> bool:
        """Whether something was shown that is to be kept and is not on disk."""
        return self._unkept and self._store is not None

    def scene(self) -> Reply:
        """What is to be seen now."""
        return self._guarded(lambda: self._opened().scene(), serial=-1)

    def handle(self, intent: Intent | Problem) -> Reply:
        """What an intent leads to; a message that is none has its problem already."""
        if isinstance(intent, Problem):
            return intent
        return self._guarded(lambda: self._handled(intent), serial=intent.serial)

    def ask(self, question: Question) -> Reply:
        """The answer to a question, which changes nothing."""
        return self._guarded(lambda: self._opened().handle(question), serial=question.serial)

    def look(self, question: Question) -> Reply:
        """The answer to a question of somebody who only looks."""
        return self._guarded(lambda: self._opened().look(question), serial=question.serial)

    def adopt(self, dataset: Dataset) -> Reply:
        """What beginning anew with that data leads to."""
        return self._guarded(lambda: self._kept(self._opened().adopt(dataset)), serial=-1)

    def tick(self, seconds: float, *, keeps: bool = True) -> Reply | None:
        """What going on for a moment leads to; a model that fails at it is paused.

        Unless it `keeps`, that is no reason to save anything.
        """
        model = self._opened()
        try:
            scene = model.tick(seconds)
            if scene is None:
                return None
            self._unkept = self._unkept or keeps
            return self._honest(scene)
        except Exception:
            _log.exception("a session failed")
            model.pause()
            return Problem("failed", "", FAILED, -1)

    def keep(self) -> Reply | None:
        """Save what was shown and is not on disk; the scene, where it says something else of that now."""
        if self.unkept:
            self._save()
        return self.scene() if self._trouble != self._told else None

    def release(self, *, keeps: bool = True) -> None:
        """Stop playing and see that all is on disk, since nobody is there.

        Unless it `keeps`, going on is no reason to save anything.
        """
        model = self._opened()
        try:
            self._unkept = self._unkept or (keeps and model.going)
            model.pause()
            if self.unkept:
                self._save()
            model.release()
        except Exception:
            _log.exception("a session failed")

    def _handled(self, intent: Intent) -> Reply:
        reply = self._opened().handle(intent)
        if intent.unhurried:
            self._unkept = True
            return reply
        return self._kept(reply)

    def _kept(self, reply: Reply) -> Reply:
        """The reply, after the sitting was saved where it tells of a change."""
        if isinstance(reply, Scene):
            self._save(settle=True)
        return reply

    def _save(self, *, settle: bool = False) -> None:
        """Save where the sitting stands; what fails at that is told, and is to be tried again.

        What a model says cannot be kept is forgotten rather than kept as it was.
        """
        self._unkept = self._store is not None
        if self._store is None:
            return
        try:
            snapshot = self._opened().snapshot(settle=settle)
        except Exception as error:
            if not self._failed:
                _log.exception("a sitting could not be kept; it is tried again")
            reason = error.strerror if isinstance(error, OSError) else None
            self._failed = TROUBLE.format(reason or UNSAID)
            return
        self._failed = ""
        if snapshot:
            self._unkept = not self._store.save(self._name, snapshot)
        else:
            self._unkept = False
            self._store.forget(self._name)

    @property
    def _trouble(self) -> str:
        """Why where it stands is not being kept, a sentence; "" where it is."""
        return self._failed or ("" if self._store is None else self._store.trouble)

    def _guarded(self, act: Callable[[], Reply], *, serial: int) -> Reply:
        try:
            with self._opening():
                reply = act()
            return self._honest(reply) if isinstance(reply, Scene) else reply
        except DeadlyError as error:
            return Problem("failed", "", str(error), serial)
        except Exception:
            _log.exception("a session failed")
            return Problem("failed", "", FAILED, serial)

    def _honest(self, scene: Scene) -> Scene:
        """The scene, which says where what it shows is not being kept."""
        self._told = self._trouble
        if not self._told or scene.run is None or scene.run.trouble:
            return scene
        return msgspec.structs.replace(scene, run=msgspec.structs.replace(scene.run, trouble=self._told))

    def _opening(self) -> contextlib.AbstractContextManager[None]:
        """While there is no model yet, and one is begun and first looked at."""
        if self._model is not None or self._store is None:
            return contextlib.nullcontext()
        return self._store.opening(self._name)

    def _opened(self) -> Model:
        if self._model is None:
            kept = None if self._store is None else self._store.load(self._name)
            try:
                self._model = self._make(kept)
            except FormatError as error:
                _log.warning("%s; a fresh sitting begins", error)
                self._model = self._make(None)
        return self._model
