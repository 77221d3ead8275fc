package dev.renderfarm.standalone.process;

import java.util.Optional;

/** Asks a process whether it can be used. */
@FunctionalInterface
public interface ReadyCheck {

    /** One question, answered within seconds; a process that cannot be reached is not ready. */
    boolean isReady() throws InterruptedException;

    /** What the process said that it waits for when it was asked last; empty where it does not say. */
    default Optional<String> awaited() {
        return Optional.empty();
    }
}
