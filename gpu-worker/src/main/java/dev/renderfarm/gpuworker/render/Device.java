package dev.renderfarm.gpuworker.render;

import dev.renderfarm.gpuworker.render.DeviceUse.Use;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one device of a worker: micro-batches take turns on it, in the order in which they came. Knows how much of the
 * time in which tasks waited it has worked. Safe for use by several threads.
 */
public final class Device {

    private final ReentrantLock turn = new ReentrantLock(true);
    private final DeviceUse use = new DeviceUse();
    private final String name;
    private final InstantSource clock;

    /** @param name for example {@code GPU:0} */
    public Device(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
    }

    /** Something that ends without an exception. */
    public interface Ending extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for its turn, and has the device until what it returns is closed. */
    public Ending take() throws InterruptedException {
        turn.lockInterruptibly();
        use.begins(clock.instant());
        return () -> {
            use.ends(clock.instant());
            turn.unlock();
        };
    }

    /** The same, to put the device away, whatever interrupts. */
    Ending takeAtLast() {
        turn.lock();
        return turn::unlock;
    }

    /** A task that waits for a device since then is here, and is drawn or given up when what it returns is closed. */
    public Ending awaitedSince(Instant since) {
        use.waits(since);
        return () -> use.waitsNoMore(since);
    }

    public String name() {
        return name;
    }

    public Use use() {
        return use.soFar();
    }
}
