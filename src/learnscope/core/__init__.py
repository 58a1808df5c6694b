"""The mathematics: networks, the forward pass, the loss, the backward pass, the update."""
