"""What a reader sends: intents, which may change something, and questions, which never do."""

from typing import Literal

from learnscope.scene.schema.experiment import LayerSpec
from learnscope.scene.schema.intent import Intent
from learnscope.scene.schema.landscape import LandscapeOver
from learnscope.scene.schema.moments import Array
from learnscope.scene.schema.opened import Opened
from learnscope.scene.schema.questions import AnyQuestion

Role = Literal["weight", "bias"]


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


class SetPlace(Intent, frozen=True, tag="set_place"):
    """Put the network at a place of a landscape, asked for as `ask_landscape` does.

    Of numbers, these are set; along directions, it goes to that place of the slice, and all that moves along
    them moves.
    """

    about = "part"

    a: float  # in the units of the picture
    b: float = 0.0  # 0 on a line
    over: LandscapeOver = "numbers"
    names: tuple[str, ...] = ()
    seed: int = 0


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


class UseText(Intent, frozen=True, tag="use_text"):
    """Let the inputs of the sample shown count the words of a reader's own text."""

    about = "sample"

    text: str


# ── the run ──────────────────────────────────────────────────────────────────────────────────────────────


class Play(Intent, frozen=True, tag="play"):
    """Train on from the step shown, or walk on along what is recorded, until paused or something stops it."""

    when = "any_moment"

    pace: float  # steps a second, 0 as fast as possible
    until: Literal["paused", "step", "epoch", "condition"] = "paused"
    steps: int = 1  # where it is until "step": so many, at once where they are as fast as possible
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


# ── lessons ──────────────────────────────────────────────────────────────────────────────────────────────


class TakeLesson(Intent, frozen=True, tag="take_lesson"):
    """Open a page of a lesson; the reader's own experiment is put aside, and comes back when it is left."""

    when = "always"
    about = "futures"

    lesson: str
    page: int = 1
    seed: int = 0  # of an exercise drawn anew


class OpenLink(Intent, frozen=True, tag="open_link"):
    """Go to what a link means, as the next move: a state, a recipe, the playground's, a page of a lesson."""

    when = "always"
    about = "futures"

    text: str


class LeaveLesson(Intent, frozen=True, tag="leave_lesson"):
    """Go back to one's own experiment or, to explore it, take the lesson's as one's own, to be undone."""

    when = "always"
    about = "futures"

    explore: bool = False


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


AnyIntent = (
    Rest | Advance | NextBatch | ShowSample | SetParameter | SetPlace | SetInput | SetTarget | RestoreSample
    | Configure | ConfigureMany | ConfigureLayers | TryRemedy | DrawData
    | Train | ReturnToBest
    | Reset | NewStart | Choose | BeginWith | Undo | Redo
    | AddNeuron | RemoveNeuron | RemoveLastNeuron | AddLayer | RemoveLayer | MoveLayer | SetActivation
    | UsePicture | UseText
    | Play | Pause | Seek | Fork | RenameFuture | DeleteFuture | RaceFuture | SetBreakpoint
    | KeepWhatIf | OpenRun | DeleteRun | RenameRun | TakeLesson | LeaveLesson | OpenLink
    | Open | Close | Select | AnyQuestion
)  # fmt: skip
