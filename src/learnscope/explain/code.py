"""A step as lines of code with this network's numbers, to copy and run: NumPy, PyTorch, Octave.

The lines are the step and nothing else: products of matrices, activations, the loss, the products back, the
update. NumPy's and Octave's send errors back by themselves; PyTorch's lets autograd do it. What they leave
behind bears the names that the names of numbers have: `new_w1`, `new_b1`, … from 1, and `loss`.
"""

from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np

from learnscope.core.activations import ACTIVATIONS, LEAK
from learnscope.core.arrays import Floats
from learnscope.core.clipping import GUARD
from learnscope.core.layers import check_dense
from learnscope.errors import ArgumentError, check_choice
from learnscope.explain.activations import slope_of, value_of
from learnscope.explain.tree import Const, Op, Ref, Tree
from learnscope.scene.subject import Subject
from learnscope.training.step import Step

Dialect = Literal["numpy", "pytorch", "octave"]
DIALECTS: tuple[Dialect, ...] = ("numpy", "pytorch", "octave")
Z, A = Ref("z", 0.0, "z"), Ref("a", 0.0, "a")
MOST = 5000  # numbers that are written out

WRITTEN: dict[str, str] = {  # operations in NumPy's words, element by element; Octave's are made of them
    "add": " + ",
    "sub": " - ",
    "mul": " * ",
    "neg": "-{0}",
    "square": "{0} * {0}",
    "exp": "np.exp({0})",
    "expm1": "np.expm1({0})",
    "tanh": "np.tanh({0})",
    "sigmoid": "1 / (1 + np.exp(-{0}))",
    "softplus": "np.maximum({0}, 0) + np.log1p(np.exp(-np.abs({0})))",
    "sin": "np.sin({0})",
    "cos": "np.cos({0})",
    "max": "np.maximum({0}, {1})",
    "min": "np.minimum({0}, {1})",
    "above": "({0} > {1})",
}
LOSSES: dict[str, tuple[str, str]] = {  # of each output, and its slope; p is what the loss makes of outputs
    "squared_error": ("({a} - y) * ({a} - y)", "2 * ({a} - y)"),
    "half_squared_error": ("0.5 * ({a} - y) * ({a} - y)", "{a} - y"),
    "softmax_cross_entropy": ("-y * np.log(p)", "p * total - y"),
    "binary_cross_entropy": ("np.maximum({a}, 0) - y * {a} + np.log1p(np.exp(-np.abs({a})))", "p - y"),
    "hinge": ("np.maximum(0, 1 - (2 * y - 1) * {a})", "(1 - 2 * y) * ((1 - (2 * y - 1) * {a}) > 0)"),
    "huber": (
        "np.minimum(np.abs({a} - y), 1) * (np.abs({a} - y) - 0.5 * np.minimum(np.abs({a} - y), 1))",
        "np.minimum(np.maximum({a} - y, -1), 1)",
    ),
}
TORCH: dict[str, str] = {
    "identity": "{z}",
    "sigmoid": "torch.sigmoid({z})",
    "tanh": "torch.tanh({z})",
    "relu": "torch.relu({z})",
    "leaky_relu": f"torch.nn.functional.leaky_relu({{z}}, {LEAK})",
    "elu": "torch.nn.functional.elu({z})",
    "gelu": 'torch.nn.functional.gelu({z}, approximate="tanh")',
    "softplus": "torch.nn.functional.softplus({z})",
    "sin": "torch.sin({z})",
}


def code_of(subject: Subject, dialect: str) -> str:
    """The step shown, in `dialect`, as a program that can be run by itself.

    Raises ArgumentError for an unknown dialect, for a layer that is not dense, for an activation that sends
    no error back, and where more than 5 000 numbers would be written out.
    """
    check_choice("dialect", dialect, DIALECTS)
    step = subject.step
    check_dense(step.network.layers, "a step as a program")
    amount = step.network.parameters.size * (1 + step.optimizer.kind.slots) + step.x.size
    if amount > MOST:
        raise ArgumentError(f"a step must have at most {MOST} numbers to be written out, got {amount}")
    write = {"numpy": _numpy, "pytorch": _torch, "octave": _octave}[dialect]
    return "\n".join(write(step, subject)) + "\n"


