"""Which rule explains which kind of number.

A kind without a rule follows from nothing in this step: an input, a parameter, a setting, what an optimizer
remembers, a count.
"""

from collections.abc import Callable

from learnscope.explain import backward, forward, measures, updating
from learnscope.explain.asked import Asked
from learnscope.explain.tree import Tree

Rule = Callable[[Asked], Tree | None]

RULES: dict[str, Rule] = {
    "value": forward.value,
    "preactivation": forward.preactivation,
    "product": forward.product,
    "probability": forward.probability,
    "prediction": forward.prediction,
    "target": forward.target,
    "loss.part": forward.loss_part,
    "loss.sample": forward.loss_sample,
    "loss.batch": forward.loss_batch,
    "penalty": forward.penalty,
    "penalty.l1": forward.penalty_l1,
    "penalty.l2": forward.penalty_l2,
    "error": backward.error,
    "arriving": backward.arriving,
    "product.back": backward.product_back,
    "slope": backward.slope,
    "delta": backward.delta,
    "delta.mean": backward.delta_mean,
    "gradient": backward.gradient,
    "gradient.bias": backward.gradient_bias,
    "gradient.penalty": backward.gradient_penalty,
    "gradient.norm": backward.gradient_norm,
    "clip": updating.clip,
    "rate": updating.rate,
    "update": updating.update,
    "update.bias": updating.update,
    "new.weight": updating.new,
    "new.bias": updating.new,
    **{f"new.state.{symbol}{bias}": updating.new_state for symbol in ("v", "s") for bias in ("", ".bias")},
    **{
        f"{new}{part}.accuracy": measures.accuracy
        for new in ("", "new.")
        for part in ("train", "validation", "test")
    },
    **{f"{part}.baseline": measures.baseline for part in ("train", "validation", "test")},
}
NEW = ("weight", "bias")  # once the update is on screen, these names mean what it made


def rule_of(asked: Asked) -> Tree | None:
    """The tree of the number asked for; None where it follows from nothing in this step."""
    word = asked.name.kind.word
    if asked.moment.updated and word in NEW:
        return updating.new(asked)
    if asked.moment.updated and word == "penalty":
        return None
    rule = RULES.get(word)
    return None if rule is None else rule(asked)
