package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;

/**
 * A batch that has pictures to give out or in flight, at one moment.
 *
 * @param fresh pictures that were never given out and could be now: none of a batch that is held up
 * @param retrying pictures that wait for another attempt
 * @param inFlight pictures that are given out and not settled
 * @param given pictures that were ever given out
 * @param mostInFlight never more than this
 */
public record Contender(
        BatchId batch,
        ModelName model,
        TenantName tenant,
        Rank rank,
        int fresh,
        int retrying,
        int inFlight,
        int given,
        int mostInFlight,
        Spent spent) {

    public Contender {
        if (Math.min(Math.min(fresh, retrying), Math.min(inFlight, given)) < 0 || mostInFlight < 1) {
            throw new IllegalArgumentException("a count of " + batch + " is out of range");
        }
    }

    /**
     * How many more it could give out at once. Pictures that wait for another attempt keep their place in a window of the
     * batch's own: where everything fails, ever more fresh ones would not help.
     */
    int room(int window) {
        int own = Math.min(mostInFlight - inFlight, window - inFlight - retrying);
        return Math.max(0, Math.min(fresh, own));
    }

    /** With so many more of its fresh pictures given out. */
    Contender ahead(int more) {
        return new Contender(
                batch, model, tenant, rank, fresh - more, retrying, inFlight + more, given + more, mostInFlight, spent);
    }

    /** With one more of those in flight that had waited for another attempt. */
    Contender retried() {
        return new Contender(
                batch, model, tenant, rank, fresh, Math.max(0, retrying - 1), inFlight + 1, given, mostInFlight, spent);
    }

    /** As one that gives nothing out for now. */
    Contender passedOver() {
        return new Contender(batch, model, tenant, rank, 0, retrying, inFlight, given, mostInFlight, spent);
    }
}
