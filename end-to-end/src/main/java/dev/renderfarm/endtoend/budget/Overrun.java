package dev.renderfarm.endtoend.budget;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure that got worse than it may.
 *
 * @param measured null where the run has no such figure
 */
public record Overrun(Figure committed, @Nullable Figure measured) {

    @Override
    public String toString() {
        if (measured == null) {
            return committed.name() + ": committed " + amount(committed) + ", not measured";
        }
        return String.format(
                Locale.ROOT,
                "%s: committed %s, measured %s: %.1f %% worse (%.4g against %.4g where the machine's speed is left out)",
                committed.name(),
                amount(committed),
                amount(measured),
                100 * committed.better().worsening(committed.comparable(), measured.comparable()),
                measured.comparable(),
                committed.comparable());
    }

    private static String amount(Figure figure) {
        return String.format(Locale.ROOT, "%.3f %s", figure.value(), figure.unit())
                .strip();
    }
}
