package dev.renderfarm.endtoend.chaos.link;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Passes requests on to an S3 server of this machine, signatures and all, unless it is told to do worse. Each request has
 * a connection of its own. Thread-safe.
 */
public final class BucketLink implements AutoCloseable {

    private static final int BACKLOG = 200;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final ExecutorService threads = Threads.named("bucket-link");
    private volatile Treatment treatment = Treatment.PASS;

    /** @param bucket base of the server on the loopback interface */
    public BucketLink(URI bucket) throws IOException {
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), bucket.getPort());
        threads.execute(this::accept);
    }

    /** Where clients find the server. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** What becomes of requests that come from now on. */
    public void treat(Treatment next) {
        treatment = next;
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

    private void serve(Socket connection) {
        try (connection) {
            serveOne(connection);
        } catch (IOException e) {
            // it is closed all the same
        }
    }

    private void serveOne(Socket client) {
        try {
            BucketRequest request = BucketRequest.read(new BufferedInputStream(client.getInputStream()));
            Treatment now = treatment;
            TimeUnit.NANOSECONDS.sleep(now.delay().toNanos());
            switch (now.deed()) {
                case PASS -> pass(request, client);
                case REFUSE -> answer(client, now.refusal(request.isHead()));
                case BREAK_PUT -> breakPut(request, client);
                case LOSE_ANSWER -> loseAnswer(request, client);
            }
        } catch (IOException e) {
            Broken.off(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(Socket client, byte[] answer) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(answer);
        out.flush();
    }

    private void pass(BucketRequest request, Socket client) throws IOException {
        try (Socket upstream = connected()) {
            request.send(upstream.getOutputStream(), request.length());
            upstream.getInputStream().transferTo(client.getOutputStream());
        }
    }

    /** Of an object that is being stored, half arrives. */
    private void breakPut(BucketRequest request, Socket client) throws IOException {
        if (!request.isPut()) {
            pass(request, client);
            return;
        }
        Socket upstream = connected();
        request.send(upstream.getOutputStream(), request.length() / 2);
        Broken.off(upstream);
        Broken.off(client);
    }

    /** What is stored is stored, and whoever stored it is not told. */
    private void loseAnswer(BucketRequest request, Socket client) throws IOException {
        if (!request.isPut()) {
            pass(request, client);
            return;
        }
        try (Socket upstream = connected()) {
            request.send(upstream.getOutputStream(), request.length());
            upstream.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
        Broken.off(client);
    }

    private Socket connected() throws IOException {
        Socket upstream = new Socket();
        upstream.connect(target);
        return upstream;
    }
}
