"""What every message of a reader has, and what kinds of them there are.

What kind an intent is of stands in its class: when it may be made, what it is about, whether it can wait to
be kept on disk, whether it only looks. Sessions, hosts and the page go by that and hold no lists of their
own.
"""

from typing import ClassVar, Literal

import msgspec

from learnscope.scene.schema.moments import Moment

When = Literal[
    "at_rest",  # at the moment it was made at, while nothing plays
    "while_playing",  # there, and also while training plays, which goes on
    "any_moment",  # of the run that is shown
    "always",
]
About = Literal[
    "numbers",  # of the moment it was made at; where the update is on screen, it is made first
    "sample",  # likewise, and of the sample shown there
    "part",  # likewise, and of a weight, bias or neuron that it names by its place
    "layer",  # likewise, and of a layer that it names by its place
    "futures",  # as a whole: of no moment, so that no update is made
    "looks",  # how something is looked at: no number changes, and nothing is to undo
    "question",  # answered to the one who asks; nothing changes
]


class Intent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """What a reader wants done, asked for while looking at moment `at`.

    `reader` names one page among those that look at a sitting, and `serial` counts up over its intents. They
    are carried out in their order, each once, however often it is sent: one that was made before its
    reader saw what became of earlier ones builds on these. Without a name it must be of the present moment.

    Intents of one kind that follow each other with the same `gesture` (a drag; 0 is none) are one change:
    one undo takes them all back.
    """

    when: ClassVar[When] = "at_rest"
    about: ClassVar[About] = "numbers"
    unhurried: ClassVar[bool] = False  # comes up to sixty times a second: kept on disk a little later
    only_looks: ClassVar[bool] = False  # changes no number: made also by who may change nothing

    at: Moment
    serial: int = 0
    reader: str = ""
    gesture: int = 0

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.only_looks = cls.only_looks or cls.about in ("looks", "question")
