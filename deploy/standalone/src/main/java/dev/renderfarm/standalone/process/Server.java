package dev.renderfarm.standalone.process;

import java.net.URI;
import java.util.Optional;

/**
 * Something that answers at one address over its several lives: it may be stopped or killed and started again with its
 * data.
 */
public interface Server extends AutoCloseable {

    String name();

    /** Where it answers when it runs, the same at every start. */
    URI address();

    boolean isAlive();

    /** Starts it if it does not run, and returns at once. */
    void launch();

    /**
     * Waits until it can be used.
     *
     * @throws ChildFailedException if it ends or takes too long
     */
    void awaitReady() throws InterruptedException;

    /** Why only a restart can help it; empty where it is well or does not say. */
    default Optional<String> lostBecause() throws InterruptedException {
        return Optional.empty();
    }

    /** Asks it to end and returns at once. */
    void signal();

    /** Asks it to end, waits, and kills it if it takes longer than it may. */
    void stop() throws InterruptedException;

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    void kill() throws InterruptedException;

    /** Starts it if it does not run, and waits until it can be used. */
    default void start() throws InterruptedException {
        launch();
        awaitReady();
    }

    /** Stops it, starts it at the same address with the data it had, and waits until it can be used. */
    default void restart() throws InterruptedException {
        stop();
        start();
    }

    /** Stops it; where the caller is interrupted meanwhile, kills it. */
    @Override
    void close();
}
