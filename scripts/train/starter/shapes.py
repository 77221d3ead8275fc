"""Signed distances of the sixteen product kinds, in units where a product is about 1 to 2 high and stands on y = 0.

A shape is a function of points and its own proportions. It returns one distance per part, since parts differ in colour:
part 0 has the product's own colour, the others an accent. x is right, y up, z towards the viewer of a front view.
"""

import math
from dataclasses import dataclass
from typing import Callable, Mapping, Tuple

import torch

BODY, ACCENT, WHITE, DARK, FLAME = range(5)


@dataclass(frozen=True)
class Shape:
    """Proportions with their ranges, the box that holds the product as (half x, height, half z), parts and their paint."""

    ranges: Mapping[str, Tuple[float, float]]
    extent: Callable
    distances: Callable
    paint: Tuple[int, ...]


def length(*axes):
    return torch.sqrt(sum(a * a for a in axes) + 1e-12)


def sphere(x, y, z, r):
    return length(x, y, z) - r


def ellipsoid(x, y, z, a, b, c):
    """A bound that is exact on the surface (the usual k0 (k0 - 1) / k1)."""
    k0 = length(x / a, y / b, z / c)
    k1 = length(x / (a * a), y / (b * b), z / (c * c))
    return k0 * (k0 - 1.0) / k1


def box(x, y, z, a, b, c, r=0.0):
    """A box of half sizes a, b, c with edges rounded by r, which is part of the size."""
    qx, qy, qz = x.abs() - (a - r), y.abs() - (b - r), z.abs() - (c - r)
    outside = length(qx.clamp_min(0), qy.clamp_min(0), qz.clamp_min(0))
    return outside + torch.maximum(qx, torch.maximum(qy, qz)).clamp_max(0) - r


def cylinder(x, y, z, radius, half, r=0.0):
    """A cylinder along y."""
    qx, qy = length(x, z) - (radius - r), y.abs() - (half - r)
    return length(qx.clamp_min(0), qy.clamp_min(0)) + torch.maximum(qx, qy).clamp_max(0) - r


def torus(x, y, z, major, minor):
    """A ring around the z axis."""
    return length(length(x, y) - major, z) - minor


def capsule(x, y, z, a, b, ra, rb):
    """From a to b, with a radius that grows evenly from ra to rb: a bound, exact for equal radii."""
    d = [q - p for p, q in zip(a, b)]
    px, py, pz = x - a[0], y - a[1], z - a[2]
    along = ((px * d[0] + py * d[1] + pz * d[2]) / sum(q * q for q in d)).clamp(0, 1)
    return length(px - along * d[0], py - along * d[1], pz - along * d[2]) - (ra + (rb - ra) * along)


def lathe(x, y, z, heights, radii):
    """A body of revolution through the points (height, radius), joined by cosines, closed at both ends."""
    q = length(x, z)
    radius = torch.zeros_like(q) + radii[0]
    for (h0, h1), (r0, r1) in zip(zip(heights, heights[1:]), zip(radii, radii[1:])):
        along = ((y - h0) / (h1 - h0)).clamp(0, 1)
        radius = torch.where(y >= h0, r0 + (r1 - r0) * (0.5 - 0.5 * torch.cos(math.pi * along)), radius)
    side = (q - radius) * 0.7
    return torch.maximum(side, torch.maximum(heights[0] - y, y - heights[-1]))


def turned(x, y, angle):
    c, s = math.cos(angle), math.sin(angle)
    return x * c - y * s, x * s + y * c


def union(*parts):
    nearest = parts[0]
    for part in parts[1:]:
        nearest = torch.minimum(nearest, part)
    return nearest


def blend(a, b, k):
    """A union whose seam is rounded over a width of k."""
    h = (0.5 + 0.5 * (b - a) / k).clamp(0, 1)
    return b + (a - b) * h - k * h * (1 - h)


def without(a, b):
    return torch.maximum(a, -b)


def mug(x, y, z, p):
    r, h = p["r"], p["h"]
    outer = cylinder(x, y - h / 2, z, r, h / 2, 0.05)
    shell = without(outer, cylinder(x, y - h / 2 - 0.12, z, r - 0.07, h / 2, 0.03))
    handle = torch.maximum(torus(x - r - 0.02, y - h * 0.52, z, h * 0.27, 0.075), r - 0.05 - x)
    return (blend(shell, handle, 0.04),)


