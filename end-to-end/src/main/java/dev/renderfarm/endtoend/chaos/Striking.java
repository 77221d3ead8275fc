package dev.renderfarm.endtoend.chaos;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.endtoend.chaos.farm.ChaosFarm;
import dev.renderfarm.endtoend.chaos.fault.FaultSchedule;
import dev.renderfarm.endtoend.chaos.fault.Part;
import dev.renderfarm.endtoend.chaos.fault.Planned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Inflicts the faults of a schedule, each when its time has come and its part is in no other fault's hands. */
final class Striking {

    /** Faults at once; one more waits. */
    private static final int AT_ONCE = 3;

    private static final int LOOK_MILLIS = 100;

    private final ChaosFarm farm;
    private final LongSupplier lastPicture;
    private final Duration patience;
    private final Consumer<String> news;
    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final Map<Part, Semaphore> parts = new EnumMap<>(Part.class);
    private final AtomicInteger left = new AtomicInteger();
    private volatile long lastOver = System.nanoTime();

    /**
     * @param lastPicture when the last one came, in nanoseconds
     * @param patience from the end of the last fault, for whatever has not recovered by then
     */
    Striking(ChaosFarm farm, LongSupplier lastPicture, Duration patience, Consumer<String> news) {
        this.farm = farm;
        this.lastPicture = lastPicture;
        this.patience = patience;
        this.news = news;
        for (Part part : Part.values()) {
            parts.put(part, new Semaphore(1, true));
        }
    }

    /** Returns when the farm has recovered from the last one, or its patience is at an end. */
    List<Struck> run(FaultSchedule schedule) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        left.set(schedule.faults().size());
        try {
            long began = System.nanoTime();
            List<Future<Struck>> struck = new ArrayList<>();
            for (Planned planned : schedule.faults()) {
                TimeUnit.NANOSECONDS.sleep(planned.at().toNanos() - (System.nanoTime() - began));
                places.acquire();
                struck.add(threads.submit(() -> strike(planned)));
            }
            List<Struck> all = new ArrayList<>();
            for (Future<Struck> one : struck) {
                all.add(one.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a fault could not be inflicted", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Struck strike(Planned planned) throws InterruptedException {
        Semaphore part = requireNonNull(parts.get(planned.fault().part()));
        part.acquire();
        Instant began = Instant.now();
        long beganAt = System.nanoTime();
        String error = null;
        try {
            news.accept(planned.fault().toString());
            planned.fault().strike(farm);
        } catch (RuntimeException e) {
            error = String.valueOf(e.getMessage());
            news.accept("NOT INFLICTED " + planned.fault() + ": " + error);
        } finally {
            part.release();
            places.release();
        }
        long over = System.nanoTime();
        lastOver = over;
        left.decrementAndGet();
        Duration recovery = error == null ? recovery(planned.fault().part(), over) : null;
        if (error == null && recovery == null) {
            news.accept("NOT RECOVERED " + planned.fault());
        }
        return new Struck(planned, began, beganAt, recovery, error);
    }

    private @Nullable Duration recovery(Part part, long over) throws InterruptedException {
        while (left.get() > 0 || System.nanoTime() - lastOver < patience.toNanos()) {
            if (farm.isWellSince(part, over) && lastPicture.getAsLong() - over > 0) {
                return Duration.ofNanos(System.nanoTime() - over);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return null;
    }
}
