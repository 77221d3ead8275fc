package dev.renderfarm.coordinator.fairness;

import java.util.Collection;

/**
 * What an attempt at a picture of each batch takes of a device, so that shares are of the device and not of pictures: the
 * batch's own mean, else that of all batches of the model, else 1 for each. One unit for all of a model.
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
        return attempts == 0 ? new Costs(1, false) : new Costs(Math.max(LEAST, seconds / attempts), true);
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
        return spent.attempts() < ENOUGH ? mean : Math.max(LEAST, spent.deviceSeconds() / spent.attempts());
    }
}
