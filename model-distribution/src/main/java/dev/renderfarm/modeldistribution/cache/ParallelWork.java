package dev.renderfarm.modeldistribution.cache;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Pieces of work on several threads, all of which have ended when the call does. */
final class ParallelWork {

    /** Runs all of them, or until the first one fails; throws what that one threw. Ends when the last thread has. */
    static void run(int threads, List<? extends Callable<?>> pieces) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "package");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Object> ended = new ExecutorCompletionService<>(pool);
            for (Callable<?> piece : pieces) {
                var unused = ended.submit(piece::call);
            }
            for (int i = 0; i < pieces.size(); i++) {
                ended.take().get();
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause() == null ? e : e.getCause());
        } finally {
            pool.shutdownNow();
            awaitEnd(pool);
        }
    }

    /** Even if it is interrupted: whoever is still writing must not do so once the package's lock is free. */
    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = pool.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException rethrown(Throwable cause) throws IOException, InterruptedException {
        if (cause instanceof IOException problem) {
            throw problem;
        }
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException problem ? problem : new IllegalStateException(cause);
    }

    private ParallelWork() {}
}
