package dev.renderfarm.gpuworker.store;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the bucket of the tasks that were delivered before and are worked on now. One that is left over tells that its
 * worker did not live to report. How often a task was delivered does not tell that: the broker also counts what it
 * handed to a consumer that never asked for it again, and what was given back. Where the bucket is away, there are no
 * notes: the worker learns that soon enough. Safe for use by several threads.
 */
public final class RedeliveryNotes {

    private static final Logger LOG = LoggerFactory.getLogger(RedeliveryNotes.class);

    private static final int LARGEST = 1 << 20;

    private final ObjectStore objects;
    private final WorkerId worker;

    public RedeliveryNotes(ObjectStore objects, WorkerId worker) {
        this.objects = objects;
        this.worker = worker;
    }

    /** Whether some worker has begun with this attempt at the task, and neither reported nor given it up. */
    public boolean areLeft(RenderTask task) {
        try {
            return objects.holdsAny(ObjectKeys.redeliveries(task.taskId(), task.attempt()));
        } catch (StorageException e) {
            logFailure(task, e);
            return false;
        }
    }

    /** Whether a later attempt at it, which may be from another seed, has stored its picture already. */
    public boolean isOvertaken(RenderTask task) {
        String key =
                ObjectKeys.imageMetadata(task.taskId().batchId(), task.item().imageName());
        try (InputStream metadata = objects.get(key)) {
            return Json.read(metadata.readNBytes(LARGEST), Stored.class).attempt > task.attempt();
        } catch (ObjectNotFoundException | MalformedJsonException e) {
            return false;
        } catch (StorageException | IOException e) {
            logFailure(task, e);
            return false;
        }
    }

    /** What is wanted of a picture's metadata. */
    private record Stored(int attempt) {}

    /** This worker begins with it. */
    public void leave(RenderTask task) {
        try {
            objects.put(key(task), new byte[0], "application/octet-stream", Map.of());
        } catch (StorageException e) {
            logFailure(task, e);
        }
    }

    /**
     * This worker has reported it, given it back or lost it, and lives. Also where the thread is interrupted, as at the end of
     * a drain.
     */
    public void remove(RenderTask task) {
        boolean interrupted = Thread.interrupted();
        try {
            objects.delete(key(task));
        } catch (StorageException e) {
            logFailure(task, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String key(RenderTask task) {
        return ObjectKeys.redelivery(task.taskId(), task.attempt(), worker);
    }

    private static void logFailure(RenderTask task, Exception e) {
        LOG.atWarn()
                .addKeyValue("task", task.taskId())
                .addKeyValue("problem", e.getMessage())
                .log("what other workers made of a task is not known, or not noted");
    }
}
