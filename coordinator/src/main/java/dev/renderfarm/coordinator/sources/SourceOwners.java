package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.storage.ObjectKeys;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which pictures lines of a tenant's batch may name, where the farm asks for keys: files of its own, pictures of its own
 * batches, and keys below the tenant's own folder; the {@code default} tenant has all of the folder that is no other's.
 */
public final class SourceOwners {

    /** Anybody may name anything, as at home. */
    public static final SourceOwners NOBODY = new SourceOwners(false, id -> Optional.empty());

    private final boolean keyed;
    private final Function<BatchId, Optional<TenantName>> ofBatch;

    /** @param ofBatch whose a batch is; empty where there is none */
    public SourceOwners(boolean keyed, Function<BatchId, Optional<TenantName>> ofBatch) {
        this.keyed = keyed;
        this.ofBatch = ofBatch;
    }

    /** Whether there are pictures that some may not name. */
    boolean areAsked() {
        return keyed;
    }

    boolean mayName(TenantName tenant, UploadedFile file) {
        return !keyed || file.owner().equals(tenant);
    }

    /** @param prefix of all keys that may be named but batches' own */
    boolean mayName(TenantName tenant, String prefix, String key) {
        if (!keyed) {
            return true;
        }
        Optional<BatchId> batch = ObjectKeys.batchOfSource(key);
        if (batch.isPresent()) {
            return batch.flatMap(ofBatch).filter(tenant::equals).isPresent();
        }
        return key.startsWith(prefix + "tenants/")
                ? key.startsWith(prefix + "tenants/" + tenant + "/")
                : tenant.equals(TenantName.DEFAULT);
    }
}
