"""Draws scenes by marching rays through signed distances, with soft shadows, ambient occlusion and a softbox studio.

Everything is a tensor over the rays of many pictures of one kind at once, and every step keeps only the rays that still need it.
The technique is Inigo Quilez's (iquilezles.org/articles: raymarchingdf, rmshadows, nvscene2008).
"""

import random

import torch
import torch.nn.functional as F

from .scene import BACKGROUNDS, COLOURS
from .shapes import BODY, DARK, FLAME, SHAPES, WHITE

FOV = 0.36  # tangent of half the angle of view: a long lens, as in product photography
STEPS = 44
SHADOW_STEPS = 14
ACCENTS = ((0.80, 0.58, 0.20), (0.06, 0.06, 0.065), (0.42, 0.25, 0.13), (0.62, 0.63, 0.66))
LIGHT_DIRECTIONS = {"soft": (0.25, 1.0, 0.75), "left": (-0.95, 0.8, 0.45), "right": (0.95, 0.8, 0.45), "studio": (0.15, 1.0, -0.2)}
AMBIENT = {"soft": 0.62, "left": 0.36, "right": 0.36, "studio": 0.48}


def render(scenes, size=128, oversample=1.5, device="cpu"):
    """Pictures of scenes that are all of one kind: uint8 [B, size, size, 3]."""
    shape = SHAPES[scenes[0].kind]
    look = _Look(scenes, shape, device)
    side = int(size * oversample)
    origin, direction = look.rays(side)
    picture = torch.arange(len(scenes), device=device).repeat_interleave(side * side)
    colour = look.backdrop(picture, origin, direction)
    index, points = look.march(picture, origin, direction)
    if len(index):
        colour[index] = look.product(picture[index], points, direction[index])
    image = colour.clamp(0, 1).pow(1 / 2.2).view(len(scenes), side, side, 3).permute(0, 3, 1, 2)
    image = F.interpolate(image, size=(size, size), mode="bilinear", antialias=True, align_corners=False)
    return (image.clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1)


