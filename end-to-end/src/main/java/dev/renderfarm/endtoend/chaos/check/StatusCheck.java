package dev.renderfarm.endtoend.chaos.check;

import dev.renderfarm.endtoend.chaos.check.BrokenPromise.Kind;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Whether the status records of one batch are numbered without a gap, each once, and add up. */
final class StatusCheck {

    private static final Set<String> ENDS = Set.of("completed", "failed", "cancelled", "expired");

    private final List<Seen> records;
    private final BiConsumer<Kind, String> findings;

    /** @param records in their order */
    StatusCheck(List<Seen> records, BiConsumer<Kind, String> findings) {
        this.records = records;
        this.findings = findings;
    }

    void run() {
        long expected = 1;
        String ended = "";
        for (Seen record : records) {
            long sequence = record.number("/renderfarm/sequence");
            if (sequence < expected) {
                findings.accept(Kind.DOUBLED, "status record " + sequence + " stands twice");
            } else if (sequence > expected) {
                findings.accept(Kind.GAP, "after status record " + (expected - 1) + " comes " + sequence);
            }
            expected = Math.max(expected, sequence + 1);
            conservation(record, sequence);
            String status = record.text("/status");
            if (!ended.isEmpty() && !status.equals(ended)) {
                findings.accept(Kind.DOUBLED, "it is " + status + " after it was " + ended);
            }
            ended = ENDS.contains(status) ? status : ended;
        }
    }

    static boolean isEnd(Seen record) {
        return ENDS.contains(record.text("/status"));
    }

    private void conservation(Seen record, long sequence) {
        long sum = record.number("/renderfarm/waiting")
                + record.number("/renderfarm/in_flight")
                + record.number("/request_counts/completed")
                + record.number("/request_counts/failed")
                + record.number("/renderfarm/cancelled");
        if (record.number("/request_counts/total") != sum) {
            findings.accept(
                    Kind.CONSERVATION,
                    "status record " + sequence + ": total is " + record.number("/request_counts/total")
                            + ", and its parts are " + sum);
        }
    }
}
