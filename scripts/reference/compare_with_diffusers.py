"""See compare-with-diffusers beside this file, which sets the environment up."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(os.environ["RENDERFARM_HOME"])
sys.path.insert(0, str(HOME / "scripts" / "lib"))

import numpy as np
import torch
from safetensors.numpy import load_file, save_file

import compare_stable_diffusion as stable_diffusion
import random_checkpoint as make

LATENTS_LIMIT = 1e-4
IMAGE_LIMIT = 1

TRANSFORMER = dict(
    all_patch_size=(2,), all_f_patch_size=(1,), in_channels=4, dim=48, n_layers=2, n_refiner_layers=1, n_heads=3,
    n_kv_heads=3, norm_eps=1e-5, qk_norm=True, cap_feat_dim=24, rope_theta=256.0, t_scale=1000.0,
    axes_dims=[4, 6, 6], axes_lens=[256, 64, 64],
)
TEXT_ENCODER = dict(
    hidden_size=24, intermediate_size=40, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
    head_dim=8, vocab_size=64, max_position_embeddings=256, rms_norm_eps=1e-6, tie_word_embeddings=True,
    attention_bias=False,
)

# name: (transformer, text encoder, VAE, how it is saved); what is not said is as above
CONFIGURATIONS = {
    "plain": ({}, {}, {}, {}),
    "deep": (dict(n_layers=5, n_refiner_layers=3), dict(num_hidden_layers=6), dict(channels=(8, 8, 16, 16)), {}),
    "no-refiner": (dict(n_layers=1, n_refiner_layers=0), dict(num_hidden_layers=2), {}, {}),
    "one-text-layer": ({}, dict(num_hidden_layers=1), {}, {}),
    "wide-modulation": (
        dict(dim=288, n_heads=9, n_kv_heads=9, axes_dims=[8, 12, 12], n_layers=1), {}, {}, {}),
    "one-head": (dict(dim=40, n_heads=1, n_kv_heads=1, axes_dims=[20, 10, 10]), {}, {}, {}),
    "odd-feed-forward": (dict(dim=50, n_heads=5, n_kv_heads=5, axes_dims=[2, 4, 4]), {}, {}, {}),
    "uneven-axes": (dict(dim=64, n_heads=2, n_kv_heads=2, axes_dims=[2, 20, 10]), {}, {}, {}),
    "norm-eps": (dict(norm_eps=1e-2), dict(rms_norm_eps=1e-2), {}, {}),
    "rope-theta": (
        dict(rope_theta=10000.0),
        dict(rope_parameters={"rope_type": "default", "rope_theta": 5e3}), {}, {}),
    "time-scale": (dict(t_scale=250.0), {}, {}, {}),
    "no-qk-norm": (dict(qk_norm=False), {}, {}, {}),
    "kv-heads": (dict(n_kv_heads=1), {}, {}, {}),
    "wide-caption": (
        dict(cap_feat_dim=72),
        dict(hidden_size=72, num_attention_heads=6, num_key_value_heads=1, head_dim=16, tie_word_embeddings=False),
        {}, dict(causal_lm=True)),
    "all-kv-heads": ({}, dict(num_key_value_heads=4), {}, dict(causal_lm=True)),
    "sixteen-channels": (dict(in_channels=16), {}, dict(latent_channels=16), {}),
    "one-vae-block": ({}, {}, dict(channels=(12,)), {}),
    "five-vae-blocks": ({}, {}, dict(channels=(4, 4, 8, 8, 12), layers_per_block=2), {}),
    "vae-layers": ({}, {}, dict(channels=(6, 12, 18), layers_per_block=3, norm_num_groups=3), {}),
    "vae-groups": ({}, {}, dict(channels=(8, 16, 32), norm_num_groups=8), {}),
    "vae-one-group": ({}, {}, dict(channels=(5, 10, 15), norm_num_groups=1), {}),
    "no-mid-attention": ({}, {}, dict(mid_block_add_attention=False), {}),
    "quant-convs": ({}, {}, dict(use_quant_conv=True, use_post_quant_conv=True), {}),
    "scaling": ({}, {}, dict(scaling_factor=1.7, shift_factor=-0.4), {}),
    "sharded": (dict(n_layers=3), dict(num_hidden_layers=4), {}, dict(max_shard_size="60KB")),
    "sharded-bf16": (dict(n_layers=3), {}, {}, dict(max_shard_size="100KB", dtype=torch.bfloat16)),
    "half": ({}, {}, {}, dict(dtype=torch.float16)),
}

# latent height and width, tokens of the prompt and of the negative prompt, steps, shift, guidance, normalization, truncation
CASES = [
    (6, 10, 21, 0, 8, 3.0, 0.0, 0.0, 1.0),
    (8, 8, 1, 31, 9, 6.0, 1.0, 0.0, 1.0),
    (4, 14, 32, 33, 8, 3.0, 4.0, 1.0, 1.0),
    (2, 2, 33, 70, 9, 3.0, 4.0, 0.0, 0.4),
    (16, 16, 70, 1, 8, 6.0, 4.0, 0.7, 0.9),
]


def build(name, seed):
    transformer, text_encoder, vae, saving = CONFIGURATIONS[name]
    saving = dict(saving)
    causal_lm = saving.pop("causal_lm", False)
    pipe = make.pipeline(
        make.randomize(make.transformer(**{**TRANSFORMER, **transformer}), seed),
        make.randomize(make.text_encoder(causal_lm, **{**TEXT_ENCODER, **text_encoder}), seed + 1),
        make.randomize(make.vae(**vae), seed + 2),
        shift=3.0,
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe, saving


def reference(pipe, case, inputs):
    """Latents after the last step and the picture, as diffusers makes them."""
    height, width, _, negative, steps, shift, guidance, normalization, truncation = case
    pipe.scheduler = type(pipe.scheduler)(num_train_timesteps=1000, shift=shift)
    scale = pipe.vae_scale_factor
    latents = pipe(
        height=height * scale,
        width=width * scale,
        num_inference_steps=steps,
        guidance_scale=guidance,
        cfg_normalization=normalization,
        cfg_truncation=truncation,
        latents=torch.from_numpy(inputs["lat"]),
        prompt_embeds=[torch.from_numpy(inputs["pe"])],
        negative_prompt_embeds=[torch.from_numpy(inputs["ne"])] if negative else None,
        output_type="latent",
    ).images
    z = latents / pipe.vae.config.scaling_factor + pipe.vae.config.shift_factor
    image = pipe.image_processor.postprocess(pipe.vae.decode(z, return_dict=False)[0], output_type="pil")[0]
    return latents.numpy(), np.asarray(image)


def inputs_of(case, transformer, generator):
    height, width, positive, negative = case[:4]
    numbers = lambda *shape: torch.randn(shape, generator=generator).numpy()
    inputs = {
        "lat": numbers(1, transformer["in_channels"], height, width),
        "pe": numbers(positive, transformer["cap_feat_dim"]),
    }
    if negative:
        inputs["ne"] = numbers(negative, transformer["cap_feat_dim"])
    return inputs


def compare(name, folder, seed, export, render):
    """How far latents are apart, relative, and pictures, in steps of 8 bits."""
    pipe, saving = build(name, seed)
    make.save(pipe, folder / "checkpoint", **saving)
    if saving.get("dtype"):
        # weights are what the file holds, arithmetic is in 32 bits on both sides
        for part in (pipe.transformer, pipe.text_encoder, pipe.vae):
            part.float()
    export(folder / "checkpoint")
    generator = torch.Generator().manual_seed(seed)
    worst = (0.0, 0)
    for number, case in enumerate(CASES):
        inputs = inputs_of(case, pipe.transformer.config, generator)
        expected, image = reference(pipe, case, inputs)
        given, out = folder / f"inputs-{number}.safetensors", folder / f"outputs-{number}.safetensors"
        save_file(inputs, given)
        steps, shift, guidance, normalization, truncation = case[4:]
        render("--inputs", given, "--steps", steps, "--shift", shift, "--guidance", guidance, "--cfg-normalization", normalization,
               "--cfg-truncation", truncation, "--out", out)
        worst = stable_diffusion.worst_of(worst, load_file(out), expected, image)
    return worst


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError((done.stdout + done.stderr).strip())


def compared(name, folder):
    package = folder / "package"

    def export(checkpoint):
        run([HOME / "scripts/farm", "model", "export", "--checkpoint", checkpoint, "--out", package, "--quiet"])

    def render(*options):
        run([HOME / "scripts/reference/run-pipeline", "--package", package, *options])

    of_family = compare if name in CONFIGURATIONS else stable_diffusion.compare
    return of_family(name, folder, len(name), export, render)


def main():
    every = [*CONFIGURATIONS, *stable_diffusion.CONFIGURATIONS]
    parser = argparse.ArgumentParser(prog="compare-with-diffusers")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave checkpoints, packages, inputs and outputs there")
    parser.add_argument("configuration", nargs="*", help=", ".join(every))
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    failed = 0
    chosen = arguments.configuration or every
    for name in chosen:
        with tempfile.TemporaryDirectory() as scratch:
            folder = (arguments.keep or Path(scratch)) / name
            folder.mkdir(parents=True)
            try:
                latents, image = compared(name, folder)
                good = latents <= LATENTS_LIMIT and image <= IMAGE_LIMIT
                print(f"{name}: latents {latents:.1e}, image {image}{'' if good else '  DIFFERENT'}", flush=True)
            except RuntimeError as problem:
                good = False
                print(f"{name}: FAILED: {str(problem).splitlines()[-1]}", flush=True)
            failed += not good
    print(f"{failed} of {len(chosen)} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
