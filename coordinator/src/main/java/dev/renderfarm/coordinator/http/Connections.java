package dev.renderfarm.coordinator.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends what cannot be ended in good order. */
public final class Connections {

    /**
     * Cuts off an answer at once, below the handler of HTTP: on its way out that one waits for a client that reads
     * nothing, and lets the end of the answer pass.
     */
    public static void cut(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().close();
        } else {
            request.response().reset();
        }
    }

    private Connections() {}
}
