package dev.renderfarm.common.batch;

import dev.renderfarm.common.id.TenantName;
import org.jspecify.annotations.Nullable;

/**
 * How a batch takes part in the sharing of the farm.
 *
 * @param tenant whose part of the farm it uses
 * @param maxInFlight pictures of it that may be given out and not settled, at most; null where the farm alone says
 */
public record Sharing(TenantName tenant, @Nullable Integer maxInFlight) {

    /** Of {@link #maxInFlight}. */
    public static final int MOST_IN_FLIGHT = 100_000;

    /** Of a batch that does not say. */
    public static final Sharing DEFAULT = new Sharing(TenantName.DEFAULT, null);

    public Sharing {
        tenant = tenant == null ? TenantName.DEFAULT : tenant;
        if (maxInFlight != null && (maxInFlight < 1 || maxInFlight > MOST_IN_FLIGHT)) {
            throw new IllegalArgumentException("maxInFlight must be from 1 to " + MOST_IN_FLIGHT + ": " + maxInFlight);
        }
    }
}
