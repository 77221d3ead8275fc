package dev.renderfarm.endtoend.fleet;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.endtoend.tally.Claim;
import dev.renderfarm.endtoend.tally.Tally;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.claim.ForwardingQueue;
import dev.renderfarm.gpuworker.claim.TaskQueue;
import java.time.Duration;
import java.util.List;

/** A slot's queue that tells the tally what comes out of it. */
final class WatchedQueue extends ForwardingQueue {

    private final ModelName model;
    private final Tally tally;

    WatchedQueue(TaskQueue queue, ModelName model, Tally tally) {
        super(queue);
        this.model = model;
        this.tally = tally;
    }

    @Override
    public List<ClaimedTask> claim(Duration wait) throws InterruptedException {
        List<ClaimedTask> claimed = queue.claim(wait);
        claimed.forEach(this::note);
        return claimed;
    }

    private void note(ClaimedTask task) {
        tally.claimed(task.fold(
                read -> new Claim(read.taskId(), model, read.deliveries(), read.queuedAt(), read.claimedAt()),
                unread -> new Claim(unread.taskId(), model, 1, unread.claimedAt(), unread.claimedAt())));
    }

    @Override
    public boolean renew() throws InterruptedException {
        boolean kept = queue.renew();
        if (!kept) {
            tally.lostLock();
        }
        return kept;
    }
}
