package dev.renderfarm.endtoend.chaos.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Passes bytes on between clients and a server of this machine, unless it is told to do worse. Thread-safe. */
public final class TcpLink implements AutoCloseable {

    /** What the link does with bytes. */
    public enum Mode {
        PASS,
        /** Connections are reset, and those to come as soon as they are made. */
        CUT,
        /** Connections are made and stand, and what is sent by either side is lost; once it is over they are reset. */
        HALF_OPEN
    }

    private static final int BUFFER_BYTES = 16 << 10;
    private static final int BACKLOG = 200;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final ExecutorService threads = Threads.named("tcp-link");
    private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;
    private volatile Duration delay = Duration.ZERO;

    /** @param target port of the loopback interface */
    public TcpLink(int target) throws IOException {
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
        threads.execute(this::accept);
    }

    /** Where clients find the server. */
    public int port() {
        return server.getLocalPort();
    }

    public void become(Mode next) {
        if (mode == Mode.HALF_OPEN) {
            reset(); // first, for nothing may come after what was lost
        }
        mode = next;
        if (next == Mode.CUT) {
            reset();
        }
    }

    /** From now on, what is sent by either side arrives so much later. */
    public void delay(Duration later) {
        delay = later;
    }

    /** Breaks all connections off at once, as they stand. */
    public void reset() {
        passages.forEach(Passage::reset);
    }

    @Override
    public void close() throws IOException {
        server.close();
        reset();
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        Passage passage = new Passage(client, upstream);
        try {
            if (mode == Mode.CUT) {
                passage.reset();
                return;
            }
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            passages.add(passage);
            upstream.connect(target);
            threads.execute(() -> pump(passage, upstream, client));
            pump(passage, client, upstream);
        } catch (IOException e) {
            passage.reset();
            passages.remove(passage);
        }
    }

    private void pump(Passage passage, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (mode == Mode.HALF_OPEN) {
                    continue;
                }
                if (!delay.isZero()) {
                    TimeUnit.NANOSECONDS.sleep(delay.toNanos());
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // as a network does
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            passage.reset();
            passages.remove(passage);
        }
    }

    private record Passage(Socket client, Socket upstream) {

        void reset() {
            Broken.off(client);
            Broken.off(upstream);
        }
    }
}
