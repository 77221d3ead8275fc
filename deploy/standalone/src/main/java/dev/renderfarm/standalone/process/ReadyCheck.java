package dev.renderfarm.standalone.process;

/** Asks a process whether it can be used. */
@FunctionalInterface
public interface ReadyCheck {

    /** One question, answered within a second or so; a process that cannot be reached is not ready. */
    boolean isReady() throws InterruptedException;
}
