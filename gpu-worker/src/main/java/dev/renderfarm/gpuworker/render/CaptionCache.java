package dev.renderfarm.gpuworker.render;

import dev.renderfarm.diffusion.network.Caption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Encoded prompts that were used last, so that variants and empty negative prompts are encoded once. For one thread at
 * a time.
 */
final class CaptionCache {

    private final int capacity;
    private final Map<String, Caption> captions = new LinkedHashMap<>(16, 0.75f, true);

    /** @param capacity how many captions are kept; 0 keeps none */
    CaptionCache(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("capacity is negative: " + capacity);
        }
        this.capacity = capacity;
    }

    Caption get(String prompt, Supplier<Caption> encoder) {
        Caption known = captions.get(prompt);
        if (known != null) {
            return known;
        }
        Caption encoded = encoder.get();
        captions.put(prompt, encoded);
        if (captions.size() > capacity) {
            captions.remove(captions.keySet().iterator().next());
        }
        return encoded;
    }
}
