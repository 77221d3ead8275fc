package dev.renderfarm.coordinator.audit;

import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An {@link AuditTrail} in memory. */
public class FakeAuditTrail implements AuditTrail {

    private final List<AuditEntry> entries = new CopyOnWriteArrayList<>();
    private volatile boolean available = true;

    public void setAvailable(boolean available) {
        this.available = available;
    }

    @Override
    public void append(AuditEntry entry) {
        entries.add(entry);
    }

    @Override
    public List<AuditEntry> newest(@Nullable TenantName tenant, int limit) {
        if (!available) {
            throw new BrokerUnavailableException("made unavailable by the test", new IOException());
        }
        List<AuditEntry> newestFirst = new ArrayList<>(entries);
        Collections.reverse(newestFirst);
        return newestFirst.stream()
                .filter(entry -> tenant == null || entry.tenant().equals(tenant))
                .limit(limit)
                .toList();
    }
}
