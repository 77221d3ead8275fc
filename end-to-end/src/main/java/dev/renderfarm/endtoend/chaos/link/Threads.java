package dev.renderfarm.endtoend.chaos.link;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Many threads that wait most of the time, and keep no process alive. */
final class Threads {

    private static final long STACK_BYTES = 128 << 10;

    static ExecutorService named(String name) {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(null, task, name, STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    private Threads() {}
}
