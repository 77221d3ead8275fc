package dev.renderfarm.endtoend.chaos.check;

import java.util.List;

/**
 * A batch that the farm has said yes to.
 *
 * @param skus that it has to settle, each once
 * @param cancelled whether somebody asked for its end before it came
 */
public record Order(String batch, List<String> skus, boolean cancelled) {
    public Order {
        skus = List.copyOf(skus);
    }
}
