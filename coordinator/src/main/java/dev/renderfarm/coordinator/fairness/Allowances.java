package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.batch.Hindrance;
import java.util.Optional;

/** What tenants may have of the farm, whatever their part of it is. Safe for several threads; never blocks. */
public interface Allowances {

    /** Everyone may have everything. */
    Allowances UNLIMITED = new Allowances() {
        @Override
        public int more(TenantName tenant, Claims claims) {
            return Integer.MAX_VALUE;
        }

        @Override
        public Optional<Hindrance> hindrance(TenantName tenant) {
            return Optional.empty();
        }
    };

    /**
     * What a tenant has under way at one moment, of all models.
     *
     * @param inFlight pictures that are given out and not settled
     * @param retrying pictures that wait for another attempt, and are to have one before others
     * @param unheard pictures that have settled since the farm's usage was last summed up, or a few more
     */
    record Claims(int inFlight, int retrying, int unheard) {}

    /** How many more pictures may be given out now; 0 at least. */
    int more(TenantName tenant, Claims claims);

    /** Why nothing more of it is given out, where that lasts. */
    Optional<Hindrance> hindrance(TenantName tenant);
}
