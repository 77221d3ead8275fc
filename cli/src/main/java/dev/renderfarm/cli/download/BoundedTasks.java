package dev.renderfarm.cli.download;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A few tasks at once out of any number: who submits waits for a free place. The first failure ends it. */
final class BoundedTasks implements AutoCloseable {

    /** One piece of work. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    private final int places;
    private final Semaphore free;
    private final ExecutorService threads;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    BoundedTasks(int places) {
        this.places = places;
        this.free = new Semaphore(places);
        this.threads = Executors.newFixedThreadPool(places);
    }

    /**
     * @throws RuntimeException that an earlier task ended with; an error comes as the cause of one
     * @throws InterruptedException if this thread or an earlier task was interrupted
     */
    void submit(Task task) throws InterruptedException {
        free.acquire();
        rethrow();
        threads.execute(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            } finally {
                free.release();
            }
        });
    }

    /** Fails as {@link #submit} does, so that its return means that every task has come to its end. */
    void awaitAll() throws InterruptedException {
        free.acquire(places);
        free.release(places);
        rethrow();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void rethrow() throws InterruptedException {
        Throwable first = failure.get();
        if (first instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (first instanceof RuntimeException broken) {
            throw broken;
        }
        if (first != null) {
            throw new IllegalStateException(first.toString(), first);
        }
    }
}
