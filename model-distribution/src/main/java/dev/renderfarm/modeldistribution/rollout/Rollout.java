package dev.renderfarm.modeldistribution.rollout;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which package the workers of a model take when they start.
 *
 * @param stable of most of them
 * @param next of a share of them; null while none is rolled out
 * @param share of the workers that take the next, from 0 to 1
 */
public record Rollout(PackageAddress stable, @Nullable PackageAddress next, double share) {

    private static final int DIGITS = 12;
    private static final double RANGE = 0x1p48;

    public Rollout {
        requireNonNull(stable, "stable is null");
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be from 0 to 1: " + share);
        }
    }

    /** All workers take one package. */
    public static Rollout ofAll(PackageAddress stable) {
        return new Rollout(stable, null, 0);
    }

    /** What that worker takes, the same whenever it asks. */
    public PackageAddress packageOf(WorkerId worker) {
        return next != null && takesNext(worker) ? next : stable;
    }

    /** Whether it is one of the share. */
    public boolean takesNext(WorkerId worker) {
        return position(worker) < share;
    }

    /** Where a worker stands among all that may be, from 0 to 1: a larger share has those of a smaller one too. */
    public static double position(WorkerId worker) {
        return Long.parseLong(Sha256.hex(worker.value()).substring(0, DIGITS), 16) / RANGE;
    }
}
