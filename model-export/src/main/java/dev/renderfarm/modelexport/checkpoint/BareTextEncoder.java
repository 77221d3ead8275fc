package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A text encoder that was saved without a head for predicting tokens, under the names of one with it: transformers
 * leaves out the prefix {@code model.} of a bare {@code Qwen3Model}, and takes either when it loads one.
 */
final class BareTextEncoder implements TensorSource {

    private static final String PREFIX = "model.";
    private static final String EMBEDDING = "embed_tokens.weight";

    private final TensorSource bare;
    private final SortedMap<String, TensorInfo> tensors;

    private BareTextEncoder(TensorSource bare) {
        this.bare = bare;
        SortedMap<String, TensorInfo> prefixed = new TreeMap<>();
        bare.tensors().values().forEach(tensor -> {
            String name = PREFIX + tensor.name();
            prefixed.put(name, new TensorInfo(name, tensor.type(), tensor.shape(), tensor.begin()));
        });
        this.tensors = Collections.unmodifiableSortedMap(prefixed);
    }

    /** The same tensors with the prefix, if they are those of a text encoder without it; else as they are. */
    static TensorSource prefixed(TensorSource source) {
        return source.tensors().containsKey(EMBEDDING) ? new BareTextEncoder(source) : source;
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public String origin(String name) {
        return bare.origin(bareName(name));
    }

    @Override
    public void read(String name, long first, float[] target, int length) {
        bare.read(bareName(name), first, target, length);
    }

    @Override
    public void close() throws IOException {
        bare.close();
    }

    private static String bareName(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }
}
