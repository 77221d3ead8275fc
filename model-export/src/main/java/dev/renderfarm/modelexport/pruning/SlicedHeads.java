package dev.renderfarm.modelexport.pruning;

import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A transformer's tensors without the dropped heads: without their rows of the query, key and value matrices and
 * without their columns of the output matrix. The norms of queries and keys are shared by all heads and stay. Nothing
 * is held but what is being read.
 */
final class SlicedHeads implements TensorSource {

    private static final Pattern PROJECTION =
            Pattern.compile("layers\\.([0-9]{1,9})\\.attention\\.(to_q|to_k|to_v|to_out\\.0)\\.weight");
    private static final String OUTPUT = "to_out.0";

    private final TensorSource whole;
    private final SortedMap<String, TensorInfo> tensors;
    private final Map<String, Slice> slices = new HashMap<>();
    private float[] run = new float[0];

    /** @param whole has the tensors of a transformer of these sizes; closing this closes it */
    SlicedHeads(TensorSource whole, TransformerSizes sizes, KeptHeads heads) {
        this.whole = whole;
        SortedMap<String, TensorInfo> infos = new TreeMap<>(whole.tensors());
        for (TensorInfo tensor : whole.tensors().values()) {
            Matcher projection = PROJECTION.matcher(tensor.name());
            if (projection.matches()) {
                List<Integer> kept = heads.ofLayers().get(Integer.parseInt(projection.group(1)));
                boolean output = OUTPUT.equals(projection.group(2));
                long width = (long) kept.size() * sizes.headDim();
                long dim = sizes.dim();
                List<Long> shape = output ? List.of(dim, width) : List.of(width, dim);
                long block = output ? sizes.headDim() : sizes.headDim() * dim;
                slices.put(tensor.name(), new Slice(heads.heads(), kept, block));
                infos.put(tensor.name(), new TensorInfo(tensor.name(), tensor.type(), shape, tensor.begin()));
            }
        }
        this.tensors = Collections.unmodifiableSortedMap(infos);
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public String origin(String name) {
        return whole.origin(name);
    }

    @Override
    public void read(String name, long first, float[] target, int length) {
        Slice slice = slices.get(name);
        if (slice == null) {
            whole.read(name, first, target, length);
            return;
        }
        Objects.checkFromIndexSize(first, length, tensor(name).elements());
        int done = 0;
        while (done < length) {
            int count = (int) Math.min(length - done, slice.contiguous(first + done));
            if (run.length < count) {
                run = new float[count];
            }
            whole.read(name, slice.inWhole(first + done), run, count);
            System.arraycopy(run, 0, target, done, count);
            done += count;
        }
    }

    @Override
    public void close() throws IOException {
        whole.close();
    }

    /**
     * A matrix as rows of one block per head.
     *
     * @param heads per row before
     * @param kept heads per row after
     * @param block elements that belong to a head
     */
    private record Slice(int heads, List<Integer> kept, long block) {

        /** Where an element lies in the whole matrix. */
        long inWhole(long element) {
            long index = element / block;
            long row = index / kept.size();
            int head = kept.get((int) (index % kept.size()));
            return (row * heads + head) * block + element % block;
        }

        /** How many elements from there on follow each other in the whole matrix, too. */
        long contiguous(long element) {
            int index = (int) (element / block % kept.size());
            int end = index + 1;
            while (end < kept.size() && kept.get(end) == kept.get(end - 1) + 1) {
                end++;
            }
            return (end - index) * block - element % block;
        }
    }
}
