package dev.renderfarm.endtoend.chaos.check;

import dev.renderfarm.endtoend.chaos.check.BrokenPromise.Kind;
import dev.renderfarm.endtoend.chaos.check.ObjectsInBucket.MissingObjectException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether what an ended batch left in the bucket is what was ordered, each SKU once, with the objects that it says. */
final class FilesCheck {

    private final Order order;
    private final Seen last;
    private final ObjectsInBucket bucket;
    private final BiConsumer<Kind, String> findings;

    FilesCheck(Order order, Seen last, ObjectsInBucket bucket, BiConsumer<Kind, String> findings) {
        this.order = order;
        this.last = last;
        this.bucket = bucket;
        this.findings = findings;
    }

    /** @return what the manifest says; nothing where there is none */
    List<ManifestRow> run() {
        List<ManifestRow> rows;
        try {
            rows = ManifestRow.read(bucket.content("batches/" + order.batch() + "/manifest.csv"));
        } catch (MissingObjectException e) {
            findings.accept(Kind.LOST, "it has ended and has no manifest");
            return List.of();
        }
        skus(rows);
        counts(rows);
        rows.stream().filter(ManifestRow::isCompleted).forEach(this::picture);
        strays(rows);
        BigDecimal all = rows.stream().map(ManifestRow::deviceSeconds).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal told = last.value().at("/renderfarm/usage/device_seconds").decimalValue();
        if (all.compareTo(told) != 0) {
            findings.accept(Kind.USAGE, "the manifest adds up to " + all + " device seconds, its status says " + told);
        }
        return rows;
    }

    private void skus(List<ManifestRow> rows) {
        Map<String, Long> found = rows.stream().collect(Collectors.groupingBy(ManifestRow::sku, Collectors.counting()));
        Map<String, Long> asked =
                order.skus().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        asked.forEach((sku, count) -> {
            long times = found.getOrDefault(sku, 0L);
            if (times < count) {
                findings.accept(Kind.LOST, sku + " has no final state");
            } else if (times > count) {
                findings.accept(Kind.DOUBLED, sku + " has " + times + " final states");
            }
        });
        found.keySet().stream()
                .filter(sku -> !asked.containsKey(sku))
                .forEach(sku -> findings.accept(Kind.STRAY, sku + " was never asked for"));
    }

    private void counts(List<ManifestRow> rows) {
        same("completed", rows, last.number("/request_counts/completed"));
        same("failed", rows, last.number("/request_counts/failed"));
        long others = rows.stream()
                .filter(row -> !row.isCompleted() && !row.status().equals("failed"))
                .count();
        if (others != last.number("/renderfarm/cancelled")) {
            findings.accept(
                    Kind.CONSERVATION,
                    "the manifest has " + others + " neither completed nor failed, its status says "
                            + last.number("/renderfarm/cancelled"));
        }
    }

    private void same(String status, List<ManifestRow> rows, long told) {
        long found = rows.stream().filter(row -> row.status().equals(status)).count();
        if (found != told) {
            findings.accept(
                    Kind.CONSERVATION, "the manifest has " + found + " " + status + ", its status says " + told);
        }
    }

    private void picture(ManifestRow row) {
        try {
            String digest = sha256(bucket.content(row.image()));
            if (!digest.equals(row.sha256())) {
                findings.accept(Kind.LOST, row.image() + " has the digest " + digest + ", not " + row.sha256());
            }
        } catch (MissingObjectException e) {
            findings.accept(Kind.LOST, row.sku() + " is completed and has no object " + row.image());
        }
    }

    /** What was drawn and not needed any more may be left, but of a task that there was. */
    private void strays(List<ManifestRow> rows) {
        List<String> names = rows.stream().map(ManifestRow::sku).toList();
        String folder = "batches/" + order.batch() + "/images/";
        for (String key : bucket.keys(folder)) {
            String name = key.substring(folder.length());
            if (!names.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
                findings.accept(Kind.STRAY, key + " is of no task");
            }
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
