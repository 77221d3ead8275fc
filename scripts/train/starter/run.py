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

    def done(self, minutes):
        """The share of the stage's minutes that has been spent, 1 and more when it is over."""
        return self.seconds() / (minutes * 60)

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


class Learner:
    """A model in training: its optimizers, the average of its weights, how far it has come, its log and its checkpoints.

    `schedule` gives the factor of the learning rates for the share of the minutes that is spent; `look(weights, samples)` is called with the
    averaged weights after each checkpoint.
    """

    LOG_EVERY = 25

    def __init__(self, run, model, optimizers, decay, minutes, schedule, seed, look=lambda weights, samples: None):
        self.run, self.model, self.optimizers = run, model, optimizers
        self.minutes, self.schedule, self.look = minutes, schedule, look
        self.average = Average(model, decay)
        self.step = self.samples = 0
        self.rates = [group["lr"] for group in self._groups()]
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
        for group, rate_of_group in zip(self._groups(), self.rates):
            group["lr"] = rate_of_group * factor
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
            self.run.log(step=self.step, samples=self.samples, loss=sum(self.losses) / len(self.losses), gradient=norm.item(), rate=speed,
                         **{name: figure.item() for name, figure in figures.items()})
            self._start_counting()
        if self.run.due():
            self._save()

    def finish(self):
        self._save()
        torch.save(self.average.saved(), self.run.folder / "weights.pt")

    def _save(self):
        self.run.save({"model": self.model.state_dict(), "optimizers": [o.state_dict() for o in self.optimizers],
                       "average": self.average.weights, "step": self.step, "samples": self.samples})
        self.look(self.average.saved(), self.samples)
        self._start_counting()

    def _start_counting(self):
        self.losses, self.shown, self.since = [], time.time(), self.samples

    def _groups(self):
        return [group for optimizer in self.optimizers for group in optimizer.param_groups]


def rate(done, warm_up, constant_until, end=0.02):
    """The factor of the learning rate when a share of `done` of the work is over: warm-up, constant, then a cosine to `end`."""
    if done < warm_up:
        return (done + 1e-4) / warm_up
    if done < constant_until:
        return 1.0
    along = min(1.0, (done - constant_until) / (1 - constant_until))
    return end + (1 - end) * (0.5 + 0.5 * math.cos(math.pi * along))
