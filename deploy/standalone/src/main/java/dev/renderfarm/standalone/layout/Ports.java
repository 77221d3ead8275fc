package dev.renderfarm.standalone.layout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Gives each part of a farm a port of the loopback interface: that of the last start if it is free, else one that is
 * drawn and kept from then on. What is drawn lies below the range from which systems take ports of outgoing
 * connections: otherwise a client that keeps trying to reach a stopped server could be given the server's own port and
 * answer itself.
 */
public final class Ports implements AutoCloseable {

    private static final int FIRST = 20_000;
    private static final int BOUND = 32_000;
    private static final int ATTEMPTS = 1_000;

    /** Elsewhere it lets two programs listen on one port. */
    private static final boolean REUSES_ADDRESS = !System.getProperty("os.name").startsWith("Windows");

    private final Path file;
    private final RandomGenerator random;
    private final PortClaims claims = new PortClaims();
    private final Map<String, Integer> given = new HashMap<>();
    private final List<PortMove> moves = new ArrayList<>();
    private final boolean isForgetful;
    private KeptPorts kept;

    /** Those of the data directory, which is locked. */
    public Ports(DataDirectory data, RandomGenerator random) {
        this.file = data.ports();
        this.random = random;
        Optional<KeptPorts> last = KeptPorts.read(file);
        this.isForgetful = last.isEmpty();
        this.kept = last.orElse(KeptPorts.NONE);
    }

    /** Whether it was not to be read what the ports were before. */
    public boolean isForgetful() {
        return isForgetful;
    }

    /** What is not where it was, and was asked for. */
    public List<PortMove> moves() {
        return List.copyOf(moves);
    }

    /** A port that nobody listens on; the same however often it is asked for. */
    public int of(String name) {
        return given.computeIfAbsent(name, this::choose);
    }

    /**
     * That port and no other.
     *
     * @throws PortTakenException if somebody listens on it
     */
    public int of(String name, int wanted) {
        if (!take(wanted)) {
            throw new PortTakenException(wanted);
        }
        given.put(name, wanted);
        keep(name, wanted, true);
        return wanted;
    }

    /** The port of what somebody else starts, and perhaps has started: whether it is free says nothing. */
    public int ofOther(String name) {
        Integer last = kept.ports().get(name);
        return last == null ? of(name) : last;
    }

    /** Lets other farms have the ports; what is kept stays. */
    @Override
    public void close() {
        claims.close();
    }

    private int choose(String name) {
        Integer last = kept.ports().get(name);
        if (last != null && take(last)) {
            return last;
        }
        int drawn = draw();
        keep(name, drawn, false);
        return drawn;
    }

    private int draw() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(FIRST, BOUND);
            if (!kept.ports().containsValue(port) && take(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port on the loopback interface from " + FIRST + " to " + BOUND);
    }

    private void keep(String name, int port, boolean isWanted) {
        Integer last = kept.ports().get(name);
        if (last != null && last == port) {
            return;
        }
        if (last != null) {
            moves.add(new PortMove(name, last, port, isWanted));
        }
        kept = kept.with(name, port);
        kept.write(file);
    }

    private boolean take(int port) {
        if (!claims.claim(port)) {
            return false;
        }
        boolean free = isFree(port);
        if (!free) {
            claims.release(port);
        }
        return free;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(REUSES_ADDRESS); // connections of the last run may linger
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
