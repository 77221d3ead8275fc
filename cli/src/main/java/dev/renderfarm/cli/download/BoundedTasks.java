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
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    BoundedTasks(int places) {
        this.places = places;
        this.free = new Semaphore(places);
        this.threads = Executors.newFixedThreadPool(places);
    }

    /** @throws RuntimeException that an earlier task ended with */
    void submit(Task task) throws InterruptedException {
        free.acquire();
        rethrow();
        threads.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                free.release();
            }
        });
    }

    /** @throws RuntimeException that a task ended with */
    void awaitAll() throws InterruptedException {
        free.acquire(places);
        free.release(places);
        rethrow();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void rethrow() {
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }
}
