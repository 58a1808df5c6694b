"""The step shown as an exercise on paper: what is asked for, with all that it takes.

A whole step where it has few numbers; else, of gradients and new values, those into the first neuron of each
layer. What is given follows from what is asked: the operands that are not asked for themselves.
"""

from collections.abc import Iterator

from learnscope import words
from learnscope.errors import ArgumentError
from learnscope.explain.explanation import explain
from learnscope.explain.printing import plain, printed
from learnscope.explain.scene import with_sign
from learnscope.explain.sheets import MOST, biases_of, title_of, wires_into
from learnscope.explain.tree import Op, Ref, Sum, Tree, operands
from learnscope.scene.belonging import find
from learnscope.scene.named import Moment
from learnscope.scene.names import layer_title
from learnscope.scene.schema.sheet import GivenScene
from learnscope.scene.schema.worksheet import WorksheetItem, WorksheetPart, WorksheetScene

# Worked out on the way to a number and not asked for: their own formulas stand in its formula.
WITHIN = ("product", "product.back", "arriving", "slope", "error", "loss.part", "update", "update.bias")
GIVEN = ("value", "weight", "bias", "target", "rate", "gradient", "gradient.bias")  # in this order
Names = tuple[str, ...]


def worksheet_scene(moment: Moment, *, serial: int = -1) -> WorksheetScene:
    """What is asked of the step at `moment`, of its sample shown, and what is right.

    Raises ArgumentError where even with one neuron of each layer it would ask for more than MOST numbers.
    """
    subject = moment.subject
    sizes, noun = subject.step.network.sizes, subject.setup.dataset.noun
    parts = _parts(moment, max(sizes))
    whole = _count(parts) <= MOST
    parts = parts if whole else _parts(moment, 1)
    if _count(parts) > MOST:
        raise ArgumentError(
            f"a worksheet must ask for at most {MOST} numbers, got {_count(parts)} with one neuron of each"
            " layer; take a network with fewer neurons"
        )
    trees = {name: _tree(name, moment) for names in parts.values() for name in names}
    refs = {ref.name.partition("@")[0]: ref for tree in trees.values() for ref in operands(tree)}
    batch = len(subject.rows)
    text = [
        f"{noun[0].upper()}{noun[1:]} {subject.sample + 1} goes forward through the network, its error comes"
        " back, and the weights change. Work out the numbers below from those that are given, to three"
        " digits."
    ]
    if not whole:
        text.append("Of gradients and new values, those into the first neuron of each layer are asked for.")
    if batch > 1:
        text.append(f"The update takes the gradients of the whole batch of {batch}, which are given.")
    return WorksheetScene(
        title=f"{subject.setup.dataset.title}, {'–'.join(map(str, sizes))}: step {subject.steps}",
        text=" ".join(text),
        given=tuple(
            GivenScene(name, _given_title(name, moment), words.number(ref.value))
            for name, ref in sorted(refs.items(), key=lambda pair: _place(pair[0], moment))
            if name not in trees
        ),
        parts=tuple(
            WorksheetPart(title, tuple(_item(name, trees[name], moment) for name in names))
            for title, names in parts.items()
            if names
        ),
        serial=serial,
    )


def _parts(moment: Moment, most: int) -> dict[str, Names]:
    """Names by the title of their part; gradients and new values of `most` neurons of each layer."""
    subject = moment.subject
    sizes = subject.step.network.sizes
    last = len(sizes) - 1
    found: dict[str, Names] = {}
    for layer in range(1, last + 1):
        kinds = ("preactivation",) if _is_identity(layer, moment) else ("preactivation", "value")
        title = f"Forward: {layer_title(layer, last)}"
        found[title] = tuple(f"{kind}.{layer}.{j}" for kind in kinds for j in range(sizes[layer]))
    squash = tuple(f"probability.{k}" for k in range(sizes[-1])) if subject.squash else ()
    found["Loss"] = (*squash, "loss.sample")
    alone = "" if len(subject.rows) == 1 else f"@{subject.sample}"
    for layer in range(last, 0, -1):
        deltas = tuple(f"delta.{layer}.{j}" for j in range(sizes[layer]))
        gradients = _into("gradient", "gradient.bias", layer, most, moment)
        own = tuple(f"{name}{alone}" for name in gradients)
        found[f"Backward: {layer_title(layer, last)}"] = (*deltas, *own)
    for layer in range(1, last + 1):
        new = _into("new.weight", "new.bias", layer, most, moment)
        found[f"Update: into {layer_title(layer, last)}"] = tuple(new)
    return found


def _is_identity(layer: int, moment: Moment) -> bool:
    return moment.subject.step.network.layers[layer - 1].activation == "identity"


def _into(weight: str, bias: str, layer: int, most: int, moment: Moment) -> Iterator[str]:
    """What belongs to the weights into the first neurons of a layer, and to their biases."""
    biases = list(biases_of(bias, layer, moment))
    for j in range(min(most, moment.subject.step.network.sizes[layer])):
        yield from wires_into(weight, layer, j, moment)
        yield from biases[j : j + 1]


def _count(parts: dict[str, Names]) -> int:
    return sum(map(len, parts.values()))


def _tree(name: str, moment: Moment) -> Tree | None:
    """How a number comes of others, with what is worked out on the way to it."""
    tree = explain(name, moment).tree
    return None if tree is None else _within(tree, moment)


def _within(tree: Tree, moment: Moment) -> Tree:
    match tree:
        case Ref():
            name = find(tree.name, moment.subject)
            word, axes = name.kind.word, name.axes
            # what a batch of one has of its own is its gradient; what the identity says is z
            alone = word.startswith("gradient") and name.sample is not None
            same = word == "value" and axes["layer"] > 0 and _is_identity(axes["layer"], moment)
            return _tree(tree.name, moment) or tree if alone or same or word in WITHIN else tree
        case Op():
            return Op(tree.op, tuple(_within(arg, moment) for arg in tree.args))
        case Sum():
            terms = tuple(_within(term, moment) for term in tree.terms)
            return Sum(terms, tree.index, tree.pattern, tuple(_within(one, moment) for one in tree.extra))
    return tree


def _item(name: str, tree: Tree | None, moment: Moment) -> WorksheetItem:
    value = explain(name, moment).value
    title = title_of(name, moment)
    if tree is None:
        return WorksheetItem(name, title, words.number(value), "")
    how = printed(tree, value)
    right = with_sign(find(name, moment.subject), how.result)
    return WorksheetItem(
        name, title, right, f"{plain(tree, lambda ref: how.text(ref.value))} {how.sign} {right}"
    )


def _place(name: str, moment: Moment) -> int:
    """Of what is given, where it stands: kind by kind."""
    word = find(name, moment.subject).kind.word
    return GIVEN.index(word) if word in GIVEN else len(GIVEN)


def _given_title(name: str, moment: Moment) -> str:
    if name == "rate":
        return "learning rate"
    mean = "mean " if name.startswith("gradient") and len(moment.subject.rows) > 1 else ""
    return f"{mean}{title_of(name, moment)}"
