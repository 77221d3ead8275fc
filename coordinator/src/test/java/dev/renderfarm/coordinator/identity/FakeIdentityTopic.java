package dev.renderfarm.coordinator.identity;

import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An {@link IdentityTopic} in memory: the first who claims it has it. */
final class FakeIdentityTopic implements IdentityTopic {

    final List<FarmIdentity> claims = new ArrayList<>();
    boolean used;
    boolean ledgerKept;
    boolean available = true;
    Runnable beforeClaim = () -> {};

    @Override
    public TopicsFound look(String ledger) {
        if (!available) {
            throw new BrokerUnavailableException("made unavailable by the test", new IOException());
        }
        return new TopicsFound(claims.stream().findFirst(), used, ledgerKept);
    }

    @Override
    public void claim(FarmIdentity farm) {
        beforeClaim.run();
        claims.add(farm);
    }
}
