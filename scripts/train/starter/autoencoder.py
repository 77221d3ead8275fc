"""The autoencoder (AutoencoderKL) with the tensor names of diffusers: pictures of [B, 3, H, W] in -1..1 to latents of [B, 16, H/8, W/8]."""

import torch
import torch.nn.functional as F
from torch import nn

from .run import load

CONFIG = {
    "_class_name": "AutoencoderKL",
    "in_channels": 3,
    "out_channels": 3,
    "down_block_types": ["DownEncoderBlock2D"] * 4,
    "up_block_types": ["UpDecoderBlock2D"] * 4,
    "block_out_channels": [32, 64, 96, 96],
    "layers_per_block": 1,
    "latent_channels": 16,
    "norm_num_groups": 4,
    "act_fn": "silu",
    "sample_size": 1024,
    "mid_block_add_attention": True,
    "use_quant_conv": False,
    "use_post_quant_conv": False,
    "force_upcast": True,
}


class ResnetBlock(nn.Module):
    def __init__(self, inner, outer, groups):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, inner, eps=1e-6)
        self.conv1 = nn.Conv2d(inner, outer, 3, padding=1)
        self.norm2 = nn.GroupNorm(groups, outer, eps=1e-6)
        self.conv2 = nn.Conv2d(outer, outer, 3, padding=1)
        if inner != outer:
            self.conv_shortcut = nn.Conv2d(inner, outer, 1)

    def forward(self, x):
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.conv2(F.silu(self.norm2(h)))
        return h + (self.conv_shortcut(x) if hasattr(self, "conv_shortcut") else x)


class Attention(nn.Module):
    """One head over all positions."""

    def __init__(self, width, groups):
        super().__init__()
        self.group_norm = nn.GroupNorm(groups, width, eps=1e-6)
        self.to_q, self.to_k, self.to_v = (nn.Linear(width, width) for _ in range(3))
        self.to_out = nn.ModuleList([nn.Linear(width, width)])

    def forward(self, x):
        b, c, h, w = x.shape
        u = self.group_norm(x).flatten(2).transpose(1, 2)
        u = F.scaled_dot_product_attention(self.to_q(u), self.to_k(u), self.to_v(u))
        return x + self.to_out[0](u).transpose(1, 2).reshape(b, c, h, w)


class MidBlock(nn.Module):
    def __init__(self, width, groups):
        super().__init__()
        self.resnets = nn.ModuleList(ResnetBlock(width, width, groups) for _ in range(2))
        self.attentions = nn.ModuleList([Attention(width, groups)])

    def forward(self, x):
        return self.resnets[1](self.attentions[0](self.resnets[0](x)))


class Downsampler(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, stride=2)

    def forward(self, x):
        return self.conv(F.pad(x, (0, 1, 0, 1)))


class Upsampler(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))


class ResolutionBlock(nn.Module):
    """Residual blocks at one resolution and the way to the next."""

    def __init__(self, inner, outer, layers, groups, resampler):
        super().__init__()
        self.resnets = nn.ModuleList(ResnetBlock(inner if i == 0 else outer, outer, groups) for i in range(layers))
        name, module = resampler
        if module is not None:
            self.add_module(name, nn.ModuleList([module(outer)]))
        self.resampler = name if module is not None else None

    def forward(self, x):
        for resnet in self.resnets:
            x = resnet(x)
        return getattr(self, self.resampler)[0](x) if self.resampler else x


class Encoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        widths, groups = config["block_out_channels"], config["norm_num_groups"]
        inner = [widths[0], *widths[:-1]]
        self.conv_in = nn.Conv2d(3, widths[0], 3, padding=1)
        self.down_blocks = nn.ModuleList(
            ResolutionBlock(a, b, config["layers_per_block"], groups, ("downsamplers", Downsampler if i < len(widths) - 1 else None))
            for i, (a, b) in enumerate(zip(inner, widths)))
        self.mid_block = MidBlock(widths[-1], groups)
        self.conv_norm_out = nn.GroupNorm(groups, widths[-1], eps=1e-6)
        self.conv_out = nn.Conv2d(widths[-1], 2 * config["latent_channels"], 3, padding=1)

    def forward(self, x):
        """Mean and logarithm of the variance of the latents."""
        x = self.conv_in(x)
        for block in self.down_blocks:
            x = block(x)
        x = self.conv_out(F.silu(self.conv_norm_out(self.mid_block(x))))
        return x.float().chunk(2, 1)


class Decoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        widths, groups = config["block_out_channels"][::-1], config["norm_num_groups"]
        inner = [widths[0], *widths[:-1]]
        self.conv_in = nn.Conv2d(config["latent_channels"], widths[0], 3, padding=1)
        self.mid_block = MidBlock(widths[0], groups)
        self.up_blocks = nn.ModuleList(
            ResolutionBlock(a, b, config["layers_per_block"] + 1, groups, ("upsamplers", Upsampler if i < len(widths) - 1 else None))
            for i, (a, b) in enumerate(zip(inner, widths)))
        self.conv_norm_out = nn.GroupNorm(groups, widths[-1], eps=1e-6)
        self.conv_out = nn.Conv2d(widths[-1], 3, 3, padding=1)

    def forward(self, z):
        x = self.mid_block(self.conv_in(z))
        for block in self.up_blocks:
            x = block(x)
        return self.conv_out(F.silu(self.conv_norm_out(x))).float()


class Autoencoder(nn.Module):
    def __init__(self, config=CONFIG):
        super().__init__()
        self.encoder, self.decoder = Encoder(config), Decoder(config)

    @staticmethod
    def trained(work):
        """The one of a working folder, with the decoder that was trained further if there is one."""
        model = Autoencoder()
        model.load_state_dict(load(work / "autoencoder.pt", "latents"))
        decoder = work / "decoder" / "weights.pt"
        if decoder.exists():
            model.decoder.load_state_dict(load(decoder, "decoder"))
        return model


def to_bytes(pixels):
    """Pixels in -1..1, [B, 3, H, W], as bytes [B, H, W, 3], rounded half to even like the pipeline does."""
    return ((pixels * 0.5 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1)


def from_bytes(images):
    """Bytes [B, H, W, 3] as pixels in -1..1, [B, 3, H, W]."""
    return images.permute(0, 3, 1, 2).float() / 127.5 - 1
