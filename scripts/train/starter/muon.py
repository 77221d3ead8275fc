"""Muon (Jordan et al. 2024): momentum whose matrices are made orthogonal, so that every direction of a weight learns at one rate."""

import torch


def orthogonal(matrices, steps=5):
    """The nearest semi-orthogonal matrices of a stack [N, a, b], roughly: quintic Newton-Schulz iterations in bf16."""
    x = matrices.bfloat16()
    flat = x.shape[1] > x.shape[2]
    if flat:
        x = x.mT
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = x @ x.mT
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return (x.mT if flat else x).float()


class Muon(torch.optim.Optimizer):
    """For matrices, and for convolutions as matrices of [outputs, inputs x height x width]; an update has the size that AdamW's would have."""

    def __init__(self, params, lr, momentum=0.95, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            stacks = {}
            for p in group["params"]:
                if p.grad is not None:
                    memory = self.state[p].setdefault("momentum", torch.zeros_like(p))
                    memory.lerp_(p.grad, 1 - group["momentum"])
                    update = p.grad.lerp(memory, group["momentum"]).flatten(1)
                    stacks.setdefault(update.shape, []).append((p, update))
            for shape, members in stacks.items():
                updates = orthogonal(torch.stack([update for _, update in members]))
                scale = 0.2 * max(shape) ** 0.5
                for (p, _), update in zip(members, updates):
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    p.add_(update.view_as(p), alpha=-group["lr"] * scale)


def for_convolutions(network, learning_rate):
    """Muon for the kernels, AdamW for biases and norms."""
    kernels = [p for p in network.parameters() if p.ndim > 1]
    rest = [p for p in network.parameters() if p.ndim == 1]
    return [Muon(kernels, learning_rate), torch.optim.AdamW(rest, learning_rate, (0.9, 0.98), weight_decay=0.0)]


def for_transformer(denoiser, learning_rate, weight_decay=0.0):
    """Muon for the matrices inside the blocks, AdamW for embeddings, modulations, norms and the two ends."""
    inside = ("attention.to_", "feed_forward.w", "self_attn.", "mlp.")
    matrices, rest = [], []
    for name, p in denoiser.named_parameters():
        if p.requires_grad:
            (matrices if p.ndim == 2 and "t_embedder" not in name and any(part in name for part in inside) else rest).append(p)
    return [Muon(matrices, learning_rate, weight_decay=weight_decay),
            torch.optim.AdamW(rest, lr=learning_rate, betas=(0.9, 0.97), weight_decay=0.0)]
