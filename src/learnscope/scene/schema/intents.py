"""What a reader sends: intents, which may change something, and questions, which never do.

What kind an intent is of stands in its class: when it may be made, what it is about, whether it can wait to
be kept on disk, whether it only looks. Sessions, hosts and the page go by that and hold no lists of their
own.
"""

from typing import ClassVar, Literal

import msgspec

from learnscope.scene.schema.changed import ChangedKind
from learnscope.scene.schema.experiment import LayerSpec
from learnscope.scene.schema.moments import Array, Moment
from learnscope.scene.schema.opened import Opened
from learnscope.scene.schema.removals import JudgedBy
from learnscope.scene.schema.run import WhatIfPer

Role = Literal["weight", "bias"]
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


class Rest(Intent, frozen=True, tag="rest"):
    """The timeline has come to rest at at.phase."""

    when = "while_playing"
    only_looks = True


class Advance(Intent, frozen=True, tag="advance"):
    """Make this step's update and go to the next: with the same batch, or the next in the shuffled order."""

    next_batch: bool
    phase: float  # where on the new step's timeline to stand


class NextBatch(Intent, frozen=True, tag="next_batch"):
    """Look at another batch of the shuffled order; the network stays as shown."""

    back: bool = False


class ShowSample(Intent, frozen=True, tag="show_sample"):
    """Show a sample: in its batch if it is there, else in the batch of this epoch that holds it."""

    number: int


class SetParameter(Intent, frozen=True, tag="set_parameter"):
    """Set one weight (index = [from, to]) or bias (index = [neuron])."""

    about = "part"

    link: int
    role: Role
    index: tuple[int, ...]
    value: float


class SetInput(Intent, frozen=True, tag="set_input"):
    """Set an input of the sample shown, in its own unit; the sample becomes an edited copy."""

    about = "sample"

    index: int
    value: float


class SetTarget(Intent, frozen=True, tag="set_target"):
    """Set a target of the sample shown; the sample becomes an edited copy."""

    about = "sample"

    index: int
    value: float


class RestoreSample(Intent, frozen=True, tag="restore_sample"):
    """Drop the edited copy and show the sample as it is in the data set."""

    about = "sample"


class Configure(Intent, frozen=True, tag="configure"):
    """Set a ChoiceSetting or NumberSetting; None turns an optional number off."""

    when = "while_playing"  # unless the setting begins the run anew

    name: str
    value: str | float | None


class ConfigureMany(Intent, frozen=True, tag="configure_many"):
    """Set a ManySetting."""

    name: str
    values: tuple[str, ...]


class ConfigureLayers(Intent, frozen=True, tag="configure_layers"):
    """Set the hidden layers."""

    layers: tuple[LayerSpec, ...]


class TryRemedy(Intent, frozen=True, tag="try_remedy"):
    """Begin anew with some fields of the recipe changed, as a RemedyScene gives them."""

    changes: str  # JSON: an object of values by field


class DrawData(Intent, frozen=True, tag="draw_data"):
    """Begin anew with points drawn on the plane."""

    points: Array  # (N, 2)
    classes: tuple[int, ...]  # of each point, from 0


class Train(Intent, frozen=True, tag="train"):
    """Train for some epochs, from the step shown, as fast as possible; a stop rule may end it early."""

    epochs: int


class ReturnToBest(Intent, frozen=True, tag="return_to_best"):
    """Take the network of the lowest validation loss of the last training."""


class Reset(Intent, frozen=True, tag="reset"):
    """Return to the starting weights and the first batch."""


class NewStart(Intent, frozen=True, tag="new_start"):
    """Draw other starting weights, from a seed not used before."""


class BeginWith(Intent, frozen=True, tag="begin_with"):
    """Begin anew with the recipe of an address."""

    query: str  # "data=circle&hidden=4"


class Choose(Intent, frozen=True, tag="choose"):
    """Begin with another starting point."""

    name: str


class Undo(Intent, frozen=True, tag="undo"):
    """Take back the last change."""


class Redo(Intent, frozen=True, tag="redo"):
    """Make the change again that was taken back last."""


# ── building in the drawing: what can be kept of the trained weights is kept ──────────────────────────────


class AddNeuron(Intent, frozen=True, tag="add_neuron"):
    """Add a neuron at the end of hidden layer `layer`, from 1."""

    about = "layer"

    layer: int


class RemoveNeuron(Intent, frozen=True, tag="remove_neuron"):
    """Remove neuron `index`, from 0, of hidden layer `layer`, from 1."""

    about = "part"

    layer: int
    index: int


