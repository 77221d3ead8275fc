"""The transformer (S3-DiT) with the tensor names of diffusers' ZImageTransformer2DModel, for batches of pictures of one size.

All captions of a batch are padded to the same length and the pictures' tokens are a multiple of 32, so there are no masks.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from .text import RMSNorm

CONFIG = {
    "_class_name": "ZImageTransformer2DModel",
    "all_patch_size": [2],
    "all_f_patch_size": [1],
    "in_channels": 16,
    "dim": 288,
    "n_layers": 6,
    "n_refiner_layers": 1,
    "n_heads": 9,
    "n_kv_heads": 9,
    "norm_eps": 1e-05,
    "qk_norm": True,
    "cap_feat_dim": 192,
    "rope_theta": 256.0,
    "t_scale": 1000.0,
    "axes_dims": [8, 12, 12],
    "axes_lens": [1536, 512, 512],
}


class SelfAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, head = heads, width // heads
        self.to_q, self.to_k, self.to_v = (nn.Linear(width, width, bias=False) for _ in range(3))
        self.norm_q, self.norm_k = RMSNorm(head, 1e-5), RMSNorm(head, 1e-5)
        self.to_out = nn.ModuleList([nn.Linear(width, width, bias=False)])

    def forward(self, x, cos, sin):
        b, n, width = x.shape
        q, k, v = (to(x).view(b, n, self.heads, -1) for to in (self.to_q, self.to_k, self.to_v))
        q, k = (rotate_pairs(a, cos, sin).transpose(1, 2) for a in (self.norm_q(q), self.norm_k(k)))
        out = F.scaled_dot_product_attention(q, k, v.transpose(1, 2))
        return self.to_out[0](out.transpose(1, 2).reshape(b, n, width))


def rotate_pairs(a, cos, sin):
    """Neighbouring pairs as complex numbers, turned in f32. Shapes [B, S, heads, head] and [S, 1, head / 2]."""
    left, right = a.float().unflatten(-1, (-1, 2)).unbind(-1)
    return torch.stack([left * cos - right * sin, left * sin + right * cos], -1).flatten(-2).to(a.dtype)


class FeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        inner = int(width / 3 * 8)
        self.w1, self.w2, self.w3 = nn.Linear(width, inner, bias=False), nn.Linear(inner, width, bias=False), nn.Linear(width, inner, bias=False)

    def forward(self, x):
        return self.w2(F.silu(self.w1(x)) * self.w3(x))


class Block(nn.Module):
    def __init__(self, c, modulated):
        super().__init__()
        width, eps = c["dim"], c["norm_eps"]
        self.attention, self.feed_forward = SelfAttention(width, c["n_heads"]), FeedForward(width)
        self.attention_norm1, self.attention_norm2 = RMSNorm(width, eps), RMSNorm(width, eps)
        self.ffn_norm1, self.ffn_norm2 = RMSNorm(width, eps), RMSNorm(width, eps)
        if modulated:
            self.adaLN_modulation = nn.ModuleList([nn.Linear(min(width, 256), 4 * width)])
        self.modulated = modulated

    def forward(self, x, cos, sin, c=None):
        if self.modulated:
            s1, g1, s2, g2 = self.adaLN_modulation[0](c)[:, None].chunk(4, -1)
            x = x + g1.tanh() * self.attention_norm2(self.attention(self.attention_norm1(x) * (1 + s1), cos, sin))
            return x + g2.tanh() * self.ffn_norm2(self.feed_forward(self.ffn_norm1(x) * (1 + s2)))
        x = x + self.attention_norm2(self.attention(self.attention_norm1(x), cos, sin))
        return x + self.ffn_norm2(self.feed_forward(self.ffn_norm1(x)))


class TimestepEmbedder(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.mlp = nn.ModuleList([nn.Linear(256, 1024), nn.SiLU(), nn.Linear(1024, width)])

    def forward(self, t):
        frequencies = torch.exp(-math.log(10000) * torch.arange(128, device=t.device).float() / 128)
        angles = t.float()[:, None] * frequencies
        return self.mlp[2](F.silu(self.mlp[0](torch.cat([angles.cos(), angles.sin()], 1))))


class FinalLayer(nn.Module):
    def __init__(self, width, outputs):
        super().__init__()
        self.linear = nn.Linear(width, outputs)
        self.adaLN_modulation = nn.ModuleList([nn.SiLU(), nn.Linear(min(width, 256), width)])

    def forward(self, x, c):
        scale = 1 + self.adaLN_modulation[1](F.silu(c))
        return self.linear(F.layer_norm(x, x.shape[-1:], eps=1e-6) * scale[:, None])


class Transformer(nn.Module):
    """The direction from noise to data, [B, C, h, w], at t = 1 - sigma [B], for latents [B, C, h, w] and captions [B, LP, D]."""

    def __init__(self, config=CONFIG):
        super().__init__()
        width, channels = config["dim"], config["in_channels"]
        self.config = config
        self.all_x_embedder = nn.ModuleDict({"2-1": nn.Linear(4 * channels, width)})
        self.all_final_layer = nn.ModuleDict({"2-1": FinalLayer(width, 4 * channels)})
        self.t_embedder = TimestepEmbedder(min(width, 256))
        self.cap_embedder = nn.ModuleList([RMSNorm(config["cap_feat_dim"], config["norm_eps"]), nn.Linear(config["cap_feat_dim"], width)])
        self.x_pad_token = nn.Parameter(torch.zeros(1, width))
        self.cap_pad_token = nn.Parameter(torch.randn(1, width) * 0.02)
        self.noise_refiner = nn.ModuleList(Block(config, True) for _ in range(config["n_refiner_layers"]))
        self.context_refiner = nn.ModuleList(Block(config, False) for _ in range(config["n_refiner_layers"]))
        self.layers = nn.ModuleList(Block(config, True) for _ in range(config["n_layers"]))
        for zero in [block.adaLN_modulation[0] for block in (*self.layers, *self.noise_refiner)] + [
                self.all_final_layer["2-1"].linear, self.all_final_layer["2-1"].adaLN_modulation[1]]:
            nn.init.zeros_(zero.weight), nn.init.zeros_(zero.bias)

    def forward(self, latents, t, caption, lengths):
        b, channels, h, w = latents.shape
        x = latents.view(b, channels, h // 2, 2, w // 2, 2).permute(0, 2, 4, 3, 5, 1).reshape(b, -1, 4 * channels)
        x = self.all_x_embedder["2-1"](x)
        c = self.t_embedder(t * self.config["t_scale"]).to(x.dtype)
        k = self.cap_embedder[1](self.cap_embedder[0](caption))
        padded = k.shape[1]
        is_pad = torch.arange(padded, device=k.device)[None] >= lengths[:, None]
        k = torch.where(is_pad[..., None], self.cap_pad_token.to(k.dtype), k)
        cos_x, sin_x = self._angles(padded + 1, h // 2, w // 2, x.device)
        cos_k, sin_k = self._angles(None, padded, None, x.device)
        for block in self.noise_refiner:
            x = block(x, cos_x, sin_x, c)
        for block in self.context_refiner:
            k = block(k, cos_k, sin_k)
        u = torch.cat([x, k.to(x.dtype)], 1)
        cos, sin = torch.cat([cos_x, cos_k]), torch.cat([sin_x, sin_k])
        for block in self.layers:
            u = block(u, cos, sin, c)
        y = self.all_final_layer["2-1"](u[:, :x.shape[1]], c)
        return y.float().view(b, h // 2, w // 2, 2, 2, channels).permute(0, 5, 1, 3, 2, 4).reshape(b, channels, h, w)

    def _angles(self, frame, rows, columns, device):
        """Angles of image tokens at (frame, row, column), or of `rows` caption tokens at (1 + i, 0, 0)."""
        if frame is None:
            i = torch.arange(rows, device=device).float()
            at = torch.stack([1 + i, 0 * i, 0 * i], 1)
        else:
            r, q = torch.meshgrid(torch.arange(rows, device=device).float(), torch.arange(columns, device=device).float(), indexing="ij")
            at = torch.stack([torch.full_like(r, float(frame)), r, q], -1).view(-1, 3)
        parts = []
        for axis, width in enumerate(self.config["axes_dims"]):
            frequencies = self.config["rope_theta"] ** (-torch.arange(0, width, 2, device=device).double() / width)
            parts.append((at[:, axis, None].double() * frequencies).float())
        angles = torch.cat(parts, 1)[:, None]
        return angles.cos(), angles.sin()
