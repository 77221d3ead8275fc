package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Weights drawn from a seed, the same on every machine and for every way of reading: each run of {@value #RUN} elements
 * has a stream of its own. Uniform distributions, so that no mathematical function's last bit matters.
 */
public final class RandomTensors implements TensorSource {

    private static final int RUN = 4096;
    private static final double SQRT_3 = 1.7320508075688772;

    private final SortedMap<String, TensorInfo> tensors;
    private final long seed;

    /** @param shapes by tensor name */
    public RandomTensors(Map<String, List<Long>> shapes, long seed) {
        SortedMap<String, TensorInfo> infos = new TreeMap<>();
        shapes.forEach((name, shape) -> infos.put(name, new TensorInfo(name, ElementType.F32, shape, 0)));
        this.tensors = Collections.unmodifiableSortedMap(infos);
        this.seed = seed;
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public String origin(String name) {
        return "random weights of seed " + seed;
    }

    @Override
    public void read(String name, long first, float[] target, int length) {
        TensorInfo tensor = tensor(name);
        Objects.checkFromIndexSize(first, length, tensor.elements());
        Distribution distribution = Distribution.of(name, tensor.shape());
        long stream = seed * 0x9E3779B97F4A7C15L + stableHash(name);
        int done = 0;
        while (done < length) {
            long element = first + done;
            SplittableRandom random = new SplittableRandom(stream ^ (element / RUN) * 0xD1342543DE82EF95L);
            int skip = (int) (element % RUN);
            for (int i = 0; i < skip; i++) {
                random.nextLong();
            }
            int count = Math.min(RUN - skip, length - done);
            for (int i = 0; i < count; i++) {
                double uniform = (random.nextLong() >>> 11) * 0x1p-52 - 1;
                target[done + i] = (float) (distribution.mean + distribution.deviation * SQRT_3 * uniform);
            }
            done += count;
        }
    }

    @Override
    public void close() {}

    /** {@link String#hashCode} spread over 64 bits. */
    private static long stableHash(String name) {
        long hash = 1125899906842597L;
        for (int i = 0; i < name.length(); i++) {
            hash = 31 * hash + name.charAt(i);
        }
        return hash;
    }

    /**
     * Of a tensor's elements. Activations keep their size from layer to layer; beyond that, noise weighs little, gates
     * are wide open, attention is sharp and the network's answer is strong, so that pictures show their prompt as much
     * as their seed.
     */
    private record Distribution(double mean, double deviation) {

        static Distribution of(String name, List<Long> shape) {
            if (name.endsWith("adaLN_modulation.0.bias")) {
                return new Distribution(0, 0.5);
            }
            if (name.endsWith(".bias")) {
                return new Distribution(0, 0.1);
            }
            if (name.endsWith("_pad_token")) {
                // near the zeros of an untrained model, so that pads take up what they see
                return new Distribution(0, 1e-4);
            }
            if (shape.size() == 1) {
                return new Distribution(meanOfNorm(name), 0.1);
            }
            if (name.endsWith("embed_tokens.weight")) {
                return new Distribution(0, 1);
            }
            long inputs = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
            return new Distribution(0, gain(name) / Math.sqrt((double) inputs));
        }

        private static double meanOfNorm(String name) {
            if (name.startsWith("noise_refiner.") && name.endsWith(".ffn_norm2.weight")) {
                return 0.3;
            }
            return name.endsWith(".norm_k.weight") ? 2 : 1;
        }

        private static double gain(String name) {
            if (name.startsWith("all_x_embedder.")) {
                return 0.1;
            }
            return name.startsWith("all_final_layer.") && name.endsWith(".linear.weight") ? 10 : 1;
        }
    }
}
