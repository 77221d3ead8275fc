package dev.renderfarm.coordinator.api;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;

/** Answers that a client may keep, and has to ask for again: where nothing has changed it is told so in a line. */
final class Revalidation {

    static final String ASK_AGAIN = "private, no-cache";

    /** Whether the client has it already, as the entity tags that it names say (RFC 9110, weak comparison). */
    static boolean has(HttpServerRequest request, String tag) {
        String known = String.join(",", request.headers().getAll(HttpHeaders.IF_NONE_MATCH));
        return Arrays.stream(known.split(","))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || opaque(one).equals(opaque(tag)));
    }

    /** The answer to a client that has it. */
    static Optional<Response> ofKnown(HttpServerRequest request, String tag) {
        return has(request, tag) ? Optional.of(with(Response.notModified(), tag).build()) : Optional.empty();
    }

    static Response.ResponseBuilder with(Response.ResponseBuilder answer, String tag) {
        return answer.header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, ASK_AGAIN);
    }

    static String strong(String value) {
        return "\"" + value + "\"";
    }

    static String weak(String value) {
        return "W/" + strong(value);
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    private Revalidation() {}
}
