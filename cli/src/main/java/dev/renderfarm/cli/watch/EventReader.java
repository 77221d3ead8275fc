package dev.renderfarm.cli.watch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Reads lines on a thread of its own, so that a connection which has gone silent without being closed holds nobody up.
 * Memory is bounded: the thread waits for its reader.
 */
final class EventReader implements AutoCloseable {

    /** What has arrived. */
    sealed interface Arrival {
        record Line(String text) implements Arrival {}

        /** The stream has ended, in order or not. */
        record End() implements Arrival {}
    }

    private static final int AHEAD = 256;

    private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(AHEAD);
    private final Stream<String> lines;
    private final Thread thread;

    EventReader(Stream<String> lines) {
        this.lines = lines;
        this.thread = new Thread(this::pump, "batch-events");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next arrival, or nothing after so long a silence. */
    Optional<Arrival> next(Duration silence) throws InterruptedException {
        return Optional.ofNullable(arrivals.poll(silence.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        thread.interrupt();
        lines.close();
    }

    private void pump() {
        try {
            try {
                for (var iterator = lines.iterator(); iterator.hasNext(); ) {
                    arrivals.put(new Arrival.Line(iterator.next()));
                }
            } catch (RuntimeException e) {
                // a broken connection ends the stream like any other end; the watcher asks again
            }
            arrivals.put(new Arrival.End());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
