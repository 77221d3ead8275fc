package dev.renderfarm.coordinator.ledger.process;

import java.util.Set;

/** What the broker knows of the coordinators that keep the ledger together. */
@FunctionalInterface
public interface LedgerGroup {

    /** What part of the ledger is meant for one of the coordinators. */
    enum Part {
        /** Some of it, or nobody has any: it should be able to read. */
        SOME,
        /** None, since others have all of it: there are more coordinators than partitions. */
        NONE,
        /** The broker does not say. */
        UNTOLD
    }

    /** @param clientIds what the coordinator's members of the group are called */
    Part partOf(Set<String> clientIds) throws InterruptedException;
}
