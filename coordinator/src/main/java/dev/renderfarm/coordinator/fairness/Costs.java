package dev.renderfarm.coordinator.fairness;

import java.util.Collection;
import java.util.OptionalDouble;

/**
 * What an attempt at a picture of each batch takes of a device, so that shares are of the device and not of pictures: the
 * batch's own mean, else what is expected of its next picture, else the mean of all batches of the model, else 1 for each.
 * One unit for all of a model.
 */
final class Costs {

    /** The first attempts of a batch tell little. */
    private static final int ENOUGH = 3;

    private static final double LEAST = 1e-6;

    private final double mean;
    private final boolean measured;

    private Costs(double mean, boolean measured) {
        this.mean = mean;
        this.measured = measured;
    }

    static Costs of(Collection<Contender> contenders) {
        double seconds = 0;
        long attempts = 0;
        for (Contender contender : contenders) {
            seconds += contender.spent().deviceSeconds();
            attempts += contender.spent().attempts();
        }
        if (attempts > 0) {
            return new Costs(Math.max(LEAST, seconds / attempts), true);
        }
        OptionalDouble expected = contenders.stream()
                .mapToDouble(contender -> contender.spent().expected())
                .filter(known -> known > 0)
                .average();
        return new Costs(Math.max(LEAST, expected.orElse(1)), expected.isPresent());
    }

    /** Whether the unit is a second of a device. */
    boolean isMeasured() {
        return measured;
    }

    double mean() {
        return mean;
    }

    /** Of an attempt at one of its pictures. */
    double of(Contender contender) {
        Spent spent = contender.spent();
        if (spent.attempts() >= ENOUGH) {
            return Math.max(LEAST, spent.deviceSeconds() / spent.attempts());
        }
        return spent.expected() > 0 ? Math.max(LEAST, spent.expected()) : mean;
    }
}
