package dev.renderfarm.coordinator.ledger.stream;

import com.sun.management.ThreadMXBean;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.ledger.books.Samples;
import dev.renderfarm.coordinator.ledger.process.RocksDbMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings batches of one size after another through the ledger's topology, from the command to the last picture's
 * result, and prints what a task costs as Markdown: {@code scripts/bench/ledger} starts it. What workers and topics do
 * is done beside the clock.
 */
final class LedgerBench {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** In production a tick comes after so many results, where a farm gives 2,000 a second. */
    private static final int RESULTS_PER_TICK = 200;

    private static final int WARM_UP = 3;
    /** Kept, so that its level is. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private final DrivenLedger ledger;
    private final int tasks;
    private long nanos;
    private long cpuNanos;
    private final long[][] changes = new long[3][2];

    private LedgerBench(DrivenLedger ledger, int tasks) {
        this.ledger = ledger;
        this.tasks = tasks;
    }

    /** @param arguments tasks of a batch, number of rounds */
    public static void main(String[] arguments) throws IOException {
        KAFKA.setLevel(Level.WARNING);
        int tasks = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        System.out.printf(
                Locale.ROOT,
                "%d rounds of %,d tasks after %d to warm up, %d cores, load %.1f, %s %s, Java %s of %s%n%n",
                rounds,
                tasks,
                WARM_UP,
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.runtime.version"),
                System.getProperty("java.vendor"));
        Path scratch = Files.createTempDirectory("ledger-bench-");
        double[] perSecond = new double[rounds];
        double[] cpuMicros = new double[rounds];
        @Nullable LedgerBench last = null;
        try (DrivenLedger ledger = new DrivenLedger(scratch, new RocksDbMemory(64L << 20));
                LedgerProfile profile = new LedgerProfile()) {
            for (int round = -WARM_UP; round < rounds; round++) {
                if (round == 0) {
                    profile.start();
                }
                last = new LedgerBench(ledger, tasks);
                last.run(new BatchId("batch_" + (round + WARM_UP)));
                if (round >= 0) {
                    perSecond[round] = tasks * 1e9 / last.nanos;
                    cpuMicros[round] = last.cpuNanos / 1e3 / tasks;
                }
            }
            System.out.println("| what | median | least to greatest |\n|---|---|---|");
            print("tasks/s", "%,.0f", perSecond);
            print("CPU-µs a task, of the ledger's thread", "%.1f", cpuMicros);
            if (last != null) {
                last.printChanges();
            }
            System.out.println();
            profile.print(System.out, tasks * (long) rounds);
        } finally {
            delete(scratch);
        }
    }

    private void run(BatchId batch) {
        timed(() -> {
            ledger.send(Samples.submit(batch, 3));
            ledger.send(Samples.validated(batch, tasks));
            ledger.tick();
        });
        int settled = 0;
        while (settled < tasks) {
            List<byte[]> answers = ledger.answers();
            for (int from = 0; from < answers.size(); from += RESULTS_PER_TICK) {
                List<byte[]> some = answers.subList(from, Math.min(answers.size(), from + RESULTS_PER_TICK));
                timed(() -> {
                    ledger.send(batch, some);
                    ledger.tick();
                });
            }
            settled += answers.size();
            note();
        }
        timed(ledger::tick);
        Batch done = ledger.told().orElseThrow();
        if (done.status() != BatchStatus.FINALIZING || done.taskCounts().completed() != tasks) {
            throw new IllegalStateException("the batch was not rendered: " + done);
        }
        ledger.send(Samples.finalized(done));
        note();
    }

    private void timed(Runnable work) {
        long start = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        work.run();
        cpuNanos += THREADS.getCurrentThreadCpuTime() - cpu;
        nanos += System.nanoTime() - start;
    }

    private void note() {
        List<long[]> more = ledger.changes();
        for (int store = 0; store < changes.length; store++) {
            changes[store][0] += more.get(store)[0];
            changes[store][1] += more.get(store)[1];
        }
    }

    private void printChanges() {
        List<String> stores = List.of(LedgerTopology.BATCHES, LedgerTopology.TASKS, LedgerTopology.TIMERS);
        for (int store = 0; store < changes.length; store++) {
            System.out.printf(
                    Locale.ROOT,
                    "| changelog of %s, a task | %.2f records, %.0f bytes | |%n",
                    stores.get(store),
                    (double) changes[store][0] / tasks,
                    (double) changes[store][1] / tasks);
        }
    }

    private static void print(String what, String format, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "| %s | " + format + " | " + format + " to " + format + " |%n",
                what,
                (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2,
                sorted[0],
                sorted[sorted.length - 1]);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            List<Path> deepestFirst = new ArrayList<>(files.toList());
            Collections.reverse(deepestFirst);
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
