"""A small network that tells kind, colour, background and material of a picture, trained on the renderer's own pictures."""

import torch
import torch.nn.functional as F
from torch import nn

from .scene import BACKGROUNDS, COLOURS, KINDS, MATERIALS

ATTRIBUTES = {"kind": KINDS, "colour": tuple(COLOURS), "background": tuple(BACKGROUNDS), "material": MATERIALS}


class Classifier(nn.Module):
    """Logits per attribute for pixels [B, 3, H, W] in -1..1."""

    def __init__(self):
        super().__init__()
        widths = (3, 32, 64, 96, 128)
        self.stages = nn.ModuleList(
            nn.Sequential(nn.Conv2d(a, b, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True),
                          *([] if i == 0 else [nn.Conv2d(b, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), nn.ReLU(inplace=True)]))
            for i, (a, b) in enumerate(zip(widths, widths[1:])))
        self.heads = nn.ModuleDict({name: nn.Linear(2 * widths[-1], len(values)) for name, values in ATTRIBUTES.items()})

    def forward(self, pixels):
        pixels = F.avg_pool2d(pixels, 2)
        for stage in self.stages:
            pixels = stage(pixels)
        pooled = torch.cat([pixels.mean((2, 3)), pixels.amax((2, 3))], 1)
        return {name: head(pooled) for name, head in self.heads.items()}


def labels(scenes):
    return {name: torch.tensor([values.index(getattr(scene, name)) for scene in scenes]) for name, values in ATTRIBUTES.items()}


def loss_of(logits, wanted):
    return sum(F.cross_entropy(logits[name], wanted[name]) for name in ATTRIBUTES)


@torch.no_grad()
def correct(classifier, pixels, scenes):
    """Which attributes of which pictures are recognised: bool [N] per attribute."""
    classifier.eval()
    parts = [classifier(part) for part in pixels.split(128)]
    wanted = labels(scenes)
    return {name: torch.cat([part[name].argmax(1) for part in parts]) == wanted[name] for name in ATTRIBUTES}
