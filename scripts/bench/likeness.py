"""See likeness beside this file, which starts the farm."""

import argparse
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


def dhash(image):
    """As DifferenceHash of the worker says."""
    pixels = np.asarray(image.convert("RGB"), dtype=np.int64)
    luma = pixels[..., 0] * 299 + pixels[..., 1] * 587 + pixels[..., 2] * 114
    height, width = luma.shape

    def spans(parts, length):
        for part in range(parts):
            start = part * length // parts
            yield slice(start, max(start + 1, (part + 1) * length // parts))

    bits = 0
    for rows in spans(8, height):
        means = [int(block.sum()) // block.size for block in (luma[rows, columns] for columns in spans(9, width))]
        for left, right in itertools.pairwise(means):
            bits = bits << 1 | (left + 1000 <= right)
    return bits


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


def sheet(variants):
    with open(HOME / "samples" / "products.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return "".join(json.dumps({"sku": f"L{i}", "prompt": row["prompt"], "n": variants, "seed": 1000 * (i + 1)}) + "\n"
                   for i, row in enumerate(rows)), len(rows)


def picture(farm, batch, name):
    with urllib.request.urlopen(f"{farm.url}/v1/batches/{batch}/images/{name}.png") as answer:
        return Image.open(io.BytesIO(answer.read())).convert("RGB")


def row(what, distances):
    shares = [f"{100 * sum(one <= most for one in distances) / len(distances):.1f} %" for most in DISTANCES]
    return f"| {what} | {len(distances)} | {min(distances)} | {statistics.median(distances):g} | " + " | ".join(shares) + " |"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--variants", type=int, default=6)
    options = parser.parse_args()

    farm = Farm(options.data)
    lines, count = sheet(options.variants)
    batch, _ = farm.submit(farm.upload("sheet.jsonl", lines))
    view = farm.ended(batch, 3600)
    if view["status"] != "completed":
        raise SystemExit(f"{batch} is {view['status']}: {view}")
    tasks = farm.ask(f"/v1/batches/{batch}/tasks?limit=1000")["data"]
    lines, changes, plain, model = [[] for _ in range(count)], {name: [] for name in CHANGES}, 0, None
    for task in tasks:
        if task["state"] != "completed":
            continue
        name = task["image"]["key"].rsplit("/", 1)[1].removesuffix(".png")
        said = farm.ask(f"/v1/batches/{batch}/images/{name}.json")
        model = said["model"]
        image = picture(farm, batch, name)
        own = dhash(image)
        if f"{own:016x}" != said["dhash"]:
            raise SystemExit(f"{name} has the hash {own:016x} here, and the worker said {said['dhash']}")
        if own.bit_count() < LEAST_BITS:
            plain += 1
            continue
        lines[int(said["custom_id"][1:])].append(own)
        for change, change_of in CHANGES.items():
            changes[change].append((own ^ dhash(change_of(image))).bit_count())
    alike = [(one ^ other).bit_count() for line in lines for one, other in itertools.combinations(line, 2)]
    strangers = [(one ^ other).bit_count() for line, later in itertools.combinations(lines, 2) for one in line for other in later]
    print(f"{machine()}; {model['name']} {model['version']}, {model['digest'][:19]}, {len(tasks)} pictures of {count} prompts; "
          f"{plain} have fewer than {LEAST_BITS} bits and are never compared.\n")
    print("| pair | pairs | least | median | " + " | ".join(f"≤ {most}" for most in DISTANCES) + " |")
    print("|---|" + "---|" * (3 + len(DISTANCES)))
    print(row("two seeds of one prompt", alike))
    print(row("two prompts", strangers))
    for change, distances in changes.items():
        print(row(f"a picture and itself, {change}", distances))


if __name__ == "__main__":
    main()
