"""The weights that `farm model export --random-weights` draws (model-export's RandomTensors), for the reference implementation."""

import numpy as np

RUN = 4096
MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def draw(name, shape, seed):
    """float32 array of that shape."""
    elements = int(np.prod(shape))
    stream = (seed * GOLDEN + stable_hash(name)) & MASK
    index = np.arange(elements, dtype=np.uint64)
    run, place = np.divmod(index, np.uint64(RUN))
    with np.errstate(over="ignore"):
        state = np.uint64(stream) ^ (run * np.uint64(0xD1342543DE82EF95))
        bits = mix(state + (place + np.uint64(1)) * np.uint64(GOLDEN))
    uniform = (bits >> np.uint64(11)).astype(np.float64) * 2.0**-52 - 1
    mean, deviation = distribution(name, shape)
    return (mean + deviation * 1.7320508075688772 * uniform).astype(np.float32).reshape(shape)


def mix(z):
    """Of java.util.SplittableRandom."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def stable_hash(name):
    result = 1125899906842597
    for character in name:
        result = (31 * result + ord(character)) & MASK
    return result


def distribution(name, shape):
    if name.endswith("adaLN_modulation.0.bias"):
        return 0, 0.5
    if name.endswith(".bias"):
        return 0, 0.1
    if name.endswith("_pad_token"):
        return 0, 1e-4
    if len(shape) == 1:
        if name.startswith("noise_refiner.") and name.endswith(".ffn_norm2.weight"):
            return 0.3, 0.1
        return (2 if name.endswith(".norm_k.weight") else 1), 0.1
    if name.endswith("embed_tokens.weight"):
        return 0, 1
    gain = 1
    if name.startswith("all_x_embedder."):
        gain = 0.1
    elif name.startswith("all_final_layer.") and name.endswith(".linear.weight"):
        gain = 10
    return 0, gain / np.sqrt(np.prod(shape[1:]))
