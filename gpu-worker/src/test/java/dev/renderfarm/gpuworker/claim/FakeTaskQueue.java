package dev.renderfarm.gpuworker.claim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A {@link TaskQueue} in memory that remembers what was done to it. */
public final class FakeTaskQueue implements TaskQueue {

    private final BlockingQueue<List<ClaimedTask>> microBatches = new LinkedBlockingQueue<>();
    private final List<Acknowledgement> acknowledgements = new CopyOnWriteArrayList<>();
    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicInteger rendered = new AtomicInteger();
    private final AtomicInteger pauses = new AtomicInteger();
    private final AtomicInteger claims = new AtomicInteger();
    private volatile boolean locksLost;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final List<Integer> startOvers = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    public void add(ClaimedTask... microBatch) {
        microBatches.add(List.of(microBatch));
    }

    /** From now on no lock can be renewed. */
    public void loseLocks() {
        locksLost = true;
    }

    /** The next claim fails like that. */
    public void failOnce(Throwable failure) {
        this.failure.set(failure);
    }

    public List<Integer> startOvers() {
        return List.copyOf(startOvers);
    }

    public List<Acknowledgement> acknowledgements() {
        return new ArrayList<>(acknowledgements);
    }

    public int renewals() {
        return renewals.get();
    }

    /** How often it was told that the device is needed no more. */
    public int timesRendered() {
        return rendered.get();
    }

    /** How often it was asked for tasks. */
    public int claims() {
        return claims.get();
    }

    public int pauses() {
        return pauses.get();
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public List<ClaimedTask> claim(Duration wait) throws InterruptedException {
        claims.incrementAndGet();
        Throwable broken = failure.getAndSet(null);
        if (broken instanceof Error error) {
            throw error;
        }
        if (broken instanceof RuntimeException exception) {
            throw exception;
        }
        List<ClaimedTask> next = microBatches.poll(10, TimeUnit.MILLISECONDS);
        return next == null ? List.of() : next;
    }

    @Override
    public void rendered() {
        rendered.incrementAndGet();
    }

    @Override
    public Duration renewalInterval() {
        return Duration.ofMillis(20);
    }

    @Override
    public boolean renew() {
        renewals.incrementAndGet();
        return !locksLost;
    }

    @Override
    public void acknowledge(Acknowledgement acknowledgement) {
        acknowledgements.add(acknowledgement);
    }

    @Override
    public void startOver(int failures) {
        startOvers.add(failures);
    }

    @Override
    public void pause() {
        pauses.incrementAndGet();
    }

    @Override
    public void close() {
        closed = true;
    }
}
