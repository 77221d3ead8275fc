package dev.renderfarm.endtoend.fleet;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.endtoend.tally.Claim;
import dev.renderfarm.endtoend.tally.Tally;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.claim.TaskQueue;
import java.time.Duration;
import java.util.List;

/** A slot's queue that tells the tally what comes out of it. */
final class WatchedQueue implements TaskQueue {

    private final TaskQueue queue;
    private final ModelName model;
    private final Tally tally;

    WatchedQueue(TaskQueue queue, ModelName model, Tally tally) {
        this.queue = queue;
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
    public void rendered() {
        queue.rendered();
    }

    @Override
    public Duration renewalInterval() {
        return queue.renewalInterval();
    }

    @Override
    public boolean renew() throws InterruptedException {
        boolean kept = queue.renew();
        if (!kept) {
            tally.lostLock();
        }
        return kept;
    }

    @Override
    public void acknowledge(Acknowledgement acknowledgement) throws InterruptedException {
        queue.acknowledge(acknowledgement);
    }

    @Override
    public void startOver(int failures) throws InterruptedException {
        queue.startOver(failures);
    }

    @Override
    public void pause() {
        queue.pause();
    }

    @Override
    public void close() {
        queue.close();
    }
}
