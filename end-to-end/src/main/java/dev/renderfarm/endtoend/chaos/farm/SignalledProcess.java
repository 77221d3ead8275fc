package dev.renderfarm.endtoend.chaos.farm;

import dev.renderfarm.standalone.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Signals to a process beyond those that Java knows. */
record SignalledProcess(ChildProcess process) {

    private static final Duration LOOK = Duration.ofMillis(100);

    /** Nothing where it does not run. */
    void freeze(Duration length) throws InterruptedException {
        if (!process.isAlive()) {
            return;
        }
        String pid = Long.toString(process.pid());
        signal("-STOP", pid);
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
        } finally {
            signal("-CONT", pid);
        }
    }

    /** Returns when it is gone. */
    void terminate(Duration atMost) throws InterruptedException {
        process.signal();
        long end = System.nanoTime() + atMost.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
        process.kill();
    }

    private static void signal(String signal, String pid) throws InterruptedException {
        try {
            Command.run("kill", signal, pid);
        } catch (IOException e) {
            throw new IllegalStateException("cannot signal a process", e);
        }
    }
}
