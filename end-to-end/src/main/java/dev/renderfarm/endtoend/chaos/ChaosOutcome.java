package dev.renderfarm.endtoend.chaos;

import dev.renderfarm.endtoend.chaos.check.ChaosVerdict;
import java.time.Duration;
import java.util.List;

/**
 * What came of a run.
 *
 * @param skipped kinds of faults that this machine cannot inflict, and why
 * @param refusals what the farm has said no to, though there was nothing wrong with it
 * @param takeovers from a worker's death until each of its tasks was begun elsewhere
 */
record ChaosOutcome(
        long seed,
        Duration length,
        List<Struck> struck,
        List<String> skipped,
        ChaosVerdict verdict,
        List<String> refusals,
        List<Duration> takeovers) {

    ChaosOutcome {
        struck = List.copyOf(struck);
        skipped = List.copyOf(skipped);
        refusals = List.copyOf(refusals);
        takeovers = List.copyOf(takeovers);
    }

    /** Faults after which the farm was not well again. */
    long unrecovered() {
        return struck.stream()
                .filter(one -> one.error() == null && one.recovery() == null)
                .count();
    }

    /** Whether every promise was kept, and every fault struck that was to. */
    boolean isGood() {
        boolean allStruck = !struck.isEmpty() && struck.stream().allMatch(one -> one.error() == null);
        return allStruck && verdict.findings().isEmpty() && refusals.isEmpty() && unrecovered() == 0;
    }
}