class RemoveLastNeuron(Intent, frozen=True, tag="remove_last_neuron"):
    """Remove the last neuron of hidden layer `layer`, from 1, however many it has by then."""

    about = "layer"

    layer: int


class AddLayer(Intent, frozen=True, tag="add_layer"):
    """Put a hidden layer before layer `before`, from 1 to that of the outputs."""

    about = "layer"

    before: int
    size: int
    activation: str


class RemoveLayer(Intent, frozen=True, tag="remove_layer"):
    """Remove hidden layer `layer`, from 1."""

    about = "layer"

    layer: int


class MoveLayer(Intent, frozen=True, tag="move_layer"):
    """Put hidden layer `layer`, from 1, in the place of hidden layer `to`."""

    about = "layer"

    layer: int
    to: int


class SetActivation(Intent, frozen=True, tag="set_activation"):
    """Give hidden layer `layer`, from 1, another activation; all weights stay."""

    about = "layer"

    layer: int
    activation: str


class UsePicture(Intent, frozen=True, tag="use_picture"):
    """Show a reader's own image, already brought to the network's size, in place of the sample's inputs."""

    about = "sample"

    inputs: Array  # (n_in,) in the data's own units


# ── the run ──────────────────────────────────────────────────────────────────────────────────────────────


class Play(Intent, frozen=True, tag="play"):
    """Train on from the step shown, or walk on along what is recorded, until paused or something stops it."""

    when = "any_moment"

    pace: float  # steps a second, 0 as fast as possible
    until: Literal["paused", "step", "epoch", "condition"] = "paused"
    race: bool = False  # all racing futures at once


class Pause(Intent, frozen=True, tag="pause"):
    """Stop playing; made at any moment."""

    when = "any_moment"


class Seek(Intent, frozen=True, tag="seek"):
    """Show a step of the shown or another future; made at any moment of the run."""

    when = "any_moment"
    about = "futures"
    unhurried = True
    only_looks = True

    step: int
    future: str = ""  # the shown one


class Fork(Intent, frozen=True, tag="fork"):
    """Begin another future at the step shown, with nothing changed yet."""

    title: str = ""


class RenameFuture(Intent, frozen=True, tag="rename_future"):
    """Call a future otherwise."""

    when = "any_moment"
    about = "futures"

    future: str
    title: str


class DeleteFuture(Intent, frozen=True, tag="delete_future"):
    """Remove a future and those that departed from it."""

    about = "futures"

    future: str


class RaceFuture(Intent, frozen=True, tag="race_future"):
    """Put a future into the race, or take it out; at most eight race."""

    when = "any_moment"
    about = "futures"

    future: str
    racing: bool


class SetBreakpoint(Intent, frozen=True, tag="set_breakpoint"):
    """Switch a breakpoint on or off, or change its threshold."""

    when = "any_moment"

    name: str
    on: bool
    number: float | None = None  # None leaves its threshold as it is


class KeepWhatIf(Intent, frozen=True, tag="keep_what_if"):
    """Make the training that another value of a setting gives a future, from the start of the run."""

    name: str
    value: float
    steps: int
    y_name: str = ""  # another setting, as of a cell of a map; "" for none
    y: float = 0.0


class OpenRun(Intent, frozen=True, tag="open_run"):
    """Go on with a saved run."""

    name: str


class DeleteRun(Intent, frozen=True, tag="delete_run"):
    """Put a saved run aside, or bring it back; of those aside the last 20 are kept."""

    when = "any_moment"

    name: str
    back: bool = False


class RenameRun(Intent, frozen=True, tag="rename_run"):
    """Call a saved run something else; with an empty title, what is made of its data and settings."""

    when = "any_moment"

    name: str
    title: str


# ── how things are looked at: no number changes, and nothing is to undo ──────────────────────────────────


class Open(Intent, frozen=True, tag="open"):
    """Have something open, in place of what is open of its kind; everybody at the sitting has it."""

    when = "always"
    about = "looks"
    unhurried = True

    what: Opened


class Close(Intent, frozen=True, tag="close"):
    """Have nothing of a kind open, such as "comparison"; nothing changes where none is."""

    when = "always"
    about = "looks"
    unhurried = True

    what: str


class Select(Intent, frozen=True, tag="select"):
    """Select a number by its name (docs/names.md), as one may a neuron by its value; "" lets it go."""

    when = "always"
    about = "looks"
    unhurried = True

    name: str


# ── questions ────────────────────────────────────────────────────────────────────────────────────────────


