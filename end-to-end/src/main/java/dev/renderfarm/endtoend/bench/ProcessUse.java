package dev.renderfarm.endtoend.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a process has used of the processor since it began, as Linux counts it.
 *
 * @param millis of all its threads, ended ones too
 * @param threads milliseconds of the living threads by name; those that differ only in a number are one
 */
public record ProcessUse(double millis, Map<String, Double> threads) {

    private static final Path PROC = Path.of("/proc");
    /** Of Linux on every machine that Java runs on. */
    private static final double MILLIS_A_TICK = 10;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_CHILDREN = 13;
    private static final int SYSTEM_OF_CHILDREN = 14;

    public static ProcessUse of(long pid) {
        Path process = PROC.resolve(Long.toString(pid));
        Map<String, Double> threads = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            for (Path task : tasks.toList()) {
                try {
                    String stat = Files.readString(task.resolve("stat"));
                    threads.merge(name(stat), ticks(stat, USER, SYSTEM) * MILLIS_A_TICK, Double::sum);
                } catch (IOException e) {
                    if (Files.exists(task)) { // else it ended since it was listed
                        throw e;
                    }
                }
            }
            String stat = Files.readString(process.resolve("stat"));
            return new ProcessUse(ticks(stat, USER, SYSTEM) * MILLIS_A_TICK, threads);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what process " + pid + " has used", e);
        }
    }

    /** What the children of this process used that have ended. */
    static double millisOfEndedChildren() throws IOException {
        return ticks(Files.readString(PROC.resolve("self/stat")), USER_OF_CHILDREN, SYSTEM_OF_CHILDREN) * MILLIS_A_TICK;
    }

    /** What was used since. Threads that began since count whole; those that ended since are only in the sum. */
    ProcessUse since(ProcessUse before) {
        Map<String, Double> used = new TreeMap<>();
        threads.forEach((name, now) -> used.put(name, Math.max(0, now - before.threads.getOrDefault(name, 0.0))));
        return new ProcessUse(millis - before.millis, used);
    }

    /** What no living thread accounts for. */
    double millisOfEndedThreads() {
        return Math.max(
                0, millis - threads.values().stream().mapToDouble(used -> used).sum());
    }

    /** {@code 4711 (slot-1-work) S 1 …} is the thread {@code slot-N-work}. */
    private static String name(String stat) {
        return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
                .replaceAll("[0-9]+", "N")
                .strip();
    }

    private static double ticks(String stat, int first, int second) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
        return Double.parseDouble(fields[first]) + Double.parseDouble(fields[second]);
    }
}
