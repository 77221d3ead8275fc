"""The tokenizer and the text encoder (Qwen3) with the tensor names of transformers."""

from pathlib import Path

import torch
import torch.nn.functional as F
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from torch import nn

SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
TEMPLATE = "<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n"
VOCABULARY = 1024
PADDING = 32  # the transformer pads captions to multiples of this many tokens

# The split of Qwen2 and Qwen3 tokenizers.
SPLIT = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")

CONFIG = {
    "architectures": ["Qwen3ForCausalLM"],
    "model_type": "qwen3",
    "hidden_size": 192,
    "intermediate_size": 512,
    "num_hidden_layers": 4,
    "num_attention_heads": 6,
    "num_key_value_heads": 2,
    "head_dim": 32,
    "hidden_act": "silu",
    "vocab_size": VOCABULARY,
    "max_position_embeddings": 1024,
    "rope_theta": 1000000.0,
    "rms_norm_eps": 1e-06,
    "attention_bias": False,
    "tie_word_embeddings": True,
    "torch_dtype": "bfloat16",
}


def train_tokenizer(texts):
    """A byte-level BPE: every prompt in every script has tokens. `texts` should hold Chinese as single words."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    special = [AddedToken(token, special=True, normalized=False) for token in SPECIAL]
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=VOCABULARY, min_frequency=2, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False))
    return tokenizer


class Prompts:
    """Turns prompts into token ids as the pipeline does: template, no truncation, padded on the right to a multiple of 32."""

    def __init__(self, file: Path):
        self.tokenizer = Tokenizer.from_file(str(file))

    def ids(self, prompt):
        return self.tokenizer.encode(TEMPLATE.format(prompt=prompt), add_special_tokens=False).ids

    def batch(self, rows):
        """Token ids [B, LP] and lengths [B] of rows of ids."""
        lengths = torch.tensor([len(row) for row in rows])
        padded = -(-int(lengths.max()) // PADDING) * PADDING
        ids = torch.zeros(len(rows), padded, dtype=torch.long)
        for i, row in enumerate(rows):
            ids[i, :len(row)] = torch.tensor(row)
        return ids, lengths


class RMSNorm(nn.Module):
    def __init__(self, width, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(width)), eps

    def forward(self, x):
        wide = x.float()
        return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.eps)).to(x.dtype) * self.weight.to(x.dtype)


class SelfAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        width, heads, groups, head = c["hidden_size"], c["num_attention_heads"], c["num_key_value_heads"], c["head_dim"]
        self.heads, self.groups, self.head = heads, groups, head
        self.q_proj = nn.Linear(width, heads * head, bias=False)
        self.k_proj = nn.Linear(width, groups * head, bias=False)
        self.v_proj = nn.Linear(width, groups * head, bias=False)
        self.o_proj = nn.Linear(heads * head, width, bias=False)
        self.q_norm, self.k_norm = RMSNorm(head, c["rms_norm_eps"]), RMSNorm(head, c["rms_norm_eps"])

    def forward(self, x, cos, sin):
        b, n, _ = x.shape
        q = self.q_norm(self.q_proj(x).view(b, n, self.heads, self.head)).transpose(1, 2)
        k = self.k_norm(self.k_proj(x).view(b, n, self.groups, self.head)).transpose(1, 2)
        v = self.v_proj(x).view(b, n, self.groups, self.head).transpose(1, 2)
        q, k = (rotate_halves(a, cos, sin).to(v.dtype) for a in (q, k))
        repeat = self.heads // self.groups
        k, v = k.repeat_interleave(repeat, 1), v.repeat_interleave(repeat, 1)
        return self.o_proj(F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(b, n, -1))


def rotate_halves(a, cos, sin):
    left, right = a.chunk(2, -1)
    return a * cos + torch.cat([-right, left], -1) * sin


class FeedForward(nn.Module):
    def __init__(self, c):
        super().__init__()
        width, inner = c["hidden_size"], c["intermediate_size"]
        self.gate_proj = nn.Linear(width, inner, bias=False)
        self.up_proj = nn.Linear(width, inner, bias=False)
        self.down_proj = nn.Linear(inner, width, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.input_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.self_attn = SelfAttention(c)
        self.post_attention_layernorm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])
        self.mlp = FeedForward(c)

    def forward(self, x, cos, sin):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin)
        return x + self.mlp(self.post_attention_layernorm(x))


class Decoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embed_tokens = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.layers = nn.ModuleList(Layer(c) for _ in range(c["num_hidden_layers"]))
        self.norm = RMSNorm(c["hidden_size"], c["rms_norm_eps"])


class TextEncoder(nn.Module):
    """Captions [B, L, D] of token ids [B, L]: what the last layer but one gives, as in Z-Image. Padding on the right changes nothing."""

    def __init__(self, config=CONFIG):
        super().__init__()
        self.model = Decoder(config)
        self.head, self.theta = config["head_dim"], config["rope_theta"]
        nn.init.normal_(self.model.embed_tokens.weight, std=0.5)
        # The last layer is never run: it exists because the layout wants it, and does nothing.
        last = self.model.layers[-1].requires_grad_(False)
        for projection in (last.self_attn.o_proj, last.mlp.down_proj):
            nn.init.zeros_(projection.weight)
        self.model.norm.requires_grad_(False)

    def forward(self, ids):
        frequencies = self.theta ** (-torch.arange(0, self.head, 2, device=ids.device).float() / self.head)
        angles = torch.arange(ids.shape[1], device=ids.device)[:, None].float() * frequencies
        angles = torch.cat([angles, angles], 1)
        x = self.model.embed_tokens(ids)
        for layer in self.model.layers[:-1]:
            x = layer(x, angles.cos(), angles.sin())
        return x
