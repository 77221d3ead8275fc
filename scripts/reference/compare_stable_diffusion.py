"""Small random models of the Stable Diffusion families, in diffusers' pipelines and in the farm's sampling loop. See compare-with-diffusers."""

import json

import numpy as np
import torch
from diffusers import (
    DDIMScheduler, DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler,
    StableDiffusionPipeline, StableDiffusionXLPipeline, UNet2DConditionModel,
)
from safetensors.numpy import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

import random_checkpoint as make

SAMPLERS = {
    "euler": EulerDiscreteScheduler,
    "euler_ancestral": EulerAncestralDiscreteScheduler,
    "dpmpp_2m": DPMSolverMultistepScheduler,
    "ddim": DDIMScheduler,
}
BETAS = dict(num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
WIDTH, WIDTH_2, POOLED = 12, 8, 16

UNET = dict(
    sample_size=16, in_channels=4, out_channels=4, layers_per_block=1, norm_num_groups=4, attention_head_dim=2,
    block_out_channels=(8, 8, 16), cross_attention_dim=WIDTH,
    down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
    up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
)
UNET_XL = dict(
    sample_size=16, in_channels=4, out_channels=4, layers_per_block=1, norm_num_groups=4, attention_head_dim=[1, 2, 2],
    block_out_channels=(8, 8, 16), cross_attention_dim=WIDTH + WIDTH_2, use_linear_projection=True,
    transformer_layers_per_block=[1, 1, 2], addition_embed_type="text_time", addition_time_embed_dim=8,
    projection_class_embeddings_input_dim=6 * 8 + POOLED,
    down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
)
VAE = dict(channels=(4, 8, 8, 8), norm_num_groups=2, shift_factor=None, use_quant_conv=True, use_post_quant_conv=True)
FOUR = dict(
    block_out_channels=(8, 8, 16, 16),
    down_block_types=("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",),
    up_block_types=("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3,
)

# name: (U-Net, VAE, scheduler of the checkpoint, how it is saved); what is not said is as above
CONFIGURATIONS = {
    "sd-plain": ({}, {}, {}, {}),
    "sd-four-levels": (FOUR, {}, {}, {}),
    "sd-two-layers": (dict(layers_per_block=2), dict(layers_per_block=2), {}, {}),
    "sd-linear-projection": (dict(use_linear_projection=True), {}, {}, {}),
    "sd-heads-by-level": (dict(attention_head_dim=[2, 4, 8]), {}, {}, {}),
    "sd-one-head": (dict(attention_head_dim=1), {}, {}, {}),
    "sd-wide-caption": (dict(cross_attention_dim=24), {}, {}, dict(width=24)),
    "sd-norm-groups": (dict(norm_num_groups=8), dict(norm_num_groups=4), {}, {}),
    "sd-v-prediction": ({}, {}, dict(prediction_type="v_prediction"), {}),
    "sd-trailing": ({}, {}, dict(timestep_spacing="trailing"), {}),
    "sd-linspace": ({}, {}, dict(timestep_spacing="linspace"), {}),
    "sd-offset-0": ({}, {}, dict(steps_offset=0), {}),
    "sd-half": ({}, {}, {}, dict(dtype=torch.float16)),
    "sd-scaling": ({}, dict(scaling_factor=0.9), {}, {}),
    "xl-plain": ({}, {}, {}, {}),
    "xl-two-layers": (dict(layers_per_block=2), dict(layers_per_block=2), {}, {}),
    "xl-deep-transformers": (dict(transformer_layers_per_block=[1, 2, 4]), {}, {}, {}),
    "xl-convolved-projection": (dict(use_linear_projection=False), {}, {}, {}),
    "xl-heads-by-level": (dict(attention_head_dim=[2, 4, 8]), {}, {}, {}),
    "xl-wide-times": (dict(addition_time_embed_dim=12, projection_class_embeddings_input_dim=6 * 12 + POOLED), {}, {}, {}),
    "xl-v-prediction": ({}, {}, dict(prediction_type="v_prediction"), {}),
    "xl-trailing": ({}, {}, dict(timestep_spacing="trailing"), {}),
    "xl-karras": ({}, {}, dict(use_karras_sigmas=True), {}),
    "xl-sharded": ({}, {}, {}, dict(max_shard_size="60KB")),
    "xl-bfloat16": ({}, {}, {}, dict(dtype=torch.bfloat16)),
    "xl-vae-levels": ({}, dict(channels=(4, 8, 8, 12), layers_per_block=3), {}, {}),
}

# sampler, latent height and width, windows of the prompt, steps, guidance, its rescaling, Karras, negative caption given
CASES = [
    ("euler", 8, 12, 1, 4, 5.0, 0.0, False, True),
    ("euler_ancestral", 12, 8, 1, 3, 0.0, 0.0, False, False),
    ("dpmpp_2m", 8, 8, 2, 6, 7.5, 0.7, True, True),
    ("ddim", 16, 8, 1, 5, 3.0, 0.0, False, True),
    ("dpmpp_2m", 8, 16, 1, 1, 2.0, 0.0, False, True),
]


def tokenizer(folder):
    """Of bytes alone, without a merge."""
    letters = [chr(code) for code in (*range(33, 127), *range(161, 173), *range(174, 256))]
    letters += [chr(256 + index) for index in range(256 - len(letters))]
    names = letters + [letter + "</w>" for letter in letters] + ["<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps({name: index for index, name in enumerate(names)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    special = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
               "pad_token": "<|endoftext|>"}
    (folder / "special_tokens_map.json").write_text(json.dumps(special))
    (folder / "tokenizer_config.json").write_text(json.dumps({**special, "model_max_length": 77, "tokenizer_class": "CLIPTokenizer"}))
    return len(names)


def text_encoder(kind, tokens, width, seed, **more):
    config = CLIPTextConfig(
        vocab_size=tokens, hidden_size=width, intermediate_size=2 * width, num_hidden_layers=3, num_attention_heads=2,
        max_position_embeddings=77, bos_token_id=tokens - 2, eos_token_id=tokens - 1, pad_token_id=tokens - 1, **more)
    return make.randomize(kind(config), seed)


def build(name, folder, seed):
    """A pipeline of diffusers; its checkpoint is in the folder."""
    unet, vae, sampling, saving = CONFIGURATIONS[name]
    saving = dict(saving)
    width, dtype = saving.pop("width", WIDTH), saving.pop("dtype", None)
    xl = name.startswith("xl")
    tokens = tokenizer(folder / "tokenizer")
    parts = {
        "unet": make.randomize(UNet2DConditionModel(**{**(UNET_XL if xl else UNET), **unet}), seed),
        "vae": make.randomize(make.vae(**{**VAE, "scaling_factor": 0.13025 if xl else 0.18215, **vae}), seed + 1),
        "text_encoder": text_encoder(CLIPTextModel, tokens, width, seed + 2, hidden_act="quick_gelu"),
    }
    if xl:
        tokenizer(folder / "tokenizer_2")
        parts["text_encoder_2"] = text_encoder(
            CLIPTextModelWithProjection, tokens, WIDTH_2, seed + 3, hidden_act="gelu", projection_dim=POOLED)
    for part, module in parts.items():
        (module if dtype is None else module.to(dtype)).save_pretrained(folder / part, **saving)
        module.float()
    scheduler = EulerDiscreteScheduler(**{**BETAS, "timestep_spacing": "leading", "steps_offset": 1, **sampling})
    scheduler.save_pretrained(folder / "scheduler")
    kind = StableDiffusionXLPipeline if xl else StableDiffusionPipeline
    index = {"_class_name": kind.__name__, "scheduler": ["diffusers", "EulerDiscreteScheduler"]}
    if xl:
        index["force_zeros_for_empty_prompt"] = True
    (folder / "model_index.json").write_text(json.dumps(index))
    others = {} if xl else dict(safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    pipe = kind(tokenizer=None, scheduler=scheduler, **({"tokenizer_2": None} if xl else {}), **parts, **others)
    pipe.set_progress_bar_config(disable=True)
    return pipe, sampling


def sampler(case, sampling):
    kind, karras = case[0], case[7]
    settings = {**BETAS, "timestep_spacing": "leading", "steps_offset": 1, **sampling}
    karras = settings.pop("use_karras_sigmas", False) or karras
    if kind == "ddim":
        settings |= dict(clip_sample=False, set_alpha_to_one=False)
    elif kind != "euler_ancestral":
        settings["use_karras_sigmas"] = karras
    return SAMPLERS[kind](**settings), karras and kind in ("euler", "dpmpp_2m")


def inputs_of(case, pipe, generator):
    _, height, width, windows, _, guidance, _, _, negative = case
    numbers = lambda *shape: torch.randn(shape, generator=generator).numpy()
    inputs = {
        "noise": numbers(1, 4, height, width),
        "caption": numbers(1, 77 * windows, pipe.unet.config.cross_attention_dim),
    }
    xl = isinstance(pipe, StableDiffusionXLPipeline)
    if xl:
        inputs["pooled"] = numbers(1, POOLED)
        inputs["sizes"] = np.array([[8.0 * height + 16, 8.0 * width, 8, 16, 8.0 * height, 8.0 * width]], np.float32)
    if guidance and negative:
        inputs["negative.caption"] = numbers(*inputs["caption"].shape)
        if xl:
            inputs["negative.pooled"] = numbers(1, POOLED)
    return inputs


def reference(pipe, case, inputs, seed):
    """Latents after the last step and the picture, as diffusers makes them; and what is drawn between steps, in `inputs`."""
    kind, height, width, _, steps, guidance, rescale, _, _ = case
    given = {
        "prompt_embeds": inputs["caption"], "negative_prompt_embeds": inputs.get("negative.caption"),
        "pooled_prompt_embeds": inputs.get("pooled"), "negative_pooled_prompt_embeds": inputs.get("negative.pooled"),
    }
    arguments = {name: torch.from_numpy(value) for name, value in given.items() if value is not None}
    if "sizes" in inputs:
        sizes = [int(number) for number in inputs["sizes"][0]]
        arguments |= dict(original_size=tuple(sizes[:2]), crops_coords_top_left=tuple(sizes[2:4]), target_size=tuple(sizes[4:]))
    if kind == "euler_ancestral":
        draws = torch.Generator().manual_seed(seed)
        inputs["step_noise"] = torch.stack([torch.randn((1, 4, height, width), generator=draws) for _ in range(steps)]).numpy()
    # a scale of 1 is diffusers' word for no guidance
    latents = pipe(
        height=8 * height, width=8 * width, num_inference_steps=steps, guidance_scale=guidance or 1.0, guidance_rescale=rescale,
        latents=torch.from_numpy(inputs["noise"]), generator=torch.Generator().manual_seed(seed), output_type="latent", **arguments,
    ).images
    decoded = pipe.vae.decode(latents / pipe.vae.config.scaling_factor, return_dict=False)[0]
    return latents.numpy(), np.asarray(pipe.image_processor.postprocess(decoded, output_type="pil")[0])


def compare(name, folder, seed, export, render):
    """How far latents are apart, relative, and pictures, in steps of 8 bits."""
    checkpoint = folder / "checkpoint"
    pipe, sampling = build(name, checkpoint, seed)
    export(checkpoint)
    generator = torch.Generator().manual_seed(seed)
    worst = (0.0, 0)
    for number, case in enumerate(CASES):
        kind, _, _, _, steps, guidance, rescale, _, _ = case
        pipe.scheduler, karras = sampler(case, sampling)
        inputs = inputs_of(case, pipe, generator)
        expected, image = reference(pipe, case, inputs, seed)
        given, out = folder / f"inputs-{number}.safetensors", folder / f"outputs-{number}.safetensors"
        save_file({key: np.ascontiguousarray(value) for key, value in inputs.items()}, given)
        render("--inputs", given, "--scheduler", kind, "--steps", steps, "--guidance", guidance, "--guidance-rescale", rescale,
               *(["--karras"] if karras else []), "--out", out)
        found = load_file(out)
        worst = worst_of(worst, found, expected, image)
    return worst


def worst_of(worst, found, expected, image):
    error = np.linalg.norm(found["latents"] - expected) / np.linalg.norm(expected)
    return max(worst[0], float(error)), max(worst[1], int(np.abs(found["image"].astype(int) - image.astype(int)).max()))
