"""A network of the model's shape that has learned nothing: for what does not depend on what it says."""

import torch

from index.training import network


def random_weights(pieces):
    """Random weights, the same every time, with a table of so many word pieces."""
    chance = torch.Generator().manual_seed(0)

    def some(*shape):
        return torch.randn(*shape, generator=chance) * 0.05

    made = {"words": some(pieces, network.WIDTH), "positions": some(512, network.WIDTH)}
    shapes = {"qkv": (1152, 384), "out": (384, 384), "up": (1536, 384), "down": (384, 1536)}
    for layer in range(network.LAYERS):
        for name, (outputs, inputs) in shapes.items():
            made[f"{layer}.{name}.weight"] = some(outputs, inputs)
            made[f"{layer}.{name}.bias"] = some(outputs)
    for norm in ["norm", *(f"{layer}.norm{n}" for layer in range(network.LAYERS) for n in (1, 2))]:
        made[f"{norm}.weight"], made[f"{norm}.bias"] = 1 + some(network.WIDTH), some(network.WIDTH)
    return made
