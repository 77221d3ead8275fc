"""See write-golden-variants beside this file, which sets the environment up."""

import os
import shutil
import sys
from pathlib import Path

HOME = Path(os.environ["RENDERFARM_HOME"])
sys.path.insert(0, str(HOME / "scripts" / "lib"))

import torch
from safetensors.torch import save_file

import random_checkpoint as make
from random_weights import draw

TARGET = HOME / "model-export/src/test/resources/golden/variants"
SEED = 1

# name: transformer, text encoder, VAE
VARIANTS = {
    "least": (
        dict(in_channels=4, dim=24, n_layers=1, n_refiner_layers=0, n_heads=2, n_kv_heads=1, norm_eps=1e-5,
             qk_norm=False, cap_feat_dim=16, axes_dims=[4, 4, 4], axes_lens=[128, 32, 32]),
        dict(hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1,
             head_dim=8, vocab_size=32, max_position_embeddings=128, tie_word_embeddings=True),
        dict(channels=(8,), latent_channels=4, norm_num_groups=1, mid_block_add_attention=False),
    ),
    "unlike": (
        dict(in_channels=6, dim=70, n_layers=2, n_refiner_layers=2, n_heads=5, n_kv_heads=5, norm_eps=1e-2,
             cap_feat_dim=20, rope_theta=10000.0, t_scale=250.0, axes_dims=[2, 8, 4], axes_lens=[128, 32, 32]),
        dict(hidden_size=20, intermediate_size=28, num_hidden_layers=4, num_attention_heads=6, num_key_value_heads=6,
             head_dim=4, vocab_size=32, max_position_embeddings=128, rms_norm_eps=1e-2, tie_word_embeddings=False,
             rope_parameters={"rope_type": "default", "rope_theta": 5000.0}),
        dict(channels=(4, 4, 8, 8, 12), latent_channels=6, layers_per_block=2, scaling_factor=1.7, shift_factor=-0.4,
             use_quant_conv=True, use_post_quant_conv=True),
    ),
}


@torch.no_grad()
def with_drawn_weights(module, prefix=""):
    for name, parameter in module.named_parameters():
        if not name.startswith(("encoder.", "quant_conv.")):
            parameter.copy_(torch.from_numpy(draw(prefix + name, tuple(parameter.shape), SEED)))
    return module.eval().requires_grad_(False)


def main():
    shutil.rmtree(TARGET, ignore_errors=True)
    for number, (name, (transformer_sizes, text_sizes, vae_sizes)) in enumerate(VARIANTS.items()):
        transformer = with_drawn_weights(make.transformer(**transformer_sizes))
        text_encoder = with_drawn_weights(make.text_encoder(**text_sizes), prefix="model.")
        vae = with_drawn_weights(make.vae(**vae_sizes))
        generator = torch.Generator().manual_seed(number)
        channels, width = transformer_sizes["in_channels"], transformer_sizes["cap_feat_dim"]
        latents = torch.randn(channels, 6, 10, generator=generator)
        caption = torch.randn(33, width, generator=generator)
        time = torch.tensor([0.3])
        ids = torch.randint(0, text_sizes["vocab_size"], (1, 9), generator=generator)
        code = torch.randn(channels, 2, 3, generator=generator)
        answer = transformer([latents.unsqueeze(1)], time, [caption]).sample[0]
        hidden = text_encoder(input_ids=ids, output_hidden_states=True).hidden_states[-2][0]
        z = code / vae.config.scaling_factor + vae.config.shift_factor
        pixels = vae.decode(z.unsqueeze(0)).sample[0]
        folder = TARGET / name
        pipe = make.pipeline(transformer, text_encoder, vae, shift=6.0)
        transformer.save_config(folder / "transformer")
        vae.save_config(folder / "vae")
        text_encoder.config.save_pretrained(folder / "text_encoder")
        pipe.scheduler.save_config(folder / "scheduler")
        tensors = dict(latents=latents, caption=caption, t=time, velocity=-answer.squeeze(1),
                       ids=ids[0].to(torch.int32), hidden=hidden, code=code, pixels=pixels)
        save_file({key: value.contiguous() for key, value in tensors.items()}, folder / "io.safetensors")
        print(name, {key: f"{value.float().abs().max():.3g}" for key, value in tensors.items()})


if __name__ == "__main__":
    main()
