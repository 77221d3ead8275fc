package dev.renderfarm.modelexport.calibration;

import java.util.ArrayList;
import java.util.List;

/** Averages what was observed of the heads over samples and steps, each counting the same. */
final class MeanEntropies {

    private final List<double[]> sums = new ArrayList<>();
    private int observations;

    /** @param entropies of each head of each main layer, the same layers and heads each time */
    void add(List<List<Double>> entropies) {
        for (int layer = 0; layer < entropies.size(); layer++) {
            List<Double> heads = entropies.get(layer);
            if (sums.size() == layer) {
                sums.add(new double[heads.size()]);
            }
            for (int head = 0; head < heads.size(); head++) {
                sums.get(layer)[head] += heads.get(head);
            }
        }
        observations++;
    }

    List<List<Double>> mean() {
        List<List<Double>> means = new ArrayList<>();
        for (double[] layer : sums) {
            List<Double> heads = new ArrayList<>();
            for (double sum : layer) {
                heads.add(sum / observations);
            }
            means.add(heads);
        }
        return means;
    }
}
