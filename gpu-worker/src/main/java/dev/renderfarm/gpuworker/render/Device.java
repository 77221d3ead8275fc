package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.gpuworker.render.DeviceUse.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;

/**
 * The one device of a worker: micro-batches take turns on it, as {@link Turns} says. Knows how much of the
 * time in which tasks waited it has worked, and what each turn took. Safe for use by several threads.
 */
public final class Device {

    private final Turns turns = new Turns();
    private final DeviceUse use = new DeviceUse();
    private final String name;
    private final EnergyCounter energy;
    private final InstantSource clock;
    private final ThreadLocal<Usage> ofThread = ThreadLocal.withInitial(() -> Usage.NONE);

    /**
     * @param name for example {@code GPU:0}
     * @param energy of all that the device does, for whomever: it is asked at both ends of a turn
     */
    public Device(String name, EnergyCounter energy, InstantSource clock) {
        this.name = name;
        this.energy = energy;
        this.clock = clock;
    }

    /** Something that ends without an exception. */
    public interface Ending extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for its turn, and has the device until what it returns is closed. Of nobody who waits. */
    public Ending take() throws InterruptedException {
        return take(Lane.BATCH);
    }

    /** Waits for its turn, and has the device until what it returns is closed. */
    public Ending take(Lane lane) throws InterruptedException {
        turns.take(lane);
        Instant began = clock.instant();
        OptionalLong before = energy.millijoules();
        use.begins(began);
        return () -> {
            try {
                OptionalLong spent = growth(before, energy.millijoules());
                Instant now = clock.instant();
                use.ends(now, spent);
                ofThread.set(ofThread.get().plus(Usage.of(Duration.between(began, now), spent)));
            } finally {
                turns.giveBack();
            }
        };
    }

    /**
     * What the turns of this thread took since it asked last: the time in which it held the device, and by how much the
     * device's counter grew meanwhile. What the device draws while nobody holds it is in nobody's usage.
     */
    public Usage settle() {
        Usage used = ofThread.get();
        ofThread.remove();
        return used;
    }

    /** A counter that went back was set back: nothing is known of this turn. */
    private static OptionalLong growth(OptionalLong before, OptionalLong after) {
        return before.isPresent() && after.isPresent() && after.getAsLong() >= before.getAsLong()
                ? OptionalLong.of(after.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }

    /** Whether it tells what energy it draws. */
    public boolean tellsEnergy() {
        return energy.millijoules().isPresent();
    }

    /** The same, to put the device away, whatever interrupts. */
    Ending takeAtLast() {
        boolean interrupted = false;
        while (true) {
            try {
                turns.take(Lane.BATCH);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return turns::giveBack;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
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
