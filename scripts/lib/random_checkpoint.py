"""Random models of the Z-Image family as checkpoint folders, written by the reference implementation itself."""

from pathlib import Path

import torch
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, ZImagePipeline, ZImageTransformer2DModel
from diffusers.utils import logging
from transformers import Qwen3Config, Qwen3ForCausalLM, Qwen3Model
from transformers.utils import logging as transformers_logging

logging.set_verbosity_error()
transformers_logging.set_verbosity_error()
transformers_logging.disable_progress_bar()


def transformer(**sizes):
    return ZImageTransformer2DModel(**sizes)


def text_encoder(causal_lm=False, **sizes):
    config = Qwen3Config(**sizes)
    return Qwen3ForCausalLM(config) if causal_lm else Qwen3Model(config)


def vae(channels=(8, 16), latent_channels=4, **sizes):
    count = len(channels)
    return AutoencoderKL(
        in_channels=3,
        out_channels=3,
        down_block_types=("DownEncoderBlock2D",) * count,
        up_block_types=("UpDecoderBlock2D",) * count,
        block_out_channels=channels,
        latent_channels=latent_channels,
        **{
            "layers_per_block": 1,
            "norm_num_groups": 4,
            "scaling_factor": 0.3611,
            "shift_factor": 0.1159,
            "use_quant_conv": False,
            "use_post_quant_conv": False,
            **sizes,
        },
    )


@torch.no_grad()
def randomize(module, seed):
    """Weights such that every one of them shows in the output; an untrained model has zeros and ones in many places."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in module.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if name.endswith("pad_token"):
            parameter.copy_(noise)
        elif name.endswith("embed_tokens.weight"):
            parameter.copy_(noise)
        elif parameter.dim() == 1:
            centre = 1.0 if name.endswith("weight") else 0.0
            parameter.copy_(centre + 0.2 * noise)
        else:
            parameter.copy_(noise / parameter[0].numel() ** 0.5)
    return module.eval().requires_grad_(False)


def pipeline(transformer, text_encoder, vae, shift):
    return ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(num_train_timesteps=1000, shift=shift),
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=None,
        transformer=transformer,
    )


def save(pipe, folder: Path, max_shard_size="10GB", dtype=None):
    """The diffusers layout without a tokenizer; weights in another type where one is given."""
    for name in ("transformer", "text_encoder", "vae"):
        part = getattr(pipe, name)
        if dtype is not None:
            part = part.to(dtype)
        part.save_pretrained(folder / name, max_shard_size=max_shard_size)
    pipe.scheduler.save_pretrained(folder / "scheduler")
