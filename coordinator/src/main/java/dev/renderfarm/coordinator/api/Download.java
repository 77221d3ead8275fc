package dev.renderfarm.coordinator.api;

import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * An object of the bucket as an answer, streamed. Always an attachment unless it is what the farm has made: uploads never
 * execute in a browser.
 */
final class Download {

    static Response of(
            HttpServerRequest request, ObjectStore objects, String key, String contentType, String filename) {
        return sized(request, objects, key)
                .type(contentType)
                .header(HttpHeaders.CONTENT_DISPOSITION, Disposition.ATTACHMENT.header(filename))
                .build();
    }

    /** The object with its length; what it is, and whether it is an attachment, is up to the caller. */
    static Response.ResponseBuilder sized(HttpServerRequest request, ObjectStore objects, String key) {
        long size = objects.stat(key)
                .orElseThrow(() -> RequestRefusedException.notFound("there is no such file"))
                .size();
        return begun(request, () -> objects.get(key)).header(HttpHeaders.CONTENT_LENGTH, size);
    }

    /**
     * Without a length: the client learns from the transfer whether it has all.
     *
     * @param content not opened where only the head is asked for
     */
    static Response.ResponseBuilder of(
            HttpServerRequest request, Supplier<InputStream> content, String contentType, String filename) {
        return begun(request, content)
                .type(contentType)
                .header(HttpHeaders.CONTENT_DISPOSITION, Disposition.ATTACHMENT.header(filename));
    }

    private static Response.ResponseBuilder begun(HttpServerRequest request, Supplier<InputStream> content) {
        return request.method() == HttpMethod.HEAD
                ? Response.ok()
                : Response.ok(TransferredContent.begun(content.get(), request));
    }

    private Download() {}
}
