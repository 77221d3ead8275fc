package dev.renderfarm.endtoend.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One address before several coordinators, as a plain load balancer: each request goes to the next of those that said they are
 * ready a moment ago, over a connection of its own, and to no other one where that fails.
 */
final class FrontDoor implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final String NOBODY =
            "HTTP/1.1 503 Nobody is ready\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    private final List<URI> coordinators;
    private final Set<URI> ready = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final ServerSocket server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService looks = Executors.newScheduledThreadPool(4, FrontDoor::daemon);
    private final ExecutorService threads = Executors.newCachedThreadPool(FrontDoor::daemon);

    FrontDoor(List<URI> coordinators) throws IOException {
        this.coordinators = List.copyOf(coordinators);
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        for (URI coordinator : coordinators) {
            look(coordinator);
            looks.scheduleWithFixedDelay(
                    () -> look(coordinator), LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        threads.execute(this::accept);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "front-door");
        thread.setDaemon(true);
        return thread;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Those that requests go to. */
    Set<URI> ready() {
        return Set.copyOf(ready);
    }

    @Override
    public void close() throws IOException {
        server.close();
        looks.shutdownNow();
        threads.shutdownNow();
    }

    private void look(URI coordinator) {
        try {
            HttpRequest question = HttpRequest.newBuilder(coordinator.resolve("/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            if (http.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                ready.add(coordinator);
            } else {
                ready.remove(coordinator);
            }
        } catch (IOException e) {
            ready.remove(coordinator);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Where either side breaks off, so does the other. */
    private void serve(Socket connection) {
        try (Socket client = connection) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            String head = head(in);
            byte[] body = in.readNBytes(contentLength(head));
            URI next = next();
            if (next == null) {
                client.getOutputStream().write(NOBODY.getBytes(ISO_8859_1));
            } else {
                pass(head, body, next, client.getOutputStream());
            }
        } catch (IOException e) {
            // as a network does
        }
    }

    private @Nullable URI next() {
        for (int tries = 0; tries < coordinators.size(); tries++) {
            URI candidate = coordinators.get(Math.floorMod(turn.getAndIncrement(), coordinators.size()));
            if (ready.contains(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static void pass(String head, byte[] body, URI coordinator, OutputStream answer) throws IOException {
        try (Socket upstream = new Socket(coordinator.getHost(), coordinator.getPort())) {
            OutputStream out = upstream.getOutputStream();
            out.write(head.replaceAll("(?im)^(connection|upgrade|http2-settings):.*\r\n", "")
                    .replaceFirst("\r\n", "\r\nConnection: close\r\n")
                    .getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
            upstream.getInputStream().transferTo(answer);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }
}
