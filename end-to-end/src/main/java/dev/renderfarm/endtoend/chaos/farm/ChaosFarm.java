package dev.renderfarm.endtoend.chaos.farm;

import dev.renderfarm.endtoend.chaos.fault.Damage;
import dev.renderfarm.endtoend.chaos.fault.Part;
import dev.renderfarm.endtoend.chaos.fault.Scene;
import dev.renderfarm.endtoend.chaos.link.BucketLink;
import dev.renderfarm.endtoend.chaos.link.TcpLink;
import dev.renderfarm.standalone.farm.BackingServices;
import dev.renderfarm.standalone.process.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running farm that faults can lay hands on. Thread-safe, for faults that strike different parts. */
public final class ChaosFarm implements Scene, AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

    private final FarmAssembly assembly;
    private final Forger forger;
    private final Path heapFiller;

    private ChaosFarm(FarmAssembly assembly, Path heapFiller) {
        this.assembly = assembly;
        this.forger = new Forger(assembly.services().bootstrapServers());
        this.heapFiller = heapFiller;
    }

    /**
     * Starts it, and waits until all of it is ready.
     *
     * @param data a new folder
     * @param model package whose name and limits count; the workers draw patterns
     */
    public static ChaosFarm start(Path data, Path model) throws IOException, InterruptedException {
        FarmAssembly assembly = FarmAssembly.start(data, model);
        try {
            Path filler = data.resolve("heap-filler.jar");
            HeapFiller.pack(filler);
            return new ChaosFarm(assembly, filler);
        } catch (IOException | RuntimeException e) {
            assembly.close();
            throw e;
        }
    }

    /** Broker and bucket, to be reached past all links. */
    public BackingServices services() {
        return assembly.services();
    }

    /** Where coordinators answer. */
    public List<URI> coordinators() {
        return assembly.coordinators();
    }

    /** Whether there are disks that can be filled. */
    public boolean hasSmallDisks() {
        return assembly.hasSmallDisks();
    }

    /** Whether there are clocks that can be shifted. */
    public boolean hasClocks() {
        return assembly.hasClocks();
    }

    /** Whether a look that began later than that has found it well. */
    public boolean isWellSince(Part part, long nanoTime) {
        return assembly.keeper(part).isWellSince(nanoTime);
    }

    @Override
    public void kill(Part part) throws InterruptedException {
        assembly.keeper(part).server().kill();
    }

    @Override
    public void terminate(Part part) throws InterruptedException {
        signalled(part).terminate(STOP_LIMIT);
    }

    @Override
    public void keepDown(Part part, boolean atOnce, Duration length) throws InterruptedException {
        Keeper keeper = assembly.keeper(part);
        keeper.hold(true);
        try {
            if (atOnce) {
                kill(part);
            } else {
                terminate(part);
            }
            pass(length);
        } finally {
            keeper.hold(false);
        }
    }

    @Override
    public void freeze(Part part, Duration length) throws InterruptedException {
        signalled(part).freeze(length);
    }

    @Override
    public TcpLink toBroker(Part part) {
        return assembly.links(part).broker();
    }

    @Override
    public BucketLink toBucket(Part part) {
        return assembly.links(part).bucket();
    }

    @Override
    public void fillDisk(Part part, Duration length) throws InterruptedException {
        assembly.disk(part).fill(length);
    }

    @Override
    public void shiftClock(Part part, Duration by, Duration length) throws InterruptedException {
        ShiftedClock clock = assembly.clock(part);
        try {
            clock.shift(by);
            try {
                pass(length);
            } finally {
                clock.shift(Duration.ZERO);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot shift the clock of " + part.processName(), e);
        }
    }

    @Override
    public void fillHeap(Part part, Duration length) throws InterruptedException {
        ChildProcess process = (ChildProcess) assembly.keeper(part).server();
        if (!process.isAlive()) {
            return;
        }
        try {
            Command loaded = Command.run(
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(process.pid()),
                    "JVMTI.agent_load",
                    heapFiller.toString(),
                    Long.toString(length.toMillis()));
            if (!loaded.isGood()) {
                throw new IllegalStateException(
                        "cannot fill the heap of " + part.processName() + ": " + loaded.output());
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot fill the heap of " + part.processName(), e);
        }
        pass(length);
    }

    @Override
    public void damageRecord(String topic, Damage damage) throws InterruptedException {
        forger.damage("renderfarm." + topic.formatted(assembly.modelName()), damage);
    }

    @Override
    public void repeatResults(int count) throws InterruptedException {
        forger.repeat("renderfarm.results", count);
    }

    @Override
    public void pass(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }

    @Override
    public void close() {
        assembly.close();
    }

    private SignalledProcess signalled(Part part) {
        return new SignalledProcess((ChildProcess) assembly.keeper(part).server());
    }

    /** Of a process. */
    record Links(TcpLink broker, BucketLink bucket) {}

    /** What there is of a thing for parts. */
    static <T> T of(Map<Part, T> things, Part part, String what) {
        T thing = things.get(part);
        if (thing == null) {
            throw new IllegalArgumentException(part.processName() + " has no " + what);
        }
        return thing;
    }
}
