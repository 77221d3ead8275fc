package dev.renderfarm.modelexport.pruning;

import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.architecture.KeptHeads;
import java.io.IOException;
import java.util.SortedMap;

/** A whole transformer in which the dropped heads add nothing: their columns of the output matrix are zero. */
final class MaskedHeads implements TensorSource {

    private final TensorSource whole;
    private final KeptHeads heads;
    private final int headDim;

    MaskedHeads(TensorSource whole, KeptHeads heads, int headDim) {
        this.whole = whole;
        this.heads = heads;
        this.headDim = headDim;
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        return whole.tensors();
    }

    @Override
    public String origin(String name) {
        return whole.origin(name);
    }

    @Override
    public void read(String name, long first, float[] target, int length) {
        whole.read(name, first, target, length);
        String[] parts = name.split("\\.", -1);
        if (parts[0].equals("layers") && name.endsWith(".attention.to_out.0.weight")) {
            var kept = heads.ofLayers().get(Integer.parseInt(parts[1]));
            for (int i = 0; i < length; i++) {
                int head = (int) ((first + i) % ((long) heads.heads() * headDim)) / headDim;
                if (!kept.contains(head)) {
                    target[i] = 0;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }
}