def bottle(x, y, z, p):
    r, h = p["r"], p["h"]
    body = lathe(x, y, z, (0.0, 0.06, h * 0.5, h * 0.74, h * 0.9), (r * 0.9, r, r, r * 0.38, r * 0.38))
    return body - 0.01, cylinder(x, y - h * 0.95, z, r * 0.46, h * 0.07, 0.03)


def vase(x, y, z, p):
    r, h, n = p["r"], p["h"], p["neck"]
    body = lathe(x, y, z, (0.0, h * 0.36, h * 0.78, h), (r * 0.5, r, n, n * 1.6))
    return (without(body, cylinder(x, y - h, z, n * 0.8, h * 0.4)),)


def bowl(x, y, z, p):
    r, h = p["r"], p["h"]
    outer = ellipsoid(x, y - h, z, r, h - 0.06, r)
    inner = ellipsoid(x, y - h - 0.02, z, r - 0.06, h - 0.14, r - 0.06)
    shell = torch.maximum(without(outer, inner), y - h)
    return (union(shell - 0.015, cylinder(x, y - 0.05, z, r * 0.42, 0.06, 0.02)),)


def lamp(x, y, z, p):
    r, h = p["r"], p["h"]
    top = h * 0.52
    q = length(x, z)
    slope = r - (y - (h - top)) / top * (r - r * p["taper"])
    shade = torch.maximum((q - slope) * 0.85, (y - h + top / 2).abs() - top / 2) - 0.01
    stem = union(cylinder(x, y - h * 0.3, z, 0.065, h * 0.3), cylinder(x, y - 0.05, z, r * 0.55, 0.06, 0.03),
                 sphere(x, y - h * 0.26, z, p["ball"]))
    return shade, stem


def chair(x, y, z, p):
    w, s, h = p["w"], p["seat"], p["h"]
    seat = box(x, y - s, z, w, 0.09, w, 0.05)
    back = box(x, y - (s + h) / 2, z + w - 0.08, w, (h - s) / 2, 0.08, 0.06)
    legs = box(x.abs() - w + 0.1, y - s / 2, z.abs() - w + 0.1, 0.075, s / 2, 0.075, 0.02)
    return union(seat, back), legs


def table(x, y, z, p):
    w, d, h = p["w"], p["d"], p["h"]
    top = box(x, y - h, z, w, 0.09, d, 0.04)
    legs = box(x.abs() - w + 0.12, y - h / 2, z.abs() - d + 0.12, 0.08, h / 2, 0.08, 0.02)
    return top, legs


def handbag(x, y, z, p):
    w, h, d = p["w"], p["h"], p["d"]
    narrowing = 1.0 + 0.22 * (y / h)
    body = box(x * narrowing, y - h / 2, z * narrowing, w * 1.1, h / 2, d, 0.09) * 0.8
    flap = box(x * narrowing, y - h * 0.8, z * narrowing, w * 1.1 + 0.015, h * 0.2, d + 0.03, 0.07) * 0.8
    handle = torch.maximum(torus(x, y - h * 0.98, z, w * 0.46, 0.065), h * 0.9 - y)
    return union(body, flap, handle), box(x, y - h * 0.6, z - d, 0.11, 0.085, 0.06, 0.02)


def boot(x, y, z, p):
    h, f = p["h"], p["foot"]
    shaft = cylinder(x + 0.2, y - h / 2 - 0.06, z, 0.27, h / 2, 0.06)
    foot = ellipsoid(x - f * 0.3, y - 0.2, z, f * 0.66, 0.26, 0.27)
    body = without(blend(shaft, foot, 0.14), cylinder(x + 0.2, y - h - 0.1, z, 0.2, 0.16))
    sole = torch.maximum(ellipsoid(x - f * 0.2, y - 0.06, z, f * 0.83, 0.2, 0.31), (y - 0.05).abs() - 0.05)
    return torch.maximum(body, 0.08 - y), sole


def t_shirt(x, y, z, p):
    w, h = p["w"], p["h"]
    body = box(x, y - h / 2, z, w, h / 2, 0.16, 0.12)
    sx, sy = turned(x.abs() - w * 1.12, y - h * 0.83, 0.62)
    sleeves = box(sx, sy, z, p["sleeve"], 0.2, 0.14, 0.1)
    shirt = blend(body, sleeves, 0.06)
    neck = sphere(x, y - h - 0.05, (z - 0.05) * 0.6, 0.27)
    return (without(shirt, neck),)