class Question(Intent, frozen=True):
    """Answered to the one who asks; nothing changes, and nobody waits for it."""

    when = "always"
    about = "question"


class ReadPicture(Question, frozen=True, tag="read_picture"):
    """Bring an image to the network's size and say what it shows."""

    width: int
    height: int
    pixels: bytes  # RGBA, row by row
    drawn: bool  # on the pad, which is cut to what is drawn
    inputs: Array | None = None  # of an earlier reading, to be classified again; the image is then left out


class WhatIf(Question, frozen=True, tag="what_if"):
    """What would the run be with another value of a setting of numbers, after as many steps or epochs?"""

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

    x_name: str
    x: tuple[float, ...]
    y_name: str
    y: float
    steps: int


class ListRuns(Question, frozen=True, tag="list_runs"):
    """Which runs are on disk?"""


class Why(Question, frozen=True, tag="ask_why"):
    """Why is a number, by its name, what it is at the moment shown?"""

    name: str
    digits: int = 4  # of its formula, at least
    epsilon: float = 6e-6  # by which its parameter is nudged for the proof


class AskBlame(Question, frozen=True, tag="ask_blame"):
    """By which ways does the loss reach a number, and of a loss: who is to blame for it?"""

    name: str
    digits: int = 4  # of its products, at least


class AskHistory(Question, frozen=True, tag="ask_history"):
    """How did a weight or bias, by the name of one of its numbers, come to be what it is?"""

    name: str
    digits: int = 4


class AskChecked(Question, frozen=True, tag="ask_checked"):
    """Which gradients of the step shown were checked, and where do they differ most?"""


class AskErrorCurve(Question, frozen=True, tag="ask_error_curve"):
    """How does the error of a gradient's check depend on the size of the nudge?"""

    name: str


class Changed(Question, frozen=True, tag="ask_changed"):
    """What did the step shown change most or, with a future beside it, in what does that differ most?"""

    kind: ChangedKind = "parameters"
    future: str = ""
    most: int = 10  # numbers in the list


class Matrices(Question, frozen=True, tag="ask_matrices"):
    """The step shown as products of matrices, and the cells of one of them."""

    place: int | None = None  # of the equation, None for that of the phase under way


class CheckSheet(Question, frozen=True, tag="check_sheet"):
    """Which of one's own numbers, by their names, are right, in the step shown or in an exercise?"""

    key: str = "step"
    name: str = ""  # of the number that the sheet "one" asks for
    seed: int = 0  # of an exercise
    answers: dict[str, str] = {}
    revealed: bool = False  # whether what is right is told all the same


class Code(Question, frozen=True, tag="ask_code"):
    """The step shown as a program."""

    dialect: Literal["numpy", "pytorch", "octave"] = "numpy"


class AskMembers(Question, frozen=True, tag="ask_members"):
    """Which samples does the batch shown hold, and in which order does the epoch visit them?"""


class AskRemoval(Question, frozen=True, tag="ask_removal"):
    """What becomes of loss and answers without a part of the network, or two, or with them nudged?"""

    names: tuple[str, ...]  # of numbers of inputs, hidden neurons or wires, one or two
    by: float | None = None  # what is added to a value or weight, None where it is removed
    samples: JudgedBy = "all"  # that judge


class AskRemovalMap(Question, frozen=True, tag="ask_removal_map"):
    """What becomes of them without each single part of a kind? Answered in parts."""

    map: str  # "layer.1", "link.0" or "pairs"
    first: int = 0  # entry of the part
    samples: JudgedBy = "all"


AnyIntent = (
    Rest | Advance | NextBatch | ShowSample | SetParameter | SetInput | SetTarget | RestoreSample
    | Configure | ConfigureMany | ConfigureLayers | TryRemedy | DrawData
    | Train | ReturnToBest
    | Reset | NewStart | Choose | BeginWith | Undo | Redo
    | AddNeuron | RemoveNeuron | RemoveLastNeuron | AddLayer | RemoveLayer | MoveLayer | SetActivation
    | UsePicture
    | Play | Pause | Seek | Fork | RenameFuture | DeleteFuture | RaceFuture | SetBreakpoint
    | KeepWhatIf | OpenRun | DeleteRun | RenameRun | Open | Close | Select
    | ReadPicture | WhatIf | MapRow | ListRuns | Why | Changed | AskMembers | Matrices | Code | CheckSheet
    | AskRemoval | AskRemovalMap
    | AskBlame | AskHistory | AskChecked | AskErrorCurve
)  # fmt: skip
