package dev.renderfarm.coordinator.access;

import dev.renderfarm.common.access.KeySecret;
import java.util.Optional;

/** Which keys count now. Safe for several threads, and quick: it is asked at every request. */
public interface Credentials {

    /** Whether all keys are known that were there when this process began. */
    boolean areKnown();

    /** Empty where it is of no key that counts. */
    Optional<Caller> caller(KeySecret secret);

    /** Whether the key, or the session and its key, count still. */
    boolean stillCounts(Caller caller);
}
