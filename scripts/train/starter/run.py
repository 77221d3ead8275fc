"""What every stage of training shares: where its files are, checkpoints that a stage goes on from, and its log of losses."""

import json
import math
import os
import time
from pathlib import Path

import torch


def device():
    return "cuda" if torch.cuda.is_available() else "cpu"


def autocast():
    return torch.autocast(device(), dtype=torch.bfloat16)


def compiled(module):
    """The module compiled, unless RENDERFARM_COMPILE=0."""
    return module if os.environ.get("RENDERFARM_COMPILE") == "0" else torch.compile(module)


def needed(path, stage):
    """The path, if the stage that makes it has run."""
    if not path.exists():
        raise SystemExit(f"{path} is missing: run scripts/train/{stage} first")
    return path


def load(path, stage):
    """What a stage has made."""
    return torch.load(needed(path, stage), map_location="cpu")


def save(value, target):
    """Whole or not at all."""
    partial = target.with_suffix(".partial")
    torch.save(value, partial)
    os.replace(partial, target)


class Run:
    """One stage: its folder, its clock, its log and the state that it goes on from."""

    SAVE_EVERY = 180.0

    def __init__(self, work: Path, stage):
        self.folder = Path(work) / stage
        self.folder.mkdir(parents=True, exist_ok=True)
        self.stage = stage
        self.saved = self.began = time.time()
        self.before = 0.0

    @property
    def checkpoint(self):
        return self.folder / "checkpoint.pt"

    @property
    def logged(self):
        return self.folder / "log.jsonl"

    def resume(self):
        """The state that the stage stopped with, or nothing."""
        if not self.checkpoint.exists():
            return None
        state = torch.load(self.checkpoint, map_location="cpu")
        self.before = state["seconds"]
        if self.logged.exists():  # keeps nothing of what was learned after the checkpoint and lost
            lines = self.logged.read_text().splitlines(keepends=True)
            self.logged.write_text("".join(line for line in lines if json.loads(line)["seconds"] <= self.before + 0.1))
        return state

    def seconds(self):
        """Time spent in this stage, over all the times that it was started."""
        return self.before + time.time() - self.began

    def due(self):
        return time.time() - self.saved > self.SAVE_EVERY

    def done(self, minutes):
        """The share of the stage's minutes that has been spent, 1 and more when it is over."""
        return self.seconds() / (minutes * 60)

    def save(self, state):
        save({**state, "seconds": self.seconds()}, self.checkpoint)
        self.saved = time.time()

    def log(self, **figures):
        line = {"seconds": round(self.seconds(), 1), **{k: round(v, 5) if isinstance(v, float) else v for k, v in figures.items()}}
        with open(self.logged, "a") as out:
            out.write(json.dumps(line) + "\n")
        print(self.stage, *(f"{k}={v}" for k, v in line.items()), flush=True)


class MovingAverage:
    """An exponential moving average of a model's weights, over few steps at first."""

    def __init__(self, model, decay):
        self.decay = decay
        self.weights = {name: value.detach().float().clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model, step):
        keep = min(self.decay, (step + 1) / (step + 10))
        for name, value in model.state_dict().items():
            self.weights[name].lerp_(value.float(), 1 - keep)

    def resume(self, weights):
        for name, value in weights.items():
            self.weights[name].copy_(value)

    def saved(self):
        """The weights for files and for models on the CPU."""
        return {name: value.cpu() for name, value in self.weights.items()}


class Trainer:
    """A model in training: its optimizers, the average of its weights, how far it has come, its log and its checkpoints.

    `schedule` gives the factor of the learning rates for the share of the minutes that is spent; `validate(weights, samples)` is called with
    the averaged weights after each checkpoint.
    """

    LOG_EVERY = 25

    def __init__(self, run, model, optimizers, decay, minutes, schedule, seed, validate=lambda weights, samples: None):
        self.run, self.model, self.optimizers = run, model, optimizers
        self.minutes, self.schedule, self.validate = minutes, schedule, validate
        self.average = MovingAverage(model, decay)
        self.step = self.samples = 0
        self.learning_rates = [group["lr"] for group in self._groups()]
        if state := run.resume():
            model.load_state_dict(state["model"])
            for optimizer, saved in zip(optimizers, state["optimizers"]):
                optimizer.load_state_dict(saved)
            self.average.resume(state["average"])
            self.step, self.samples = state["step"], state["samples"]
        torch.manual_seed(seed + self.step)  # not the same noise again after a stop
        self._start_counting()

    def going_on(self):
        return self.run.done(self.minutes) < 1

    def learn(self, loss, samples, **figures):
        factor = self.schedule(self.run.done(self.minutes))
        for group, learning_rate in zip(self._groups(), self.learning_rates):
            group["lr"] = learning_rate * factor
        self.model.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.average.update(self.model, self.step)
        self.step, self.samples = self.step + 1, self.samples + samples
        self.losses.append(loss.item())
        if self.step % self.LOG_EVERY == 0:
            speed = (self.samples - self.since) / (time.time() - self.shown)
            self.run.log(step=self.step, samples=self.samples, loss=sum(self.losses) / len(self.losses), gradient=norm.item(),
                         samples_per_second=speed, **{name: figure.item() for name, figure in figures.items()})
            self._start_counting()
        if self.run.due():
            self.save()

    def save(self):
        self.run.save({"model": self.model.state_dict(), "optimizers": [o.state_dict() for o in self.optimizers],
                       "average": self.average.weights, "step": self.step, "samples": self.samples})
        weights = self.average.saved()
        save(weights, self.run.folder / "weights.pt")
        self.validate(weights, self.samples)
        self._start_counting()

    def _start_counting(self):
        self.losses, self.shown, self.since = [], time.time(), self.samples

    def _groups(self):
        return [group for optimizer in self.optimizers for group in optimizer.param_groups]


def learning_rate_factor(done, warm_up, constant_until, end=0.02):
    """The factor of the learning rate when a share of `done` of the work is over: warm-up, constant, then a cosine to `end`."""
    if done < warm_up:
        return (done + 1e-4) / warm_up
    if done < constant_until:
        return 1.0
    along = min(1.0, (done - constant_until) / (1 - constant_until))
    return end + (1 - end) * (0.5 + 0.5 * math.cos(math.pi * along))
