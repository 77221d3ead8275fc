package dev.renderfarm.coordinator.ledger.waiting;

import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.batch.Workforce;
import dev.renderfarm.coordinator.ledger.decision.BatchCounts;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a batch waits for at the moment, however short that may be. The first cause that holds is the one to mend. */
final class Causes {

    private static final int MOST_CODES = 4;

    static Optional<Hindrance> of(BatchEntry batch, Surroundings around) {
        return switch (batch.status()) {
            case VALIDATING -> around.longWork().or(() -> hindrance(WaitingCode.VALIDATION));
            case FINALIZING -> around.longWork().or(() -> hindrance(WaitingCode.FINALIZATION));
            case IN_PROGRESS -> batch.dispatches() ? inProgress(batch, around) : Optional.empty();
            case COMPLETED, FAILED, CANCELLED, CANCELLING, EXPIRED -> Optional.empty();
        };
    }

    private static Optional<Hindrance> inProgress(BatchEntry batch, Surroundings around) {
        return batch.awaitsProceed() ? hindrance(WaitingCode.PREVIEW) : ofPictures(batch, around);
    }

    private static Optional<Hindrance> ofPictures(BatchEntry batch, Surroundings around) {
        BatchCounts counts = batch.counts();
        Workforce workforce = around.workforce();
        int inHand = workforce.inHand().getOrDefault(batch.id(), 0);
        if (counts.inFlight() == 0 && around.budget().isPresent()) {
            return around.budget();
        }
        if (counts.inFlight() == 0 && around.items().isPresent()) {
            return around.items();
        }
        Optional<Hindrance> nobody = workforce.hindrance(batch.validatedModel());
        if (nobody.isPresent()) {
            return nobody;
        }
        if (inHand > 0) {
            return hindrance(
                    WaitingCode.RENDERING, "workers have " + inHand + " of its pictures in hand and finish none");
        }
        if (counts.inFlight() > 0) {
            return Optional.of(ofQueue(batch, workforce));
        }
        if (counts.retrying() > 0) {
            return Optional.of(ofRetries(counts.retrying(), around.retries()));
        }
        return counts.undispatched() > 0 && around.ahead() > 0
                ? hindrance(WaitingCode.OTHERS_AHEAD, ahead(batch, around.ahead()))
                : Optional.empty();
    }

    /** Its tasks are queued, and no worker has one of them. */
    private static Hindrance ofQueue(BatchEntry batch, Workforce workforce) {
        return workforce.isBusy()
                ? new Hindrance(
                        WaitingCode.WORKERS_BUSY,
                        "the workers of model " + batch.validatedModel() + " are busy with other batches")
                : new Hindrance(
                        WaitingCode.BROKER,
                        batch.counts().inFlight() + " of its pictures are queued, and workers that are idle claim none:"
                                + " see whether they reach the broker");
    }

    private static String ahead(BatchEntry batch, int others) {
        return (others == 1 ? "another batch" : others + " other batches") + " of model " + batch.validatedModel()
                + (others == 1 ? " is" : " are") + " served before it, which is of tenant " + batch.tenant()
                + " and has priority " + batch.terms().priority();
    }

    private static Hindrance ofRetries(int waiting, Retries retries) {
        String codes = retries.codes().stream()
                .sorted()
                .limit(MOST_CODES)
                .map(FailureCode::wireName)
                .collect(Collectors.joining(", "));
        String after =
                codes.isEmpty() ? "" : " after " + codes + (retries.codes().size() > MOST_CODES ? ", …" : "");
        String when =
                retries.next() == null ? "" : ", the next at " + retries.next().truncatedTo(ChronoUnit.SECONDS);
        return new Hindrance(
                WaitingCode.RETRIES,
                waiting + (waiting == 1 ? " of its pictures is" : " of its pictures are") + " tried again" + after
                        + when);
    }

    private static Optional<Hindrance> hindrance(WaitingCode code) {
        return hindrance(code, code.description());
    }

    private static Optional<Hindrance> hindrance(WaitingCode code, String message) {
        return Optional.of(new Hindrance(code, message));
    }

    private Causes() {}
}
