package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.RequestCounts;

/**
 * Where the tasks of a batch stand. Every task is counted in exactly one place.
 *
 * @param undispatched never dispatched
 * @param retrying dispatched before, waiting for another attempt
 */
public record BatchCounts(
        int total, int undispatched, int retrying, int inFlight, int completed, int failed, int cancelled) {

    static final BatchCounts NONE = ofUndispatched(0);

    public BatchCounts {
        int smallest = Math.min(undispatched, Math.min(retrying, inFlight));
        if (Math.min(smallest, Math.min(completed, Math.min(failed, cancelled))) < 0) {
            throw new IllegalArgumentException("a count is negative");
        }
        if (total != undispatched + retrying + inFlight + completed + failed + cancelled) {
            throw new IllegalArgumentException("counts do not add up to " + total);
        }
    }

    static BatchCounts ofUndispatched(int total) {
        return new BatchCounts(total, total, 0, 0, 0, 0, 0);
    }

    public int waiting() {
        return undispatched + retrying;
    }

    boolean allSettled() {
        return waiting() + inFlight == 0;
    }

    boolean areSettledAs(RequestCounts requests, int cancelledOnes) {
        return allSettled() && cancelled == cancelledOnes && requests.equals(requests());
    }

    RequestCounts requests() {
        return new RequestCounts(total, completed, failed);
    }

    BatchCounts dispatched() {
        return new BatchCounts(total, undispatched - 1, retrying, inFlight + 1, completed, failed, cancelled);
    }

    BatchCounts dispatchedAgain() {
        return new BatchCounts(total, undispatched, retrying - 1, inFlight + 1, completed, failed, cancelled);
    }

    BatchCounts sentBack() {
        return new BatchCounts(total, undispatched, retrying + 1, inFlight - 1, completed, failed, cancelled);
    }

    BatchCounts completedInFlight() {
        return new BatchCounts(total, undispatched, retrying, inFlight - 1, completed + 1, failed, cancelled);
    }

    BatchCounts completedRetrying() {
        return new BatchCounts(total, undispatched, retrying - 1, inFlight, completed + 1, failed, cancelled);
    }

    BatchCounts failedInFlight() {
        return new BatchCounts(total, undispatched, retrying, inFlight - 1, completed, failed + 1, cancelled);
    }

    BatchCounts cancelledInFlight() {
        return new BatchCounts(total, undispatched, retrying, inFlight - 1, completed, failed, cancelled + 1);
    }

    BatchCounts cancelledUndispatched() {
        return new BatchCounts(total, undispatched - 1, retrying, inFlight, completed, failed, cancelled + 1);
    }

    BatchCounts cancelledRetrying() {
        return new BatchCounts(total, undispatched, retrying - 1, inFlight, completed, failed, cancelled + 1);
    }

    BatchCounts cancelledAllWaiting() {
        return new BatchCounts(total, 0, 0, inFlight, completed, failed, cancelled + waiting());
    }

    BatchCounts cancelledAllInFlight() {
        return new BatchCounts(total, undispatched, retrying, 0, completed, failed, cancelled + inFlight);
    }
}
