"""The Stable Diffusion families for pytorch beside this file: real and small models with random weights, and how diffusers calls them."""

import json
import os
import time
from pathlib import Path

import torch
from diffusers import AutoencoderKL, EulerDiscreteScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

import random_checkpoint as make

HOME = Path(os.environ["RENDERFARM_HOME"])
# the configurations that the exporter carries; a window of a prompt, sides of latents in full size
CONFIGURATIONS = HOME / "model-export/src/main/resources/configurations"
WINDOW, SIDE, CODE_SIDE = 77, 64, 32
# what ends a prompt
END = 49407


def configuration(*names):
    described = json.loads(CONFIGURATIONS.joinpath(*names).read_text())
    return {name: tuple(value) if name.endswith("block_types") else value
            for name, value in described.items() if not name.startswith("_") and name != "architectures"}


class Torch:
    """The networks as diffusers' pipelines call them. The autoencoder stays in 32 bits, as in packages of SDXL."""

    def __init__(self, parts, inputs, dtype):
        self.parts, self.dtype, self.inputs = parts, dtype, inputs
        for name, part in parts.items():
            if name != "vae":
                part.to(dtype)

    def encode(self):
        first = self.parts["text_encoder"](self.inputs["ids"], output_hidden_states=True)
        second = self.parts.get("text_encoder_2")
        if second is None:
            return first.last_hidden_state[0].float()
        others = second(self.inputs["ids"], output_hidden_states=True)
        return torch.cat([first.hidden_states[-2], others.hidden_states[-2]], dim=-1)[0].float()

    def denoise(self):
        told = {name: self.inputs[key].to(self.dtype)[None] for name, key in (("text_embeds", "pooled"), ("time_ids", "sizes"))
                if key in self.inputs}
        return self.parts["unet"](
            self.inputs["latents"].to(self.dtype)[None], self.inputs["t"][0],
            encoder_hidden_states=self.inputs["caption"].to(self.dtype)[None],
            added_cond_kwargs=told or None, return_dict=False)[0][0].float()

    def decode(self):
        vae = self.parts["vae"]
        pixels = vae.decode((self.inputs["code"] / vae.config.scaling_factor)[None], return_dict=False)[0][0]
        unit = (pixels / 2 + 0.5).clamp(0, 1)
        return pixels, (unit.permute(1, 2, 0) * 255).round().to(torch.uint8).contiguous()

    def time(self, network):
        start = time.perf_counter()
        getattr(self, network)()
        return time.perf_counter() - start

    def outputs(self):
        return {
            "encode": self.encode().numpy().ravel(),
            "denoise": self.denoise().permute(1, 2, 0).numpy().ravel(),
            "decode": self.decode()[0].permute(1, 2, 0).numpy().ravel(),
        }


class StableDiffusion:
    """1.5 in its real size. Weights are made in the type that is asked for first."""

    torch = Torch
    sizes = ["full"]
    name = "sd-1.5"
    pipeline = "StableDiffusionPipeline"

    def __init__(self, size, dtype):
        self.dtype = dtype
        self.unet = configuration(self.name, "unet", "config.json")

    def text_encoders(self):
        return {"text_encoder": CLIPTextModel(CLIPTextConfig(**configuration(self.name, "text_encoder", "config.json")))}

    def save(self, folder):
        torch.set_default_dtype(self.dtype)
        parts = {"unet": UNet2DConditionModel(**self.unet), **self.text_encoders()}
        torch.set_default_dtype(torch.float32)
        parts["vae"] = AutoencoderKL(**configuration(self.name, "vae", "config.json"))
        for seed, (name, part) in enumerate(parts.items()):
            make.randomize(part, seed + 1).save_pretrained(folder / name)
        EulerDiscreteScheduler(**configuration("sdxl", "scheduler", "scheduler_config.json")).save_pretrained(folder / "scheduler")
        (folder / "model_index.json").write_text(json.dumps({"_class_name": self.pipeline}))
        return parts

    def inputs(self):
        generator = torch.Generator().manual_seed(4)
        ids = torch.randint(0, END, (1, WINDOW), generator=generator)
        ids[0, -1] = END
        return {
            "latents": torch.randn(4, SIDE, SIDE, generator=generator),
            "caption": torch.randn(WINDOW, self.unet["cross_attention_dim"], generator=generator),
            "t": torch.tensor([601.0]),
            "ids": ids,
            "code": torch.randn(4, CODE_SIDE, CODE_SIDE, generator=generator),
        }


class StableDiffusionXl(StableDiffusion):
    """XL base in its real size."""

    name = "sdxl"
    pipeline = "StableDiffusionXLPipeline"

    def text_encoders(self):
        second = CLIPTextConfig(**configuration(self.name, "text_encoder_2", "config.json"))
        return {**super().text_encoders(), "text_encoder_2": CLIPTextModelWithProjection(second)}

    def inputs(self):
        pooled = self.unet["projection_class_embeddings_input_dim"] - 6 * self.unet["addition_time_embed_dim"]
        side = 8.0 * SIDE
        return {
            **super().inputs(),
            "pooled": torch.randn(pooled, generator=torch.Generator().manual_seed(5)),
            "sizes": torch.tensor([side, side, 0, 0, side, side]),
        }
