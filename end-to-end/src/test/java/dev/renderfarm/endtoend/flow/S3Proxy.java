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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Stands between a worker and its bucket. Passes requests on as they are, signatures and all, but for those that a test
 * wants answered with one of S3's errors, or not to the end. Each request has a connection of its own.
 */
final class S3Proxy implements AutoCloseable {

    /** Of an answer that stalls: its head and some of its content. */
    private static final int BEGINNING = 5_000;

    /** An error as S3 gives it. */
    record Refusal(int status, String code) {

        private byte[] response(boolean withBody) {
            String body = "<Error><Code>" + code + "</Code><Message>said by the test</Message></Error>";
            return ("HTTP/1.1 " + status + " Refused\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + (withBody ? body : ""))
                    .getBytes(ISO_8859_1);
        }
    }

    private final URI bucket;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "s3-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private volatile Function<String, Optional<Refusal>> refusals = path -> Optional.empty();
    private volatile Stall stalled = new Stall("", new CountDownLatch(0));

    S3Proxy(URI bucket) throws IOException {
        this.bucket = bucket;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    void passAll() {
        refusals = path -> Optional.empty();
        stalled.release();
        stalled = new Stall("", new CountDownLatch(0));
    }

    /** Gives only the beginning of such objects, and keeps whoever reads them waiting until all is passed again. */
    void stall(String partOfKey) {
        stalled = new Stall(partOfKey, new CountDownLatch(1));
    }

    /** Requests that were passed on, as in {@code GET /bucket/key}. */
    List<String> passed() {
        return List.copyOf(passed);
    }

    private record Stall(String partOfKey, CountDownLatch end) {

        private boolean concerns(String method, String path) {
            return end.getCount() > 0 && method.equals("GET") && path.contains(partOfKey);
        }

        private void release() {
            end.countDown();
        }
    }

    void refuseAll(Refusal refusal) {
        refusals = path -> Optional.of(refusal);
    }

    void refuse(String partOfKey, Refusal refusal) {
        refusals = path -> path.contains(partOfKey) ? Optional.of(refusal) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
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
            String[] request = head.split(" ", 3);
            Optional<Refusal> refusal = refusals.apply(request[1]);
            OutputStream out = client.getOutputStream();
            if (refusal.isPresent()) {
                out.write(refusal.get().response(!request[0].equals("HEAD")));
                out.flush();
            } else {
                passed.add(request[0] + " " + request[1]);
                pass(head, body, out, stalled.concerns(request[0], request[1]));
            }
        } catch (IOException e) {
            // as a network does
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(String head, byte[] body, OutputStream answer, boolean stalls)
            throws IOException, InterruptedException {
        try (Socket upstream = new Socket(bucket.getHost(), bucket.getPort())) {
            OutputStream out = upstream.getOutputStream();
            out.write(head.replaceFirst("(?im)^connection:.*\r\n", "")
                    .replaceFirst("\r\n", "\r\nConnection: close\r\n")
                    .getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
            if (stalls) {
                answer.write(upstream.getInputStream().readNBytes(BEGINNING));
                answer.flush();
                stalled.end().await();
            } else {
                upstream.getInputStream().transferTo(answer);
            }
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
