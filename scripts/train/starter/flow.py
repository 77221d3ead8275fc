"""Rectified flow: x = (1 - sigma) data + sigma noise, the model's output points from noise to data, t = 1 - sigma."""

import torch


def sigmas(steps, shift=3.0):
    """The pipeline's schedule: `steps` + 1 values from 1 to 0."""
    s = torch.arange(steps, 0, -1).double() / steps
    return torch.cat([shift * s / (1 + (shift - 1) * s), torch.zeros(1, dtype=torch.double)]).float()


def sampled_sigmas(count, shift, device):
    """Logit-normal, and shifted towards noise, where what a picture shows is decided, by more than 1."""
    u = torch.sigmoid(torch.randn(count, device=device))
    return shift * u / (1 + (shift - 1) * u)


def mix(data, noise, sigma):
    sigma = sigma.view(-1, 1, 1, 1)
    return (1 - sigma) * data + sigma * noise


def at_step(first, steps, data, noise):
    """What `sample` has before its step number `first`, when it is on the way from noise to data."""
    return mix(data, noise, sigmas(steps)[first].to(data.device).expand(len(data)))


@torch.no_grad()
def sample(predict, x, steps, first=0):
    """Euler to data, from noise or from a later step on; `predict(x, t)` with t [B] gives the direction, guided or not."""
    schedule = sigmas(steps)[first:].to(x.device)
    for now, then in zip(schedule, schedule[1:]):
        x = x + (now - then) * predict(x, (1 - now).expand(len(x)))
    return x


def guided(predict, caption, nothing=(), guidance=0.0):
    """p + g (p - q), with p for the caption and q for the empty prompt, as in the Z-Image pipeline."""

    def direction(x, t):
        p = predict(x, t, *caption)
        return p + guidance * (p - predict(x, t, *nothing)) if guidance > 0 else p

    return direction
