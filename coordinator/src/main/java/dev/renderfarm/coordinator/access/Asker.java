package dev.renderfarm.coordinator.access;

import dev.renderfarm.common.id.TenantName;
import java.util.Optional;

/**
 * For whom a thread works. Whatever keeps things of tenants asks it, so that what a caller does not see is not there for him,
 * by whichever route he asks. Nobody is a caller on threads of the farm's own, which see everything.
 */
@FunctionalInterface
public interface Asker {

    /** The farm itself, always. */
    Asker FARM = Optional::empty;

    /** Empty where the farm works for itself. */
    Optional<Caller> caller();

    /** Whether what belongs to the tenant is there for whoever asks. */
    default boolean sees(TenantName owner) {
        return caller().map(caller -> caller.sees(owner)).orElse(true);
    }

    /** Whether there may be things that are not there for whoever asks. */
    default boolean isBounded() {
        return caller().map(Caller::isBounded).orElse(false);
    }

    /** Whose what is made now is; empty where he who asks has no tenant of his own. */
    default Optional<TenantName> maker() {
        return caller().flatMap(caller -> Optional.ofNullable(caller.tenant()));
    }
}
