"""See pytorch beside this file, which sets the environment up."""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(os.environ["RENDERFARM_HOME"])
sys.path.insert(0, str(HOME / "scripts" / "lib"))

import diffusers
import numpy as np
import torch
import transformers

import pytorch_stable_diffusion as stable_diffusion
import random_checkpoint as make

WARM_UP = 2
TYPES = {"f32": torch.float32, "bf16": torch.bfloat16}
NETWORKS = {"encode": "text encode", "denoise": "denoise step", "decode": "VAE decode"}
OUTPUTS = {"encode": "encoded", "denoise": "denoised", "decode": "decoded"}

# transformer, text encoder, VAE, latents' side, side of the latents to decode, caption tokens, prompt tokens
SIZES = {
    "small": (
        dict(in_channels=16, dim=96, n_layers=2, n_refiner_layers=1, n_heads=3, n_kv_heads=3, cap_feat_dim=64,
             axes_dims=[8, 12, 12], axes_lens=[1536, 512, 512]),
        dict(hidden_size=64, intermediate_size=128, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
             head_dim=16, vocab_size=256, max_position_embeddings=1024, tie_word_embeddings=True),
        dict(channels=(16, 32), latent_channels=16), 16, 16, 40, 40),
    "medium": (
        dict(in_channels=16, dim=768, n_layers=8, n_refiner_layers=2, n_heads=12, n_kv_heads=12, cap_feat_dim=1024,
             axes_dims=[16, 24, 24], axes_lens=[1536, 512, 512]),
        dict(hidden_size=1024, intermediate_size=3072, num_hidden_layers=9, num_attention_heads=16,
             num_key_value_heads=8, head_dim=64, vocab_size=8192, max_position_embeddings=1024,
             tie_word_embeddings=True),
        dict(channels=(128, 256, 512, 512), latent_channels=16, layers_per_block=2, norm_num_groups=32),
        64, 32, 77, 128),
}


class Torch:
    """The three networks as diffusers' pipeline calls them."""

    def __init__(self, pipe, inputs, dtype):
        self.pipe, self.dtype, self.inputs = pipe, dtype, inputs
        for part in (pipe.transformer, pipe.text_encoder, pipe.vae):
            part.to(dtype)

    def encode(self):
        return self.pipe.text_encoder(input_ids=self.inputs["ids"]).last_hidden_state[0].float()

    def denoise(self):
        latents = self.inputs["latents"].to(self.dtype).unsqueeze(1)
        caption = self.inputs["caption"].to(self.dtype)
        return -self.pipe.transformer([latents], self.inputs["t"], [caption], return_dict=False)[0][0].float()

    def pixels(self):
        vae = self.pipe.vae
        z = self.inputs["code"].to(self.dtype) / vae.config.scaling_factor + vae.config.shift_factor
        return vae.decode(z.unsqueeze(0), return_dict=False)[0][0]

    def decode(self):
        unit = (self.pixels() / 2 + 0.5).clamp(0, 1)
        return (unit.permute(1, 2, 0).float() * 255).round().to(torch.uint8).contiguous()

    def time(self, network):
        start = time.perf_counter()
        getattr(self, network)()
        return time.perf_counter() - start

    def outputs(self):
        return {
            "encode": self.encode().numpy().ravel(),
            "denoise": self.denoise().squeeze(1).permute(1, 2, 0).numpy().ravel(),
            "decode": self.pixels().float().permute(1, 2, 0).numpy().ravel(),
        }


