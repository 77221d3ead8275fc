package dev.renderfarm.endtoend.chaos.check;

import dev.renderfarm.endtoend.chaos.check.BrokenPromise.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Whether tasks and results of one batch go together, end with it, and are what its usage tells. */
final class TasksCheck {

    /** How far apart two records may come that were written at the same time, on different partitions. */
    private static final Duration BLUR = Duration.ofSeconds(3);

    /** What was in somebody's hands may be finished: a lock, a freeze, and the wait for a bucket that is away. */
    private static final Duration IN_HAND = Duration.ofSeconds(120);

    private final List<Seen> status;
    private final List<Seen> tasks;
    private final Collection<Seen> results;
    private final BiConsumer<Kind, String> findings;

    /** @param results those that were written again for nothing among them */
    TasksCheck(List<Seen> status, List<Seen> tasks, List<Seen> results, BiConsumer<Kind, String> findings) {
        this.status = status;
        this.tasks = tasks;
        this.results = distinct(
                results.stream().sorted(Comparator.comparingLong(Seen::offset)).toList());
        this.findings = findings;
    }

    void run(List<ManifestRow> rows) {
        Set<String> given = tasks.stream().map(task -> task.text("/task_id")).collect(Collectors.toSet());
        for (Seen result : results) {
            if (!given.contains(result.text("/task_id"))) {
                findings.accept(Kind.STRAY, "a result of " + result.text("/task_id") + ", which was never given out");
            }
        }
        drawn(rows);
        afterCancel();
        usage(rows);
    }

    private void drawn(List<ManifestRow> rows) {
        Set<String> digests = new HashSet<>();
        results.forEach(result -> digests.add(result.text("/outcome/image/sha256")));
        rows.stream()
                .filter(row -> row.isCompleted() && !digests.contains(row.sha256()))
                .forEach(row -> findings.accept(Kind.STRAY, row.sku() + " is completed, and nobody reported it"));
    }

    private void afterCancel() {
        status.stream()
                .filter(record -> record.text("/status").startsWith("cancel"))
                .findFirst()
                .ifPresent(cancel -> {
                    late(tasks, cancel, BLUR, "given out");
                    late(
                            results.stream()
                                    .filter(result ->
                                            result.text("/outcome/type").equals("rendered"))
                                    .toList(),
                            cancel,
                            IN_HAND,
                            "drawn");
                });
    }

    private void late(Collection<Seen> records, Seen cancel, Duration grace, String deed) {
        for (Seen record : records) {
            if (record.isLater(cancel, grace)) {
                findings.accept(
                        Kind.AFTER_CANCEL,
                        record.text("/task_id") + " was " + deed + " more than " + grace.toSeconds()
                                + " s after its batch was cancelled");
            }
        }
    }

    /**
     * Results are taken in the order in which they stand on their partition, up to where the batch is finalized, which no
     * clock tells: so its usage is the sum of those up to one of them, and none of a completed picture comes after it.
     */
    private void usage(List<ManifestRow> rows) {
        Set<String> missing = rows.stream()
                .filter(ManifestRow::isCompleted)
                .map(ManifestRow::sha256)
                .collect(Collectors.toSet());
        BigDecimal told = status.get(status.size() - 1)
                .value()
                .at("/renderfarm/usage/device_seconds")
                .decimalValue();
        BigDecimal sum = BigDecimal.ZERO;
        boolean found = missing.isEmpty() && told.signum() == 0;
        for (Seen result : results) {
            missing.remove(result.text("/outcome/image/sha256"));
            sum = sum.add(result.value().at("/usage/device_seconds").decimalValue());
            found |= missing.isEmpty() && sum.compareTo(told) == 0;
        }
        if (!found) {
            findings.accept(
                    Kind.USAGE,
                    "its status says " + told + " device seconds, which its results, " + sum
                            + " in all, add up to nowhere");
        }
    }

    /** A worker may say again what it has said; somebody else may too. */
    private static Collection<Seen> distinct(List<Seen> results) {
        Map<String, Seen> distinct = new LinkedHashMap<>();
        for (Seen result : results) {
            distinct.putIfAbsent(
                    String.join(
                            " ",
                            result.text("/task_id"),
                            result.text("/attempt"),
                            result.text("/worker_id"),
                            result.text("/finished_at")),
                    result);
        }
        return distinct.values();
    }
}
