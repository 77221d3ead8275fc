package dev.renderfarm.standalone.process;

import java.util.Optional;

/** Asks a process whether only a restart can help it. */
@FunctionalInterface
public interface LostCheck {

    /** Why it is lost, in its own words. Empty where it is well, does not answer or cannot tell. */
    Optional<String> lostBecause() throws InterruptedException;
}
