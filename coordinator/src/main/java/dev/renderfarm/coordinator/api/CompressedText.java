package dev.renderfarm.coordinator.api;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Text that shrinks much: compressed for whoever takes it so. */
final class CompressedText {

    static Response.ResponseBuilder of(HttpServerRequest request, byte[] ascii) {
        boolean takesGzip = request.headers().getAll(HttpHeaders.ACCEPT_ENCODING).stream()
                .anyMatch(value -> value.matches("(?i)(.*[\\s,])?gzip(\\s*;\\s*q=(1|0\\.\\d*[1-9]).*|\\s*,.*|\\s*)"));
        Response.ResponseBuilder answer = Response.ok(takesGzip ? gzip(ascii) : ascii)
                .type(MediaType.TEXT_PLAIN + ";charset=us-ascii")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        return takesGzip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer;
    }

    private static byte[] gzip(byte[] text) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(text.length / 16 + 64);
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private CompressedText() {}
}
