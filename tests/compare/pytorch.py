"""The same mathematics by PyTorch, in float64: what tests compare with, live or through reference files."""

import numpy as np
import torch

ACTIVATIONS = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
    "elu": torch.nn.functional.elu,
    "gelu": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
    "softplus": lambda z: torch.nn.functional.softplus(z, threshold=1e9),
    "sin": torch.sin,
}

LOSSES = {
    "squared_error": lambda a, y: ((a - y) ** 2).sum(dim=1).mean(),
    "half_squared_error": lambda a, y: ((a - y) ** 2).sum(dim=1).mean() / 2,
    "huber": lambda a, y: torch.nn.functional.huber_loss(a, y, reduction="none").sum(dim=1).mean(),
    "softmax_cross_entropy": lambda a, y: torch.nn.functional.cross_entropy(a, y),
    "binary_cross_entropy": lambda a, y: (
        torch.nn.functional.binary_cross_entropy_with_logits(a, y, reduction="none").sum(dim=1).mean()
    ),
    "hinge": lambda a, y: torch.clamp(1 - (2 * y - 1) * a, min=0).sum(dim=1).mean(),
}

OPTIMIZERS = {
    "sgd": lambda groups, rate: torch.optim.SGD(groups, lr=rate),
    "momentum": lambda groups, rate: torch.optim.SGD(groups, lr=rate, momentum=0.9),
    "nesterov": lambda groups, rate: torch.optim.SGD(groups, lr=rate, momentum=0.9, nesterov=True),
    "adagrad": lambda groups, rate: torch.optim.Adagrad(groups, lr=rate),
    "rmsprop": lambda groups, rate: torch.optim.RMSprop(groups, lr=rate),
    "adam": lambda groups, rate: torch.optim.Adam(groups, lr=rate),
    "adamw": lambda groups, rate: torch.optim.AdamW(groups, lr=rate, weight_decay=0.01),
}


def warm_up(steps):
    """PyTorch's own rise, from 1 / steps of the rate to all of it."""
    return lambda optimizer: torch.optim.lr_scheduler.LinearLR(
        optimizer, start_factor=1 / steps, total_iters=steps - 1
    )


def warm_cosine(optimizer):
    """A rise of 20 steps, then a cosine of 100."""
    rise = warm_up(20)(optimizer)
    wave = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=100, eta_min=0.001)
    return torch.optim.lr_scheduler.SequentialLR(optimizer, [rise, wave], milestones=[20])


SCHEDULES = {
    "constant": lambda optimizer: torch.optim.lr_scheduler.ConstantLR(optimizer, factor=1.0),
    "step": lambda optimizer: torch.optim.lr_scheduler.StepLR(optimizer, step_size=30, gamma=0.5),
    "exponential": lambda optimizer: torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.98),
    "cosine": lambda optimizer: torch.optim.lr_scheduler.CosineAnnealingLR(
        optimizer, T_max=200, eta_min=0.001
    ),
    "warmup": warm_up(50),
}


def parameters(weights, biases):
    """Leaf tensors for weights (n_in, n_out) and biases (n_out,), None where a layer has none."""
    return [
        tuple(None if part is None else torch.tensor(np.array(part), requires_grad=True) for part in layer)
        for layer in zip(weights, biases, strict=True)
    ]


def total_loss(layers, x, y, *, activations, loss, l1=0.0, l2=0.0, masks=None):
    """Data loss and penalty of samples x with targets y; masks multiply activations on their way up."""
    below = torch.tensor(np.array(x))
    for k, ((weight, bias), name) in enumerate(zip(layers, activations, strict=True)):
        below = ACTIVATIONS[name](below @ weight + (0 if bias is None else bias))
        if masks is not None:
            below = below * torch.tensor(np.array(masks[k]))
    value = LOSSES[loss](below, torch.tensor(np.array(y)))
    for weight, _ in layers:
        value = value + l1 * weight.abs().sum() + l2 / 2 * (weight**2).sum()
    return value


def flat(layers, *, gradients=False):
    """All parameters, or their gradients, in one vector as Learnscope keeps them."""
    given = [part for layer in layers for part in layer if part is not None]
    parts = [part.grad if gradients else part.detach() for part in given]
    return torch.cat([part.reshape(-1) for part in parts]).numpy()


def loss_and_gradient(case):
    """The loss of a case (a dict of `total_loss`'s arguments, weights and biases) and its flat gradient."""
    case = dict(case)
    layers = parameters(case.pop("weights"), case.pop("biases"))
    value = total_loss(layers, case.pop("x"), case.pop("y"), **case)
    value.backward()
    return value.item(), flat(layers, gradients=True)


def hessian_product(case, v):
    """The Hessian of the loss of a case times the flat vector `v`, by differentiating twice."""
    case = dict(case)
    layers = parameters(case.pop("weights"), case.pop("biases"))
    leaves = [part for layer in layers for part in layer if part is not None]
    value = total_loss(layers, case.pop("x"), case.pop("y"), **case)
    first = torch.autograd.grad(value, leaves, create_graph=True)
    along = torch.cat([part.reshape(-1) for part in first]) @ torch.tensor(v)
    if not along.requires_grad:
        return np.zeros_like(v)
    second = torch.autograd.grad(along, leaves, allow_unused=True)
    parts = [
        torch.zeros_like(leaf) if part is None else part for leaf, part in zip(leaves, second, strict=True)
    ]
    return torch.cat([part.reshape(-1) for part in parts]).numpy()


def trained(weights, biases, x, y, *, bias, optimizer, schedule, rate, steps, clip=None, **case):
    """The flat parameters after each of `steps` steps over the whole batch, (steps, P).

    Biases of a layer whose kind is "fixed" are kept from the optimizer and from the norm that is clipped.
    """
    layers = parameters(weights, biases)
    learned = [b for (_, b), kind in zip(layers, bias, strict=True) if kind == "learned"]
    groups = [{"params": [w for w, _ in layers]}, {"params": learned, "weight_decay": 0.0}]
    groups = [group for group in groups if group["params"]]
    descent = OPTIMIZERS[optimizer](groups, rate)
    rates = SCHEDULES[schedule](descent)
    after = []
    for _ in range(steps):
        descent.zero_grad()
        total_loss(layers, x, y, **case).backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_([part for group in groups for part in group["params"]], clip)
        descent.step()
        rates.step()
        after.append(flat(layers))
    return np.array(after)


def rates(schedule, rate, steps):
    """The rates of steps 0 to `steps`, without the last."""
    descent = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    scheduler = schedule(descent)
    values = []
    for _ in range(steps):
        values.append(descent.param_groups[0]["lr"])
        descent.step()
        scheduler.step()
    return np.array(values)
