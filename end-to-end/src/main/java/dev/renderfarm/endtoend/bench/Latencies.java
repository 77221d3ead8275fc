package dev.renderfarm.endtoend.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long calls of one kind took.
 *
 * @param millis of each, in rising order
 */
record Latencies(List<Double> millis) {

    Latencies {
        if (millis.isEmpty()) {
            throw new IllegalArgumentException("no calls");
        }
        millis = millis.stream().sorted().toList();
    }

    static Latencies of(List<Latencies> rounds) {
        return new Latencies(
                rounds.stream().flatMap(round -> round.millis().stream()).toList());
    }

    double median() {
        return new Samples("ms", millis).median();
    }

    /** Nearest rank. */
    double percentile95() {
        return millis.get((int) Math.ceil(0.95 * millis.size()) - 1);
    }

    /** How many times as long as the others, by the medians of rounds in turn; median, least and greatest. */
    static String ratio(List<Latencies> these, List<Latencies> others) {
        Samples ratios = new Samples(
                "",
                Stream.iterate(0, round -> round + 1)
                        .limit(these.size())
                        .map(round ->
                                these.get(round).median() / others.get(round).median())
                        .toList());
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f to %.1f)",
                ratios.median(),
                ratios.values().get(0),
                ratios.values().get(ratios.values().size() - 1));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f | %.2f", median(), percentile95());
    }
}
