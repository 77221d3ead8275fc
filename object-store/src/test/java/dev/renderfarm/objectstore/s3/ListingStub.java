package dev.renderfarm.objectstore.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A server that knows version 2 of S3's listing and nothing else, two keys at a time. */
final class ListingStub implements AutoCloseable {

    private static final int PAGE = 2;

    private final HttpServer server;
    private final List<String> keys;
    private final AtomicInteger requests = new AtomicInteger();

    ListingStub(List<String> keys) throws IOException {
        this.keys = keys.stream().sorted().toList();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
        List<String> left = keys.stream()
                .filter(key -> key.startsWith(query.getOrDefault("prefix", "")))
                .filter(key -> key.compareTo(after) > 0)
                .toList();
        byte[] body = page(left).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String page(List<String> left) {
        List<String> page = left.subList(0, Math.min(PAGE, left.size()));
        boolean more = left.size() > PAGE;
        return "<ListBucketResult><Name>farm</Name><EncodingType>url</EncodingType><IsTruncated>" + more
                + "</IsTruncated>"
                + (more ? "<NextContinuationToken>" + xml(page.get(PAGE - 1)) + "</NextContinuationToken>" : "")
                + page.stream()
                        .map(
                                key -> "<Contents><Key>" + URLEncoder.encode(key, StandardCharsets.UTF_8)
                                        + "</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>0</Size></Contents>")
                        .collect(Collectors.joining())
                + "</ListBucketResult>";
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;");
    }

    private static Map<String, String> query(String raw) {
        return Arrays.stream(raw.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8), (a, b) -> a));
    }
}
