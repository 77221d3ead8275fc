package dev.renderfarm.endtoend.bench;

import java.util.List;
import java.util.Locale;

/** One figure, measured several times. */
record Samples(String unit, List<Double> values) {

    Samples {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no samples");
        }
        values = values.stream().sorted().toList();
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    /** Median, with least and greatest: {@code 3.21 images/s (3.10 to 3.30, n = 5)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.3f %s (%.3f to %.3f, n = %d)",
                median(),
                unit,
                values.get(0),
                values.get(values.size() - 1),
                values.size());
    }
}