class _Look:
    """The scenes of one batch as tensors, one row per picture; `p` is the picture that each ray belongs to."""

    def __init__(self, scenes, shape, device):
        rngs = [random.Random(scene.seed) for scene in scenes]
        self.device, self.shape, self.count = device, shape, len(scenes)
        self.proportions = {name: self._rows([rng.uniform(*limits) for rng in rngs]) for name, limits in shape.ranges.items()}
        extent = shape.extent(self.proportions)
        self.extent = torch.stack([side.expand(self.count) for side in extent], 1) + 0.03
        self.colour = self._rows([COLOURS[s.colour] for s in scenes]).pow(2.2)
        self.colour = (self.colour * self._rows([rng.uniform(0.88, 1.12) for rng in rngs])[:, None]).clamp(0, 1)
        self.accent = self._rows([rng.choice(ACCENTS) for rng in rngs]).pow(2.2)
        self.ground = self._rows([BACKGROUNDS[s.background] for s in scenes]).pow(2.2)
        self.wooden = torch.tensor([s.background == "wooden table" for s in scenes], device=device)
        self.grain = self._rows([rng.uniform(0, 50) for rng in rngs])
        self.ambient = self._rows([AMBIENT[s.light] for s in scenes])
        self.light = F.normalize(self._rows([LIGHT_DIRECTIONS[s.light] for s in scenes])
                                 + self._rows([[rng.uniform(-0.12, 0.12) for _ in range(3)] for rng in rngs]), dim=1)
        self.gloss = torch.tensor([s.material == "glossy" for s in scenes], device=device)
        self.metal = torch.tensor([s.material == "metal" for s in scenes], device=device)
        self.glass = torch.tensor([s.material == "glass" for s in scenes], device=device)
        self._aim(scenes, rngs)

    def _rows(self, values):
        return torch.tensor(values, dtype=torch.float32, device=self.device)

    def _aim(self, scenes, rngs):
        """Turns the camera by the view's name and sets its distance so that the product fills most of the frame."""
        azimuth, elevation = [], []
        for scene, rng in zip(scenes, rngs):
            if scene.view == "front":
                azimuth.append(rng.uniform(-0.12, 0.12)), elevation.append(rng.uniform(0.16, 0.26))
            elif scene.view == "three-quarter":
                azimuth.append(rng.choice((-1, 1)) * rng.uniform(0.5, 0.75)), elevation.append(rng.uniform(0.3, 0.42))
            else:
                azimuth.append(rng.uniform(-0.3, 0.3)), elevation.append(rng.uniform(0.75, 0.92))
        fill = self._rows([rng.uniform(0.78, 0.86) for rng in rngs])
        a, e = self._rows(azimuth), self._rows(elevation)
        self.back = torch.stack([a.sin() * e.cos(), e.sin(), a.cos() * e.cos()], 1)
        self.right = torch.stack([a.cos(), torch.zeros_like(a), -a.sin()], 1)
        self.up = torch.linalg.cross(self.back, self.right)
        corners = self._rows([[sx, sy, sz] for sx in (-1, 1) for sy in (0, 1) for sz in (-1, 1)])
        corners = corners[None] * self.extent[:, None]
        across, high, near = (torch.einsum("bkc,bc->bk", corners, axis) for axis in (self.right, self.up, self.back))
        centre_x, centre_y = (across.amax(1) + across.amin(1)) / 2, (high.amax(1) + high.amin(1)) / 2
        half = torch.maximum((across - centre_x[:, None]).abs().amax(1), (high - centre_y[:, None]).abs().amax(1))
        distance = half / (FOV * fill) + near.amax(1) * 0.6
        self.eye = self.back * distance[:, None] + self.right * centre_x[:, None] + self.up * centre_y[:, None]

    def rays(self, side):
        at = (torch.arange(side, device=self.device) + 0.5) / side * 2 - 1
        v, u = torch.meshgrid(-at, at, indexing="ij")
        direction = (u.reshape(1, -1, 1) * FOV * self.right[:, None] + v.reshape(1, -1, 1) * FOV * self.up[:, None]
                     - self.back[:, None])
        origin = self.eye[:, None].expand(-1, side * side, -1)
        return origin.reshape(-1, 3), F.normalize(direction, dim=2).reshape(-1, 3)

    def distances(self, p, points):
        own = {name: values[p] for name, values in self.proportions.items()}
        return self.shape.distances(points[:, 0], points[:, 1], points[:, 2], own)

    def distance(self, p, points):
        parts = self.distances(p, points)
        nearest = parts[0]
        for part in parts[1:]:
            nearest = torch.minimum(nearest, part)
        return nearest

    def crossing(self, p, origin, direction, margin=0.0):
        """Where rays enter and leave the product's box; they miss it where they leave before they enter."""
        e = self.extent[p]
        low = torch.stack([-e[:, 0], torch.zeros_like(e[:, 1]), -e[:, 2]], 1) - margin
        high = e + margin
        inverse = 1 / torch.where(direction.abs() < 1e-6, torch.full_like(direction, 1e-6), direction)
        t0, t1 = (low - origin) * inverse, (high - origin) * inverse
        return torch.minimum(t0, t1).amax(1).clamp_min(0), torch.maximum(t0, t1).amin(1)

    def march(self, p, origin, direction):
        enter, leave = self.crossing(p, origin, direction)
        index = torch.nonzero(enter < leave).squeeze(1)
        t, end = enter[index], leave[index]
        hits, depths = [], []
        for step in range(STEPS):
            d = self.distance(p[index], origin[index] + direction[index] * t[:, None])
            t = t + d * 0.95
            touched = d < 0.002
            if step == STEPS - 1:
                touched = d < 0.012
            if touched.any():
                hits.append(index[touched]), depths.append(t[touched])
            going = ~touched & (t < end)
            index, t, end = index[going], t[going], end[going]
            if not len(index):
                break
        index = torch.cat(hits) if hits else index[:0]
        t = torch.cat(depths) if depths else t[:0]
        return index, origin[index] + direction[index] * t[:, None]

    def lit(self, p, points, softness=7.0):
        """The share of the light that reaches points: 0 in full shadow, 1 in the open."""
        towards = self.light[p]
        enter, leave = self.crossing(p, points, towards, margin=0.12)
        share = torch.ones(len(points), device=self.device)
        index = torch.nonzero(enter < leave).squeeze(1)
        t = enter[index].clamp_min(0.04)
        for _ in range(SHADOW_STEPS):
            if not len(index):
                break
            d = self.distance(p[index], points[index] + towards[index] * t[:, None])
            share[index] = torch.minimum(share[index], (0.5 + 0.5 * softness * d / t.clamp_max(1.5)).clamp(0, 1))
            t = t + d.clamp(0.05, 0.35)
            going = (t < leave[index]) & (share[index] > 0.01)
            index, t = index[going], t[going]
        return share * share * (3 - 2 * share)

    def open_air(self, p, points, normal, reach):
        """Ambient occlusion: how much nearer the product is than an open half space would have it."""
        hidden = torch.zeros(len(points), device=self.device)
        for k in (1, 2, 3):
            h = reach * k / 3
            hidden = hidden + (h - self.distance(p, points + normal * h).clamp_min(0)).clamp_min(0) / h / 2 ** (k - 1)
        return (1 - 0.42 * hidden).clamp(0.15, 1)

    def backdrop(self, p, origin, direction):
        """The ground with the product's shadow, running into a backdrop of the same colour; a table ends at a blurred wall."""
        t = torch.where(direction[:, 1] < -1e-3, -origin[:, 1] / direction[:, 1], torch.full_like(direction[:, 1], 1e4))
        far = self.extent[p].amax(1) * 3.2
        points = origin + direction * torch.minimum(t, torch.full_like(t, 60.0))[:, None]
        away = length_2d(points)
        near = away < far
        base = self.ground[p]
        shade = torch.ones(len(p), device=self.device)
        index = torch.nonzero(near).squeeze(1)
        up = torch.zeros(len(index), 3, device=self.device)
        up[:, 1] = 1
        spot = points[index]
        spot[:, 1] = 0
        open_air = torch.ones(len(index), device=self.device)
        close = torch.nonzero((spot[:, [0, 2]].abs() < self.extent[p[index]][:, [0, 2]] + 0.35).all(1)).squeeze(1)
        open_air[close] = self.open_air(p[index][close], spot[close], up[close], 0.45)
        fade = (1 - away[index] / far[index]).clamp(0, 1).sqrt()
        direct = 1 - (1 - self.lit(p[index], spot)) * 0.62 * fade
        shade[index] = direct * open_air
        wood = self.wooden[p]
        if wood.any():
            base = torch.where(wood[:, None], self._planks(p, points, direction), base)
        falloff = 1.0 - 0.10 * (away / (far * 1.3)).clamp(0, 1)
        return base * (shade * falloff)[:, None]

    def _planks(self, p, points, direction):
        x, z = points[:, 0] + self.grain[p], points[:, 2]
        rings = torch.sin(z * 9 + 1.3 * torch.sin(x * 0.9 + z * 2.3)) * 0.5 + 0.5
        fine = torch.sin(z * 34 + 2.0 * torch.sin(x * 1.7)) * 0.5 + 0.5
        joint = ((z * 1.4) % 1.0 < 0.035).float()
        tone = 0.78 + 0.24 * rings + 0.10 * fine - 0.35 * joint
        plank = self.ground[p] * tone[:, None]
        wall = torch.tensor((0.62, 0.55, 0.47), device=self.device).pow(2.2)
        beyond = torch.sigmoid((length_2d(points) * (points[:, 2] < 0) - self.extent[p].amax(1) * 3.4) * 4.0)
        beyond = torch.where(direction[:, 1] > -1e-3, torch.ones_like(beyond), beyond)
        return plank + (wall - plank) * beyond[:, None]

    def normal(self, p, points):
        """By central differences on a tetrahedron."""
        total = torch.zeros_like(points)
        for k in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
            axis = torch.tensor(k, dtype=torch.float32, device=self.device)
            total = total + axis * self.distance(p, points + axis * 0.004)[:, None]
        return F.normalize(total, dim=1)

    def product(self, p, points, direction):
        normal = self.normal(p, points)
        parts = torch.stack(self.distances(p, points))
        paint = torch.tensor(self.shape.paint, device=self.device)[parts.argmin(0)]
        body = (paint == BODY)
        albedo = torch.where(body[:, None], self.colour[p], self.accent[p])
        albedo = torch.where((paint == WHITE)[:, None], torch.full_like(albedo, 0.85), albedo)
        albedo = torch.where((paint == DARK)[:, None], torch.full_like(albedo, 0.02), albedo)
        light = self.light[p]
        facing = (normal * light).sum(1).clamp_min(0)
        direct = facing * self.lit(p, points + normal * 0.02, softness=9.0)
        sky = self.ambient[p] * (0.62 + 0.38 * normal[:, 1]) * self.open_air(p, points, normal, 0.3)
        bounce = self.ground[p] * (0.16 * (0.5 - 0.5 * normal[:, 1]))[:, None]
        diffuse = albedo * ((direct * 0.85 + sky)[:, None] + bounce)
        mirror = direction - 2 * (direction * normal).sum(1, keepdim=True) * normal
        grazing = (1 + (direction * normal).sum(1)).clamp(0, 1)
        fresnel = grazing.pow(4)
        studio = self._studio(p, mirror)
        glint = (mirror * light).sum(1).clamp_min(0)
        matte = diffuse + 0.03 * glint.pow(8)[:, None]
        glossy = diffuse * 0.92 + (0.05 + 0.5 * fresnel)[:, None] * studio + 0.75 * glint.pow(70)[:, None]
        tint = albedo * 0.85 + 0.08
        metal = tint * studio * 1.15 + diffuse * 0.22 + 0.9 * glint.pow(40)[:, None] * (tint + 0.25)
        through = self.ground[p] * (0.10 + 0.90 * self.colour[p])
        glass = (through * (0.45 + 0.35 * (1 - grazing))[:, None] + diffuse * 0.35
                 + (0.06 + 0.6 * fresnel)[:, None] * studio + 0.9 * glint.pow(90)[:, None])
        own = torch.where(self.gloss[p][:, None], glossy, matte)
        own = torch.where(self.metal[p][:, None], metal, own)
        own = torch.where(self.glass[p][:, None], glass, own)
        shaded = torch.where(body[:, None], own, glossy)
        flame = torch.tensor((1.0, 0.78, 0.28), device=self.device) * (0.75 + 0.35 * (1 - grazing))[:, None]
        return torch.where((paint == FLAME)[:, None], flame, shaded)

    def _studio(self, p, d):
        """What a mirror would see: a softbox on each side and one above, over a grey room and the ground."""
        above = torch.sigmoid((d[:, 1] - 0.62) * 12) * 1.1
        sides = torch.sigmoid((d[:, 0].abs() - 0.72) * 16) * torch.sigmoid((0.5 - (d[:, 1] - 0.15).abs()) * 12) * 0.95
        room = 0.10 + 0.22 * torch.sigmoid(d[:, 1] * 5)
        floor = self.ground[p] * (0.75 * torch.sigmoid((-d[:, 1] - 0.12) * 10))[:, None]
        return (above + sides + room)[:, None] + floor


def length_2d(points):
    return torch.sqrt(points[:, 0] ** 2 + points[:, 2] ** 2)
