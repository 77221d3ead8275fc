package dev.renderfarm.coordinator.audit;

import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.id.TenantName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was done, as it is kept. Safe for several threads. */
public interface AuditTrail {

    /** Sends it on and does not wait; one that the broker does not take is logged without its content, and lost. */
    void append(AuditEntry entry);

    /**
     * The newest entries, the newest first.
     *
     * @param tenant whose; null for everybody's
     * @param limit at least 1
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    List<AuditEntry> newest(@Nullable TenantName tenant, int limit);
}