class TensorFlow:
    """NetworkLoop in a process of its own."""

    def __init__(self, package, folder, inputs, threads):
        target = HOME / "model-export/target"
        last = lambda name: [str(size) for size in inputs[name].permute(1, 2, 0).shape]
        self.folder = folder
        for name, value in inputs.items():
            if value.dim() == 3:
                value = value.permute(1, 2, 0)
            kind = np.int32 if name == "ids" else np.float32
            (folder / name).write_bytes(value.numpy().astype(kind).tobytes())
        self.process = subprocess.Popen(
            [os.environ["JAVA_COMMAND"], "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
             "-cp", f"{target}/model-export.jar:{target}/lib/*", "dev.renderfarm.modelexport.bench.NetworkLoop",
             str(package), str(threads), str(folder), *last("latents"), *last("code"), str(len(inputs["caption"]))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={"TF_CPP_MIN_LOG_LEVEL": "2", **os.environ})
        self._answer("ready")

    def time(self, network):
        self.process.stdin.write(network + "\n")
        self.process.stdin.flush()
        return float(self._answer())

    def outputs(self):
        self.time("write")
        return {key: np.fromfile(self.folder / name, np.float32) for key, name in OUTPUTS.items()}

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def _answer(self, expected=None):
        line = self.process.stdout.readline().strip()
        if not line or expected not in (None, line):
            raise SystemExit(f"the TensorFlow side failed: {line or 'it ended'}")
        return line


def distance(actual, expected):
    return float(np.linalg.norm(actual - expected) / np.linalg.norm(expected))


def spread(times):
    return f"{statistics.median(times) * 1e3:.0f} ms ({min(times) * 1e3:.0f} to {max(times) * 1e3:.0f})"


def machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    flags = next((line.split(":")[1].split() for line in lines if line.startswith("flags")), [])
    known = [flag for flag in ("avx512f", "avx512_bf16", "amx_bf16") if flag in flags]
    java = subprocess.run([os.environ["JAVA_COMMAND"], "-version"], capture_output=True, text=True).stderr
    core = next((HOME / "model-export/target/lib").glob("*tensorflow-core-api-*.jar")).stem
    return (f"{model} ({', '.join(known)}), {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start, "
            f"Linux {platform.release()}; {java.splitlines()[0]}, {core}; "
            f"Python {platform.python_version()}, torch {torch.__version__}, diffusers {diffusers.__version__}, "
            f"transformers {transformers.__version__}")


class ZImage:
    """Its models, their inputs, and how diffusers calls them."""

    torch = Torch
    sizes = SIZES

    def __init__(self, size, dtype):
        self.transformer, self.text_encoder, self.vae, self.side, self.code_side, self.caption, self.prompt = SIZES[size]

    def save(self, folder):
        self.pipe = make.pipeline(
            make.randomize(make.transformer(**self.transformer), 1),
            make.randomize(make.text_encoder(**self.text_encoder), 2),
            make.randomize(make.vae(**self.vae), 3),
            shift=3.0)
        make.save(self.pipe, folder)
        # the caption is the input of the last layer: neither side runs that
        self.pipe.text_encoder.layers = self.pipe.text_encoder.layers[:-1]
        self.pipe.text_encoder.norm = torch.nn.Identity()
        return self.pipe

    def inputs(self):
        generator = torch.Generator().manual_seed(4)
        return {
            "latents": torch.randn(16, self.side, self.side, generator=generator),
            "caption": torch.randn(self.caption, self.transformer["cap_feat_dim"], generator=generator),
            "t": torch.tensor([0.3]),
            "ids": torch.randint(0, self.text_encoder["vocab_size"], (1, self.prompt), generator=generator),
            "code": torch.randn(16, self.code_side, self.code_side, generator=generator),
        }


FAMILIES = {"z-image": ZImage, "sd-1.5": stable_diffusion.StableDiffusion, "sdxl": stable_diffusion.StableDiffusionXl}


@torch.inference_mode()
def main():
    parser = argparse.ArgumentParser(prog="pytorch")
    parser.add_argument("--family", choices=FAMILIES, default="z-image")
    parser.add_argument("--size", choices=["small", "medium", "full"], default="medium")
    parser.add_argument("--types", type=lambda text: text.split(","), default=list(TYPES))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count()))
    arguments = parser.parse_args()
    if arguments.size not in FAMILIES[arguments.family].sizes:
        parser.error(f"{arguments.family} has the sizes {', '.join(FAMILIES[arguments.family].sizes)}")
    torch.set_num_threads(arguments.threads)
    print(machine(), flush=True)
    family = FAMILIES[arguments.family](arguments.size, TYPES[arguments.types[0]])
    inputs = family.inputs()
    rows, distances = [], []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pipe = family.save(folder / "checkpoint")
        for dtype in arguments.types:
            subprocess.run([HOME / "scripts/farm", "model", "export", "--checkpoint", folder / "checkpoint", "--dtype",
                            dtype, "--out", folder / dtype, "--quiet"], check=True, stderr=subprocess.DEVNULL)
        reference = None
        for dtype in arguments.types:
            ours = TensorFlow(folder / dtype, folder, inputs, arguments.threads)
            theirs = family.torch(pipe, inputs, TYPES[dtype])
            for network, title in NETWORKS.items():
                for _ in range(WARM_UP):
                    theirs.time(network), ours.time(network)
                pairs = [(theirs.time(network), ours.time(network)) for _ in range(arguments.rounds)]
                rows.append((title, dtype, pairs))
                print(f"{title} {dtype}: PyTorch {spread([their for their, _ in pairs])}, "
                      f"TensorFlow {spread([our for _, our in pairs])}", file=sys.stderr, flush=True)
            answers, ours_answers = theirs.outputs(), ours.outputs()
            reference = reference or answers
            for network, title in NETWORKS.items():
                distances.append((title, dtype, distance(answers[network], reference[network]),
                                  distance(ours_answers[network], reference[network])))
            ours.close()
    print(f"\n{arguments.family}, {arguments.size}; {arguments.threads} threads, {arguments.rounds} rounds after {WARM_UP} to warm up; "
          "median (least to greatest)\n")
    print("| network | type | PyTorch | TensorFlow | TensorFlow over PyTorch, time | "
          f"distance from PyTorch {arguments.types[0]}: PyTorch | TensorFlow |")
    print("|---|---|---|---|---|---|---|")
    for (title, dtype, pairs), (_, _, their_distance, our_distance) in zip(rows, distances):
        ratios = [our / their for their, our in pairs]
        print(f"| {title} | {dtype} | {spread([their for their, _ in pairs])} | {spread([our for _, our in pairs])} | "
              f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) | "
              f"{their_distance:.1e} | {our_distance:.1e} |")


if __name__ == "__main__":
    main()