def _numpy(step: Step, subject: Subject) -> Iterator[str]:
    yield "import numpy as np"
    yield ""
    yield from _given(step, _array)
    yield from _by_hand(step, subject)


def _octave(step: Step, subject: Subject) -> Iterator[str]:
    yield from (
        f"{line};" if line and not line.startswith("%") else line for line in _given(step, _matrix, "%")
    )
    for line in _by_hand(step, subject, "%"):
        yield _in_octave(line)


def _given(step: Step, array: Callable[[Floats], str], comment: str = "#") -> Iterator[str]:
    """All numbers the step takes."""
    yield f"{comment} the batch: rows are samples"
    yield f"x = {array(step.x)}"
    yield f"y = {array(step.y)}"
    yield f"{comment} the network"
    for k, weight in enumerate(step.network.weights, start=1):
        yield f"w{k} = {array(weight)}"
        bias = step.network.biases[k - 1]
        if bias is not None:
            yield f"b{k} = {array(bias[None, :])}"
    if step.masks is not None:
        yield f"{comment} what dropout keeps"
        for k, mask in enumerate(step.masks[:-1], start=1):
            yield f"m{k} = {array(mask)}"
    for symbol in step.optimizer.kind.state:
        yield f"{comment} what {step.optimizer.kind.title} remembers"
        for letter, k, each in _blocks(step, step.state[symbol]):
            yield f"{symbol}_{letter}{k} = {array(each)}"
    yield f"rate = {step.learning_rate!r}"
    yield ""


def _by_hand(step: Step, subject: Subject, comment: str = "#") -> Iterator[str]:
    """Forward, loss, backward, update, in NumPy's words."""
    network, count = step.network, len(step.network.layers)
    yield f"{comment} forward"
    below = "x"
    for k, name in enumerate(network.activations, start=1):
        bias = "" if network.biases[k - 1] is None else f" + b{k}"
        yield f"z{k} = {below} @ w{k}{bias}"
        yield f"a{k} = {_line(value_of(name, Z), name, k)}"
        below = f"a{k}"
        if step.masks is not None and k < count:
            yield f"h{k} = a{k} * m{k}"
            below = f"h{k}"
    yield f"{comment} loss"
    yield from _squash(step, f"a{count}")
    each, slope = LOSSES[network.loss]
    yield f"loss = np.sum({each.format(a=f'a{count}')}) / {len(step.x)}"
    yield f"{comment} backward"
    yield f"g{count} = ({slope.format(a=f'a{count}')}) / {len(step.x)}"
    for k in range(count, 0, -1):
        name = network.activations[k - 1]
        if ACTIVATIONS[name].why_untrainable:
            raise ArgumentError(f"activation must send errors back to be written as code, got {name!r}")
        mask = "" if step.masks is None or k == count else f" * m{k}"
        yield f"d{k} = g{k}{mask} * ({_line(slope_of(name, Z, A), name, k)})"
        under = "x" if k == 1 else (f"a{k - 1}" if step.masks is None else f"h{k - 1}")
        yield f"dw{k} = {under}.T @ d{k}{_penalty(subject, k)}"
        if network.biases[k - 1] is not None:
            yield f"db{k} = np.sum(d{k}, axis=0, keepdims=True)"
        if k > 1:
            yield f"g{k - 1} = d{k} @ w{k}.T"
    yield from _update(step, subject, comment, "np.")


def _line(tree: Tree, name: str, k: int) -> str:
    """A tree on the numbers z and a of layer `k`, in NumPy's words, without parentheses around it.

    Raises ArgumentError where the activation `name` has an operation that NumPy's words do not have.
    """
    match tree:
        case Ref():
            return f"{tree.name}{k}"
        case Const():
            return repr(int(tree.value) if tree.value.is_integer() else tree.value)
        case Op() if tree.op in WRITTEN:
            form = WRITTEN[tree.op]
            called = "(" in form and not form.startswith("1 /")
            parts = []
            for arg in tree.args:
                part = _line(arg, name, k)
                parts.append(part if called or not isinstance(arg, Op) else f"({part})")
            return form.format(*parts) if "{0}" in form else form.join(parts)
    raise ArgumentError(f"activation must be made of operations that can be written as code, got {name!r}")


