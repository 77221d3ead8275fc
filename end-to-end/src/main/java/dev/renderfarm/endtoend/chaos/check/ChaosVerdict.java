package dev.renderfarm.endtoend.chaos.check;

import java.util.List;

/** What came of the check. */
public record ChaosVerdict(Counts counts, List<BrokenPromise> findings) {

    public ChaosVerdict {
        findings = List.copyOf(findings);
    }

    /** How often one of these promises was not kept. */
    public long count(BrokenPromise.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).count();
    }

    /**
     * What there was to be checked.
     *
     * @param ended batches that came to their end
     * @param open those that did not
     * @param retries attempts that failed and were made again
     */
    public record Counts(
            int ended, int open, long completed, long failed, long cancelled, long retries, long statusRecords) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
        static final Counts OPEN = new Counts(0, 1, 0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    ended + other.ended,
                    open + other.open,
                    completed + other.completed,
                    failed + other.failed,
                    cancelled + other.cancelled,
                    retries + other.retries,
                    statusRecords + other.statusRecords);
        }
    }
}
