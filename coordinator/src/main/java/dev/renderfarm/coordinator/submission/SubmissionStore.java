package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.layout.Layout;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in the bucket what each batch was opened for, and what was first asked for under an {@link IdempotencyKey}.
 */
final class SubmissionStore {

    private final ObjectStore objects;

    SubmissionStore(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * @param fingerprint of the request, to tell a repeat from another request
     * @param command that it became
     * @param layout over its rows; null where there is none
     */
    record Submission(
            String fingerprint,
            BatchCommand.Submit command,
            @Nullable Layout layout) {

        Submission {
            layout = Layout.NONE.equals(layout) ? null : layout;
        }
    }

    Optional<Submission> find(BatchId batch) {
        try (InputStream in = objects.get(ObjectKeys.submission(batch))) {
            return Optional.of(Json.read(in.readAllBytes(), Submission.class));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageUnavailableException(
                    "reading " + ObjectKeys.submission(batch) + " broke off: " + e.getMessage(), e);
        }
    }

    /** Saves it where none is kept yet, and gives back the one that is. */
    Submission keep(Submission submission) {
        BatchId batch = submission.command().batchId();
        objects.putIfAbsent(ObjectKeys.submission(batch), Json.bytes(submission), "application/json");
        return find(batch).orElse(submission);
    }

    void put(Submission submission) {
        String key = ObjectKeys.submission(submission.command().batchId());
        objects.put(key, Json.bytes(submission), "application/json", Map.of());
    }

    /** Equal for requests that ask for the same. */
    static String fingerprint(BatchRequest request) {
        Map<String, String> metadata = request.metadata() == null ? Map.of() : new TreeMap<>(request.metadata());
        BatchRequest sorted = new BatchRequest(
                request.inputFileId(),
                request.endpoint(),
                request.completionWindow(),
                metadata,
                request.model(),
                request.renderfarm(),
                request.outputExpiresAfter(),
                request.requests());
        return Sha256.hex(Json.string(sorted));
    }
}
