"""What a product shot shows: its attributes, which combinations make sense, and which are held out of training."""

import random
from dataclasses import dataclass

KINDS = (
    "mug", "bottle", "vase", "bowl", "lamp", "chair", "table", "handbag",
    "boot", "t-shirt", "gift box", "candle", "sofa", "teapot", "hat", "clock",
)

COLOURS = {
    "red": (0.82, 0.07, 0.07),
    "orange": (0.95, 0.42, 0.04),
    "yellow": (0.96, 0.80, 0.08),
    "green": (0.12, 0.55, 0.16),
    "teal": (0.02, 0.58, 0.56),
    "blue": (0.08, 0.20, 0.80),
    "purple": (0.42, 0.13, 0.66),
    "pink": (0.96, 0.42, 0.66),
    "brown": (0.40, 0.22, 0.10),
    "black": (0.05, 0.05, 0.055),
    "white": (0.93, 0.93, 0.93),
    "grey": (0.45, 0.46, 0.48),
}

MATERIALS = ("matte", "glossy", "metal", "glass")

BACKGROUNDS = {
    "white": (0.95, 0.95, 0.95),
    "grey": (0.62, 0.63, 0.65),
    "cream": (0.93, 0.86, 0.72),
    "light blue": (0.66, 0.82, 0.95),
    "light pink": (0.97, 0.76, 0.81),
    "wooden table": (0.50, 0.31, 0.16),
}

LIGHTS = ("soft", "left", "right", "studio")
VIEWS = ("front", "three-quarter", "above")

SOFT_GOODS = frozenset({"handbag", "boot", "t-shirt", "sofa", "hat"})

# One colour of each kind is never rendered for training: evaluation asks whether the model can put the two together.
HELD_OUT = {
    "mug": "red", "bottle": "blue", "vase": "teal", "bowl": "green", "lamp": "yellow", "chair": "orange",
    "table": "purple", "handbag": "grey", "boot": "teal", "t-shirt": "black", "gift box": "blue", "candle": "red",
    "sofa": "white", "teapot": "green", "hat": "pink", "clock": "brown",
}


@dataclass(frozen=True)
class Scene:
    """One product shot. `seed` draws what no caption says: proportions, accents, the exact camera."""

    kind: str
    colour: str
    material: str
    background: str
    light: str
    view: str
    seed: int

    @property
    def held_out(self):
        return HELD_OUT[self.kind] == self.colour

    def mirrored(self):
        """The scene that the picture shows when it is flipped left to right."""
        light = {"left": "right", "right": "left"}.get(self.light, self.light)
        return Scene(self.kind, self.colour, self.material, self.background, light, self.view, self.seed)


def materials_of(kind):
    """Soft goods come in cloth and leather only: nobody sells a T-shirt of glass."""
    return ("matte", "glossy") if kind in SOFT_GOODS else MATERIALS


def draw(rng: random.Random, kind=None, colour=None):
    kind = kind or rng.choice(KINDS)
    return Scene(
        kind=kind,
        colour=colour or rng.choice(tuple(COLOURS)),
        material=rng.choice(materials_of(kind)),
        background=rng.choice(tuple(BACKGROUNDS)),
        light=rng.choice(LIGHTS),
        view=rng.choice(VIEWS),
        seed=rng.randrange(2**31),
    )


def draw_for_training(rng: random.Random):
    while True:
        scene = draw(rng)
        if not scene.held_out:
            return scene
