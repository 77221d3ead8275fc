package dev.renderfarm.endtoend.chaos.fault;

import dev.renderfarm.endtoend.chaos.link.BucketLink;
import dev.renderfarm.endtoend.chaos.link.TcpLink;
import java.time.Duration;

/** What faults can lay hands on. Somebody starts a process again that has ended, unless it is kept down. */
public interface Scene {

    /** Ends it as {@code kill -9} does. */
    void kill(Part part) throws InterruptedException;

    /** Ends it by {@code SIGTERM}, and waits until it is gone; it is killed if it takes longer than it may. */
    void terminate(Part part) throws InterruptedException;

    /** Ends it at once, or in good order, and has it started again after that time. */
    void keepDown(Part part, boolean atOnce, Duration length) throws InterruptedException;

    /** Stops it as {@code SIGSTOP} does, for so long. */
    void freeze(Part part, Duration length) throws InterruptedException;

    /** Between the part and the broker. */
    TcpLink toBroker(Part part);

    /** Between the part and the bucket. */
    BucketLink toBucket(Part part);

    /** Leaves no byte free where the part keeps its data, for so long. */
    void fillDisk(Part part, Duration length) throws InterruptedException;

    /** Puts the part's clock forward, or back, for so long. */
    void shiftClock(Part part, Duration by, Duration length) throws InterruptedException;

    /** Leaves nothing of the part's heap free, for so long. */
    void fillHeap(Part part, Duration length) throws InterruptedException;

    /** Writes the last record of a topic again, damaged. */
    void damageRecord(String topic, Damage damage) throws InterruptedException;

    /** Writes the newest results again, in another order. */
    void repeatResults(int count) throws InterruptedException;

    void pass(Duration length) throws InterruptedException;
}
