"""What other libraries call things, so that who comes from there is answered with our word.

Names of arguments, and words that an argument takes. A word that has no counterpart has a sentence.
"""

ARGUMENTS: dict[str, str] = {
    # of Experiment, as scikit-learn, PyTorch and Keras have them
    "lr": "learning_rate",
    "eta": "learning_rate",
    "learning_rate_init": "learning_rate",
    "max_iter": "epochs",
    "n_epochs": "epochs",
    "num_epochs": "epochs",
    "hidden_layer_sizes": "hidden",
    "hidden_sizes": "hidden",
    "layers": "hidden",
    "units": "hidden",
    "solver": "optimizer",
    "criterion": "loss",
    "alpha": "l2",
    "random_state": "seed",
    "n_iter_no_change": "patience",
    "early_stopping": "patience",
    "validation_fraction": "split",
    "validation_split": "split",
    "test_size": "split",
    "batch": "batch_size",
    "dropout_rate": "dropout",
    "clipnorm": "clip_norm",
    "max_norm": "clip_norm",
    "initialization": "initializer",
    "kernel_initializer": "initializer",
    "dtype": "precision",
    "rho": "decay",
    "eps": "epsilon",
    "momentum_rate": "momentum",
    "dataset": "data",
}

WORDS: dict[str, str] = {
    "logistic": "sigmoid",
    "linear": "identity",
    "silu": "gelu",
    "swish": "gelu",
    "leakyrelu": "leaky_relu",
    "mse": "squared_error",
    "mean_squared_error": "squared_error",
    "l2_loss": "squared_error",
    "smooth_l1": "huber",
    "huber_loss": "huber",
    "cross_entropy": "softmax_cross_entropy",
    "crossentropy": "softmax_cross_entropy",
    "categorical_crossentropy": "softmax_cross_entropy",
    "sparse_categorical_crossentropy": "softmax_cross_entropy",
    "log_loss": "softmax_cross_entropy",
    "nll": "softmax_cross_entropy",
    "bce": "binary_cross_entropy",
    "binary_crossentropy": "binary_cross_entropy",
    "bce_with_logits": "binary_cross_entropy",
    "xavier": "glorot_uniform",
    "xavier_uniform": "glorot_uniform",
    "xavier_normal": "glorot_uniform",
    "kaiming_uniform": "he",
    "kaiming_normal": "he",
    "gradient_descent": "sgd",
    "gd": "sgd",
    "nag": "nesterov",
    "double": "float64",
    "single": "float32",
    "exp": "exponential",
    "valid": "validation",
    "val": "validation",
    "val_loss": "validation_loss",
    "val_accuracy": "validation_accuracy",
    "accuracy": "train_accuracy",
    "acc": "train_accuracy",
    "val_acc": "validation_accuracy",
    "lr": "learning_rate",
}

SENTENCES: dict[str, str] = {
    "softmax": (
        "softmax is part of the loss 'softmax_cross_entropy', which takes it of the outputs; "
        "leave the output activation out"
    ),
    "lbfgs": "every optimizer here makes one step a batch; take 'adam'",
}
