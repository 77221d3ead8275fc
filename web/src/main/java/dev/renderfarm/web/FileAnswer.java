package dev.renderfarm.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file on its way to a browser: compressed for whoever takes it so, and not at all for whoever has it. The app is asked
 * for again each time, so that nobody works with yesterday's; the path of a library names its version.
 */
record FileAnswer(RoutingContext exchange, AppFile file) {

    private static final Pattern GZIP =
            Pattern.compile("(?i)(?:.*[\\s,])?gzip(?:\\s*;\\s*q=(?:1|0?\\.\\d*[1-9]).*|\\s*,.*|\\s*)");

    void send() {
        Optional<byte[]> compressed = file.compressed().filter(content -> takesGzip());
        String tag = '"' + file.digest() + (compressed.isPresent() ? "-gzip\"" : "\"");
        HttpServerResponse answer = exchange.response()
                .putHeader("etag", tag)
                .putHeader("cache-control", file.forEver() ? "public, max-age=31536000, immutable" : "no-cache")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer");
        file.compressed().ifPresent(content -> answer.putHeader("vary", "accept-encoding"));
        file.policy().ifPresent(policy -> answer.putHeader("content-security-policy", policy));
        if (has(tag)) {
            answer.setStatusCode(304).end();
            return;
        }
        compressed.ifPresent(content -> answer.putHeader("content-encoding", "gzip"));
        answer.putHeader("content-type", file.type()).end(Buffer.buffer(compressed.orElse(file.content())));
    }

    private boolean takesGzip() {
        return exchange.request().headers().getAll("accept-encoding").stream()
                .anyMatch(value -> GZIP.matcher(value).matches());
    }

    private boolean has(String tag) {
        List<String> tags = exchange.request().headers().getAll("if-none-match");
        return tags.stream()
                .anyMatch(value -> value.contains(tag) || value.strip().equals("*"));
    }
}
