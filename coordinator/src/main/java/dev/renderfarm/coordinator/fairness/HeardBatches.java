package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.FarmProgress;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.scaling.OpenBatches;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells {@link FarmShares} what the status topic says of all batches, time and again, on a thread of its own. While that
 * cannot be read what was last heard holds.
 */
public final class HeardBatches implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(HeardBatches.class);
    private static final Set<WaitingCode> HELD_UP =
            EnumSet.of(WaitingCode.PAUSED, WaitingCode.FAILURES, WaitingCode.PREVIEW, WaitingCode.STORAGE);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final OpenBatches open;
    private final FarmShares shares;
    private final Runnable besides;

    /** @param besides done on the same thread after each look */
    public HeardBatches(OpenBatches open, FarmShares shares, Runnable besides) {
        this.open = open;
        this.shares = shares;
        this.besides = besides;
    }

    /** Returns when it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                lookOn();
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong once, the next look has its chance. */
    private void lookOn() {
        try {
            look();
            besides.run();
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("problem", e.toString()).log("what other coordinators do was not heard this time");
        }
    }

    void look() {
        List<Contender> heard;
        try {
            heard = open.all().stream()
                    .flatMap(batch -> contender(batch).stream())
                    .toList();
        } catch (LedgerUnavailableException e) {
            return;
        }
        shares.hear(heard);
    }

    /** Empty for a batch that has nothing in flight or to give out, or for which somebody waits: that has a lane of its own. */
    static Optional<Contender> contender(Batch batch) {
        boolean rendered = batch.status() == BatchStatus.IN_PROGRESS || batch.status() == BatchStatus.CANCELLING;
        boolean waitedFor = Lane.of(batch.renderfarm().origin().lane()) == Lane.INTERACTIVE;
        if (batch.model() == null || !rendered || waitedFor) {
            return Optional.empty();
        }
        FarmProgress progress = batch.renderfarm();
        int retrying = Math.min(progress.course().retrying(), progress.waiting());
        int fresh = progress.waiting() - retrying;
        int settled = batch.taskCounts().completed() + batch.taskCounts().failed();
        Integer most = progress.sharing().maxInFlight();
        return Optional.of(new Contender(
                batch.id(),
                batch.model(),
                progress.sharing().tenant(),
                new Rank(progress.terms().priority(), progress.terms().deadline(), submitted(batch)),
                isHeldUp(batch) ? 0 : mayBeGivenOut(batch, fresh),
                retrying,
                progress.inFlight(),
                batch.taskCounts().total() - fresh,
                most == null ? Integer.MAX_VALUE : most,
                spent(progress.usage(), settled, progress.retries())));
    }

    /** Of a batch that waits for a yes, previews only, as far as they can be told from here. */
    private static int mayBeGivenOut(Batch batch, int fresh) {
        Preview preview = batch.renderfarm().terms().preview();
        if (preview == null || !preview.isAwaited()) {
            return fresh;
        }
        int total = batch.taskCounts().total();
        int previews = (total + preview.every() - 1) / preview.every();
        return Math.max(0, previews - (total - fresh));
    }

    private static Spent spent(@Nullable BatchUsage usage, int settled, int retries) {
        return usage == null
                ? new Spent(0, 0, settled, retries)
                : new Spent(usage.usage().deviceSeconds().doubleValue(), usage.images(), settled, retries);
    }

    private static Instant submitted(Batch batch) {
        Instant exactly = batch.renderfarm().origin().submittedAt();
        return exactly == null ? batch.createdAt() : exactly;
    }

    private static boolean isHeldUp(Batch batch) {
        WaitingFor reason = batch.renderfarm().waitingFor();
        return batch.status() != BatchStatus.IN_PROGRESS || (reason != null && HELD_UP.contains(reason.code()));
    }
}
