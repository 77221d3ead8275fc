package dev.renderfarm.gpuworker.claim;

import java.time.Duration;
import java.util.List;

/**
 * The tasks of one model, as one slot sees them. Each task is claimed by one slot at a time and delivered again, here
 * or elsewhere, if it is not accepted: at least once. For one thread. No method fails because the broker is away; it is
 * waited for.
 */
public interface TaskQueue extends AutoCloseable {

    /** What becomes of the claimed tasks. */
    enum Acknowledgement {
        /** Done, and never delivered again. */
        ACCEPT,
        /** Given back, to be delivered at once to whoever asks. For shutting down only: there is no back-off. */
        RELEASE
    }

    /**
     * Claims up to a micro-batch. What was claimed before must be acknowledged or lost.
     *
     * @param wait at most, for the first task
     * @return empty where there is none yet, or where the broker is away
     */
    List<ClaimedTask> claim(Duration wait) throws InterruptedException;

    /** What was claimed needs the device no longer. Called from any thread. */
    void rendered();

    /** How often {@link #renew} must be called to keep what was claimed. */
    Duration renewalInterval();

    /**
     * Keeps everything that was claimed for another while.
     *
     * @return false where it is lost: it will be, or has been, delivered again
     */
    boolean renew() throws InterruptedException;

    /**
     * Acknowledges everything that was claimed, and need not wait for the broker's answer. Where the broker does not take
     * it, the tasks are delivered again.
     */
    void acknowledge(Acknowledgement acknowledgement) throws InterruptedException;

    /**
     * Gives back what is still claimed after an unforeseen failure, and waits a while before it returns.
     *
     * @param failures seen in a row, from 1
     */
    void startOver(int failures) throws InterruptedException;

    /** Leaves what the broker may have handed out ahead to others, until the next claim. Nothing is claimed now. */
    void pause();

    /** Gives back what is still claimed. */
    @Override
    void close();
}