def _torch(step: Step, subject: Subject) -> Iterator[str]:
    network, count = step.network, len(step.network.layers)
    yield "import torch"
    yield ""
    yield from _given(step, lambda array: f"torch.tensor({_rows(array)}, dtype=torch.float64)")
    yield "# forward"
    named = [f"{letter}{k}" for letter, k, _ in _blocks(step, None)]
    yield f"for parameter in ({', '.join(named)},):"
    yield "    parameter.requires_grad_(True)"
    below = "x"
    for k, name in enumerate(network.activations, start=1):
        if name not in TORCH:
            raise ArgumentError(f"activation must send errors back to be written as code, got {name!r}")
        bias = "" if network.biases[k - 1] is None else f" + b{k}"
        mask = "" if step.masks is None or k == count else f" * m{k}"
        yield f"a{k} = {TORCH[name].format(z=f'({below} @ w{k}{bias})')}{mask}"
        below = f"a{k}"
    yield f"loss = {_torch_loss(network.loss, below)}.sum() / {len(step.x)}"
    yield "# backward"
    experiment = subject.setup.experiment
    penalised = "loss"
    for k in range(1, count + 1):
        if experiment.l1:
            penalised += f" + {experiment.l1!r} * w{k}.abs().sum()"
        if experiment.l2:
            penalised += f" + {experiment.l2 / 2!r} * (w{k} * w{k}).sum()"
    yield f"({penalised}).backward()"
    for letter, k, _ in _blocks(step, None):
        yield f"d{letter}{k} = {letter}{k}.grad"
    yield "with torch.no_grad():"
    for line in _update(step, subject, "#", "torch."):
        yield f"    {line}"


def _squash(step: Step, output: str) -> Iterator[str]:
    if step.network.loss == "softmax_cross_entropy":
        yield f"e = np.exp({output} - np.max({output}, axis=1, keepdims=True))"
        yield "p = e / np.sum(e, axis=1, keepdims=True)"
        yield "total = np.sum(y, axis=1, keepdims=True)"
    elif step.network.loss == "binary_cross_entropy":
        yield f"p = 1 / (1 + np.exp(-{output}))"


def _torch_loss(loss: str, output: str) -> str:
    if loss == "softmax_cross_entropy":
        return f"(-y * torch.log_softmax({output}, dim=1))"
    if loss == "binary_cross_entropy":
        return f'torch.nn.functional.binary_cross_entropy_with_logits({output}, y, reduction="none")'
    if loss == "huber":
        return f'torch.nn.functional.huber_loss({output}, y, reduction="none")'
    if loss == "hinge":
        return f"torch.relu(1 - (2 * y - 1) * {output})"
    half = "0.5 * " if loss == "half_squared_error" else ""
    return f"({half}({output} - y) * ({output} - y))"


def _penalty(subject: Subject, k: int) -> str:
    experiment, said = subject.setup.experiment, ""
    if experiment.l1:
        said += f" + {experiment.l1!r} * np.sign(w{k})"
    if experiment.l2:
        said += f" + {experiment.l2!r} * w{k}"
    return said


def _update(step: Step, subject: Subject, comment: str, lib: str) -> Iterator[str]:
    """From gradients dw1, db1, … to new_w1, new_b1, …"""
    yield f"{comment} update"
    experiment = subject.setup.experiment
    blocks = [(letter, k) for letter, k, _ in _blocks(step, None)]
    if experiment.clip_norm is not None:
        squares = " + ".join(f"{lib}sum(d{letter}{k} * d{letter}{k})" for letter, k in blocks)
        yield f"norm = {lib}sqrt({squares})"
        limit = f"{experiment.clip_norm!r} / (norm + {GUARD!r})"
        yield f"clip = min(1.0, {limit})" if lib == "torch." else f"clip = np.minimum(1, {limit})"
        for letter, k in blocks:
            yield f"d{letter}{k} = clip * d{letter}{k}"
    for letter, k in blocks:
        if letter == "b" and step.network.layers[k - 1].bias == "fixed":
            yield f"new_b{k} = b{k}"
            continue
        yield from _moved(step, f"{letter}{k}", lib)


