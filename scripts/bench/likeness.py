"""See likeness beside this file, which starts the farm."""

import argparse
import base64
import csv
import io
import itertools
import json
import os
import statistics
import sys
import urllib.request
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance

HOME = Path(os.environ["RENDERFARM_HOME"])
sys.path.insert(0, str(HOME / "scripts" / "lib"))

from farm_probe import Farm, machine

LEAST_BITS = 8  # hashes of fewer are never compared
DISTANCES = (0, 1, 2, 3, 4, 6, 8, 12)


def luma(image):
    pixels = np.asarray(image.convert("RGB"), dtype=np.int64)
    return pixels[..., 0] * 299 + pixels[..., 1] * 587 + pixels[..., 2] * 114


def bits_of(rows):
    """Of the means of each row of parts, from the left."""
    bits = 0
    for means in rows:
        for left, right in itertools.pairwise(means):
            bits = bits << 1 | (left + 1000 <= right)
    return bits


def dhash(image):
    """As DifferenceHash of the worker says."""
    levels = luma(image)
    height, width = levels.shape

    def spans(parts, length):
        for part in range(parts):
            start = part * length // parts
            yield slice(start, max(start + 1, (part + 1) * length // parts))

    return bits_of([int(block.sum()) // block.size for block in (levels[rows, columns] for columns in spans(9, width))]
                   for rows in spans(8, height))


def painted_hash(image, repaint):
    """As PaintedHash of the worker says, of the pixels where repaint is true."""
    levels = luma(image)

    def spans(parts, counts):
        before = np.concatenate(([0], np.cumsum(counts)))
        bounds = [int(np.searchsorted(before * parts, part * before[-1], side="right")) - 1 for part in range(parts + 1)]
        return [slice(start, end) for start, end in itertools.pairwise(bounds)]

    def means(rows):
        for columns in spans(9, repaint[rows].sum(axis=0)):
            painted = levels[rows, columns][repaint[rows, columns]]
            yield int(painted.sum()) // painted.size

    return bits_of(list(means(rows)) for rows in spans(8, repaint.sum(axis=1)))


def ellipse(size):
    """Whether a pixel is outside of the product, which fills half of a picture."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    return (2 * x / size[0] - 1) ** 2 + (2 * y / size[1] - 1) ** 2 >= 0.5


def cut_out(size):
    """A product as a data URL: a ramp of colours in an ellipse."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    alpha = np.where(ellipse(size), 0, 255)
    rgba = np.stack([x * 255 // size[0], y * 255 // size[1], (x + y) * 127 // size[0], alpha], axis=-1).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(rgba, "RGBA").save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def filed(image, **how):
    file = io.BytesIO()
    image.save(file, **how)
    return Image.open(file)


def cropped(image, share):
    width, height = image.size
    x, y = round(width * share), round(height * share)
    return image.crop((x, y, width - x, height - y))


CHANGES = {
    "JPEG, quality 75": lambda image: filed(image, format="JPEG", quality=75),
    "JPEG, quality 40": lambda image: filed(image, format="JPEG", quality=40),
    "half as large": lambda image: image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS),
    "10 % brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.1),
    "2 % cut off on each side": lambda image: cropped(image, 0.02),
    "5 % cut off on each side": lambda image: cropped(image, 0.05),
    "mirrored": lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
}


def prompts(most):
    with open(HOME / "samples" / "products.csv", newline="", encoding="utf-8") as file:
        return [row["prompt"] for row in csv.DictReader(file)][:most]


def sheet(texts, variants, more):
    return "".join(json.dumps({"sku": f"L{i}", "prompt": text, "n": variants, "seed": 1000 * (i + 1)} | more) + "\n"
                   for i, text in enumerate(texts))


def picture(farm, batch, name):
    with urllib.request.urlopen(f"{farm.url}/v1/batches/{batch}/images/{name}.png") as answer:
        return Image.open(io.BytesIO(answer.read())).convert("RGB")


def row(what, distances):
    shares = [f"{100 * sum(one <= most for one in distances) / len(distances):.1f} %" for most in DISTANCES]
    return f"| {what} | {len(distances)} | {min(distances)} | {statistics.median(distances):g} | " + " | ".join(shares) + " |"


def rendered(farm, lines, endpoint):
    batch, _ = farm.submit(farm.upload("sheet.jsonl", lines), endpoint)
    view = farm.ended(batch, 3600)
    if view["status"] != "completed":
        raise SystemExit(f"{batch} is {view['status']}: {view}")
    for task in farm.ask(f"/v1/batches/{batch}/tasks?limit=1000")["data"]:
        if task["state"] == "completed":
            name = task["image"]["key"].rsplit("/", 1)[1].removesuffix(".png")
            yield name, farm.ask(f"/v1/batches/{batch}/images/{name}.json"), picture(farm, batch, name)


def checked(name, said, own):
    if f"{own:016x}" != said["dhash"]:
        raise SystemExit(f"{name} has the hash {own:016x} here, and the worker said {said['dhash']}")
    return own


def pairs(lines):
    """Distances within lines, and across them."""
    within = [(one ^ other).bit_count() for line in lines for one, other in itertools.combinations(line, 2)]
    across = [(one ^ other).bit_count() for line, later in itertools.combinations(lines, 2) for one in line for other in later]
    return within, across


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--variants", type=int, default=6)
    parser.add_argument("--prompts", type=int, default=1000)
    options = parser.parse_args()

    farm = Farm(options.data)
    texts = prompts(options.prompts)
    lines, edits, wholes = ([[] for _ in texts] for _ in range(3))
    changes, plain, drawn, size = {name: [] for name in CHANGES}, 0, 0, None
    for name, said, image in rendered(farm, sheet(texts, options.variants, {}), "/v1/images/generations"):
        own, size, drawn = checked(name, said, dhash(image)), image.size, drawn + 1
        if own.bit_count() < LEAST_BITS:
            plain += 1
            continue
        lines[int(said["custom_id"][1:])].append(own)
        for change, change_of in CHANGES.items():
            changes[change].append((own ^ dhash(change_of(image))).bit_count())
    more = {"image": cut_out(size), "size": f"{size[0]}x{size[1]}", "strength": 1}
    for name, said, image in rendered(farm, sheet(texts, options.variants, more), "/v1/images/edits"):
        own, drawn = checked(name, said, painted_hash(image, ellipse(size))), drawn + 1
        if own.bit_count() < LEAST_BITS:
            plain += 1
            continue
        edits[int(said["custom_id"][1:])].append(own)
        wholes[int(said["custom_id"][1:])].append(dhash(image))
    model = said["model"]
    print(f"{machine()}; {model['name']} {model['version']}, {model['digest'][:19]}, {drawn} pictures of {len(texts)} prompts, half of them "
          f"around a cut-out; {plain} have fewer than {LEAST_BITS} bits and are never compared.\n")
    print("| pair | pairs | least | median | " + " | ".join(f"≤ {most}" for most in DISTANCES) + " |")
    print("|---|" + "---|" * (3 + len(DISTANCES)))
    for what, hashes in (("", lines), (" around a cut-out, what was painted", edits), (" around a cut-out, whole pictures", wholes)):
        within, across = pairs(hashes)
        print(row("two seeds of one prompt" + what, within))
        print(row("two prompts" + what, across))
    for change, distances in changes.items():
        print(row(f"a picture and itself, {change}", distances))


if __name__ == "__main__":
    main()
