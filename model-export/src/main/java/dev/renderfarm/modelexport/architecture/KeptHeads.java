package dev.renderfarm.modelexport.architecture;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which attention heads of a transformer's main layers a package keeps; the refiners keep all of theirs. Every layer
 * keeps at least one: without any, its attention would add nothing but the same vector to every token.
 *
 * @param heads of each layer before any was dropped
 * @param ofLayers indices of the kept heads of each main layer, ascending
 */
public record KeptHeads(int heads, List<List<Integer>> ofLayers) {

    public KeptHeads {
        Check.positive("heads", heads);
        Check.that(!ofLayers.isEmpty(), "there are no layers");
        ofLayers = ofLayers.stream().map(List::copyOf).toList();
        for (int layer = 0; layer < ofLayers.size(); layer++) {
            checkLayer(layer, heads, ofLayers.get(layer));
        }
    }

    /** Nothing is dropped. */
    public static KeptHeads all(TransformerSizes sizes) {
        List<Integer> every = IntStream.range(0, sizes.heads()).boxed().toList();
        return new KeptHeads(
                sizes.heads(),
                IntStream.range(0, sizes.layers()).mapToObj(layer -> every).toList());
    }

    /** How many heads that main layer keeps. */
    public int count(int layer) {
        return ofLayers.get(layer).size();
    }

    /** How many heads all main layers keep together. */
    public int count() {
        return ofLayers.stream().mapToInt(List::size).sum();
    }

    /** How many heads were dropped from all main layers together. */
    public int dropped() {
        return heads * ofLayers.size() - count();
    }

    private static void checkLayer(int layer, int heads, List<Integer> kept) {
        Check.that(!kept.isEmpty(), "layer " + layer + " keeps no head");
        for (int i = 0; i < kept.size(); i++) {
            int head = kept.get(i);
            Check.that(
                    head >= 0 && head < heads && (i == 0 || head > kept.get(i - 1)),
                    "layer " + layer + " must keep heads of 0 to " + (heads - 1) + " in ascending order: " + kept);
        }
    }
}