def _moved(step: Step, at: str, lib: str) -> Iterator[str]:
    """One block under the optimizer."""
    o, t = step.optimizer, step.optimizer_state.updates + 1
    decayed = f" - rate * {o.weight_decay!r} * {at}" if o.name == "adamw" and at.startswith("w") else ""
    match o.name:
        case "sgd":
            yield f"new_{at} = {at} - rate * d{at}"
        case "momentum" | "nesterov":
            yield f"v_{at} = {o.momentum!r} * v_{at} + d{at}"
            ahead = f"(d{at} + {o.momentum!r} * v_{at})" if o.name == "nesterov" else f"v_{at}"
            yield f"new_{at} = {at} - rate * {ahead}"
        case "adagrad" | "rmsprop":
            kept = f"s_{at} + d{at} * d{at}"
            if o.name == "rmsprop":
                kept = f"{o.decay!r} * s_{at} + {1 - o.decay!r} * d{at} * d{at}"
            yield f"s_{at} = {kept}"
            yield f"new_{at} = {at} - rate * d{at} / ({lib}sqrt(s_{at}) + {o.epsilon!r})"
        case _:
            yield f"v_{at} = {o.beta1!r} * v_{at} + {1 - o.beta1!r} * d{at}"
            yield f"s_{at} = {o.beta2!r} * s_{at} + {1 - o.beta2!r} * d{at} * d{at}"
            first, second = 1 - o.beta1**t, 1 - o.beta2**t
            root = f"({lib}sqrt(s_{at} / {second!r}) + {o.epsilon!r})"
            yield f"new_{at} = {at} - rate * (v_{at} / {first!r}) / {root}{decayed}"


def _blocks(step: Step, held: object) -> Iterator[tuple[str, int, Floats]]:
    """("w", 1, array), ("b", 1, array), … of the network, or of what is laid out like it."""
    source = step.network if held is None else held
    for k, weight in enumerate(source.weights, start=1):  # type: ignore[attr-defined]
        yield "w", k, weight
        bias = source.biases[k - 1]  # type: ignore[attr-defined]
        if bias is not None:
            yield "b", k, bias[None, :]


def _array(array: Floats) -> str:
    return f"np.array({_rows(array)})"


def _rows(array: Floats) -> str:
    return str([[float(number) for number in row] for row in np.atleast_2d(array)])


def _matrix(array: Floats) -> str:
    """As Octave writes a matrix: rows parted by semicolons."""
    return "[" + "; ".join(", ".join(repr(float(n)) for n in row) for row in np.atleast_2d(array)) + "]"


_WORDS = {  # of NumPy in Octave
    "np.maximum": "max", "np.minimum": "min", "np.expm1": "expm1", "np.log1p": "log1p", "np.abs": "abs",
    "np.exp": "exp", "np.log": "log", "np.tanh": "tanh", "np.sqrt": "sqrt", "np.sign": "sign",
    "np.sin": "sin", "np.cos": "cos",
}  # fmt: skip


def _in_octave(line: str) -> str:
    """A line of `_by_hand` in Octave, which writes what goes element by element with a point."""
    if not line or line.startswith("%"):
        return line
    for numpy, octave in _WORDS.items():
        line = line.replace(f"{numpy}(", f"{octave}(")
    line = line.replace(" * ", " .* ").replace(" / ", " ./ ").replace("**2", ".^2")
    line = line.replace(".T @ ", "' * ").replace(" @ ", " * ").replace(".T", "'")
    line = line.replace(", axis=0, keepdims=True)", ", 1)").replace("np.max(", "max(")
    line = line.replace(", axis=1, keepdims=True)", ", [], 2)" if line.startswith("e = ") else ", 2)")
    if line.startswith("loss"):
        head, _, tail = line.rpartition(") ./ ")
        line = f"{head.replace('np.sum(', 'sum(sum(')})) ./ {tail}"
    elif line.startswith("norm"):
        line = line.replace("np.sum(", "sum(sum(").replace(") + sum", ")) + sum")[:-1] + "))"
    return f"{line.replace('np.sum(', 'sum(')};"