def gift_box(x, y, z, p):
    w, h = p["w"], p["h"]
    body = union(box(x, y - h / 2, z, w, h / 2, w, 0.02), box(x, y - h * 0.88, z, w + 0.06, h * 0.13, w + 0.06, 0.02))
    ribbon = union(box(x, y - h / 2, z, 0.13, h / 2 + 0.03, w + 0.08), box(x, y - h / 2, z, w + 0.08, h / 2 + 0.03, 0.13))
    bx, by = turned(x.abs() - 0.22, y - h - 0.17, 0.5)
    bow = ellipsoid(bx, by, z, 0.26, 0.13, 0.13)
    return body, union(ribbon, bow)


def candle(x, y, z, p):
    r, h = p["r"], p["h"]
    wax = cylinder(x, y - h / 2 - 0.06, z, r, h / 2, 0.04)
    plate = cylinder(x, y - 0.04, z, r * 1.55, 0.045, 0.03)
    flame = ellipsoid(x, y - h - 0.28, z, 0.09 + 0.02 * (h + 0.28 - y), 0.2, 0.09)
    return wax, plate, flame * 0.7


def sofa(x, y, z, p):
    w, h = p["w"], p["h"]
    base = box(x, y - 0.28, z, w, 0.17, 0.52, 0.06)
    back = box(x, y - h / 2 - 0.06, z + 0.42, w, h / 2 - 0.06, 0.15, 0.1)
    arms = box(x.abs() - w + 0.06, y - 0.38, z, 0.16, 0.28, 0.54, 0.11)
    cushions = box(x.abs() - w * 0.42, y - 0.52, z - 0.06, w * 0.4, 0.12, 0.42, 0.08)
    feet = cylinder(x.abs() - w + 0.12, y - 0.06, z.abs() - 0.4, 0.07, 0.07)
    return union(base, back, arms, cushions), feet


def teapot(x, y, z, p):
    r, s = p["r"], p["squash"]
    body = ellipsoid(x, y - r * s, z, r, r * s, r)
    spout = capsule(x, y, z, (r * 0.6, r * s * 0.75, 0.0), (r * 1.55, r * s * 1.6, 0.0), 0.17, 0.085)
    handle = torch.maximum(torus(x + r * 1.02, y - r * s * 1.05, z, r * 0.42, 0.07), x + r * 0.72)
    lid = ellipsoid(x, y - r * s * 1.86, z, r * 0.45, r * 0.16, r * 0.45)
    foot = cylinder(x, y - 0.05, z, r * 0.52, 0.06, 0.02)
    return blend(union(body, lid, foot), union(spout, handle), 0.05), sphere(x, y - r * s * 2.06 - 0.06, z, 0.1)


def hat(x, y, z, p):
    r, h = p["r"], p["h"]
    brim = cylinder(x, y - 0.06 - 0.05 * (length(x, z) / r) ** 2, z, r, 0.05, 0.04) * 0.9
    crown = torch.maximum(ellipsoid(x, y - 0.05, z, r * 0.55, h, r * 0.55), 0.05 - y)
    band = cylinder(x, y - 0.2, z, r * 0.56, 0.085, 0.02)
    return blend(brim, crown, 0.06), band


def clock(x, y, z, p):
    r = p["r"]
    cy = y - r - 0.16
    case = cylinder(x, z, cy, r, 0.24, 0.06)
    feet = capsule(x.abs(), y, z, (r * 0.45, r * 0.42, 0.0), (r * 0.62, 0.07, 0.0), 0.075, 0.075)
    bells = ellipsoid(x.abs() - r * 0.55, cy - r * 0.98, z, 0.24, 0.19, 0.2)
    face = cylinder(x, z - 0.2, cy, r * 0.82, 0.06)
    hx, hy = x * p["c"] - cy * p["s"], x * p["s"] + cy * p["c"]
    hands = union(box(x, cy - r * 0.27, z - 0.27, 0.04, r * 0.3, 0.025), box(hx - r * 0.18, hy, z - 0.27, r * 0.22, 0.045, 0.025))
    return union(case, bells), feet, face, hands


def _fixed(x, height, z):
    return lambda p: (x(p), height(p), z(p))


