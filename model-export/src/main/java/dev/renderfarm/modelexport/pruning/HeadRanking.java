package dev.renderfarm.modelexport.pruning;

import dev.renderfarm.modelexport.architecture.KeptHeads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the heads to drop by the mean entropy of their attention, the largest first, whichever layers they are in.
 *
 * <p>A head whose attention is spread evenly hands nearly the same mean of all values to every token. It tells tokens
 * apart least, and later layers can best do without a part that does not depend on the token. Clark et al. (2019, "What
 * Does BERT Look At?") measure heads by this entropy and find those of high entropy to act as a bag of vectors. Voita
 * et al. (2019, "Analyzing Multi-Head Self-Attention") find the work in few confident heads, and that most of the
 * others can be pruned. Choi et al. (2025, "Entropy Meets Importance", arXiv 2510.13832) rank heads for pruning by
 * entropy together with gradients, which a forward pass alone does not have. Entropy is a proxy: it knows
 * nothing of how much a head writes. Therefore every pruned package reports how its output changed.
 *
 * <p>Entropies are those of {@code Transformer.observed}, divided by ln(keys) and so comparable over pictures of
 * different size.
 */
final class HeadRanking {

    /**
     * @param entropies of each head of each main layer
     * @param fraction how many heads to drop at most; fewer go where a layer would lose its last one
     */
    static KeptHeads keep(List<List<Double>> entropies, HeadFraction fraction) {
        int heads = entropies.get(0).size();
        List<List<Integer>> kept = new ArrayList<>();
        List<Head> ranked = new ArrayList<>();
        for (int layer = 0; layer < entropies.size(); layer++) {
            List<Integer> all = new ArrayList<>();
            for (int head = 0; head < heads; head++) {
                all.add(head);
                ranked.add(new Head(layer, head, entropies.get(layer).get(head)));
            }
            kept.add(all);
        }
        // the sort is stable: of equal heads the one of the lowest layer and index goes first
        ranked.sort(Comparator.comparingDouble(Head::entropy).reversed());
        int left = fraction.of(ranked.size());
        for (Head head : ranked) {
            List<Integer> ofLayer = kept.get(head.layer);
            if (left > 0 && ofLayer.size() > 1) {
                ofLayer.remove(Integer.valueOf(head.index));
                left--;
            }
        }
        return new KeptHeads(heads, kept);
    }

    private record Head(int layer, int index, double entropy) {}

    private HeadRanking() {}
}
