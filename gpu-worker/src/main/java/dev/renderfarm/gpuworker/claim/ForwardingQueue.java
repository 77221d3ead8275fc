package dev.renderfarm.gpuworker.claim;

import java.time.Duration;

/** A queue that leaves to another one whatever it does not decide itself. */
public abstract class ForwardingQueue implements TaskQueue {

    protected final TaskQueue queue;

    protected ForwardingQueue(TaskQueue queue) {
        this.queue = queue;
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
        return queue.renew();
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
