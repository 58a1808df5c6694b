"""What a reader asks. Each question names the record of its answer, so that the page knows what comes of it.

A question that is added is a record here, one of its answer, and an entry in `session/questions.py`.
"""

from typing import ClassVar, Literal

import msgspec

from learnscope.scene.schema.answer import Answer
from learnscope.scene.schema.blame import BlameScene, CheckedScene, ErrorCurveScene, HistoryScene
from learnscope.scene.schema.changed import ChangedKind, ChangedScene
from learnscope.scene.schema.classroom import ClassAct, Taught
from learnscope.scene.schema.descents import CurvatureScene, DescentsScene, NextStepsScene, Race
from learnscope.scene.schema.intent import Intent
from learnscope.scene.schema.landscape import LandscapeOver, LandscapeScene, LossOf
from learnscope.scene.schema.lesson import AnsweredScene, LessonsScene
from learnscope.scene.schema.links import LinkReading, MadeLink
from learnscope.scene.schema.matrices import CodeScene, MatricesScene
from learnscope.scene.schema.members import MembersScene
from learnscope.scene.schema.moments import Array
from learnscope.scene.schema.paper import PaperScene
from learnscope.scene.schema.pictures import PictureReading
from learnscope.scene.schema.removals import JudgedBy, RemovalMapScene, RemovalScene
from learnscope.scene.schema.run import MapScene, SavedRuns, WhatIfPer, WhatIfScene
from learnscope.scene.schema.sheet import SheetScene
from learnscope.scene.schema.spread import SpreadScene
from learnscope.scene.schema.text import TextReading
from learnscope.scene.schema.why import WhyScene
from learnscope.scene.schema.worksheet import WorksheetScene


class Question(Intent, frozen=True):
    """Answered to the one who asks; nothing changes, and nobody waits for it."""

    when = "always"
    about = "question"
    answer: ClassVar[type[Answer]]  # the record of it


class ReadPicture(Question, frozen=True, tag="read_picture"):
    """Bring an image to the network's size and say what it shows."""

    answer = PictureReading

    width: int
    height: int
    pixels: bytes  # RGBA, row by row
    drawn: bool  # on the pad, which is cut to what is drawn
    inputs: Array | None = None  # of an earlier reading, to be classified again; the image is then left out


class ReadText(Question, frozen=True, tag="read_text"):
    """What does the network say of a text, and what does each of its words add to the score of an output?"""

    answer = TextReading

    text: str | None = None  # None: that of the sample shown, where the data keeps it
    output: int = 0


class WhatIf(Question, frozen=True, tag="what_if"):
    """What would the run be with another value of a setting of numbers, after as many steps or epochs?"""

    answer = WhatIfScene

    name: str
    value: float
    steps: int
    milliseconds: float  # that it may take
    points: int = 100
    per: WhatIfPer = "steps"  # epochs: as many as `steps` steps of the recipe as it stands come to, rounded
    y_name: str = ""  # another setting, as of a cell of a map; "" for none
    y: float = 0.0


class MapRow(Question, frozen=True, tag="map_row"):
    """The final loss after so many steps, for one value of a setting and some of another."""

    answer = MapScene

    x_name: str
    x: tuple[float, ...]
    y_name: str
    y: float
    steps: int


class ListRuns(Question, frozen=True, tag="list_runs"):
    """Which runs are on disk?"""

    answer = SavedRuns


class Why(Question, frozen=True, tag="ask_why"):
    """Why is a number, by its name, what it is at the moment shown?"""

    answer = WhyScene

    name: str
    digits: int = 4  # of its formula, at least
    epsilon: float = 6e-6  # by which its parameter is nudged for the proof


class Changed(Question, frozen=True, tag="ask_changed"):
    """What did the step shown change most or, with a future beside it, in what does that differ most?"""

    answer = ChangedScene

    kind: ChangedKind = "parameters"
    future: str = ""
    most: int = 10  # numbers in the list


class Matrices(Question, frozen=True, tag="ask_matrices"):
    """The step shown as products of matrices, and the cells of one of them."""

    answer = MatricesScene

    place: int | None = None  # of the equation, None for that of the phase under way


class CheckSheet(Question, frozen=True, tag="check_sheet"):
    """Which of one's own numbers, by their names, are right, in the step shown or in an exercise?"""

    answer = SheetScene

    key: str = "step"
    name: str = ""  # of the number that the sheet "one" asks for
    seed: int = 0  # of an exercise
    answers: dict[str, str] = msgspec.field(default_factory=dict)
    revealed: bool = False  # whether what is right is told all the same


class Code(Question, frozen=True, tag="ask_code"):
    """The step shown as a program."""

    answer = CodeScene

    dialect: Literal["numpy", "pytorch", "octave"] = "numpy"


class AskMembers(Question, frozen=True, tag="ask_members"):
    """Which samples does the batch shown hold, and in which order does the epoch visit them?"""

    answer = MembersScene


class AskBlame(Question, frozen=True, tag="ask_blame"):
    """By which ways does the loss reach a number, and of a loss: who is to blame for it?"""

    answer = BlameScene

    name: str
    digits: int = 4  # of its products, at least


class AskHistory(Question, frozen=True, tag="ask_history"):
    """How did a weight or bias, by the name of one of its numbers, come to be what it is?"""

    answer = HistoryScene

    name: str
    digits: int = 4


