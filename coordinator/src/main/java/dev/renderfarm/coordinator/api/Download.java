package dev.renderfarm.coordinator.api;

import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * An object of the bucket as an answer, streamed. Always an attachment: uploads never execute in a browser.
 */
final class Download {

    static Response of(
            HttpServerRequest request, ObjectStore objects, String key, String contentType, String filename) {
        long size = objects.stat(key)
                .orElseThrow(() -> RequestRefusedException.notFound("there is no such file"))
                .size();
        return of(request, () -> objects.get(key), contentType, filename)
                .header(HttpHeaders.CONTENT_LENGTH, size)
                .build();
    }

    /**
     * Without a length: the client learns from the transfer whether it has all.
     *
     * @param content not opened where only the head is asked for
     */
    static Response.ResponseBuilder of(
            HttpServerRequest request, Supplier<InputStream> content, String contentType, String filename) {
        Response.ResponseBuilder answer = request.method() == HttpMethod.HEAD
                ? Response.ok()
                : Response.ok(TransferredContent.begun(content.get(), request));
        return answer.type(contentType).header(HttpHeaders.CONTENT_DISPOSITION, disposition(filename));
    }

    /** RFC 6266: a plain name for old clients, the real one in UTF-8. */
    private static String disposition(String filename) {
        String plain = filename.replaceAll("[^A-Za-z0-9._-]", "_");
        String encoded = URLEncoder.encode(filename, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
    }

    private Download() {}
}
