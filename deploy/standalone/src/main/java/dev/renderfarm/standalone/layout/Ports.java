package dev.renderfarm.standalone.layout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Hands out free ports of the loopback interface, each once. They lie below the range from which systems take ports of
 * outgoing connections: otherwise a client that keeps trying to reach a stopped server could be given the server's own
 * port and answer itself.
 */
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int BOUND = 32_000;
    private static final int ATTEMPTS = 1_000;

    private final RandomGenerator random;
    private final Set<Integer> taken = new HashSet<>();

    public Ports(RandomGenerator random) {
        this.random = random;
    }

    /** A port that nobody listens on now. */
    public int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(FIRST, BOUND);
            if (!taken.contains(port) && isFree(port)) {
                taken.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port on the loopback interface from " + FIRST + " to " + BOUND);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
