"""Text encoder and transformer together: what the teacher and the student are, and what is drawn with them."""

import random

import torch
from torch import nn

from . import captions, flow
from .run import device
from .text import PADDING, TextEncoder
from .transformer import Transformer


class Denoiser(nn.Module):
    """From token ids and noise to latents. The two parts keep the names of their own files."""

    def __init__(self):
        super().__init__()
        self.text_encoder, self.transformer = TextEncoder(), Transformer()

    def forward(self, x, t, ids, lengths):
        return self.transformer(x, t, self.text_encoder(ids), lengths)


def sample_latents(denoiser, prompts, texts, noise, steps, guidance=0.0, first=0):
    """Latents [B, 16, h, w] for texts, from noise or from what there is before step `first`.

    Captions of different padded length are drawn apart, as the padding is part of the function.
    """
    rows = [prompts.ids(text) for text in texts]
    out = torch.empty_like(noise)
    padded = [-(-len(row) // PADDING) for row in rows]
    for length in sorted(set(padded)):
        at = [i for i, p in enumerate(padded) if p == length]
        caption = [part.to(noise.device) for part in prompts.batch([rows[i] for i in at])]
        nothing = [part.to(noise.device) for part in prompts.batch([prompts.ids("")] * len(at))]
        predict = flow.guided(denoiser, caption, nothing, guidance)
        out[at] = flow.sample(predict, noise[at], steps, first)
    return out


class CaptionedBatches:
    """Endless batches of latents and captions; within a batch every caption has the same padded length, 32 or 64 tokens."""

    LONGER = 0.2  # the share of batches with 64

    def __init__(self, latents, scenes, prompts, batch, seed, dropout=0.1):
        if len(latents) != len(scenes):
            raise SystemExit(f"{len(scenes)} pictures and {len(latents)} latents: run scripts/train/latents again")
        self.latents, self.scenes, self.prompts = latents, scenes, prompts
        self.batch, self.dropout = batch, dropout
        self.rng = random.Random(seed)
        self.empty = prompts.ids("")

    def next(self):
        """Numbers of the scenes, their latents, token ids and lengths of their captions."""
        long = self.rng.random() < self.LONGER
        rows, picked = [], []
        while len(rows) < self.batch:
            at = self.rng.randrange(len(self.scenes))
            row = self._caption(self.scenes[at], long)
            if row is not None:
                rows.append(row), picked.append(at)
        ids, lengths = self.prompts.batch(rows)
        return picked, self.latents[picked].float().to(device()), ids.to(device()), lengths.to(device())

    def _caption(self, scene, long):
        if not long and self.rng.random() < self.dropout:
            return self.empty
        language = self.rng.choice(("en", "zh"))
        for _ in range(12):
            row = self.prompts.ids(captions.caption(scene, language, self.rng))
            if (PADDING < len(row) <= 2 * PADDING) if long else len(row) <= PADDING:
                return row
        return None
