package dev.renderfarm.coordinator.replicas;

import java.util.Map;

/** By whom the thread is asked for what it reads. */
public interface AskedBy {

    /** Of a request from one replica to another, so that it goes no further: whatever it says. */
    String HEADER = "renderfarm-replica";

    /** Whether another replica asks, which has looked for who keeps it by itself. */
    boolean anotherReplica();

    /**
     * Headers by which the request says who asks. Another replica decides by them as if it had been asked itself; none where
     * the farm asks for no key, or works for itself.
     */
    Map<String, String> credentials();
}
