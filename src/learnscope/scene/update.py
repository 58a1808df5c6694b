"""How new numbers come of old ones in the update, in a line beside them."""

from learnscope import words
from learnscope.scene.schema import UpdateScene
from learnscope.scene.subject import Subject


def update_scene(subject: Subject) -> UpdateScene:
    """The rule of this step's update.

    update = factors * gradient for plain gradient descent, the gradient shortened where clipping shortens it;
    other optimizers make a step of it that is no multiple.
    """
    step, kind = subject.step, subject.step.optimizer.kind
    shortened = step.clip != 1
    gradient = "gradient" + (
        f", the mean of {words.count(len(subject.rows), subject.setup.dataset.noun)}"
        if len(subject.rows) > 1
        else f" of this {subject.setup.dataset.noun}"
    )
    if kind.name == "sgd":
        factors = (step.learning_rate, step.clip) if shortened else (step.learning_rate,)
        times = " × ".join(words.number(factor) for factor in factors)
        cut = f", shortened to {words.number(step.clip)} of its length" if shortened else ""
        return UpdateScene(f"old → new = old − {times} × {gradient}{cut}", factors, "")
    cut = f" shortened to {words.number(step.clip)} of its length" if shortened else ""
    rule = f"old → new = old − step, which {kind.title} makes of the {gradient}{cut}"
    return UpdateScene(rule, (), f"{kind.title}’s step")
