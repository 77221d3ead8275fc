"""What every stage of training shares: where its files are, checkpoints that a stage goes on from, and its log of losses."""

import json
import os
import time
from pathlib import Path

import torch


def device():
    return "cuda" if torch.cuda.is_available() else "cpu"


def autocast():
    return torch.autocast(device(), dtype=torch.bfloat16)


def compiled(module):
    """The module compiled, unless RENDERFARM_COMPILE=0 or there is no compiler."""
    return module if os.environ.get("RENDERFARM_COMPILE") == "0" else torch.compile(module)


class Run:
    """One stage. Its state is saved every few minutes and at the end, whole or not at all."""

    def __init__(self, work: Path, stage, save_every=180.0):
        self.folder = Path(work) / stage
        self.folder.mkdir(parents=True, exist_ok=True)
        self.stage, self.save_every = stage, save_every
        self.saved = self.began = time.time()
        self.before = 0.0

    @property
    def checkpoint(self):
        return self.folder / "checkpoint.pt"

    def resume(self):
        """The state that the stage stopped with, or nothing."""
        if not self.checkpoint.exists():
            return None
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=False)
        self.before = state["seconds"]
        return state

    def seconds(self):
        """Time spent in this stage, over all the times that it was started."""
        return self.before + time.time() - self.began

    def due(self):
        return time.time() - self.saved > self.save_every

    def save(self, state, name="checkpoint.pt"):
        target = self.folder / name
        partial = target.with_suffix(".partial")
        torch.save({**state, "seconds": self.seconds()}, partial)
        os.replace(partial, target)
        self.saved = time.time()

    def log(self, **figures):
        line = {"seconds": round(self.seconds(), 1), **{k: round(v, 5) if isinstance(v, float) else v for k, v in figures.items()}}
        with open(self.folder / "log.jsonl", "a") as out:
            out.write(json.dumps(line) + "\n")
        print(self.stage, *(f"{k}={v}" for k, v in line.items()), flush=True)


class Average:
    """An exponential moving average of a model's weights."""

    def __init__(self, model, decay):
        self.decay = decay
        self.weights = {name: value.detach().float().clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model, decay=None):
        keep = self.decay if decay is None else decay
        for name, value in model.state_dict().items():
            self.weights[name].lerp_(value.float(), 1 - keep)


def rate(done, warm_up=0.01, constant_until=0.5, end=0.02):
    """The factor of the learning rate when a share of `done` of the work is over: warm-up, constant, then a cosine to `end`."""
    import math

    if done < warm_up:
        return (done + 1e-4) / warm_up
    if done < constant_until:
        return 1.0
    along = min(1.0, (done - constant_until) / (1 - constant_until))
    return end + (1 - end) * (0.5 + 0.5 * math.cos(math.pi * along))
