package dev.renderfarm.coordinator.identity;

import dev.renderfarm.common.farm.FarmIdentity;

/** The farm's identity on the broker. Every method throws where the broker does not answer. */
public interface IdentityTopic {

    /** @param ledger the application whose tables are looked for */
    TopicsFound look(String ledger) throws InterruptedException;

    /** Claims the topics, unless somebody was first: who was is seen by looking again. */
    void claim(FarmIdentity farm) throws InterruptedException;
}