SHAPES = {
    "mug": Shape({"r": (0.42, 0.52), "h": (0.92, 1.1)},
                 _fixed(lambda p: p["r"] + p["h"] * 0.27 + 0.1, lambda p: p["h"], lambda p: p["r"]), mug, (BODY,)),
    "bottle": Shape({"r": (0.27, 0.36), "h": (1.5, 1.75)},
                    _fixed(lambda p: p["r"], lambda p: p["h"] * 1.03, lambda p: p["r"]), bottle, (BODY, ACCENT)),
    "vase": Shape({"r": (0.46, 0.56), "h": (1.25, 1.45), "neck": (0.17, 0.22)},
                  _fixed(lambda p: p["r"], lambda p: p["h"], lambda p: p["r"]), vase, (BODY,)),
    "bowl": Shape({"r": (0.85, 0.95), "h": (0.72, 0.85)},
                  _fixed(lambda p: p["r"], lambda p: p["h"], lambda p: p["r"]), bowl, (BODY,)),
    "lamp": Shape({"r": (0.55, 0.66), "h": (1.5, 1.7), "taper": (0.5, 0.68), "ball": (0.13, 0.22)},
                  _fixed(lambda p: p["r"], lambda p: p["h"], lambda p: p["r"]), lamp, (BODY, ACCENT)),
    "chair": Shape({"w": (0.46, 0.54), "seat": (0.68, 0.78), "h": (1.55, 1.75)},
                   _fixed(lambda p: p["w"], lambda p: p["h"], lambda p: p["w"]), chair, (BODY, ACCENT)),
    "table": Shape({"w": (0.85, 1.0), "d": (0.55, 0.7), "h": (0.95, 1.1)},
                   _fixed(lambda p: p["w"], lambda p: p["h"] + 0.09, lambda p: p["d"]), table, (BODY, ACCENT)),
    "handbag": Shape({"w": (0.62, 0.74), "h": (0.82, 0.95), "d": (0.24, 0.32)},
                     _fixed(lambda p: p["w"] * 1.1, lambda p: p["h"] + p["w"] * 0.46 + 0.06, lambda p: p["d"] + 0.05), handbag,
                     (BODY, ACCENT)),
    "boot": Shape({"h": (1.05, 1.25), "foot": (0.85, 0.98)},
                  _fixed(lambda p: p["foot"], lambda p: p["h"] + 0.06, lambda p: 0.31 + 0 * p["h"]), boot, (BODY, ACCENT)),
    "t-shirt": Shape({"w": (0.5, 0.58), "h": (1.2, 1.35), "sleeve": (0.3, 0.36)},
                     _fixed(lambda p: p["w"] + 0.42, lambda p: p["h"] + 0.05, lambda p: 0.17 + 0 * p["w"]), t_shirt, (BODY,)),
    "gift box": Shape({"w": (0.58, 0.68), "h": (0.8, 1.0)},
                      _fixed(lambda p: p["w"] + 0.08, lambda p: p["h"] + 0.36, lambda p: p["w"] + 0.08), gift_box, (BODY, ACCENT)),
    "candle": Shape({"r": (0.3, 0.38), "h": (0.85, 1.1)},
                    _fixed(lambda p: p["r"] * 1.55, lambda p: p["h"] + 0.5, lambda p: p["r"] * 1.55), candle, (BODY, ACCENT, FLAME)),
    "sofa": Shape({"w": (0.98, 1.15), "h": (1.0, 1.15)},
                  _fixed(lambda p: p["w"] + 0.1, lambda p: p["h"], lambda p: 0.57 + 0 * p["w"]), sofa, (BODY, ACCENT)),
    "teapot": Shape({"r": (0.55, 0.62), "squash": (0.78, 0.92)},
                    _fixed(lambda p: p["r"] * 1.6 + 0.04, lambda p: p["r"] * p["squash"] * 2.06 + 0.17, lambda p: p["r"]), teapot,
                    (BODY, ACCENT)),
    "hat": Shape({"r": (0.85, 0.95), "h": (0.8, 0.95)},
                 _fixed(lambda p: p["r"], lambda p: p["h"] + 0.05, lambda p: p["r"]), hat, (BODY, ACCENT)),
    "clock": Shape({"r": (0.58, 0.66), "s": (-0.7, 0.7), "c": (0.72, 1.0)},
                   _fixed(lambda p: p["r"] + 0.12, lambda p: p["r"] * 2 + 0.34, lambda p: 0.3 + 0 * p["r"]), clock,
                   (BODY, ACCENT, WHITE, DARK)),
}
