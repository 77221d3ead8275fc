package dev.renderfarm.coordinator.webhooks.post;

import java.io.IOException;
import java.io.Serial;

/** A host leads to an address to which nothing may be sent; which one is nobody's business. */
final class ForbiddenAddressException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    ForbiddenAddressException() {
        super("its host leads to an address that is not public; the operator may allow it in"
                + " renderfarm.webhooks.allow");
    }
}
