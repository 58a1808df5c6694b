"""From an explanation to what the page draws of it."""

from learnscope import words
from learnscope.explain.asked import Asked
from learnscope.explain.blame import OF_BIASES, OF_WEIGHTS
from learnscope.explain.explanation import Explanation, explain, names_of
from learnscope.explain.printing import marked, plain, printed, symbols
from learnscope.explain.proof import STEP, proof_of
from learnscope.explain.tree import Const, Ref, Tree, evaluate, op, operands
from learnscope.scene.belonging import find
from learnscope.scene.grammar import Name, named
from learnscope.scene.named import Moment
from learnscope.scene.parameters import place_named
from learnscope.scene.schema.why import EffectScene, OperandScene, ProofScene, Role, TermScene, WhyScene

MOST_TERMS = 200
ROLES: dict[str, Role] = {
    "error": "backward",
    "arriving": "backward",
    "product.back": "backward",
    "delta": "backward",
    "delta.mean": "backward",
    "gradient": "backward",
    "gradient.bias": "backward",
    "gradient.penalty": "backward",
    "gradient.norm": "backward",
    "weight": "parameter",
    "bias": "parameter",
    "old.weight": "parameter",
    "old.bias": "parameter",
    "new.weight": "parameter",
    "new.bias": "parameter",
    "input": "data",
    "target": "data",
    "target.own": "data",
    "mean": "data",
    "deviation": "data",
    "rate": "setting",
    "setting": "setting",
}
FORWARD = ("value", "preactivation", "slope", "mask", "product", "probability", "prediction")


def why_scene(
    name: str, moment: Moment, *, digits: int = words.DIGITS, epsilon: float = STEP, serial: int = -1
) -> WhyScene:
    """Why the number `name` is what it is, with the proof of its gradient at ±`epsilon`.

    `serial` is that of the question it answers.

    Raises ArgumentError as `explain` does.
    """
    why = explain(name, moment, digits=digits)
    asked = Asked(find(name, moment.subject), moment)
    how = why.printed
    return WhyScene(
        name=why.name,
        title=why.title,
        value=why.value,
        text=with_sign(asked.name, words.signed(why.value) if how is None else how.result),
        sentence=why.sentence,
        formula=why.formula_by(symbols),
        numbers=why.numbers_by(marked),
        line=why.line,
        operands=tuple(_operand(why, ref) for ref in why.operands[:MOST_TERMS]),
        terms=_terms(why),
        term_count=len(why.terms),
        proof=_proof(asked, epsilon),
        effect=_effect(asked, digits),
        role=role_of(asked.name),
        path=why.path,
        serial=serial,
    )


def role_of(name: Name) -> Role:
    """What a number means to a reader, which is its colour."""
    word = name.kind.word
    return ROLES.get(word, "forward" if word in FORWARD else "measure")


def with_sign(name: Name, signed: str) -> str:
    """A number that is written `signed`, with its sign where it could as well have the other."""
    alike = role_of(name) in ("setting", "measure") or name.kind.word == "probability"
    return signed.removeprefix("+") if alike else signed


def operand_scene(ref: Ref, moment: Moment, text: str) -> OperandScene:
    """An operand, written as `text`."""
    role = role_of(find(ref.name, moment.subject))
    return OperandScene(ref.name, names_of(ref, moment), ref.symbol, text, ref.value, role)


def path_of_paths(asked: Asked) -> str:
    """Where a program finds the ways that lead to a number: `run.step(38).why("weight.1.2.0").paths`."""
    sample = "" if asked.name.sample is not None else f", sample={asked.subject.sample}"
    return f'run.step({asked.subject.steps}).why("{asked.name}"{sample}).paths'


def _operand(why: Explanation, ref: Ref) -> OperandScene:
    text = words.number(ref.value) if why.printed is None else why.printed.text(ref.value)
    return operand_scene(ref, why.moment, text)


def _terms(why: Explanation) -> tuple[TermScene, ...]:
    """The terms of the sum, each with the operands it has of its own where it stands for a product."""
    found, running = [], 0.0
    for term in why.terms[:MOST_TERMS]:
        number = evaluate(term)
        running += number
        inner = _opened(term, why)
        text = plain(inner, lambda ref: words.number(ref.value, digits=why.digits))
        names = tuple(ref.name for ref in operands(inner))
        found.append(TermScene(text, names, _label(term, why), number, running))
    return tuple(found)


def _opened(term: Tree, why: Explanation) -> Tree:
    """What a term that has a name is made of, itself where it is made of nothing."""
    if not isinstance(term, Ref):
        return term
    return explain(term.name, why.moment, digits=why.digits).tree or term


def _label(term: Tree, why: Explanation) -> str:
    """What tells a term of a sum from the others: its sample, or the neuron it comes from."""
    subject = why.moment.subject
    ref = next(operands(term), None)
    if ref is None:
        return ""
    name = find(ref.name, subject)
    asked = find(why.name, subject)
    if name.sample is not None and name.sample != asked.sample:
        return f"{subject.setup.dataset.noun} {name.sample + 1}"
    axes = name.axes
    if name.kind.word == "product":
        return subject.neurons[axes["link"]][axes["from"]]
    if name.kind.word == "product.back":
        return subject.neurons[axes["link"] + 1][axes["to"]]
    return names_of(ref, why.moment)


def place_of(asked: Asked) -> int | None:
    """Where in the flat vector the parameter is of which something is asked; None of other numbers."""
    if asked.name.kind.word in (*OF_WEIGHTS, *OF_BIASES):
        return place_named(asked.step.network, asked.name)
    return None


def _proof(asked: Asked, epsilon: float) -> ProofScene | None:
    place = place_of(asked)
    if place is None or asked.name.sample is not None:
        return None
    word = "gradient" if asked.name.kind.word in OF_WEIGHTS else "gradient.bias"
    experiment = asked.subject.setup.experiment
    gradient = asked.number(word, *asked.name.index)
    return proof_of(asked.step, place, gradient, epsilon, l1=experiment.l1, l2=experiment.l2)


def _effect(asked: Asked, digits: int) -> EffectScene | None:
    if place_of(asked) is None:
        return None
    bias = asked.name.kind.word in OF_BIASES
    word, made = ("bias", "update.bias") if bias else ("weight", "update")
    update = explain(named(made, *asked.name.index), asked.before, digits=digits)
    new = explain(named(f"new.{word}", *asked.name.index), asked.before, digits=digits).value
    old = asked.ref(word, *asked.name.index)
    tree = op("sub", old, Const(update.value) if update.tree is None else update.tree)
    how = printed(tree, new, digits=digits)
    line = f"{plain(tree, lambda ref: how.text(ref.value))} {how.sign} {how.result}"
    return EffectScene(old.value, update.value, new, line)
