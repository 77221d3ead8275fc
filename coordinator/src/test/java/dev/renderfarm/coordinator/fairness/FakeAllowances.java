package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.batch.Hindrance;
import java.util.Optional;

/** An {@link Allowances} that a test uses up and frees, for all tenants alike. */
public final class FakeAllowances implements Allowances {

    private volatile boolean usedUp;

    public void useUp() {
        usedUp = true;
    }

    public void free() {
        usedUp = false;
    }

    @Override
    public int more(TenantName tenant, Claims claims) {
        return usedUp ? 0 : Integer.MAX_VALUE;
    }

    @Override
    public Optional<Hindrance> hindrance(TenantName tenant) {
        return usedUp
                ? Optional.of(new Hindrance(WaitingCode.BUDGET, "tenant " + tenant + " has used up a budget"))
                : Optional.empty();
    }
}
