package dev.renderfarm.coordinator.items;

import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Parts that are written into the bucket while their batch's next lines are checked: at most {@value #MOST} at a time.
 * Used by one thread. What fails is thrown by a later call.
 */
final class PartUploads {

    static final int MOST = 2;

    private final Executor executor;
    private final Queue<CompletableFuture<Void>> underWay = new ArrayDeque<>();

    PartUploads(Executor executor) {
        this.executor = executor;
    }

    /** Blocks while there are as many under way as may be. */
    void begin(Runnable upload) {
        if (underWay.size() == MOST) {
            await(underWay.remove());
        }
        try {
            underWay.add(CompletableFuture.runAsync(upload, executor));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // the error is one of a machine that has no more threads
            upload.run();
        }
    }

    /** Blocks until all are in the bucket. */
    void finish() {
        while (!underWay.isEmpty()) {
            await(underWay.remove());
        }
    }

    private static void await(CompletableFuture<Void> upload) {
        try {
            upload.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageUnavailableException("the writing of an item part was interrupted", e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException known ? known : new CompletionException(e);
    }
}
