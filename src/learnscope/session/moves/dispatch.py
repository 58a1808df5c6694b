"""Which move an intent makes; what that means to the record of the run is found out afterwards (`record`)."""

from collections.abc import Callable
from dataclasses import dataclass

from learnscope import words
from learnscope.core.compiled import Engine
from learnscope.scene import schema
from learnscope.session import what_if
from learnscope.session.moves import (
    branches,
    building,
    configure,
    edits,
    learn,
    own_picture,
    own_text,
    place,
    remedy,
    starts,
    travel,
)
from learnscope.session.moves.drawn import drawn_data
from learnscope.session.moves.move import Move, naming
from learnscope.session.state import State
from learnscope.watch.hits import BreakpointWatcher


@dataclass(frozen=True)
class Means:
    """What moves need besides the state they begin at."""

    run: Callable[[], str]  # a name no run before had
    seed: Callable[[], int]  # one not used before
    clock: Callable[[], float]
    engine: Callable[[], Engine]
    watch: Callable[[State], BreakpointWatcher | None]  # for the breakpoints that are on


def move_of(here: State, base: State, intent: schema.Intent, means: Means) -> Move:
    """The move `intent` makes: from what is shown (`base`) or, to a beginning, from `here`."""
    match intent:
        case schema.Advance():
            return travel.advance(base, intent)
        case schema.NextBatch():
            return travel.next_batch(base, intent)
        case schema.ShowSample():
            return travel.show_sample(base, intent)
        case schema.SetParameter():
            return edits.set_parameter(base, intent)
        case schema.SetPlace():
            return place.set_place(here, base, intent, means.engine())
        case schema.SetInput():
            return edits.set_input(base, intent)
        case schema.SetTarget():
            return edits.set_target(base, intent)
        case schema.UsePicture():
            return own_picture.use_picture(base, intent)
        case schema.UseText():
            return own_text.use_text(base, intent)
        case schema.RestoreSample():
            return edits.restore_sample(base)
        case schema.Configure():
            return configure.configure(base, intent, run=means.run())
        case schema.ConfigureMany():
            return configure.configure_many(base, intent, run=means.run())
        case schema.AddNeuron():
            return building.add_neuron(base, intent)
        case schema.RemoveNeuron():
            return building.remove_neuron(base, intent.layer, intent.index)
        case schema.RemoveLastNeuron():
            return building.remove_last_neuron(base, intent.layer)
        case schema.AddLayer():
            return building.add_layer(base, intent)
        case schema.RemoveLayer():
            return building.remove_layer(base, intent)
        case schema.MoveLayer():
            return building.move_layer(base, intent)
        case schema.SetActivation():
            return building.set_activation(base, intent)
        case schema.ConfigureLayers():
            return configure.configure_layers(base, intent, run=means.run())
        case schema.TryRemedy():
            return remedy.try_remedy(base, intent, run=means.run())
        case schema.DrawData():
            data = drawn_data(intent)
            said = f"data set is now {data.title}, {words.count(len(data), 'point')}"
            return configure.begin_on(base, data, "drawn points", said, run=means.run())
        case schema.Train():
            return learn.train(
                base, intent, clock=means.clock, engine=means.engine(), watch=means.watch(base)
            )
        case schema.ReturnToBest():
            return learn.return_to_best(base)
        case schema.Fork():
            return branches.fork(base, intent)
        case schema.KeepWhatIf():
            return what_if.keep(base, intent, clock=means.clock, engine=means.engine())
        case schema.RenameFuture():
            return branches.rename_future(base, intent)
        case schema.DeleteFuture():
            return branches.delete_future(base, intent)
        case schema.RaceFuture():
            return branches.race_future(base, intent)
        case schema.Reset():
            return starts.reset(here, run=means.run())
        case schema.NewStart():
            return starts.new_start(here, seed=means.seed(), run=means.run())
        case schema.BeginWith():
            with naming("query"):
                return starts.begin_with(intent.query, run=means.run())
        case schema.Choose():
            with naming("name"):
                return starts.choose(intent.name, run=means.run())
    raise TypeError(f"no move for {type(intent).__name__}")
