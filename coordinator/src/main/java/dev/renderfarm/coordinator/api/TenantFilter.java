package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.coordinator.files.BatchFileId;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.submission.KnownBatches;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Answers 404 to whoever names a batch or a file of another tenant in the path, as if there were none: whatever route it is, so
 * that a new one needs nothing of its own. It decides nothing: what is there for whom is said where these things are kept.
 */
class TenantFilter {

    private static final String BATCHES = "/v1/batches";
    private static final String FILES = "/v1/files";

    private final Asker asker;
    private final KnownBatches batches;
    private final FileStore files;

    TenantFilter(Asker asker, KnownBatches batches, FileStore files) {
        this.asker = asker;
        this.batches = batches;
        this.files = files;
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION + 1)
    void check(ResourceInfo resource, ContainerRequestContext request) {
        String id = request.getUriInfo().getPathParameters().getFirst("id");
        if (id == null || !asker.isBounded()) {
            return;
        }
        String path = resource.getResourceClass().getAnnotation(Path.class).value();
        if (path.startsWith(BATCHES)) {
            BatchId batch = Parameters.batchId(id);
            if (batches.get(batch).isEmpty()) {
                throw RequestRefusedException.notFound("there is no batch " + batch);
            }
        } else if (path.startsWith(FILES)) {
            FileId file = Parameters.fileId(id);
            if (!isThere(file)) {
                throw RequestRefusedException.notFound("there is no file " + file);
            }
        }
    }

    private boolean isThere(FileId file) {
        @Nullable BatchFileId left = BatchFileId.parse(file).orElse(null);
        return left == null
                ? files.find(file).isPresent()
                : batches.get(left.batch()).isPresent();
    }
}