class AskChecked(Question, frozen=True, tag="ask_checked"):
    """Which gradients of the step shown were checked, and where do they differ most?"""

    answer = CheckedScene


class AskErrorCurve(Question, frozen=True, tag="ask_error_curve"):
    """How does the error of a gradient's check depend on the size of the nudge?"""

    answer = ErrorCurveScene

    name: str


class AskSpread(Question, frozen=True, tag="ask_spread"):
    """What does each sample of the batch ask of a parameter, and how noisy is their mean?"""

    answer = SpreadScene

    name: str = ""  # of a number of the parameter or its neuron; else that with the largest gradient


class AskRemoval(Question, frozen=True, tag="ask_removal"):
    """What becomes of loss and answers without a part of the network, or two, or with them nudged?"""

    answer = RemovalScene

    names: tuple[str, ...]  # of numbers of inputs, hidden neurons or wires, one or two
    by: float | None = None  # what is added to a value or weight, None where it is removed
    samples: JudgedBy = "all"  # that judge


class AskRemovalMap(Question, frozen=True, tag="ask_removal_map"):
    """What becomes of them without each single part of a kind? Answered in parts."""

    answer = RemovalMapScene

    map: str  # "layer.1", "link.0" or "pairs"
    first: int = 0  # entry of the part
    samples: JudgedBy = "all"


class AskLandscape(Question, frozen=True, tag="ask_landscape"):
    """How does the loss go around the network shown, over one or two of its numbers or over directions?"""

    answer = LandscapeScene

    over: LandscapeOver = "numbers"
    names: tuple[str, ...] = ()  # of weights or biases, one or two; () for those that tell most
    of: LossOf = "train"
    window: tuple[float, float, float, float] | None = None  # ends in own values; None: so that all is within
    quick: bool = False  # another moment follows soon
    curves: bool = True  # whether single samples have theirs
    seed: int = 0  # of random directions


class AskCurvature(Question, frozen=True, tag="ask_curvature"):
    """How does the loss curve where the network stands, and which learning rates does that bear?"""

    answer = CurvatureScene

    of: LossOf = "train"


class AskDescents(Question, frozen=True, tag="ask_descents"):
    """Where do several rules of descent lead from a place of a landscape, asked for as that is?"""

    answer = DescentsScene

    over: LandscapeOver = "numbers"
    names: tuple[str, ...] = ()
    of: LossOf = "train"
    seed: int = 0  # of random directions
    start: tuple[float, float] | None = None  # None: the network shown
    race: Race = "rates"
    rates: tuple[
        float, ...
    ] = ()  # (): as the curvature at the start suggests; of other races the first, or that set
    steps: int = 12
    order: int = 0  # seed of the order of samples


class AskNextSteps(Question, frozen=True, tag="ask_next_steps"):
    """Where on a landscape, asked for as that is, does the next step lead, made of other samples?"""

    answer = NextStepsScene

    over: LandscapeOver = "numbers"
    names: tuple[str, ...] = ()
    of: LossOf = "train"
    seed: int = 0
    size: int = 1  # samples a batch: of 1, each by itself


class ListLessons(Question, frozen=True, tag="list_lessons"):
    """Which lessons are there?"""

    answer = LessonsScene


class CheckAnswer(Question, frozen=True, tag="check_answer"):
    """What is an answer to a question of the lesson's page worth?"""

    answer = AnsweredScene

    lesson: str
    page: int  # from 1
    seed: int  # of its exercise, 0 where its numbers are those of the file
    number: int  # of the question on its page, from 0
    given: str  # a number, -1 or 1, the place of an item, a name, a sentence; "" asks to be shown


class AskPaper(Question, frozen=True, tag="ask_paper"):
    """What is printed of a page of a lesson, or of all of them?"""

    answer = PaperScene

    lesson: str
    page: int = 0  # from 1; 0 is all


class AskWorksheet(Question, frozen=True, tag="ask_worksheet"):
    """What is printed of the step shown as an exercise?"""

    answer = WorksheetScene


class MakeLink(Question, frozen=True, tag="make_link"):
    """Which text opens exactly this state elsewhere?"""

    answer = MadeLink

    dock: str = ""  # the panel that is open
    hidden: tuple[str, ...] = ()  # names of numbers that are to be blanks there


class ReadLink(Question, frozen=True, tag="read_link"):
    """What does a link mean?"""

    answer = LinkReading

    text: str


class Teach(Question, frozen=True, tag="teach"):
    """What a teacher wants done with the class. Of the sitting nothing changes."""

    answer = Taught

    act: ClassAct
    number: int = 0  # of a page or a student
    text: str = ""  # a link, the key of a question, or a name


AnyQuestion = (
    ReadPicture | ReadText
    | WhatIf | MapRow | ListRuns | Why | Changed | AskMembers | Matrices | Code | CheckSheet
    | AskBlame | AskHistory | AskChecked | AskErrorCurve | AskRemoval | AskRemovalMap | AskSpread
    | AskLandscape | AskCurvature | AskDescents | AskNextSteps | ListLessons | CheckAnswer
    | MakeLink | ReadLink | AskPaper | AskWorksheet | Teach
)  # fmt: skip
