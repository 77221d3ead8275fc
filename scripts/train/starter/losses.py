"""How far a decoded picture is from the one that it should be; both are [B, 3, H, W] in -1..1."""

import torch
import torch.nn.functional as F


def colour_differences(pixels):
    """What tells hues apart: without a loss of its own, purple and green come out grey long after the brightness is right."""
    r, g, b = pixels.unbind(1)
    return torch.stack([r - g, b - (r + g) / 2], 1)


def absolute_loss(made, wanted):
    """Of pixels, edges, hues and means of 8 x 8 squares. What is uncertain is drawn as the median of what it may be, with sharp edges."""
    error = made - wanted
    colour = colour_differences(error)
    edges = error.diff(dim=3).abs().mean() + error.diff(dim=2).abs().mean()
    return (error.abs().mean() + 0.8 * edges + F.avg_pool2d(error, 8).abs().mean()
            + 1.5 * (colour.abs().mean() + F.avg_pool2d(colour, 8).abs().mean()))


def squared_loss(made, wanted):
    """Draws large errors in first, but what is uncertain as its mean: blurred."""
    error = made - wanted
    return 2 * error.square().mean() + 3 * colour_differences(error).square().mean()
