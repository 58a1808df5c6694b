"""The number that is selected, as the moment shown has it."""

from dataclasses import replace

from learnscope.scene import names
from learnscope.scene.grammar import Name
from learnscope.scene.named import Moment
from learnscope.scene.schema import SelectionScene
from learnscope.scene.values import path, value


def selection_scene(name: Name, moment: Moment) -> SelectionScene:
    """The number called `name`, which the network has."""
    subject = moment.subject
    return SelectionScene(
        name=str(name),
        words=names.number(name, subject.neurons, subject.setup.dataset.noun),
        value=value(name, replace(moment, updated=False)),
        after=value(name, replace(moment, updated=True)),
        path=path(name, moment),
        editable=name.editable and name.sample in (None, subject.sample),
    )
