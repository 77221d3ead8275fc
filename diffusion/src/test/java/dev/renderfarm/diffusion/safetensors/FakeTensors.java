package dev.renderfarm.diffusion.safetensors;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tensors held in memory, one-dimensional unless a shape is given. */
public final class FakeTensors implements TensorSource {

    private final SortedMap<String, TensorInfo> infos = new TreeMap<>();
    private final SortedMap<String, float[]> values = new TreeMap<>();

    public FakeTensors(Map<String, float[]> tensors) {
        tensors.forEach((name, elements) -> put(name, elements, (long) elements.length));
    }

    public FakeTensors put(String name, float[] elements, Long... shape) {
        infos.put(name, new TensorInfo(name, ElementType.F32, List.of(shape), 0));
        values.put(name, elements);
        return this;
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        return infos;
    }

    @Override
    public String origin(String name) {
        return "memory";
    }

    @Override
    public void read(String name, long first, float[] target, int length) {
        System.arraycopy(values.get(name), (int) first, target, 0, length);
    }

    @Override
    public void close() {}
}
