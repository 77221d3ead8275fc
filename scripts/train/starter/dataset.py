"""Rendered pictures on disk: chunks of 256 with their scenes, each drawn from the set's name, the seed and its number alone."""

import dataclasses
import functools
import json
import multiprocessing
import os
import random
from pathlib import Path

import numpy as np

from . import scene

CHUNK = 256
GROUP = 8


class Pictures:
    """One set, such as `train` or `validation`, in a folder."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)

    def chunks(self):
        found = sorted(self.folder.glob("*.npy"))
        if not found:
            raise SystemExit(f"{self.folder} has no pictures: run scripts/train/render first")
        return found

    def scenes(self):
        return [scene.Scene(**row) for file in self.chunks() for row in json.loads(file.with_suffix(".json").read_text())]

    def images(self):
        """All pictures: uint8 [N, size, size, 3]."""
        return np.concatenate([np.load(file) for file in self.chunks()])

    @functools.cached_property
    def _mapped(self):
        return [np.load(file, mmap_mode="r") for file in self.chunks()]

    def __len__(self):
        return CHUNK * len(self._mapped)

    def both_ways(self):
        """The scenes, then their mirror images."""
        scenes = self.scenes()
        return scenes + [scene.mirrored() for scene in scenes]

    def read(self, numbers):
        """The pictures of these scenes of `both_ways`, without holding all of them: uint8 [n, size, size, 3]."""
        images = []
        for number in numbers:
            image = self._mapped[number % len(self) // CHUNK][number % CHUNK]
            images.append(image if number < len(self) else image[:, ::-1])
        return np.stack(images)


def render_set(folder: Path, name, seed, size, chunks, processes, report):
    """Renders what is missing of a set; a chunk appears under its own name only when it is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [(folder, name, seed, size, k) for k in range(chunks) if not (folder / f"{k:05d}.npy").exists()]
    if not missing:
        return
    with multiprocessing.get_context("spawn").Pool(processes, initializer=_one_thread) as pool:
        for done, _ in enumerate(pool.imap_unordered(_render_chunk, missing), 1):
            report(done, len(missing))


def _one_thread():
    import torch

    torch.set_num_threads(1)


def _render_chunk(job):
    from .raymarch import render

    folder, name, seed, size, number = job
    rng = random.Random(f"{name}/{seed}/{number}")
    draw = scene.draw if name == "all-pairs" else scene.draw_for_training
    scenes = [draw(rng) for _ in range(CHUNK)]
    images = np.zeros((CHUNK, size, size, 3), np.uint8)
    for kind in scene.KINDS:
        rows = [i for i, s in enumerate(scenes) if s.kind == kind]
        for group in (rows[k:k + GROUP] for k in range(0, len(rows), GROUP)):
            images[group] = render([scenes[i] for i in group], size).numpy()
    target = folder / f"{number:05d}.npy"
    target.with_suffix(".json").write_text(json.dumps([dataclasses.asdict(s) for s in scenes]))
    partial = folder / f"{number:05d}.npy.partial"
    with open(partial, "wb") as out:
        np.save(out, images)
    os.replace(partial, target)
