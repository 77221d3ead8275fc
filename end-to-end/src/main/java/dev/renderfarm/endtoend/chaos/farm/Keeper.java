package dev.renderfarm.endtoend.chaos.farm;

import dev.renderfarm.endtoend.chaos.fault.Part;
import dev.renderfarm.standalone.process.ReadyCheck;
import dev.renderfarm.standalone.process.Server;
import java.util.concurrent.TimeUnit;

/** Starts a process again that has ended or is lost, as whoever runs a farm would, and knows when it was well last. */
final class Keeper implements Runnable {

    private static final int LOOK_MILLIS = 400;
    private static final int LOOKS_BETWEEN_LOST = 20;
    /** Between two starts of what ends again at once. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Part part;
    private final Server server;
    private final ReadyCheck ready;
    private volatile boolean isHeld;
    private volatile boolean isOver;
    private volatile long wellAt = Long.MIN_VALUE;
    private long launchedAt = System.nanoTime() - PAUSE_NANOS;

    Keeper(Part part, Server server, ReadyCheck ready) {
        this.part = part;
        this.server = server;
        this.ready = ready;
    }

    Part part() {
        return part;
    }

    Server server() {
        return server;
    }

    /** Until further notice it is not started. */
    void hold(boolean held) {
        isHeld = held;
    }

    void end() {
        isOver = true;
    }

    /** Whether it was found well, by a look that began later than that. */
    boolean isWellSince(long nanoTime) {
        return wellAt != Long.MIN_VALUE && wellAt - nanoTime > 0;
    }

    @Override
    public void run() {
        try {
            for (int look = 1; !isOver; look++) {
                look(look % LOOKS_BETWEEN_LOST == 0);
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(boolean withLost) throws InterruptedException {
        if (!server.isAlive()) {
            if (!isHeld && !isOver && System.nanoTime() - launchedAt >= PAUSE_NANOS) {
                launchedAt = System.nanoTime();
                server.launch();
            }
            return;
        }
        if (withLost && server.lostBecause().isPresent()) {
            server.kill();
            return;
        }
        long began = System.nanoTime();
        if (ready.isReady()) {
            wellAt = began;
        }
    }
}
