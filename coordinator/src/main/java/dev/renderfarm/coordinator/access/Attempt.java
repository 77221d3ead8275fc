package dev.renderfarm.coordinator.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of who sends it.
 *
 * @param address from where, as far as it is trusted
 * @param local whether it names this very machine, and came through nobody
 * @param authorizations each header {@code Authorization}
 * @param session the cookie; null where there is none
 * @param changes whether it is to change something
 * @param ownPage whether the browser says that a page of the farm sends it
 */
public record Attempt(
        String address,
        boolean local,
        List<String> authorizations,
        @Nullable String session,
        boolean changes,
        boolean ownPage) {

    public Attempt {
        authorizations = List.copyOf(authorizations);
    }
}
