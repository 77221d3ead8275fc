package dev.renderfarm.endtoend.chaos.check;

import dev.renderfarm.endtoend.chaos.check.BrokenPromise.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Proves for each batch that nothing of it is lost or doubled, from topics and bucket alone. */
public final class Checker {

    private static final Comparator<Seen> IN_ORDER = Comparator.comparingLong(Seen::offset);

    private final ObjectsInBucket bucket;
    private final Map<String, List<Seen>> status;
    private final Map<String, List<Seen>> tasks;
    private final Map<String, List<Seen>> results;

    /** @param seen all records of the farm's topics, those of strangers among them */
    public Checker(List<Seen> seen, ObjectsInBucket bucket) {
        this.bucket = bucket;
        List<Seen> readable = seen.stream().filter(Seen::isReadable).toList();
        this.status = readable.stream()
                .filter(record -> record.topic().equals("batch-status"))
                .sorted(IN_ORDER)
                .collect(Collectors.groupingBy(record -> record.text("/id")));
        this.tasks = readable.stream()
                .filter(record -> record.topic().startsWith("tasks."))
                .collect(Collectors.groupingBy(Seen::batch));
        this.results = readable.stream()
                .filter(record -> record.topic().equals("results"))
                .collect(Collectors.groupingBy(Seen::batch));
    }

    /** @param orders all that the farm has said yes to */
    public ChaosVerdict check(List<Order> orders) {
        List<BrokenPromise> findings = new ArrayList<>();
        ChaosVerdict.Counts counts = ChaosVerdict.Counts.NONE;
        for (Order order : orders) {
            counts = counts.plus(
                    check(order, (kind, what) -> findings.add(new BrokenPromise(kind, order.batch(), what))));
        }
        Set<String> ordered = orders.stream().map(Order::batch).collect(Collectors.toSet());
        for (String batch : batchesInBucket()) {
            if (!ordered.contains(batch)) {
                findings.add(
                        new BrokenPromise(Kind.STRAY, batch, "there are objects of a batch that nobody submitted"));
            }
        }
        return new ChaosVerdict(counts, findings);
    }

    private ChaosVerdict.Counts check(Order order, BiConsumer<Kind, String> findings) {
        List<Seen> records = status.getOrDefault(order.batch(), List.of());
        if (records.isEmpty()) {
            findings.accept(Kind.LOST, "the farm said yes, and there is no status record");
            return ChaosVerdict.Counts.OPEN;
        }
        new StatusCheck(records, findings).run();
        Seen last = records.get(records.size() - 1);
        if (!StatusCheck.isEnd(last)) {
            findings.accept(Kind.UNRECOVERED, "it is " + last.text("/status") + " at the end of the run");
            return ChaosVerdict.Counts.OPEN;
        }
        if (last.text("/status").equals("failed")) {
            findings.accept(
                    Kind.LOST, "it failed its validation: " + last.value().at("/errors"));
            return ChaosVerdict.Counts.OPEN;
        }
        // what was cancelled before it was checked never had a task
        boolean hasTasks = last.number("/request_counts/total") > 0 || !order.cancelled();
        List<ManifestRow> rows = hasTasks ? new FilesCheck(order, last, bucket, findings).run() : List.of();
        new TasksCheck(
                        records,
                        tasks.getOrDefault(order.batch(), List.of()),
                        results.getOrDefault(order.batch(), List.of()),
                        findings)
                .run(rows);
        return new ChaosVerdict.Counts(
                1,
                0,
                last.number("/request_counts/completed"),
                last.number("/request_counts/failed"),
                last.number("/renderfarm/cancelled"),
                last.number("/renderfarm/retries"),
                records.size());
    }

    private Set<String> batchesInBucket() {
        Set<String> batches = new HashSet<>();
        bucket.keys("batches/").forEach(key -> batches.add(key.split("/")[1]));
        return batches;
    }
}
